"""How much the profit depends on each assumption."""

from collections.abc import Callable, Iterator
from dataclasses import asdict

import msgspec
import numpy as np

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.label import words
from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.supply.amount import MONEY_NOTE, amount
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.elasticity import Elasticity
from ltoplan_widgets.supply.newsvendor import best_quantity, expectation
from ltoplan_widgets.supply.sample_demand import SampleDemand, sampled
from ltoplan_widgets.supply.supply_terms import SupplyTerms

MONEY = ("price", "unit_cost", "goodwill", "salvage", "disposal")
"""Assumptions about money."""

DEMAND = ("demand_mean", "demand_std_dev")
"""Assumptions about demand."""


class Sensitivity(msgspec.Struct, frozen=True, kw_only=True):
    """What one assumption does to the expected profit.

    Attributes:
        assumption: Name of the field: one of `MONEY` or `DEMAND`.
        low: Its lower value, money or units.
        high: Its higher value.
        profit_low: Expected profit at the lower value with the order as it is, money.
        profit_high: Expected profit at the higher value with the order as it is.
        best_profit_low: The same with the order that would be best then.
        best_profit_high: The same at the higher value.
    """

    assumption: str
    low: float
    high: float
    profit_low: float
    profit_high: float
    best_profit_low: float
    best_profit_high: float

    @property
    def swing(self) -> float:
        """How far the expected profit moves between the two values with the order as it is, money, at least 0."""
        return abs(self.profit_high - self.profit_low)


class Sensitivities(Listed, tuple[Sensitivity, ...]):
    """Assumptions, the widest swing first."""

    __slots__ = ()

    def listing(self) -> Listing:
        """One row an assumption."""
        columns = ["assumption", "low", "high", "profit at low", "profit at high", "swing", "best order at low", "best order at high"]
        rows = [
            (
                words(one.assumption),
                f"{one.low:,.6g}",
                f"{one.high:,.6g}",
                *(f"{money:,.0f}" for money in (one.profit_low, one.profit_high, one.swing, one.best_profit_low, one.best_profit_high)),
            )
            for one in self
        ]
        note = f"Expected profit with the order as it is; under 'best order' with the one that would be best then. {MONEY_NOTE}"
        return Listing(columns, rows, title="What the profit hangs on", note=note)


def sensitivity(  # noqa: PLR0913 - what is assumed
    demand: Forecast | SampleDemand,
    costs: Costs,
    terms: SupplyTerms,
    *,
    quantity: float | None = None,
    share: float = 0.1,
    elasticity: Elasticity | None = None,
) -> Sensitivities:
    """Move each assumption down and up by a share of itself; the widest swing comes first (a tornado).

    Assumptions are moved one at a time; demand follows the price where an elasticity says how. A value that the costs do
    not allow (a salvage above the unit cost) is moved as far as they do.

    Args:
        demand: Demand of the whole campaign; of a `Forecast` the total counts.
        costs: Money a unit.
        terms: What can be ordered.
        quantity: Units ordered; None for the best order.
        share: How far each assumption is moved, above 0 and below 1.
        elasticity: How demand follows the price; None leaves it as it is at any price.

    Raises:
        InputError: A number out of its range.

    >>> rows = sensitivity(SampleDemand([80.0, 100.0, 120.0]), Costs(5.0, 2.0), SupplyTerms())
    >>> rows[0].assumption, round(rows[0].swing, 2)
    ('price', 93.33)
    """
    part = amount("share", share, above=0.0, maximum=0.99)
    demand, follows = sampled(demand), None if elasticity is None else Elasticity.given(elasticity)
    held = best_quantity(demand, costs, terms) if quantity is None else amount("quantity", quantity)
    rows = (*_of_money(demand, costs, terms, held, part, follows), *_of_demand(demand, costs, terms, held, part))
    return Sensitivities(sorted(rows, key=lambda row: -row.swing))


def _of_money(  # noqa: PLR0913, PLR0917 - what is assumed
    demand: SampleDemand, costs: Costs, terms: SupplyTerms, quantity: float, part: float, elasticity: Elasticity | None
) -> Iterator[Sensitivity]:
    for name in MONEY:
        if value := getattr(costs, name):
            low, high = _moved(costs, name, value, -part), _moved(costs, name, value, part)
            at_low, at_high = (_priced(demand, costs, one, elasticity) for one in (low, high))
            yield _row(name, (getattr(low, name), getattr(high, name)), (at_low, at_high), (low, high), terms, quantity)


def _priced(demand: SampleDemand, costs: Costs, moved: Costs, elasticity: Elasticity | None) -> SampleDemand:
    """Demand at a moved price."""
    if elasticity is None or moved.price == costs.price:
        return demand
    return SampleDemand(np.multiply.outer(elasticity.lifts(moved.price / costs.price), demand.outcomes))


def _of_demand(demand: SampleDemand, costs: Costs, terms: SupplyTerms, quantity: float, part: float) -> Iterator[Sensitivity]:
    moves: dict[str, Callable[[float], SampleDemand]] = {
        "demand_mean": lambda factor: SampleDemand(demand.outcomes * factor),
        "demand_std_dev": lambda factor: SampleDemand(np.maximum(0.0, demand.mean + (demand.outcomes - demand.mean) * factor)),
    }
    for name, move in moves.items():
        value = demand.mean if name == "demand_mean" else demand.std_dev
        if value:
            ends = (value * (1 - part), value * (1 + part))
            yield _row(name, ends, (move(1 - part), move(1 + part)), (costs, costs), terms, quantity)


def _moved(costs: Costs, name: str, value: float, part: float) -> Costs:
    """The costs with one value moved by a share, or by half of it again and again until the costs allow it."""
    for _ in range(20):
        try:
            return Costs(**asdict(costs) | {name: value * (1 + part)})
        except InputError:
            part /= 2
    return costs


def _row(  # noqa: PLR0913, PLR0917 - both ends of everything
    name: str,
    ends: tuple[float, float],
    demands: tuple[SampleDemand, SampleDemand],
    costs: tuple[Costs, Costs],
    terms: SupplyTerms,
    quantity: float,
) -> Sensitivity:
    held = [expectation(one, money, quantity).profit for one, money in zip(demands, costs, strict=True)]
    best = [expectation(one, money, best_quantity(one, money, terms)).profit for one, money in zip(demands, costs, strict=True)]
    return Sensitivity(
        assumption=name,
        low=ends[0],
        high=ends[1],
        profit_low=held[0],
        profit_high=held[1],
        best_profit_low=best[0],
        best_profit_high=best[1],
    )
