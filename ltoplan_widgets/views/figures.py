"""Headline figures of an outlook: what people compare between scenarios and put to each other."""

import msgspec

from ltoplan_widgets.outlook import Outlook


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What a campaign leads to, in twelve numbers; those of the order are None where no order follows.

    Attributes:
        mean: Mean demand, units.
        p10: Demand that is exceeded in nine of ten cases, units.
        p90: Demand that is exceeded in one of ten cases, units.
        order_quantity: What is ordered, units.
        cases: The same in cases.
        profit: Expected profit, money.
        cost: What not knowing demand is expected to cost, money.
        sales: Expected sales, units.
        leftover: Expected leftover, units.
        lost_sales: Expected lost sales, units.
        stock_out_risk: Probability that the order does not suffice, 0 to 1.
        critical_ratio: Share of demand outcomes that the best order covers, 0 to 1.
    """

    mean: float
    p10: float
    p90: float
    order_quantity: float | None = None
    cases: float | None = None
    profit: float | None = None
    cost: float | None = None
    sales: float | None = None
    leftover: float | None = None
    lost_sales: float | None = None
    stock_out_risk: float | None = None
    critical_ratio: float | None = None


_OF_ORDER = {
    "order_quantity": "quantity",
    "cases": "cases",
    "profit": "expected_profit",
    "cost": "expected_cost",
    "sales": "expected_sales",
    "leftover": "expected_leftover",
    "lost_sales": "expected_lost_sales",
    "stock_out_risk": "stock_out_risk",
    "critical_ratio": "critical_ratio",
}


def build(outlook: Outlook) -> Figures:
    """Figures of an outlook."""
    p10, p90 = (float(units) for units in outlook.total.quantile([0.1, 0.9]))
    of_order = {name: float(getattr(outlook.order, field)) for name, field in _OF_ORDER.items()} if outlook.order else {}
    return Figures(mean=float(outlook.total.mean()), p10=p10, p90=p90, **of_order)
