"""What a series of sales would go on with by itself: textbook baselines, all places at once.

Each takes units of shape (series, periods), NaN where unknown, and gives units of shape (series, horizon).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

CROSTON_WEIGHT = 0.1


def seasonal_naive(units: Array, horizon: int, *, cycle: int) -> Array:
    """The last cycle again (the last week of daily sales, the last value where the cycle is 1); unknown counts as 0.

    >>> seasonal_naive(np.array([[1.0, 2.0, 3.0, 4.0]]), 3, cycle=2)
    array([[3., 4., 3.]])
    """
    last = np.nan_to_num(units)[:, -cycle:]
    padded = np.pad(last, ((0, 0), (cycle - last.shape[1], 0)))
    return np.asarray(padded[:, np.arange(horizon) % cycle])


def smoothed(units: Array, horizon: int, *, weight: float) -> Array:
    """Simple exponential smoothing, flat over the horizon: level + weight x (units - level) (Hyndman and Athanasopoulos 2021, 8.1).

    It starts with the first value. Unknown periods leave the level as it is.

    Args:
        units: Shape (series, periods).
        horizon: Periods to forecast.
        weight: Of the newest value, 0 to 1.
    """
    return np.repeat(smoothed_course(units, weight=weight)[:, -1:], horizon, axis=1)


def smoothed_course(units: Array, *, weight: float) -> Array:
    """The level of `smoothed` as it was known after each period, shape as `units`; 0 before the first value."""
    known = ~np.isnan(units)
    is_first = known & (np.cumsum(known, axis=1) == 1)
    gains = np.ascontiguousarray(np.where(is_first, 1.0, np.where(known, weight, 0.0)).T)
    course = np.ascontiguousarray(np.where(known, units, 0.0).T)
    level = np.zeros(len(units))
    for gain, column in zip(gains, course, strict=True):
        level = level + gain * (column - level)
        column[:] = level
    return course.T


def croston(units: Array, horizon: int, *, is_corrected: bool = False) -> Array:
    """Croston's method for sales with many zeros: smoothed size over smoothed interval (Croston 1972).

    Args:
        units: Shape (series, periods); unknown periods are left out.
        horizon: Periods to forecast.
        is_corrected: Times 1 - weight / 2, which takes out the bias (Syntetos and Boylan 2005).
    """
    return np.repeat(croston_course(units, is_corrected=is_corrected)[:, -1:], horizon, axis=1)


def croston_course(units: Array, *, is_corrected: bool = False) -> Array:
    """What `croston` says as it was known after each period, shape as `units`; 0 before the first sale."""
    sold, periods = units > 0, np.cumsum(~np.isnan(units), axis=1)
    at_last = np.maximum.accumulate(np.where(sold, periods, 0), axis=1)
    since = periods - np.pad(at_last[:, :-1], ((0, 0), (1, 0)))
    both = np.concatenate([np.where(sold, units, np.nan), np.where(sold, since, np.nan)])
    size, interval = np.split(smoothed_course(both, weight=CROSTON_WEIGHT), 2)
    rate = np.divide(size, interval, out=np.zeros_like(size), where=interval > 0)
    return np.asarray(rate * (1 - CROSTON_WEIGHT / 2 if is_corrected else 1.0))
