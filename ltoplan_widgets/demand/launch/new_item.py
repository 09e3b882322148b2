"""Whether an item is new: nothing is known to have sold before its campaign starts."""

import numpy as np

from ltoplan_widgets.demand.day import day_number
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign


def is_new_item(history: SalesHistory, campaign: Campaign, *, origin: str | None = None) -> bool:
    """Whether no unit of the campaign's item is known to have sold by the origin, at any place.

    Args:
        history: Checked sales; what lies after the origin is not looked at.
        campaign: What is to be sold.
        origin: Last day whose sales are known, ISO date; by default the day before the start.
    """
    return not sold_by(history, campaign.item, day_number(campaign.start) - 1 if origin is None else day_number(origin))


def sold_by(history: SalesHistory, item: str, day: int) -> bool:
    """Whether any unit of an item had sold by the end of a day number."""
    if item not in history.items:
        return False
    position = history.items.index(item)
    start, stop = np.searchsorted(history.item_of, [position, position + 1])
    periods = max(0, (day + 1 - history.first) // history.step_days)
    return bool(np.nansum(history.units[start:stop, :periods]) > 0)
