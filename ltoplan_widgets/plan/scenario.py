"""What if: named overrides over the plan's assumptions, never a copy."""

import msgspec

from ltoplan_widgets.plan.units import Key, Name, Rank, Scalar


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named set of changes that apply on top of the plan.

    Attributes:
        name: What people call it.
        changes: New value by field path, e.g. ``{"offers/latte/price": 5.25}``.
        rank: Position in lists.
        deleted: True once somebody deleted it; it can be restored.
    """

    name: Name
    changes: dict[Key, Scalar] = msgspec.field(default_factory=dict)
    rank: Rank = 0.0
    deleted: bool = False
