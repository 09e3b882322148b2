"""Days and weeks of the history that nothing explains."""

import numpy as np

from ltoplan_widgets.demand.library.anomaly import Anomaly
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.insight.insight import Insight


def anomaly_insight(one: Anomaly, history: SalesHistory, currency: str) -> Insight:
    """An anomaly and what it is worth at the item's usual price; `currency` is an ISO 4217 code, empty where it is not known."""
    change = one.units - one.usual
    money = abs(change) * _price(history, one.item)
    where = f" at {one.location}" if one.location else " in all places together"
    when = one.start if one.start == one.end else f"{one.start} to {one.end}"
    sentence = f"{one.item}{where} sold {one.units:,.0f} units on {when}, {abs(change):,.0f} {'more' if change > 0 else 'less'} than usual{f' ({currency} {money:,.0f})' if money and currency else ''}."
    action = (
        "Flag it as a promotion, or take single orders out, so that it counts as no ordinary day."
        if change > 0
        else "Flag a stock-out or a closed day, so that it counts as no ordinary day."
    )
    return Insight(code="anomaly", sentence=sentence, action=action, money=money, units=abs(change), currency=currency)


def _price(history: SalesHistory, item: str) -> float:
    """Usual price of an item; 0 where it is not known."""
    if history.price is None or item not in history.items:
        return 0.0
    prices = history.price[history.item_of == history.items.index(item)]
    known = prices[prices > 0]
    return float(np.median(known)) if len(known) else 0.0
