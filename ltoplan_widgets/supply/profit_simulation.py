"""Profit of an order played through on many drawn demands: a check of the formulas, and the spread that they do not give."""

from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.amount import amount, refusal
from ltoplan_widgets.supply.costs import Costs

Draw = Callable[[np.random.Generator, NDArray[np.float64]], None]
"""Fills an array with demands, units."""

_BLOCK = 8_192
"""Demands at a time: 64 kB stay in the processor's cache, and too few for BLAS to start threads over."""


class ProfitSimulation(msgspec.Struct, frozen=True, kw_only=True):
    """What an order earned over many drawn demands.

    Attributes:
        count: How many demands were drawn.
        mean: Mean profit, money.
        std_dev: Standard deviation of the profit, money.
        standard_error: Standard error of the mean, money.
        loss_share: Share of the demands at which money is lost, 0 to 1.
        stock_out_share: Share of the demands above the order, 0 to 1.
    """

    count: int
    mean: float
    std_dev: float
    standard_error: float
    loss_share: float
    stock_out_share: float


def normal_draw(mean: float, std_dev: float) -> Draw:
    """Normal demand, cut off at 0."""

    def draw(rng: np.random.Generator, out: NDArray[np.float64]) -> None:
        rng.standard_normal(out=out)
        out *= std_dev
        out += mean
        np.maximum(out, 0.0, out=out)

    return draw


def simulated_profit(draw: Draw, costs: Costs, quantity: float, *, count: int = 100_000, seed: int = 0) -> ProfitSimulation:
    """Draw demands and add up what an order earns at each.

    ``profit = margin Q - Co (Q - D)+ - margin (Q - D)+ - goodwill (D - Q)+``, which is
    ``margin D - Cu (D - Q)+ - Co (Q - D)+`` of the newsvendor, demand by demand.

    Args:
        draw: Fills an array with demands.
        costs: Money a unit.
        quantity: Units ordered, at least 0.
        count: How many demands, at least 2.
        seed: Seed of the generator; the same seed gives the same numbers.

    Raises:
        InputError: A number out of its range.

    >>> found = simulated_profit(normal_draw(50, 8), Costs(1.00, 0.30, salvage=0.12), 57, count=200_000)
    >>> abs(found.mean - 33.0) < 4 * found.standard_error
    True
    """
    ordered = amount("quantity", quantity)
    if count < 2:  # noqa: PLR2004 - a spread needs two
        raise InputError(refusal("count", count, "at least two demands are needed", mend="draw 100000"))
    rng = np.random.default_rng(seed)
    block = np.empty(min(_BLOCK, count))
    sums = np.zeros(4)
    for begin in range(0, count, _BLOCK):
        demands = block[: min(_BLOCK, count - begin)]
        draw(rng, demands)
        sums += _sums(demands, costs, ordered)
    mean = float(sums[0]) / count
    std_dev = float(np.sqrt(max(0.0, float(sums[1]) / count - mean**2)))
    return ProfitSimulation(
        count=count,
        mean=mean,
        std_dev=std_dev,
        standard_error=std_dev / float(np.sqrt(count)),
        loss_share=float(sums[2]) / count,
        stock_out_share=float(sums[3]) / count,
    )


def _sums(demands: NDArray[np.float64], costs: Costs, quantity: float) -> NDArray[np.float64]:
    """Sum of the profits and of their squares, and how many are losses and stock-outs."""
    stock_outs = np.count_nonzero(demands > quantity)
    gap = demands - quantity
    profit = np.maximum(gap, 0.0)
    profit *= -costs.goodwill
    np.minimum(gap, 0.0, out=gap)
    gap *= costs.margin + costs.overage
    profit += gap
    profit += costs.margin * quantity
    return np.array([profit.sum(), profit @ profit, np.count_nonzero(profit < 0), stock_outs])
