"""What to ask for the rest: the price at which what is left brings in most."""

from collections.abc import Iterable
from dataclasses import replace

import msgspec
import numpy as np

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.supply.amount import MONEY_NOTE, amount, many, refusal
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.elasticity import Elasticity
from ltoplan_widgets.supply.sample_demand import SampleDemand, sampled


class Markdown(msgspec.Struct, frozen=True, kw_only=True):
    """One price for the rest of a campaign and what it brings in.

    Attributes:
        price: Selling price of a unit, money.
        discount: Share off the present price, 0 to below 1.
        expected_sales: Units sold of the stock.
        expected_leftover: Units left at the end.
        expected_value: Money: sales, and what leftovers still bring in less their disposal. The stock is paid for already.
        sell_through: Expected share of the stock that is sold, 0 to 1; 1 where there is none.
    """

    price: float
    discount: float
    expected_sales: float
    expected_leftover: float
    expected_value: float
    sell_through: float


class Markdowns(Listed, tuple[Markdown, ...]):
    """Markdowns by discount."""

    __slots__ = ()

    def listing(self) -> Listing:
        """One row a discount; the best one is named."""
        columns = ["discount", "price", "sales, units", "leftover, units", "sold of the stock", "brings in"]
        rows = [
            (
                f"{100 * one.discount:.0f} %",
                f"{one.price:,.2f}",
                f"{one.expected_sales:,.0f}",
                f"{one.expected_leftover:,.0f}",
                f"{100 * one.sell_through:.0f} %",
                f"{one.expected_value:,.2f}",
            )
            for one in self
        ]
        note = f"Best: {100 * best_markdown(self).discount:.0f} % off. {MONEY_NOTE}" if self else ""
        return Listing(columns, rows, title="Discounts for the rest of the campaign", note=note)


def markdowns(
    rest: Forecast | SampleDemand, costs: Costs, *, stock: float, elasticity: Elasticity, discounts: Iterable[float] | None = None
) -> Markdowns:
    """What each discount would bring in: ``p E[min(I, D(p))] + (salvage - disposal) E[(I - D(p))+]``.

    Phillips, *Pricing and Revenue Optimization* (2005), chapter 10; the unit cost is sunk and does not count.

    Args:
        rest: Demand of the rest of the campaign at the present price ``costs.price``; of a `Forecast` the total counts.
        costs: Money a unit.
        stock: Units on hand and on order, at least 0.
        elasticity: How demand follows the price.
        discounts: Shares off, each from 0 to below 1; by default 0 to 75 % in steps of 5 %. No discount is always among them.

    Raises:
        InputError: A number out of its range, or a present price of 0.
    """
    present = amount("price", costs.price, above=0.0)
    units = amount("stock", stock)
    rest, follows = sampled(rest, "rest"), Elasticity.given(elasticity)
    grid = (
        [percent / 100 for percent in range(0, 80, 5)] if discounts is None else sorted({0.0, *map(_share, many("discounts", discounts))})
    )
    return Markdowns(_markdown(rest, replace(costs, price=present * (1.0 - discount)), units, follows, discount) for discount in grid)


def best_markdown(options: Iterable[Markdown]) -> Markdown:
    """The one that brings in most; of equals the smallest discount.

    Args:
        options: What discounts bring in, at least one, such as `markdowns` gives them.

    Twice as much stock as demand, with elasticity 2 and leftovers worth nothing: 29.3 % off sell all of it, and
    revenue ``p D(p) ~ p^-1`` falls with the price until the stock is sold out.

    >>> options = markdowns(SampleDemand([100.0]), Costs(10.0, 4.0), stock=200, elasticity=Elasticity(2.0), discounts=[0.1, 0.2, 0.2928932, 0.4])
    >>> round(best_markdown(options).discount, 3)
    0.293
    """
    return max(options, key=lambda option: (option.expected_value, -option.discount))


def _share(discount: object) -> float:
    share = amount("discounts", discount)
    if share >= 1:
        raise InputError(refusal("discounts", share, "a discount is a share below 1", mend="give 0.3 for 30 %"))
    return share


def _markdown(rest: SampleDemand, costs: Costs, stock: float, elasticity: Elasticity, discount: float) -> Markdown:
    demand = SampleDemand(np.multiply.outer(elasticity.lifts(1.0 - discount), rest.outcomes))
    sold = min(demand.mean - demand.expected_lost(stock), stock)
    left = stock - sold
    return Markdown(
        price=costs.price,
        discount=discount,
        expected_sales=sold,
        expected_leftover=left,
        expected_value=costs.price * sold + (costs.salvage - costs.disposal) * left,
        sell_through=sold / stock if stock else 1.0,
    )
