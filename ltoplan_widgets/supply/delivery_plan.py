"""When stock does not keep: the campaign's order in several deliveries, each no larger than what it can still sell."""

import math
from datetime import date, timedelta

import msgspec
import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast import Forecast
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.amount import refusal
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.newsvendor import best_quantity
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms

Array = NDArray[np.float64]


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One delivery.

    Attributes:
        day: Day on which it can be sold from, ISO date.
        order_by: Last day to order it, ISO date.
        sell_until: Last day on which its units can be sold, ISO date.
        target: Units to have after it arrived: the best order for the demand until the next delivery or the shelf life.
        expected_quantity: Expected size: the target less what is left and still sellable, units, whole cases.
        cases: Cases that this is on average.
    """

    day: str
    order_by: str
    sell_until: str
    target: float
    expected_quantity: float
    cases: float


class DeliveryPlan(msgspec.Struct, frozen=True, kw_only=True):
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
    """

    deliveries: tuple[Delivery, ...]
    expected_quantity: float
    expected_sales: float
    expected_spoilage: float
    expected_leftover: float
    expected_lost_sales: float
    expected_profit: float
    fill_rate: float


def delivery_plan(forecast: Forecast, costs: Costs, terms: SupplyTerms, *, every_days: int | None = None) -> DeliveryPlan:
    """Split a campaign's order into deliveries that sell before they spoil.

    A delivery covers the periods until the next one or its shelf life, whichever is sooner; its target is the newsvendor's
    quantity for the demand of these periods, at most ``F^-1(CR)`` of it plus the rounding to cases. What is left of earlier
    ones counts towards it as long as it keeps; older units sell first. Expectations come from the forecast's paths.

    Args:
        forecast: Demand by period; places count together. A period is the shortest time between two deliveries.
        costs: Money a unit.
        terms: What can be ordered, and when; a minimum order or capacity counts for each delivery.
        every_days: Days between deliveries; by default the shelf life, or one delivery where units keep.

    Raises:
        InputError: An interval below one day.
    """
    chain = forecast.by_period(None)
    keeps = terms.shelf_life_days or math.inf
    interval = keeps if every_days is None else float(every_days)
    if interval < 1:
        text = "deliveries are at least one day apart"
        raise InputError(refusal("every_days", interval, text, mend="give whole days, or a longer shelf life"))
    paths = np.asarray(chain.paths(), dtype=np.float64)
    begins = _delivery_periods(chain, interval)
    targets = [best_quantity(_demand(paths, chain, begin, following, keeps), costs, terms) for begin, following in _spans(begins, chain)]
    run = _Run(chain, paths, terms, keeps)
    for begin, target in zip(begins, targets, strict=True):
        run.deliver(begin, target)
    run.sell_until(len(chain.starts))
    return _plan(chain, run, costs, terms, begins, targets)


def _delivery_periods(chain: Forecast, interval: float) -> list[int]:
    begins = [0]
    for period, start in enumerate(chain.starts):
        if _days(chain.starts[begins[-1]], start) >= interval:
            begins.append(period)
    return begins


def _spans(begins: list[int], chain: Forecast) -> list[tuple[int, int]]:
    return list(zip(begins, (*begins[1:], len(chain.starts)), strict=True))


def _demand(paths: Array, chain: Forecast, begin: int, following: int, keeps: float) -> SampleDemand:
    sold = [period for period in range(begin, following) if _days(chain.starts[begin], chain.starts[period]) < keeps]
    return SampleDemand(paths[:, sold].sum(axis=1))


class _Run:
    """The campaign played through on every path; stock by the delivery that it came with, the oldest first."""

    def __init__(self, chain: Forecast, paths: Array, terms: SupplyTerms, keeps: float) -> None:
        self._chain, self._paths, self._terms, self._keeps = chain, paths, terms, keeps
        self._stock: list[tuple[int, Array]] = []
        self._period = 0
        self.ordered: list[Array] = []
        self.sales = np.zeros(len(paths))
        self.lost = np.zeros(len(paths))
        self.spoilt = np.zeros(len(paths))

    @property
    def left(self) -> Array:
        """Units still sellable, by path."""
        return np.asarray(sum((units for _, units in self._stock), np.zeros(len(self._paths))))

    def deliver(self, period: int, target: float) -> None:
        """Sell until a period begins, then order up to a target in whole cases."""
        self.sell_until(period)
        self._spoil(period)
        pack = self._terms.case_pack
        units = np.ceil(np.maximum(0.0, target - self.left) / pack - 1e-9) * pack
        self.ordered.append(units)
        self._stock.append((period, units))

    def sell_until(self, period: int) -> None:
        """Serve the demand of the periods before this one, from the oldest units."""
        for now in range(self._period, period):
            self._spoil(now)
            wanted = self._paths[:, now].copy()
            kept: list[tuple[int, Array]] = []
            for came, units in self._stock:
                sold = np.minimum(units, wanted)
                wanted -= sold
                self.sales += sold
                kept.append((came, units - sold))
            self._stock = kept
            self.lost += wanted
        self._period = period

    def _spoil(self, period: int) -> None:
        if period >= len(self._chain.starts):
            return
        kept: list[tuple[int, Array]] = []
        for came, units in self._stock:
            if _days(self._chain.starts[came], self._chain.starts[period]) >= self._keeps:
                self.spoilt += units
            else:
                kept.append((came, units))
        self._stock = kept


def _plan(chain: Forecast, run: _Run, costs: Costs, terms: SupplyTerms, begins: list[int], targets: list[float]) -> DeliveryPlan:  # noqa: PLR0913, PLR0917 - the parts of a plan
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
    )


def _delivery(chain: Forecast, terms: SupplyTerms, begin: int, target: float, quantity: float) -> Delivery:
    day = date.fromisoformat(chain.starts[begin])
    last = date.fromisoformat(chain.ends[-1])
    keeps = timedelta(days=math.ceil(terms.shelf_life_days) - 1) if terms.shelf_life_days else last - day
    return Delivery(
        day=day.isoformat(),
        order_by=(day - timedelta(days=math.ceil(terms.lead_days))).isoformat(),
        sell_until=min(day + keeps, last).isoformat(),
        target=target,
        expected_quantity=quantity,
        cases=quantity / terms.case_pack,
    )


def _days(first: str, second: str) -> int:
    return (date.fromisoformat(second) - date.fromisoformat(first)).days
