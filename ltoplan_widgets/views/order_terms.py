"""Costs and supply terms as a chart needs them to recompute an order while somebody drags."""

import msgspec

from ltoplan_widgets.plan.offer import Offer


class OrderTerms(msgspec.Struct, frozen=True, kw_only=True):
    """The newsvendor's terms: money a unit, and what quantities can be ordered.

    Attributes:
        price: Selling price of a unit.
        unit_cost: What a unit costs.
        goodwill: What a lost sale costs beyond its margin.
        salvage: What a leftover unit brings in.
        disposal: What a leftover unit costs to get rid of.
        case_pack: Units in a case; orders are whole cases.
        minimum_order: Smallest order, in units; 0 for none.
        capacity: Largest order, in units; None for no limit.
    """

    price: float = 0.0
    unit_cost: float = 0.0
    goodwill: float = 0.0
    salvage: float = 0.0
    disposal: float = 0.0
    case_pack: float = 1.0
    minimum_order: float = 0.0
    capacity: float | None = None


def build(offer: Offer | None) -> OrderTerms:
    """Terms of an offer; without an offer the terms of none, from which no order follows."""
    return OrderTerms(**{name: getattr(offer, name) for name in OrderTerms.__struct_fields__}) if offer else OrderTerms()
