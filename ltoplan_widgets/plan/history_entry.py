"""One entry of a plan's history: who changed what, when, from what to what."""

from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from ltoplan_widgets.plan.units import Key, Moment, Name, Text

Action = Literal["edit", "undo", "redo", "take_back", "restore", "accept", "file"]
"""What made an entry: a person's edit, one of the ways back, a change request that was accepted, or the file on disk."""


Nulls = Literal["old", "new"]


class FieldChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field before and after.

    Attributes:
        old: Value before, plain JSON; None where there was nothing.
        new: Value after, plain JSON; None where there is nothing any more.
        nulls: Which of the two is a None that an entry of a mapping holds, such as the demand that a scenario leaves to the
            forecast, rather than nothing.
    """

    is_atomic: ClassVar[bool] = True

    old: Any = None
    new: Any = None
    nulls: Nulls | msgspec.UnsetType = msgspec.UNSET


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One transaction, written once by the client that made it and never changed.

    Attributes:
        at: When, as ISO date and time in UTC with milliseconds.
        author: Display name of who did it.
        username: Name under which the server knows the author; empty where it does not.
        client: Client id in the document of the page or process that did it.
        action: What made the entry.
        reason: Why, in the author's words.
        changes: Before and after, by field path; a record that came or went stands under its own path.
        of: Id of the entry, version or change request that is undone, redone, restored or accepted; empty for an edit.
        omitted: Number of changes that were too large to be kept here; they can only be restored with a version.
    """

    is_atomic: ClassVar[bool] = True

    at: Moment
    author: Name = ""
    username: Name = ""
    client: Name = ""
    action: Action = "edit"
    reason: Text = ""
    changes: dict[Key, FieldChange] = msgspec.field(default_factory=dict)
    of: Key = ""
    omitted: Annotated[float, Meta(ge=0, le=1e9, description="changes")] = 0.0
