"""A proposal: changes that somebody else accepts or rejects, field by field."""

from typing import Any, ClassVar, Literal

import msgspec

from ltoplan_widgets.plan.units import Key, Moment, Name, Rank, Text

Status = Literal["open", "accepted", "partly_accepted", "rejected", "withdrawn"]


class ProposedChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one field should become.

    Attributes:
        base: Value when it was proposed, plain JSON; None where there was nothing.
        value: Value proposed, plain JSON; None takes an entry of a mapping out.
    """

    is_atomic: ClassVar[bool] = True

    base: Any = None
    value: Any = None


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody decided about one field of a change request.

    Attributes:
        accepted: Whether the field took the proposed value.
        author: Display name of who decided.
        at: When, as ISO date and time in UTC.
        reason: Why, in the author's words.
    """

    is_atomic: ClassVar[bool] = True

    accepted: bool
    author: Name = ""
    at: Moment = ""
    reason: Text = ""


class ChangeRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A set of changes put to the others; comments on it are anchored at its path.

    Attributes:
        title: What it is about.
        reason: Why, in the author's words.
        author: Display name of who proposes.
        username: Name under which the server knows the author.
        at: When, as ISO date and time in UTC.
        status: ``open`` until every field is decided.
        changes: What is proposed, by field path.
        decisions: What was decided, by field path.
        rank: Position in lists.
        deleted: True once somebody deleted it; it can be restored.
    """

    title: Name
    reason: Text = ""
    author: Name = ""
    username: Name = ""
    at: Moment = ""
    status: Status = "open"
    changes: dict[Key, ProposedChange] = msgspec.field(default_factory=dict)
    decisions: dict[Key, Decision] = msgspec.field(default_factory=dict)
    rank: Rank = 0.0
    deleted: bool = False
