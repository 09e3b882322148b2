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
    level = np.zeros(len(units))
    begun = np.zeros(len(units), bool)
    for column in units.T:
        known = ~np.isnan(column)
        level = np.where(known & begun, level + weight * (np.nan_to_num(column) - level), np.where(known & ~begun, column, level))
        begun |= known
    return np.repeat(level[:, None], horizon, axis=1)


def croston(units: Array, horizon: int, *, is_corrected: bool = False) -> Array:
    """Croston's method for sales with many zeros: smoothed size over smoothed interval (Croston 1972).

    Args:
        units: Shape (series, periods); unknown periods are left out.
        horizon: Periods to forecast.
        is_corrected: Times 1 - weight / 2, which takes out the bias (Syntetos and Boylan 2005).
    """
    size, interval, since = np.zeros(len(units)), np.zeros(len(units)), np.zeros(len(units))
    for column in units.T:
        since += ~np.isnan(column)
        sold, first = column > 0, interval == 0
        size = np.where(sold, np.where(first, column, size + CROSTON_WEIGHT * (column - size)), size)
        interval = np.where(sold, np.where(first, since, interval + CROSTON_WEIGHT * (since - interval)), interval)
        since = np.where(sold, 0.0, since)
    rate = np.divide(size, interval, out=np.zeros_like(size), where=interval > 0)
    return np.repeat((rate * (1 - CROSTON_WEIGHT / 2 if is_corrected else 1.0))[:, None], horizon, axis=1)
