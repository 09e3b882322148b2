"""What is odd about an order: terms that bind, and terms that do not fit the campaign."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.plan.errors import Finding
from ltoplan_widgets.supply.amount import caution
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.demand_distribution import DemandDistribution
from ltoplan_widgets.supply.newsvendor import ideal_quantity
from ltoplan_widgets.supply.supply_terms import SupplyTerms

_EXTREME = 0.99


def findings(demand: DemandDistribution, costs: Costs, terms: SupplyTerms, *, quantity: float, days: int = 0) -> tuple[Finding, ...]:
    """Warnings about an order.

    Args:
        demand: Demand of the whole campaign.
        costs: Money a unit.
        terms: What can be ordered, and when.
        quantity: Units ordered.
        days: Length of the campaign in days; 0 where it is not known.
    """
    ideal = ideal_quantity(demand, costs)
    return (
        *_of_money(costs),
        *_of_limits(demand, terms, ideal),
        *_of_quantity(terms, quantity, ideal),
        *_of_far_quantity(demand, terms, quantity, ideal),
        *_of_time(terms, days),
    )


def place_findings(expected: NDArray[np.float64], case_pack: float) -> tuple[Finding, ...]:
    """A warning where a case holds more than places are expected to sell.

    Args:
        expected: Units that each place is expected to sell, shape (places,).
        case_pack: Units in one case.
    """
    small = np.flatnonzero((expected > 0) & (expected < case_pack))
    if not len(small):
        return ()
    text = f"one case holds more than {len(small)} of {len(expected)} places are expected to sell"
    mend = "ask for smaller packs, let neighbours share a case, or give each place a minimum"
    return (caution("pack-above-place-demand", "case_pack", case_pack, text, mend),)


def _of_money(costs: Costs) -> Iterator[Finding]:
    if costs.underage <= 0:
        text = f"a unit costs {costs.unit_cost:g} and earns {costs.price + costs.goodwill:g}, so the best order is none"
        yield caution("no-margin", "price", costs.price, text, "raise the price or lower the unit cost")
    elif costs.critical_ratio > _EXTREME:
        text = f"a unit too few costs {costs.underage / costs.overage:,.0f} times a unit too many, so the order rests on the forecast's far end"
        yield caution(
            "extreme-ratio",
            "goodwill" if costs.goodwill > costs.margin else "price",
            costs.underage,
            text,
            "check price, costs and goodwill",
        )


def _of_limits(demand: DemandDistribution, terms: SupplyTerms, ideal: float) -> Iterator[Finding]:
    if terms.largest < terms.smallest:
        text = (
            f"no whole number of cases of {terms.case_pack:g} lies between the minimum order and this capacity, so nothing can be ordered"
        )
        yield caution(
            "nothing-orderable",
            "capacity",
            terms.largest if terms.capacity is None else terms.capacity,
            text,
            "change pack, minimum or capacity",
        )
    elif terms.largest < ideal:
        yield caution(
            "capacity-binds",
            "capacity",
            terms.largest,
            f"the best order is {ideal:,.0f} {terms.unit}, more than can be had",
            "find more capacity, or raise the price",
        )
    if terms.case_pack > demand.mean:
        text = f"one case holds more than the expected demand of {demand.mean:,.0f} {terms.unit}"
        yield caution("pack-above-demand", "case_pack", terms.case_pack, text, "ask for a smaller pack, or share cases between campaigns")


def _of_quantity(terms: SupplyTerms, quantity: float, ideal: float) -> Iterator[Finding]:
    if 0 < ideal < terms.minimum_order:
        taken = "it is ordered all the same, as it earns more than nothing" if quantity else "ordering nothing loses less"
        yield caution(
            "minimum-binds",
            "minimum_order",
            terms.minimum_order,
            f"the best order is {ideal:,.0f} {terms.unit}, below the minimum; {taken}",
            "ask for a lower minimum",
        )
    if terms.cases(quantity) % 1:
        yield caution(
            "broken-case", "order_quantity", quantity, f"this is not a whole number of cases of {terms.case_pack:g}", "order whole cases"
        )
    if 0 < quantity < terms.minimum_order:
        yield caution(
            "below-minimum", "order_quantity", quantity, f"the smallest order is {terms.minimum_order:g}", "order that, or nothing"
        )
    if terms.capacity is not None and quantity > terms.capacity:
        yield caution(
            "above-capacity", "order_quantity", quantity, f"the largest order is {terms.capacity:g}", "order less, or find more capacity"
        )


def _of_far_quantity(demand: DemandDistribution, terms: SupplyTerms, quantity: float, ideal: float) -> Iterator[Finding]:
    most = demand.quantile(_EXTREME)
    if quantity > max(ideal, most) + max(terms.case_pack, terms.minimum_order):
        text = f"demand stays below {most:,.0f} {terms.unit} in 99 of 100 outcomes, so what lies above is all but surely left over"
        yield caution("order-above-demand", "order_quantity", quantity, text, f"order {ideal:,.0f}, or say what the forecast does not know")


def _of_time(terms: SupplyTerms, days: int) -> Iterator[Finding]:
    if terms.shelf_life_days and terms.shelf_life_days < days:
        text = f"{terms.unit} keep less long than the {days} days of the campaign, so the order must come in {math.ceil(days / max(1.0, terms.shelf_life_days))} deliveries or more"
        yield caution("shelf-life-below-window", "shelf_life_days", terms.shelf_life_days, text, "agree on several deliveries")
    if days and terms.lead_days >= days:
        text = f"an order placed at launch arrives after the {days} days of the campaign, so there is no second order"
        yield caution("lead-time-above-window", "lead_days", terms.lead_days, text, "order everything before the launch")
