"""Two orders for one campaign: a first one before the launch, a second one once the first sales are known."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast import Forecast
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.amount import refusal
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.newsvendor import best_quantity, expectation
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms

Array = NDArray[np.float64]

_LEVELS = np.linspace(0.02, 0.995, 40)
"""Levels of the demand until the second delivery at which a first order is tried."""


@dataclass(frozen=True, kw_only=True, repr=False)
class TwoStageOrder:
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

    @property
    def value_of_waiting(self) -> float:
        """What the second order is worth, money; at least 0, as it need not be placed."""
        return self.expected_profit - self.single_profit

    def __repr__(self) -> str:
        """First order, expected second one and the value of waiting in one line."""
        second = f", then {self.expected_second:,.0f} on {self.decide_on}" if self.decide_on else ", no second order in time"
        return f"<TwoStageOrder {self.quantity:,.0f} units now{second}, worth {self.value_of_waiting:,.2f}>"


def two_stage_order(forecast: Forecast, costs: Costs, terms: SupplyTerms, *, decide_on: str) -> TwoStageOrder:
    """The first order when a second one can follow on a known day.

    The first order covers launch to the second delivery; on `decide_on` the second brings the stock to
    ``F^-1_{rest | sold so far}(CR)``. The rest given the first sales follows from the forecast's own paths:
    ``log rest = a + b log sold``, with the residuals' distribution. Every first order that whole cases, minimum
    and capacity allow near the quantiles of early demand is tried on all paths; the most profitable is taken.
    Fisher & Raman (1996); Cachon & Terwiesch, *Matching Supply with Demand*, on reactive capacity.

    Args:
        forecast: Demand by period; places count together.
        costs: Money a unit, the same for both orders.
        terms: What can be ordered; the lead time counts from `decide_on`.
        decide_on: Day of the second order, ISO date within the campaign.

    Raises:
        InputError: A day outside the campaign.
    """
    chain = forecast.by_period(None)
    paths = np.asarray(chain.paths(), dtype=np.float64)
    arrives = (_day(decide_on, chain) + timedelta(days=math.ceil(terms.lead_days))).isoformat()
    seen = sum(end < decide_on for end in chain.ends)
    until = sum(start < arrives for start in chain.starts)
    total = SampleDemand(paths.sum(axis=1))
    single = best_quantity(total, costs, terms)
    if until >= len(chain.starts) or seen == 0:
        return _single(total, costs, single)
    stages = _Stages(paths[:, :seen].sum(axis=1), paths[:, :until].sum(axis=1), paths[:, until:].sum(axis=1))
    tried = {single, *(one for level in np.quantile(stages.first, _LEVELS) for one in terms.neighbours(float(level)))}
    outcomes = [_simulated(one, stages, costs, terms, stages.targets(costs.critical_ratio)) for one in sorted(tried)]
    best = max(outcomes, key=lambda outcome: (outcome.profit, -outcome.quantity))
    plain = expectation(total, costs, single).profit
    if best.profit < plain:
        return _single(total, costs, single)
    return _two(best, decide_on, arrives, single, plain)


@dataclass(frozen=True)
class _Stages:
    """Demand by path: seen when the second order is decided on, until it arrives, and after; shape (paths,)."""

    seen: Array
    first: Array
    second: Array

    def targets(self, ratio: float) -> Array:
        """Units to have for everything after the decision, by path, given what was seen."""
        rest = np.maximum(self.first - self.seen, 0.0) + self.second
        x, y = np.log1p(self.seen), np.log1p(rest)
        centred = x - x.mean()
        slope = float(centred @ (y - y.mean()) / max(float(centred @ centred), 1e-12))
        fitted = y.mean() + slope * centred
        return np.asarray(np.expm1(fitted + np.quantile(y - fitted, ratio)).clip(min=0.0))


@dataclass(frozen=True)
class _Outcome:
    quantity: float
    second: Array
    profit: float
    leftover: float
    lost: float
    risk: float


def _simulated(quantity: float, stages: _Stages, costs: Costs, terms: SupplyTerms, targets: Array) -> _Outcome:
    on_hand = np.maximum(0.0, quantity - stages.seen)
    second = _ordered(np.maximum(0.0, targets - on_hand), terms)
    sold_first = np.minimum(stages.first, quantity)
    stock = quantity - sold_first + second
    sold = sold_first + np.minimum(stages.second, stock)
    lost = stages.first + stages.second - sold
    left = quantity + second - sold
    profit = costs.price * sold - costs.unit_cost * (quantity + second) + (costs.salvage - costs.disposal) * left - costs.goodwill * lost
    return _Outcome(quantity, second, float(profit.mean()), float(left.mean()), float(lost.mean()), float((lost > 0).mean()))


def _ordered(wanted: Array, terms: SupplyTerms) -> Array:
    """Wanted units as whole cases within the limits; less than half of the smallest order is none."""
    if terms.largest < terms.smallest:
        return np.zeros_like(wanted)
    cases = np.round(wanted / terms.case_pack) * terms.case_pack
    bounded = np.clip(cases, terms.smallest, terms.largest)
    return np.asarray(np.where(wanted < terms.smallest / 2, 0.0, bounded))


def _two(best: _Outcome, decide_on: str, arrives: str, single: float, single_profit: float) -> TwoStageOrder:
    low, high = np.quantile(best.second, [0.1, 0.9]).tolist()
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
    )


def _single(total: SampleDemand, costs: Costs, quantity: float) -> TwoStageOrder:
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
    )


def _day(decide_on: str, chain: Forecast) -> date:
    try:
        day = date.fromisoformat(decide_on)
    except ValueError:
        day = date.min
    if chain.starts[0] <= day.isoformat() <= chain.ends[-1]:
        return day
    text = f"the second order is decided on a day of the campaign, {chain.starts[0]} to {chain.ends[-1]}"
    raise InputError(refusal("decide_on", decide_on, text, mend="give an ISO date within the campaign"))
