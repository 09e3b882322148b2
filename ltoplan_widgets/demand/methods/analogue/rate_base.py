"""What a new item's launch is measured against, where it has no everyday sales of its own.

Either a place's usual sale of one item in a period (`usual`), or all that the place sells every day (`place_base`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.sales.history import SalesHistory

Array = NDArray[np.float64]

_WEEK = 7
_LARGEST = 10.0


@dataclass(frozen=True, kw_only=True)
class UsualSale:
    """What one item usually sells at a place in a period, up to a factor.

    Attributes:
        size: Of each place of the history, mean about 1.
        weekday: Of each weekday, counted from the history's first day, mean 1; one entry for weekly sales.
        first: Day number of the history's first period.
        step_days: 1 or 7.
    """

    size: Array
    weekday: Array
    first: int
    step_days: int

    @classmethod
    def of(cls, history: SalesHistory) -> "UsualSale":
        """Sizes from the logs of sales against the item's own mean over places, so that it does not matter which items a place has."""
        units = np.where(history.closed | history.stock_out, np.nan, history.units)
        known = ~np.isnan(units)
        rate = np.where(known, units, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
        usable = known.any(axis=1) & (rate > 0)
        return cls(
            size=_sizes(rate[usable], history.item_of[usable], history.location_of[usable], len(history.locations)),
            weekday=_weekdays(units, history.step_days),
            first=history.first,
            step_days=history.step_days,
        )

    def expected(self, _: str, first: int, periods: int, __: int) -> Array:
        """As a `BaseOf`: shape (places of the history, periods)."""
        column = (first - self.first) // self.step_days + np.arange(periods)
        return np.asarray(self.size[:, None] * self.weekday[column % len(self.weekday)])


def _sizes(rate: Array, item: NDArray[np.int64], place: NDArray[np.int64], places: int) -> Array:
    """Mean log rate of each place around its items', pulled to 0 as if one more item had sold as everywhere."""
    if not len(rate):
        return np.ones(places)
    log, size = np.log(rate), np.zeros(places)
    count = np.bincount(place, minlength=places)
    for _ in range(5):
        level = np.bincount(item, log - size[place]) / np.maximum(np.bincount(item), 1)
        size = np.bincount(place, log - level[item], minlength=places) / (count + 1)
    size = np.clip(size - (size[count > 0].mean()), -np.log(_LARGEST), np.log(_LARGEST))
    return np.asarray(np.exp(size))


def _weekdays(units: Array, step_days: int) -> Array:
    if step_days == _WEEK:
        return np.ones(1)
    known = ~np.isnan(units)
    total, count = (np.where(known, values, 0.0).sum(axis=0) for values in (units, known))
    weekday = np.arange(units.shape[1]) % _WEEK
    mean = np.bincount(weekday, total, minlength=_WEEK) / np.maximum(np.bincount(weekday, count, minlength=_WEEK), 1)
    return np.asarray(mean / mean.mean()) if mean.min() > 0 else np.ones(_WEEK)
