"""What usually sells, looking back on all of it: a level by place and weekday, times what the day did everywhere.

It serves to find what is odd in a history. A forecast must not use it, as it looks at both sides of a day.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_WEEK = 7
_BLOCK = 13
"""Weeks that share a level."""
_FEWEST = 4
_COMPANY = 3
"""So many places at least tell what a day did everywhere."""


def nan_median(values: Array, axis: int = -1) -> Array:
    """Median of what is known along an axis; NaN where nothing is.

    >>> nan_median(np.array([[1.0, np.nan, 4.0], [np.nan, np.nan, np.nan]])).tolist()
    [2.5, nan]
    """
    ordered = np.sort(np.moveaxis(values, axis, -1), axis=-1)
    known = (~np.isnan(ordered)).sum(axis=-1)[..., None]
    low, high = np.maximum(known - 1, 0) // 2, np.minimum(known // 2, max(0, ordered.shape[-1] - 1))
    middle = (np.take_along_axis(ordered, low, axis=-1) + np.take_along_axis(ordered, high, axis=-1)) / 2
    return np.asarray(np.where(known > 0, middle, np.nan)[..., 0])


def robust_spread(values: Array, axis: int = -1) -> Array:
    """Standard deviation as the median distance from the median tells it (times 1.4826, the normal's)."""
    center = np.expand_dims(nan_median(values, axis), axis)
    return 1.4826 * nan_median(np.abs(values - center), axis)


def usual_level(units: Array, step_days: int) -> Array:
    """Median of like days (weekday; for weekly sales: weeks) within 13 weeks, shape as `units` (series, periods)."""
    cycle = _WEEK if step_days == 1 else 1
    series, periods = units.shape
    blocks = -(-periods // (cycle * _BLOCK))
    padded = np.full((series, blocks * cycle * _BLOCK), np.nan)
    padded[:, :periods] = units
    like = padded.reshape(series, blocks, _BLOCK, cycle)
    level = nan_median(like, axis=2)
    thin = (~np.isnan(like)).sum(axis=2) < _FEWEST
    overall = nan_median(padded.reshape(series, blocks * _BLOCK, cycle), axis=1)
    level = np.where(thin | np.isnan(level), overall[:, None, :], level)
    return np.asarray(np.repeat(level[:, :, None, :], _BLOCK, axis=2).reshape(series, -1)[:, :periods])


def day_factor(units: Array, level: Array, item_of: NDArray[np.int64]) -> Array:
    """What a period did to an item everywhere: median over places of units over level, shape as `units`; 1 with few places."""
    factor = np.ones_like(units)
    ratio = np.divide(units, level, out=np.full_like(units, np.nan), where=level > 0)
    for item in np.unique(item_of):
        own = item_of == item
        if own.sum() >= _COMPANY:
            enough = (~np.isnan(ratio[own])).sum(axis=0) >= _COMPANY
            factor[own] = np.where(enough, np.nan_to_num(nan_median(ratio[own], axis=0), nan=1.0), 1.0)
    return factor
