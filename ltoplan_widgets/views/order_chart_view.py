"""What the order chart draws: expected profit against the quantity ordered."""

import msgspec

from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.views import order_terms
from ltoplan_widgets.views.demand_sample import demand_sample
from ltoplan_widgets.views.order_terms import OrderTerms


class OrderChartView(msgspec.Struct, frozen=True, kw_only=True):
    """Demand and terms, from which the browser draws profit, shortage and leftover cost against quantity.

    Attributes:
        title: Heading of the chart.
        unit: What is counted, in the plural.
        currency: ISO 4217 code.
        mean: Mean demand, units.
        std_dev: Standard deviation of demand, units.
        sample: Equally likely demands, ascending, at most 1000; empty means exactly normal.
        terms: Costs and supply terms.
        order_quantity: Quantity that somebody decided on; None follows the recommendation.
        color: Main colour, empty for the theme's.
    """

    title: str = ""
    unit: str = "units"
    currency: str = "USD"
    mean: float
    std_dev: float
    sample: list[float] = msgspec.field(default_factory=list)
    terms: OrderTerms = msgspec.field(default_factory=OrderTerms)
    order_quantity: float | None = None
    color: str = ""


def build(outlook: Outlook, *, color: str = "") -> OrderChartView:
    """Judged demand of the outlook's campaign and the terms of its offer.

    Args:
        outlook: What the plan leads to.
        color: Main colour, ``#rrggbb``; empty for the theme's.
    """
    return OrderChartView(
        title=outlook.title,
        unit=outlook.unit,
        currency=outlook.plan.currency,
        mean=float(outlook.total.mean()),
        std_dev=float(outlook.total.std_dev()),
        sample=demand_sample(outlook.total),
        terms=order_terms.build(outlook.offer),
        order_quantity=outlook.campaign.order_quantity,
        color=color,
    )
