"""The order while a campaign runs: the rest of the demand, less what is there already."""

import math

import msgspec
import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import GivenDay, day_before, day_number, given_iso_day
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.plan.errors import Finding
from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.supply.amount import amount, refusal, remarks
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.demand_distribution import DemandDistribution
from ltoplan_widgets.supply.newsvendor import expected_cost, ideal_quantity
from ltoplan_widgets.supply.order_plan import check_kinds
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms

Array = NDArray[np.float64]

_ROUNDING = 1e-9


class SecondOrder(Listed, msgspec.Struct, frozen=True, kw_only=True):
    """How much to order now, with the campaign under way.

    Attributes:
        quantity: Units to order, whole cases.
        cases: Cases that this is.
        target: Units that should be there for the rest of the campaign, ``F^-1(critical ratio)`` of what they can serve.
        position: Units on hand and on order before this order.
        expected_leftover: Units, with this order; those that outlive their shelf life are among them.
        expected_lost_sales: Units, with this order.
        stock_out_risk: Probability that somebody asks in vain, before or after the order arrives, 0 to 1.
        last_order_day: Last day on which an order still arrives within the campaign, ISO date; empty without dates.
        findings: What is odd about it.
    """

    quantity: float
    cases: float
    target: float
    position: float
    expected_leftover: float
    expected_lost_sales: float
    stock_out_risk: float
    last_order_day: str = ""
    findings: tuple[Finding, ...] = ()

    def listing(self) -> Listing:
        """The order, and what to expect with it."""
        rows = [
            ("order now", f"{self.quantity:,.0f} units in {self.cases:,.6g} cases"),
            ("on hand and on order", f"{self.position:,.0f} units"),
            ("wanted for the rest", f"{self.target:,.0f} units"),
            ("risk of running out", f"{100 * self.stock_out_risk:.1f} %"),
            ("expected leftover", f"{self.expected_leftover:,.0f} units"),
            ("expected lost sales", f"{self.expected_lost_sales:,.0f} units"),
            *([("last day to order", self.last_order_day)] if self.last_order_day else []),
        ]
        return Listing(["", ""], rows, title="Second order", note=remarks(self.findings))


def second_order(  # noqa: PLR0913 - what is there, and when
    rest: Forecast | DemandDistribution, costs: Costs, terms: SupplyTerms, *, on_hand: float, on_order: float = 0.0, today: GivenDay = ""
) -> SecondOrder:
    """Order what the rest of a campaign still needs: ``Q2 = F^-1(CR) of the rest - on hand - on order``.

    What arrives later cannot serve what is asked for before, and what spoils not what comes after: of a `Forecast` by
    period the rest is what can be served, from the arrival (`today` and the lead time) to the end or the shelf life, and
    before the arrival as much as is there. Fisher & Raman, *Reducing the cost of demand uncertainty through accurate
    response to early sales* (1996).

    Args:
        rest: Demand from now to the end, after an early read; of a `Forecast` places count together.
        costs: Money a unit.
        terms: What can be ordered, and when.
        on_hand: Units in stock, at least 0.
        on_order: Units on their way, at least 0.
        today: Day of the order, ISO date; empty where it arrives at once.

    Raises:
        InputError: A number out of its range, or `today` is no day.

    >>> from ltoplan_widgets.supply.normal_demand import NormalDemand
    >>> second_order(NormalDemand(500, 80), Costs(5.0, 2.0, salvage=0.5), SupplyTerms(case_pack=12), on_hand=300).quantity
    240.0
    """
    check_kinds(rest, costs, terms, name="rest")
    position = amount("on_hand", on_hand) + amount("on_order", on_order)
    today = given_iso_day(today, column="today") if today else ""
    total, served = _demand(rest, terms, position, today)
    last = _last_order_day(rest, terms)
    late = _too_late(today, last)
    quantity = 0.0 if late else _best_addition(served, costs, terms, position)
    sold = served.mean - served.expected_lost(position + quantity)
    return SecondOrder(
        quantity=quantity,
        cases=terms.cases(quantity),
        target=ideal_quantity(served, costs),
        position=position,
        expected_leftover=max(0.0, position + quantity - sold),
        expected_lost_sales=max(0.0, total.mean - sold),
        stock_out_risk=_risk(rest, served, terms, position, quantity, today),
        last_order_day=last,
        findings=late,
    )


def _demand(
    rest: Forecast | DemandDistribution, terms: SupplyTerms, position: float, today: str
) -> tuple[DemandDistribution, DemandDistribution]:
    """All demand of the rest, and what of it can be served."""
    if not isinstance(rest, Forecast):
        return rest, rest
    return SampleDemand(rest.total().paths()), SampleDemand(_served(rest, terms, position, today))


def _risk(  # noqa: PLR0913, PLR0917 - what is there, and when
    rest: Forecast | DemandDistribution, served: DemandDistribution, terms: SupplyTerms, position: float, quantity: float, today: str
) -> float:
    """Probability that somebody asks in vain: before the order arrives, after it, or when its units are spoilt."""
    if not isinstance(rest, Forecast):
        return 1.0 - served.share_met(position + quantity)
    wanted = np.asarray(rest.by_period(None).paths(), dtype=np.float64).sum(axis=1)
    sold = np.minimum(_served(rest, terms, position, today), position + quantity)
    return float((wanted > sold + _ROUNDING * (1.0 + wanted)).mean())


def _served(rest: Forecast, terms: SupplyTerms, position: float, today: str) -> Array:
    """By path, what stock can serve: before the order arrives no more than is there, after it until its units spoil."""
    chain = rest.by_period(None)
    paths = np.asarray(chain.paths(), dtype=np.float64)
    starts = np.array([day_number(start) for start in chain.starts])
    arrives = day_number(today) + math.ceil(terms.lead_days) if today else int(starts[0])
    ends = np.inf if terms.shelf_life_days is None else arrives + math.ceil(terms.shelf_life_days)
    before = paths[:, starts < arrives].sum(axis=1)
    after = paths[:, (arrives <= starts) & (starts < ends)].sum(axis=1)
    return np.asarray(np.minimum(before, position) + after)


def _best_addition(demand: DemandDistribution, costs: Costs, terms: SupplyTerms, position: float) -> float:
    wanted = ideal_quantity(demand, costs) - position
    if wanted <= 0:
        return 0.0
    return min(terms.neighbours(wanted), key=lambda quantity: (expected_cost(demand, costs, position + quantity), quantity))


def _last_order_day(rest: Forecast | DemandDistribution, terms: SupplyTerms) -> str:
    if not isinstance(rest, Forecast):
        return ""
    return day_before(rest.ends[-1], terms.lead_days)


def _too_late(today: str, last: str) -> tuple[Finding, ...]:
    if not today or not last or today <= last:
        return ()
    text = f"an order of this day arrives after the campaign; the last day to order was {last}"
    finding = refusal("today", today, text, mend="sell what is there, see the exit plan", code="past-last-order-day")
    return (msgspec.structs.replace(finding, severity="warning"),)
