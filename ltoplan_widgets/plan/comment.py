"""What people say to each other, anchored to what they say it about."""

from typing import ClassVar

import msgspec

from ltoplan_widgets.plan.units import Coordinate, Key, Moment, Name, Text


class Anchor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a thread is about; everything empty means the plan as a whole.

    Attributes:
        path: Path of a field, period (``campaigns/launch/overrides/2027-01-07``), record or change request.
        visualization: Id of the visualization at which it was said.
        chart: Kind of chart, e.g. ``forecast_chart``.
        x: Position in data units; of dates epoch milliseconds, UTC.
        y: Position in data units.
        label: What people see of the anchor, e.g. ``Week 2, 1,450 units``.
    """

    is_atomic: ClassVar[bool] = True

    path: Key = ""
    visualization: Key = ""
    chart: Key = ""
    x: Coordinate | None = None
    y: Coordinate | None = None
    label: Name = ""


class Comment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A comment that starts a thread, or a reply in one.

    Attributes:
        text: What was said, plain text.
        author: Display name of who said it.
        username: Name under which the server knows the author.
        at: When, as ISO date and time in UTC.
        edited_at: When it was last edited; empty where it was not.
        thread: Id of the comment that starts the thread; empty where this one does.
        anchor: What the thread is about; of replies the one of their thread counts.
        mentions: Display name of everybody mentioned with ``@``, by user name.
        resolved_by: Display name of who resolved the thread; empty while it is open.
        resolved_at: When.
        read_by: Moment up to which each person has read the thread, by user name; kept at the comment that starts it.
        deleted: True once somebody deleted it; it can be restored.
    """

    text: Text
    author: Name = ""
    username: Name = ""
    at: Moment = ""
    edited_at: Moment = ""
    thread: Key = ""
    anchor: Anchor = msgspec.field(default_factory=Anchor)
    mentions: dict[Key, Name] = msgspec.field(default_factory=dict)
    resolved_by: Name = ""
    resolved_at: Moment = ""
    read_by: dict[Key, Moment] = msgspec.field(default_factory=dict)
    deleted: bool = False
