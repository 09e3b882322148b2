"""A named version of the plan: everything that was decided at one moment."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ltoplan_widgets.plan.units import Moment, Name, Text

MAX_VERSION_LENGTH = 1_000_000
"""Longest text of a version, in characters."""

VersionText = Annotated[str, Meta(max_length=MAX_VERSION_LENGTH, description="canonical text of the plan's decisions")]


class Version(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was decided at one moment, under a name.

    Attributes:
        name: What people call it.
        author: Display name of who named it.
        username: Name under which the server knows the author.
        at: The moment that it shows, as ISO date and time in UTC.
        note: Free text.
        text: Canonical text of the plan at that moment, without history, versions, comments, change requests and outlooks.
        deleted: True once somebody deleted it; it can be restored.
    """

    name: Name
    author: Name = ""
    username: Name = ""
    at: Moment = ""
    note: Text = ""
    text: VersionText = ""
    deleted: bool = False
