"""How a campaign ends: what will be left over, and what to do about it now."""

import msgspec

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.supply.amount import MONEY_NOTE, amount
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.elasticity import Elasticity
from ltoplan_widgets.supply.markdown import Markdown, best_markdown, markdowns
from ltoplan_widgets.supply.sample_demand import SampleDemand, sampled

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
"""Levels of the quantiles of the leftover."""


class ExitPlan(Listed, msgspec.Struct, frozen=True, kw_only=True):
    """What is left at the end of a campaign, as things stand.

    Attributes:
        stock: Units on hand and on order.
        expected_demand: Expected demand of the rest, units.
        expected_leftover: Units.
        leftover_quantiles: Units that the leftover stays below, by probability.
        leftover_risk: Probability that anything is left, 0 to 1.
        stock_out_risk: Probability that the stock does not last, 0 to 1.
        expected_lost_sales: Units.
        sell_through: Expected share of all units received that is sold by the end, 0 to 1.
        write_off: Expected loss on leftovers, ``(unit_cost + disposal - salvage) E[leftover]``, money.
        markdowns: What each discount from now on would bring in; empty where the elasticity is not known.
        markdown: The best of them; None where the elasticity is not known.
    """

    stock: float
    expected_demand: float
    expected_leftover: float
    leftover_quantiles: dict[float, float]
    leftover_risk: float
    stock_out_risk: float
    expected_lost_sales: float
    sell_through: float
    write_off: float
    markdowns: tuple[Markdown, ...] = ()
    markdown: Markdown | None = None

    def listing(self) -> Listing:
        """What will be left, as a distribution, and the best discount."""
        low, middle, high = (self.leftover_quantiles[level] for level in (0.1, 0.5, 0.9))
        rows = [
            ("on hand and on order", f"{self.stock:,.0f} units"),
            ("expected demand of the rest", f"{self.expected_demand:,.0f} units"),
            ("expected leftover", f"{self.expected_leftover:,.0f} units"),
            ("leftover in one, five, nine of ten outcomes below", f"{low:,.0f}, {middle:,.0f}, {high:,.0f} units"),
            ("probability of a leftover", f"{100 * self.leftover_risk:.0f} %"),
            ("risk of running out", f"{100 * self.stock_out_risk:.0f} %"),
            ("expected lost sales", f"{self.expected_lost_sales:,.0f} units"),
            ("sold of all received", f"{100 * self.sell_through:.1f} %"),
            ("expected write-off", f"{self.write_off:,.2f}"),
        ]
        return Listing(["", ""], [*rows, *self._advice()], title="Exit plan", note=MONEY_NOTE)

    def _advice(self) -> list[tuple[str, str]]:
        if self.markdown is None:
            return [("best discount", "not known without an elasticity")]
        gain = self.markdown.expected_value - self.markdowns[0].expected_value
        said = f"{100 * self.markdown.discount:.0f} %, price {self.markdown.price:,.2f}: brings in {gain:,.2f} more"
        return [("best discount", said if self.markdown.discount else "none")]

    def __repr__(self) -> str:
        """Leftover, sell-through and advice in one line."""
        advice = "" if self.markdown is None else f", best discount {self.markdown.discount:.0%}"
        return f"<ExitPlan leftover {self.expected_leftover:,.0f} of {self.stock:,.0f} units, sell-through {self.sell_through:.0%}{advice}>"


def exit_plan(  # noqa: PLR0913 - what is known near the end
    rest: Forecast | SampleDemand,
    costs: Costs,
    *,
    on_hand: float,
    on_order: float = 0.0,
    sold: float = 0.0,
    elasticity: Elasticity | None = None,
) -> ExitPlan:
    """What will be left, ``(on hand + on order - rest)+``, and the discount that makes the best of it.

    Args:
        rest: Demand of the rest of the campaign at the present price; of a `Forecast` the total counts.
        costs: Money a unit.
        on_hand: Units in stock, at least 0.
        on_order: Units on their way, at least 0.
        sold: Units sold so far; with the stock they are what was received.
        elasticity: How demand follows the price; None leaves the markdowns out.

    Raises:
        InputError: A number out of its range.

    >>> plan = exit_plan(SampleDemand([60.0, 100.0]), Costs(5.0, 2.0), on_hand=100, sold=300)
    >>> plan.expected_leftover, plan.sell_through, plan.leftover_risk
    (20.0, 0.95, 0.5)
    """
    demand = sampled(rest, "rest")
    stock = amount("on_hand", on_hand) + amount("on_order", on_order)
    received = stock + amount("sold", sold)
    left = max(0.0, stock - demand.mean + demand.expected_lost(stock))
    options = () if elasticity is None or not costs.price else markdowns(demand, costs, stock=stock, elasticity=elasticity)
    return ExitPlan(
        stock=stock,
        expected_demand=demand.mean,
        expected_leftover=left,
        leftover_quantiles={level: max(0.0, stock - demand.quantile(1.0 - level)) for level in LEVELS},
        leftover_risk=float((demand.outcomes < stock).mean()),
        stock_out_risk=1.0 - demand.share_met(stock),
        expected_lost_sales=demand.expected_lost(stock),
        sell_through=(received - left) / received if received else 1.0,
        write_off=costs.overage * left,
        markdowns=options,
        markdown=best_markdown(options) if options else None,
    )
