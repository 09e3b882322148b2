"""The order that follows from a forecast, its costs and its supply terms."""

import math

import msgspec

from ltoplan_widgets.demand.day import day_before, days_between
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.plan.errors import Finding
from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.supply.amount import MONEY_NOTE, amount, remarks, wrong_kind
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.demand_distribution import DemandDistribution
from ltoplan_widgets.supply.newsvendor import Expectation, best_quantity, expectation, ideal_quantity
from ltoplan_widgets.supply.order_check import findings
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms


class OrderPlan(Listed, msgspec.Struct, frozen=True, kw_only=True):
    """How much to order for a whole campaign, until when, and what to expect of it.

    Attributes:
        quantity: Units to order.
        cases: Cases that this is; a fraction only where somebody decided on a broken case.
        ideal_quantity: Best quantity if cases, minimum and capacity did not matter.
        critical_ratio: Share of demand outcomes that the ideal quantity covers, 0 to 1.
        service_level: Probability that the quantity suffices, 0 to 1.
        stock_out_risk: Probability that it does not.
        fill_rate: Expected share of demand that is met, 0 to 1.
        expected_profit: Money, leftovers and lost sales counted.
        expected_cost: What not knowing demand costs, money: profit at known demand less expected profit.
        expected_sales: Units.
        expected_leftover: Units.
        expected_lost_sales: Units.
        deliveries: In how many deliveries, at least, the quantity must come so that no unit outlives its shelf life.
        order_by: Last day to order for the launch, ISO date; empty where demand has no dates.
        last_order_day: Last day on which an order still arrives within the campaign, ISO date; empty where demand has no dates.
        findings: What is odd about it.
    """

    quantity: float
    cases: float
    ideal_quantity: float
    critical_ratio: float
    service_level: float
    stock_out_risk: float
    fill_rate: float
    expected_profit: float
    expected_cost: float
    expected_sales: float
    expected_leftover: float
    expected_lost_sales: float
    deliveries: int = 1
    order_by: str = ""
    last_order_day: str = ""
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """Quantity and what to expect of it in one line."""
        expected = f"profit {self.expected_profit:,.2f}, leftover {self.expected_leftover:,.0f}, lost sales {self.expected_lost_sales:,.0f}"
        return f"<OrderPlan {self.quantity:,.0f} units in {self.cases:,.6g} cases, critical ratio {self.critical_ratio:.1%}; expected: {expected}>"

    def listing(self) -> Listing:
        """The order, when it is due, and what to expect of it."""
        rows = [
            ("order", f"{self.quantity:,.0f} units in {self.cases:,.6g} cases"),
            ("best without packs and limits", f"{self.ideal_quantity:,.0f} units"),
            ("critical ratio", f"{100 * self.critical_ratio:.1f} %"),
            ("risk of running out", f"{100 * self.stock_out_risk:.1f} %"),
            ("demand met", f"{100 * self.fill_rate:.1f} %"),
            ("expected sales", f"{self.expected_sales:,.0f} units"),
            ("expected leftover", f"{self.expected_leftover:,.0f} units"),
            ("expected lost sales", f"{self.expected_lost_sales:,.0f} units"),
            ("expected profit", f"{self.expected_profit:,.2f}"),
            ("cost of not knowing demand", f"{self.expected_cost:,.2f}"),
            *([("deliveries, at least", f"{self.deliveries}")] if self.deliveries > 1 else []),
            *([("order by, for the launch", self.order_by), ("last day to order", self.last_order_day)] if self.order_by else []),
        ]
        return Listing(["", ""], rows, title="Order", note=remarks(self.findings, MONEY_NOTE))


def order_plan(
    forecast: Forecast | DemandDistribution, costs: Costs, supply_terms: SupplyTerms, *, quantity: float | None = None
) -> OrderPlan:
    """Plan the order of a campaign.

    Args:
        forecast: Demand of the whole campaign; of a `Forecast` the total over places and periods counts, path by path.
        costs: Money a unit.
        supply_terms: What can be ordered, and when.
        quantity: Quantity that somebody decided on, in units, taken as it is; None for the best one.

    Raises:
        InputError: An argument of the wrong kind, or a quantity that is negative or not a number.

    The newspapers of Snyder & Shen (2019), example 4.2, in whole units:

    >>> from ltoplan_widgets.supply.normal_demand import NormalDemand
    >>> plan = order_plan(NormalDemand(50, 8), Costs(1.00, 0.30, salvage=0.12), SupplyTerms())
    >>> plan
    <OrderPlan 57 units in 57 cases, critical ratio 79.5%; expected: profit 33.00, leftover 8, lost sales 1>
    """
    check_kinds(forecast, costs, supply_terms)
    demand = SampleDemand(forecast.total().paths()) if isinstance(forecast, Forecast) else forecast
    decided = best_quantity(demand, costs, supply_terms) if quantity is None else amount("quantity", quantity)
    expected = expectation(demand, costs, decided)
    window = (forecast.starts[0], forecast.ends[-1]) if isinstance(forecast, Forecast) else None
    odd = findings(demand, costs, supply_terms, quantity=decided, days=_days(window))
    return _plan(
        expected, supply_terms, quantity=decided, ideal=ideal_quantity(demand, costs), ratio=costs.critical_ratio, window=window, odd=odd
    )


def check_kinds(demand: object, costs: object, terms: object, *, name: str = "forecast") -> None:
    """Refuse arguments of other kinds; `name` is that of the demand.

    Raises:
        InputError: One of them is something else.
    """
    kinds = (
        (name, demand, callable(getattr(demand, "quantile", None)), "give a forecast, or NormalDemand(mean, std_dev)"),
        ("costs", costs, isinstance(costs, Costs), "give Costs(price=…, unit_cost=…)"),
        ("supply_terms", terms, isinstance(terms, SupplyTerms), "give SupplyTerms()"),
    )
    for argument, value, is_right, mend in kinds:
        if not is_right:
            raise wrong_kind(argument, value, mend)


def _plan(  # noqa: PLR0913 - the parts of an order plan
    expected: Expectation,
    terms: SupplyTerms,
    *,
    quantity: float,
    ideal: float,
    ratio: float,
    window: tuple[str, str] | None,
    odd: tuple[Finding, ...],
) -> OrderPlan:
    return OrderPlan(
        quantity=quantity,
        cases=terms.cases(quantity),
        ideal_quantity=ideal,
        critical_ratio=ratio,
        service_level=expected.service_level,
        stock_out_risk=1.0 - expected.service_level,
        fill_rate=expected.fill_rate,
        expected_profit=expected.profit,
        expected_cost=expected.cost,
        expected_sales=expected.sales,
        expected_leftover=expected.leftover,
        expected_lost_sales=expected.lost_sales,
        deliveries=math.ceil(_days(window) / max(1.0, terms.shelf_life_days)) if window and terms.shelf_life_days else 1,
        order_by=day_before(window[0], terms.lead_days) if window else "",
        last_order_day=day_before(window[1], terms.lead_days) if window else "",
        findings=odd,
    )


def _days(window: tuple[str, str] | None) -> int:
    return days_between(*window) + 1 if window else 0
