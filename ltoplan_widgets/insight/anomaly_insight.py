"""Days and weeks of the history that nothing explains."""

import numpy as np

from ltoplan_widgets.demand.library.anomaly import Anomaly
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.insight.insight import Insight
from ltoplan_widgets.plan.money import money_words


def anomaly_insight(one: Anomaly, history: SalesHistory, *, currency: str = "", unit: str = "units") -> Insight:
    """An anomaly and what it is worth at the item's usual price.

    Args:
        one: The anomaly.
        history: The sales that it is of.
        currency: ISO 4217 code; empty where it is not known.
        unit: What people call the item's units, in the plural.
    """
    change = one.units - one.usual
    money = abs(change) * _price(history, one.item)
    where = f" at {one.location}" if one.location else " in all places together"
    when = one.start if one.start == one.end else f"{one.start} to {one.end}"
    worth = f" ({money_words(money, currency)})" if money and currency else ""
    sentence = (
        f"{one.item}{where} sold {one.units:,.0f} {unit} on {when}, "
        f"{abs(change):,.0f} {'more' if change > 0 else 'less'} than usual{worth}."
    )
    action = (
        "Flag it as a promotion, or take single orders out, so that it counts as no ordinary day."
        if change > 0
        else "Flag a stock-out or a closed day, so that it counts as no ordinary day."
    )
    return Insight(code="anomaly", sentence=sentence, action=action, money=money, units=abs(change), currency=currency, unit=unit)


def _price(history: SalesHistory, item: str) -> float:
    """Usual price of an item; 0 where it is not known."""
    if history.price is None or item not in history.items:
        return 0.0
    prices = history.price[history.item_of == history.items.index(item)]
    known = prices[prices > 0]
    return float(np.median(known)) if len(known) else 0.0
