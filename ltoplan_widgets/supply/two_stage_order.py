"""Two orders for one campaign: a first one before the launch, a second one once the first sales are known."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import GivenDay, day_number, day_text, days_between, is_day, iso_day
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.forecast.path_quantile import BAND
from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.supply.amount import MONEY_NOTE, caution, refusal, remarks
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.loss_table import LossTable
from ltoplan_widgets.supply.newsvendor import best_quantity, expectation
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms

Array = NDArray[np.float64]

_LEVELS = np.linspace(0.02, 0.995, 25)
"""Levels of the demand until the second delivery, and of the whole demand, at which a first order is tried."""


@dataclass(frozen=True, kw_only=True, repr=False)
class TwoStageOrder(Listed):
    """What to order before the launch when a second order can follow.

    Attributes:
        quantity: Units of the first order, whole cases.
        decide_on: Day of the second order, ISO date; empty where none is in time.
        arrives_on: Day on which the second order can be sold, ISO date; empty where none is in time.
        expected_second: Expected units of the second order.
        second_low: Units that the second order stays above in nine of ten outcomes.
        second_high: Units that it stays below in nine of ten outcomes.
        expected_profit: Money, with both orders.
        single_quantity: Best order if there were only one, units.
        single_profit: Expected profit of that, money.
        stock_out_risk: Probability that somebody asks in vain, before or after the second delivery, 0 to 1.
        expected_leftover: Units.
        expected_lost_sales: Units.
        findings: What is odd about it.
    """

    quantity: float
    decide_on: str
    arrives_on: str
    expected_second: float
    second_low: float
    second_high: float
    expected_profit: float
    single_quantity: float
    single_profit: float
    stock_out_risk: float
    expected_leftover: float
    expected_lost_sales: float
    findings: tuple[Finding, ...] = ()

    @property
    def value_of_waiting(self) -> float:
        """What the second order is worth, money; at least 0, as it need not be placed."""
        return self.expected_profit - self.single_profit

    def listing(self) -> Listing:
        """Both orders, and what the second is worth."""
        second = f"{self.expected_second:,.0f} units, {self.second_low:,.0f} to {self.second_high:,.0f} in eight of ten outcomes"
        rows = [
            ("first order", f"{self.quantity:,.0f} units"),
            ("second order", second if self.decide_on else "none is in time"),
            *([("decided on, sold from", f"{self.decide_on}, {self.arrives_on}")] if self.decide_on else []),
            ("expected profit", f"{self.expected_profit:,.2f}"),
            ("with one order", f"{self.single_profit:,.2f} at {self.single_quantity:,.0f} units"),
            ("worth of waiting", f"{self.value_of_waiting:,.2f}"),
            ("risk of running out", f"{100 * self.stock_out_risk:.1f} %"),
            ("expected leftover", f"{self.expected_leftover:,.0f} units"),
            ("expected lost sales", f"{self.expected_lost_sales:,.0f} units"),
        ]
        return Listing(["", ""], rows, title="Two orders", note=remarks(self.findings, MONEY_NOTE))

    def __repr__(self) -> str:
        """First order, expected second one and the value of waiting in one line."""
        second = f", then {self.expected_second:,.0f} on {self.decide_on}" if self.decide_on else ", no second order in time"
        return f"<TwoStageOrder {self.quantity:,.0f} units now{second}, worth {self.value_of_waiting:,.2f}>"


def two_stage_order(forecast: Forecast, costs: Costs, terms: SupplyTerms, *, decide_on: GivenDay) -> TwoStageOrder:
    """The first order when a second one can follow on a known day.

    The first order covers launch to the second delivery; on `decide_on` the second brings the stock to
    ``F^-1_{rest | sold so far}(CR)``, as far as cases, minimum and capacity allow, or is not placed where that costs less.
    The rest is what stock can still serve: all demand after the second delivery, and before it as much as is on hand. Given
    the first sales it follows from the forecast's own paths: ``log rest = a + b log sold + c log on hand``, with the
    residuals' distribution. Every first order that the terms allow near the quantiles of early and of whole demand is
    tried on all paths; the most profitable is taken. Fisher & Raman (1996); Cachon & Terwiesch, *Matching Supply with
    Demand*, on reactive capacity.

    Args:
        forecast: Demand by period; places count together.
        costs: Money a unit, the same for both orders.
        terms: What can be ordered; the lead time counts from `decide_on`.
        decide_on: Day of the second order within the campaign, ISO date or `date`.

    Raises:
        InputError: A day outside the campaign.
    """
    chain = forecast.by_period(None)
    paths = np.asarray(chain.paths(), dtype=np.float64)
    decided = day_text(decide_on)
    arrives = _arrival(decided, chain, terms)
    seen = sum(end < decided for end in chain.ends)
    until = sum(start < arrives for start in chain.starts)
    total = SampleDemand(paths.sum(axis=1))
    single = best_quantity(total, costs, terms)
    odd = tuple(_findings(chain, terms, decided, seen=seen, is_late=until >= len(chain.starts)))
    if until >= len(chain.starts) or seen == 0:
        return _single(total, costs, single, odd)
    stages = _Stages(paths[:, :seen].sum(axis=1), paths[:, :until].sum(axis=1), paths[:, until:].sum(axis=1))
    levels = np.quantile(np.concatenate([stages.first, total.outcomes]).reshape(2, -1), _LEVELS, axis=1).ravel()
    tried = {single, *(one for level in levels for one in terms.neighbours(float(level)))}
    outcomes = [_simulated(one, stages, costs, terms) for one in sorted(tried)]
    best = max(outcomes, key=lambda outcome: (outcome.profit, -outcome.quantity))
    plain = expectation(total, costs, single).profit
    if best.profit < plain:
        return _single(total, costs, single, odd)
    return _two(best, decided, arrives, single, plain, odd)


@dataclass(frozen=True)
class _Stages:
    """Demand by path: seen when the second order is decided on, until it arrives, and after; shape (paths,)."""

    seen: Array
    first: Array
    second: Array


@dataclass(frozen=True)
class _Outcome:
    quantity: float
    second: Array
    profit: float
    leftover: float
    lost: float
    risk: float


def _simulated(quantity: float, stages: _Stages, costs: Costs, terms: SupplyTerms) -> _Outcome:
    second = _second(quantity, stages, costs, terms)
    sold_first = np.minimum(stages.first, quantity)
    stock = quantity - sold_first + second
    sold = sold_first + np.minimum(stages.second, stock)
    lost = stages.first + stages.second - sold
    left = quantity + second - sold
    profit = costs.price * sold - costs.unit_cost * (quantity + second) + (costs.salvage - costs.disposal) * left - costs.goodwill * lost
    return _Outcome(quantity, second, float(profit.mean()), float(left.mean()), float(lost.mean()), float((lost > 0).mean()))


def _second(quantity: float, stages: _Stages, costs: Costs, terms: SupplyTerms) -> Array:
    """The second order by path: of the quantities that can be ordered the one that costs least given what was seen."""
    if terms.largest < terms.smallest or costs.critical_ratio <= 0:
        return np.zeros_like(stages.seen)
    on_hand = np.maximum(0.0, quantity - stages.seen)
    rest = np.minimum(np.maximum(stages.first - stages.seen, 0.0), on_hand) + stages.second
    fitted = _fitted(np.log1p(rest), np.log1p(stages.seen), np.log1p(on_hand))
    scale, table = np.exp(fitted), LossTable(np.exp(np.log1p(rest) - fitted))
    wanted = np.maximum(0.0, scale * table.quantile(costs.critical_ratio) - 1.0 - on_hand)
    low, high = (np.clip(side(wanted / terms.case_pack) * terms.case_pack, terms.smallest, terms.largest) for side in (np.floor, np.ceil))
    choices = np.stack([np.zeros_like(wanted), low, high])
    have = (on_hand + choices + 1.0) / scale
    cost = scale * (costs.underage * table.lost(have) + costs.overage * table.left(have))
    return np.asarray(np.take_along_axis(choices, cost.argmin(axis=0)[np.newaxis], axis=0)[0])


def _fitted(outcome: Array, *causes: Array) -> Array:
    """Least squares on the causes."""
    design = np.stack([np.ones_like(outcome), *causes], axis=1)
    return np.asarray(design @ np.linalg.lstsq(design, outcome, rcond=None)[0])


def _findings(chain: Forecast, terms: SupplyTerms, decide_on: str, *, seen: int, is_late: bool) -> Iterator[Finding]:
    days = days_between(chain.starts[0], chain.ends[-1]) + 1
    if is_late:
        text = f"an order of {decide_on} arrives too late to be sold, so everything is ordered before the launch"
        yield caution("lead-time-above-window", "lead_days", terms.lead_days, text, "decide earlier, or find a quicker supplier")
    elif not seen:
        text = f"by {decide_on} no period has ended, so a second order would know nothing that the first does not"
        yield caution("nothing-seen", "decide_on", 0.0, text, f"decide after {chain.ends[0]}")
    if terms.shelf_life_days and terms.shelf_life_days < days:
        text = f"{terms.unit} keep less long than the {days} days of the campaign, which counts here as if they kept to its end"
        yield caution("shelf-life-below-window", "shelf_life_days", terms.shelf_life_days, text, "plan deliveries, which count what spoils")


def _two(  # noqa: PLR0913, PLR0917 - the parts of the order
    best: _Outcome, decide_on: str, arrives: str, single: float, single_profit: float, odd: tuple[Finding, ...]
) -> TwoStageOrder:
    low, high = np.quantile(best.second, BAND).tolist()
    return TwoStageOrder(
        quantity=best.quantity,
        decide_on=decide_on,
        arrives_on=arrives,
        expected_second=float(best.second.mean()),
        second_low=low,
        second_high=high,
        expected_profit=best.profit,
        single_quantity=single,
        single_profit=single_profit,
        stock_out_risk=best.risk,
        expected_leftover=best.leftover,
        expected_lost_sales=best.lost,
        findings=odd,
    )


def _single(total: SampleDemand, costs: Costs, quantity: float, odd: tuple[Finding, ...]) -> TwoStageOrder:
    expected = expectation(total, costs, quantity)
    return TwoStageOrder(
        quantity=quantity,
        decide_on="",
        arrives_on="",
        expected_second=0.0,
        second_low=0.0,
        second_high=0.0,
        expected_profit=expected.profit,
        single_quantity=quantity,
        single_profit=expected.profit,
        stock_out_risk=1.0 - expected.service_level,
        expected_leftover=expected.leftover,
        expected_lost_sales=expected.lost_sales,
        findings=odd,
    )


def _arrival(decide_on: str, chain: Forecast, terms: SupplyTerms) -> str:
    """Day on which an order of some day of the campaign can be sold, ISO date."""
    text = f"the second order is decided on a day of the campaign, {chain.starts[0]} to {chain.ends[-1]}"
    if not is_day(decide_on) or not chain.starts[0] <= decide_on <= chain.ends[-1]:
        raise InputError(refusal("decide_on", decide_on, text, mend="give an ISO date within the campaign"))
    return iso_day(day_number(decide_on) + math.ceil(terms.lead_days))
