"""What the normal distribution chart draws: demand, its sample and the order that follows."""

import msgspec

from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.views import order_terms
from ltoplan_widgets.views.demand_sample import demand_sample
from ltoplan_widgets.views.order_terms import OrderTerms


class NormalDistributionView(msgspec.Struct, frozen=True, kw_only=True):
    """Demand of a whole campaign as a distribution, with the terms that turn it into an order.

    Attributes:
        title: Heading of the chart.
        unit: What is counted, in the plural.
        currency: ISO 4217 code.
        mean: Mean demand, units, with everybody's judgement in it.
        std_dev: Standard deviation of demand, units.
        forecast_mean: Mean before anybody judged the total.
        forecast_std_dev: Standard deviation before anybody judged the total.
        sample: Equally likely demands at `mean` and `std_dev`, ascending, at most 1000; empty means exactly normal.
        terms: Costs and supply terms.
        order_quantity: Quantity that somebody decided on; None follows the recommendation.
        color: Main colour, empty for the theme's.
    """

    title: str = ""
    unit: str = "units"
    currency: str = "USD"
    mean: float
    std_dev: float
    forecast_mean: float
    forecast_std_dev: float
    sample: list[float] = msgspec.field(default_factory=list)
    terms: OrderTerms = msgspec.field(default_factory=OrderTerms)
    order_quantity: float | None = None
    color: str = ""


def build(outlook: Outlook, *, color: str = "") -> NormalDistributionView:
    """Demand of the outlook's campaign and the terms of its offer.

    Args:
        outlook: What the plan leads to.
        color: Main colour, ``#rrggbb``; empty for the theme's.
    """
    return NormalDistributionView(
        title=outlook.title,
        unit=outlook.unit,
        currency=outlook.plan.currency,
        mean=float(outlook.total.mean()),
        std_dev=float(outlook.total.std_dev()),
        forecast_mean=float(outlook.unjudged_total.mean()),
        forecast_std_dev=float(outlook.unjudged_total.std_dev()),
        sample=demand_sample(outlook.total),
        terms=order_terms.build(outlook.offer),
        order_quantity=outlook.campaign.order_quantity,
        color=color,
    )
