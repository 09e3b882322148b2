"""Prices side by side: what each would sell, what to order for it and what it would earn."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec
import numpy as np

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.forecast.path_quantile import BAND
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.supply.amount import MONEY_NOTE, amount, many, refusal
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.elasticity import Elasticity
from ltoplan_widgets.supply.newsvendor import best_quantity, expectation
from ltoplan_widgets.supply.sample_demand import SampleDemand, sampled
from ltoplan_widgets.supply.supply_terms import SupplyTerms

_SAME = 0.005
"""Prices that differ by less are the same."""


class PriceOption(msgspec.Struct, frozen=True, kw_only=True):
    """One price and what follows from it.

    Attributes:
        price: Selling price of a unit, money.
        discount: Share off the present price, below 0 for a higher one.
        demand: Expected demand, units.
        quantity: Best order at that price, units.
        expected_sales: Units.
        expected_leftover: Units.
        expected_profit: Money.
        profit_low: Profit that is exceeded in nine of ten outcomes, money.
        profit_high: Profit that is exceeded in one of ten outcomes, money.
        is_extrapolated: Whether nobody has tried such a price; False where it is not known what was tried.
    """

    price: float
    discount: float
    demand: float
    quantity: float
    expected_sales: float
    expected_leftover: float
    expected_profit: float
    profit_low: float
    profit_high: float
    is_extrapolated: bool = False


class PriceOptions(Listed, tuple[PriceOption, ...]):
    """Options by price."""

    __slots__ = ()

    def listing(self) -> Listing:
        """One row a price; the best one is named."""
        best, tells = best_price(self), any(one.is_extrapolated for one in self)
        columns = ["price", "discount", "demand, units", "order, units", "leftover, units", "profit", "profit band"]
        rows = [
            (
                f"{one.price:,.2f}",
                f"{100 * one.discount:+.0f} %",
                f"{one.demand:,.0f}",
                f"{one.quantity:,.0f}",
                f"{one.expected_leftover:,.0f}",
                f"{one.expected_profit:,.0f}",
                f"{one.profit_low:,.0f} to {one.profit_high:,.0f}",
                *(["no" if one.is_extrapolated else "yes"] if tells else []),
            )
            for one in self
        ]
        note = f"Best: {best.price:,.2f} with {best.quantity:,.0f} units, expected profit {best.expected_profit:,.2f}."
        edge = " It is at the edge of the grid: the best price may lie beyond." if best.price in {self[0].price, self[-1].price} else ""
        title = "Prices, each with its best order"
        return Listing([*columns, *(["tried before"] if tells else [])], rows, title=title, note=f"{note}{edge} {MONEY_NOTE}")


def price_options(  # noqa: PLR0913 - what is priced, and what is known of prices
    demand: Forecast | SampleDemand,
    costs: Costs,
    terms: SupplyTerms,
    *,
    elasticity: Elasticity,
    prices: Iterable[float] | None = None,
    tried: tuple[float, float] | None = None,
) -> PriceOptions:
    """What each price of a grid leads to, ascending by price, each with the order that is best for it.

    Args:
        demand: Demand at the present price ``costs.price``; of a `Forecast` the total counts.
        costs: Money a unit at the present price.
        terms: What can be ordered.
        elasticity: How demand follows the price; what is not known of it widens the profit band.
        prices: The grid; by default 60 % to 120 % of the present price in steps of 5 %.
        tried: Lowest and highest price that past campaigns asked, money; others are marked as extrapolated.

    Raises:
        InputError: No price, or one that is not above 0; a present price of 0.

    With constant elasticity e and no uncertainty the best price is ``c e / (e - 1)``, the Lerner condition
    (Phillips, *Pricing and Revenue Optimization*, 2005, chapter 3): cost 2 and elasticity 2 make it 4.

    >>> options = price_options(SampleDemand([1000.0]), Costs(5.0, 2.0), SupplyTerms(), elasticity=Elasticity(2.0), prices=[3, 3.5, 4, 4.5, 5])
    >>> best_price(options).price
    4.0
    """
    demand, follows = sampled(demand), Elasticity.given(elasticity)
    present = amount("price", costs.price, above=0.0)
    grid = (
        [present * percent / 100 for percent in range(60, 125, 5)]
        if prices is None
        else sorted({amount("prices", one, above=0.0) for one in many("prices", prices)})
    )
    if not grid:
        raise InputError(refusal("prices", "[]", "at least one price is needed", mend="give the prices to compare"))
    options = (_option(demand, replace(costs, price=one), terms, present, follows) for one in grid)
    return PriceOptions(msgspec.structs.replace(one, is_extrapolated=_is_untried(one.price, tried)) for one in options)


def best_price(options: Sequence[PriceOption]) -> PriceOption:
    """The option with the largest expected profit; of equals the lowest price.

    Args:
        options: What prices lead to, at least one, such as `price_options` gives them.
    """
    return max(options, key=lambda option: (option.expected_profit, -option.price))


def _is_untried(price: float, tried: tuple[float, float] | None) -> bool:
    return tried is not None and not tried[0] * (1 - _SAME) <= price <= tried[1] * (1 + _SAME)


def _option(demand: SampleDemand, costs: Costs, terms: SupplyTerms, present: float, elasticity: Elasticity) -> PriceOption:
    lifted = SampleDemand(np.multiply.outer(elasticity.lifts(costs.price / present), demand.outcomes))
    quantity = best_quantity(lifted, costs, terms)
    expected = expectation(lifted, costs, quantity)
    low, high = np.quantile(_profits(lifted, costs, quantity), BAND).tolist()
    return PriceOption(
        price=costs.price,
        discount=1.0 - costs.price / present,
        demand=lifted.mean,
        quantity=quantity,
        expected_sales=expected.sales,
        expected_leftover=expected.leftover,
        expected_profit=expected.profit,
        profit_low=low,
        profit_high=high,
    )


def _profits(demand: SampleDemand, costs: Costs, quantity: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Profit by outcome: ``(price - unit_cost) D - Cu (D - Q)+ - Co (Q - D)+``."""
    over = quantity - demand.outcomes
    cost = costs.underage * np.maximum(0.0, -over) + costs.overage * np.maximum(0.0, over)
    return np.asarray(costs.margin * demand.outcomes - cost)
