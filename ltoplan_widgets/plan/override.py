"""A person's number in place of the forecast's, for one period."""

from typing import ClassVar

import msgspec

from ltoplan_widgets.plan.units import Moment, Name, Text, Units


class Override(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The mean that somebody expects in one period, over all places, with who and why.

    It is written as a whole: of two people who override one period, one wins with units, reason and author together.

    Attributes:
        units: Expected units in the period, all places together.
        reason: Why, in the author's words.
        author: Display name of who said so.
        at: When, as ISO date and time.
    """

    is_atomic: ClassVar[bool] = True

    units: Units
    reason: Text = ""
    author: Name = ""
    at: Moment = ""
