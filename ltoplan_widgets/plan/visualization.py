"""A saved chart: what it shows and how."""

import msgspec

from ltoplan_widgets.plan.units import Colour, Key, Moment, Name, Rank, Scalar


class Visualization(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A chart or control that people keep in the plan.

    Attributes:
        name: What people call it.
        type: Kind of chart or control, e.g. ``forecast_chart``; the kinds are those of the widgets.
        campaign: Id of the campaign that it shows; empty means the plan's only one.
        field: Path of the field that a control holds; empty for charts.
        parameters: Settings of the chart by name, e.g. ``{"snap": 500.0}``.
        color: Main colour, ``#rrggbb``; empty for the theme's.
        created_by: Who made it.
        created_at: When.
        updated_by: Who changed it last.
        updated_at: When.
        rank: Position in lists.
        deleted: True once somebody deleted it; it can be restored.
    """

    name: Name
    type: Key
    campaign: Key = ""
    field: Key = ""
    parameters: dict[Key, Scalar] = msgspec.field(default_factory=dict)
    color: Colour = ""
    created_by: Name = ""
    created_at: Moment = ""
    updated_by: Name = ""
    updated_at: Moment = ""
    rank: Rank = 0.0
    deleted: bool = False
