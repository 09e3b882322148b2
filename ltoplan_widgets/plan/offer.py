"""What is sold for a limited time, and on what terms."""

import msgspec

from ltoplan_widgets.plan.units import Days, Money, Name, Pack, Rank, Units


class Offer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A product on sale for a limited time, its price, costs and supply terms.

    Attributes:
        name: What people call it.
        unit: What is counted, in the plural: ``cups``, ``loaves``.
        price: Selling price of a unit, in the plan's currency.
        unit_cost: What a unit costs to buy or make.
        goodwill: What a lost sale costs beyond its margin.
        salvage: What a leftover unit still brings in.
        disposal: What it costs to get rid of a leftover unit.
        case_pack: Units in one case; orders are whole cases.
        minimum_order: Smallest order that the supplier takes, in units; 0 for none.
        capacity: Largest order that can be had, in units; None for no limit.
        lead_days: Calendar days from order to delivery.
        shelf_life_days: Calendar days that a unit stays sellable; None for ever.
        rank: Position in lists.
        deleted: True once somebody deleted it; it can be restored.
    """

    name: Name
    unit: Name = "units"
    price: Money = 0.0
    unit_cost: Money = 0.0
    goodwill: Money = 0.0
    salvage: Money = 0.0
    disposal: Money = 0.0
    case_pack: Pack = 1.0
    minimum_order: Units = 0.0
    capacity: Units | None = None
    lead_days: Days = 0.0
    shelf_life_days: Days | None = None
    rank: Rank = 0.0
    deleted: bool = False
