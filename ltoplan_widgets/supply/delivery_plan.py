"""When stock does not keep: the campaign's order in several deliveries, each no larger than what it can still sell."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import msgspec
import numpy as np

from ltoplan_widgets.demand.day import day_before, days_between
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.refusal import is_number
from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.supply.amount import MONEY_NOTE, caution, refusal, remarks
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.delivery_run import DeliveryRun
from ltoplan_widgets.supply.newsvendor import best_quantity
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One delivery.

    Attributes:
        day: Day on which it can be sold from, ISO date.
        order_by: Last day to order it, ISO date.
        sell_until: Last day on which its units can be sold, ISO date.
        target: Units to have after it arrived: the best order for the demand until the next delivery or the shelf life.
        expected_quantity: Expected size: the target less what is left and still sellable, in whole cases on each path, units.
        cases: Cases that this is on average.
    """

    day: str
    order_by: str
    sell_until: str
    target: float
    expected_quantity: float
    cases: float


class DeliveryPlan(Listed, msgspec.Struct, frozen=True, kw_only=True):
    """Deliveries of a campaign and what to expect of them all.

    Attributes:
        deliveries: By day.
        expected_quantity: Units ordered in all.
        expected_sales: Units.
        expected_spoilage: Units that outlive their shelf life before the end.
        expected_leftover: Units left, still sellable, at the end.
        expected_lost_sales: Units.
        expected_profit: Money; a spoilt unit brings what a leftover brings.
        fill_rate: Expected share of demand that is met, 0 to 1.
        findings: What is odd about terms and rhythm.
    """

    deliveries: tuple[Delivery, ...]
    expected_quantity: float
    expected_sales: float
    expected_spoilage: float
    expected_leftover: float
    expected_lost_sales: float
    expected_profit: float
    fill_rate: float
    findings: tuple[Finding, ...] = ()

    def listing(self) -> Listing:
        """One row a delivery, then what to expect of them all."""
        columns = ["delivery", "order by", "sell until", "units to have then", "expected units", "cases"]
        rows = [
            (one.day, one.order_by, one.sell_until, f"{one.target:,.0f}", f"{one.expected_quantity:,.0f}", f"{one.cases:,.1f}")
            for one in self.deliveries
        ]
        met = f"Of {self.expected_quantity:,.0f} units {self.expected_sales:,.0f} are sold, {self.expected_spoilage:,.0f} spoil, "
        met += f"{self.expected_leftover:,.0f} are left; {self.fill_rate:.1%} of the demand is met. Expected profit {self.expected_profit:,.2f}."
        return Listing(columns, rows, title=f"{len(rows)} deliveries", note=remarks(self.findings, met, MONEY_NOTE))


def delivery_plan(forecast: Forecast, costs: Costs, terms: SupplyTerms, *, every_days: int | None = None) -> DeliveryPlan:
    """Split a campaign's order into deliveries that sell before they spoil.

    A delivery covers the periods until the next one or its shelf life, whichever is sooner; its target is the newsvendor's
    quantity for the demand of these periods, at most ``F^-1(CR)`` of it plus the rounding to cases. What is left of earlier
    ones counts towards it as long as it keeps; older units sell first. Each is ordered a lead time ahead, when only the
    sales until then are known. Expectations come from playing the campaign through on the forecast's paths.

    Args:
        forecast: Demand by period; places count together. A period is the shortest time between two deliveries.
        costs: Money a unit.
        terms: What can be ordered, and when; a minimum order or capacity counts for each delivery. A minimum above what a
            delivery needs is taken where the sales that it saves earn more than what of it will never sell.
        every_days: Days between deliveries; by default as many as units keep, or one delivery where they keep for ever.

    Raises:
        InputError: An interval that is no number of at least one day.
    """
    chain = forecast.by_period(None)
    if every_days is not None and not (is_number(every_days) and every_days >= 1):
        text = "deliveries are at least one day apart"
        raise InputError(refusal("every_days", every_days, text, mend="give whole days, or a longer shelf life"))
    run = DeliveryRun(np.asarray(chain.paths(), dtype=np.float64), chain.starts, costs, terms)
    begins = _by_shelf_life(chain, terms) if every_days is None else _by_interval(chain, every_days)
    spans = list(zip(begins, (*begins[1:], len(chain.starts)), strict=True))
    free = replace(terms, minimum_order=0.0)
    targets = [best_quantity(SampleDemand(run.demand(begin, following)), costs, free) for begin, following in spans]
    for begin, following in spans:
        ordered_by = day_before(chain.starts[begin], terms.lead_days)
        run.deliver(begin, following, sum(end < ordered_by for end in chain.ends[:begin]))
    run.sell_until(len(chain.starts))
    return _plan(chain, run, costs, terms, begins, targets)


def _by_interval(chain: Forecast, interval: float) -> list[int]:
    begins = [0]
    for period, start in enumerate(chain.starts):
        if days_between(chain.starts[begins[-1]], start) >= interval:
            begins.append(period)
    return begins


def _by_shelf_life(chain: Forecast, terms: SupplyTerms) -> list[int]:
    """As rarely as units keep: a delivery begins with each period to whose end the last one's units would not keep."""
    begins, keeps = [0], terms.shelf_life_days or math.inf
    for period, end in enumerate(chain.ends):
        if period > begins[-1] and days_between(chain.starts[begins[-1]], end) >= keeps:
            begins.append(period)
    return begins


def _plan(  # noqa: PLR0913, PLR0917 - the parts of a plan
    chain: Forecast, run: DeliveryRun, costs: Costs, terms: SupplyTerms, begins: list[int], targets: list[float]
) -> DeliveryPlan:
    ordered = float(sum(units.mean() for units in run.ordered))
    sales, lost = float(run.sales.mean()), float(run.lost.mean())
    unsold = ordered - sales
    return DeliveryPlan(
        deliveries=tuple(
            _delivery(chain, terms, begin, target, float(units.mean()))
            for begin, target, units in zip(begins, targets, run.ordered, strict=True)
        ),
        expected_quantity=ordered,
        expected_sales=sales,
        expected_spoilage=float(run.spoilt.mean()),
        expected_leftover=float(run.left.mean()),
        expected_lost_sales=lost,
        expected_profit=costs.price * sales - costs.unit_cost * ordered + (costs.salvage - costs.disposal) * unsold - costs.goodwill * lost,
        fill_rate=sales / (sales + lost) if sales + lost else 1.0,
        findings=tuple(_findings(chain, terms, begins, targets)),
    )


def _findings(chain: Forecast, terms: SupplyTerms, begins: list[int], targets: list[float]) -> Iterator[Finding]:
    keeps, period = terms.shelf_life_days, chain.unit_days
    apart = max((days_between(chain.starts[one], chain.starts[other]) for one, other in itertools.pairwise(begins)), default=0)
    if keeps and keeps < period:
        text = f"{terms.unit} spoil within the forecast's periods of {period} days, which count as if they kept so long"
        yield caution("shelf-life-below-period", "shelf_life_days", keeps, text, "forecast by days: give daily sales")
    elif keeps and keeps < apart:
        text = f"{terms.unit} do not keep the {apart} days until the next delivery, so there is nothing to sell in between"
        yield caution("shelf-life-below-review", "shelf_life_days", keeps, text, f"have a delivery every {math.floor(keeps)} days at most")
    if 0 < max(targets) < terms.minimum_order:
        text = f"no delivery needs more than {max(targets):,.0f} {terms.unit}; the minimum is ordered where it earns more than nothing"
        yield caution("minimum-binds", "minimum_order", terms.minimum_order, text, "have fewer deliveries, or ask for a lower minimum")
    if terms.capacity is not None and max(targets) >= terms.largest:
        text = f"a delivery of {max(targets):,.0f} {terms.unit} is all that can be had at a time"
        yield caution("capacity-binds", "capacity", terms.capacity, text, "have more deliveries, or find more capacity")


def _delivery(chain: Forecast, terms: SupplyTerms, begin: int, target: float, quantity: float) -> Delivery:
    day = date.fromisoformat(chain.starts[begin])
    last = date.fromisoformat(chain.ends[-1])
    keeps = timedelta(days=math.ceil(terms.shelf_life_days) - 1) if terms.shelf_life_days else last - day
    return Delivery(
        day=day.isoformat(),
        order_by=day_before(day.isoformat(), terms.lead_days),
        sell_until=min(day + keeps, last).isoformat(),
        target=target,
        expected_quantity=quantity,
        cases=quantity / terms.case_pack,
    )
