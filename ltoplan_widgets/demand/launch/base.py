"""What sells on an ordinary day: the mean of the last like days that were ordinary."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.sales.history import SalesHistory

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

LIKE_DAYS = 8
"""How many like days (same weekday; for weekly sales: weeks) make a base."""
_OLDEST_WEEKS = 26
"""A place whose last like day is older than this has no base."""


@dataclass(frozen=True, kw_only=True)
class Base:
    """Everyday units of each place as they were known at the end of each period.

    Attributes:
        level: Shape (places, periods): mean of the last 8 ordinary like days up to and with that period. NaN where the
            place has none; 0 on weekdays on which a selling place never sells.
        first: Day number of the first period.
        step_days: 1 or 7.
    """

    level: Array
    first: int
    step_days: int

    def expected(self, first: int, periods: int, origin: int) -> Array:
        """Units expected in periods from a first day on, known at the origin: shape (places, periods)."""
        cycle = _cycle(self.step_days)
        known = min((origin + 1 - self.first) // self.step_days - 1, self.level.shape[1] - 1)
        wanted = (first - self.first + self.step_days // 2) // self.step_days + np.arange(periods)
        columns = known - (known - wanted) % cycle
        found = np.full((self.level.shape[0], periods), np.nan)
        inside = columns >= 0
        found[:, inside] = self.level[:, columns[inside]]
        return found


def item_base(history: SalesHistory, schedule: Schedule, item: str) -> Base:
    """Base of one item at each place of the history.

    Left out are campaigns of the library, promotions, stock-outs, closures and unknown sales.
    """
    units = history.matrix(item)
    ordinary = _ordinary(history, item) & ~schedule.running(item, units.shape)
    return Base(level=_level(units, ordinary, _cycle(history.step_days)), first=history.first, step_days=history.step_days)


def place_base(history: SalesHistory, schedule: Schedule) -> Base:
    """Everyday sales of each place: the bases of all its items added up. NaN where a place has none at all.

    It carries forecasts of items that have no everyday sales of their own.
    """
    total = np.full((len(history.locations), history.units.shape[1]), np.nan)
    for item in history.items:
        level = item_base(history, schedule, item).level
        total = np.where(np.isnan(total), level, total + np.nan_to_num(level))
    return Base(level=total, first=history.first, step_days=history.step_days)


def _ordinary(history: SalesHistory, item: str) -> Mask:
    unusual = history.mask("stock_out", item) | history.mask("closed", item) | history.mask("promotion", item)
    return ~np.isnan(history.matrix(item)) & ~unusual


def _cycle(step_days: int) -> int:
    return 7 if step_days == 1 else 1


def _level(units: Array, ordinary: Mask, cycle: int) -> Array:
    """Mean of the last like days at every period; time runs along the last axis of (places, weekdays, weeks)."""
    places, periods = units.shape
    weeks = -(-periods // cycle)
    padded = np.zeros((2, places, weeks * cycle))
    padded[0, :, :periods], padded[1, :, :periods] = np.where(ordinary, units, 0.0), ordinary
    values, is_in = padded.reshape(2, places, weeks, cycle).transpose(0, 1, 3, 2)
    level = _mean_of_last(values, is_in.astype(bool))
    level = np.where(np.isnan(level) & ~np.isnan(level).all(axis=1, keepdims=True), 0.0, level)
    return np.asarray(level.transpose(0, 2, 1).reshape(places, weeks * cycle)[:, :periods])


def _mean_of_last(values: Array, is_in: Mask) -> Array:
    count = np.cumsum(is_in, axis=-1)
    total = np.cumsum(values, axis=-1)
    so_far = np.append(0.0, total[is_in])
    earlier = np.append(0, np.cumsum(count[..., -1])[:-1]).reshape(count.shape[:-1])[..., None]
    dropped = np.where(count > LIKE_DAYS, so_far[np.maximum(earlier + count - LIKE_DAYS, 0)], 0.0)
    week = np.arange(values.shape[-1])
    latest = np.maximum.accumulate(np.where(is_in, week, -_OLDEST_WEEKS - 1), axis=-1)
    with np.errstate(invalid="ignore"):
        mean = (total - dropped) / np.minimum(count, LIKE_DAYS)
    return np.where((count > 0) & (week - latest <= _OLDEST_WEEKS), mean, np.nan)
