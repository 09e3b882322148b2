"""How far forecasts were off, one by one: every loss takes ``(sold, forecast)`` in units, and gives an array of what both broadcast to.

A figure is a ratio of sums, of losses over units or of hits over forecasts: score a launch by its totals, then sum over
launches, never over rows of unequal weight.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def absolute_error(sold: ArrayLike, forecast: ArrayLike) -> Array:
    """Units between both, whichever is larger; over units sold it is the WAPE.

    >>> absolute_error([100, 50], [90, 60])
    array([10., 10.])
    """
    return np.abs(excess(sold, forecast))


def excess(sold: ArrayLike, forecast: ArrayLike) -> Array:
    """Units that were forecast too much, below 0 too few; over units sold it is the bias.

    >>> excess([100, 50], [120, 45])
    array([20., -5.])
    """
    return np.subtract(forecast, sold, dtype=np.float64)


def quantile_loss(sold: ArrayLike, forecast: ArrayLike, *, level: ArrayLike) -> Array:
    """Loss of one quantile, ``max(q (y - f), (q - 1)(y - f))`` (Koenker and Bassett 1978), in units.

    Of an order at the critical ratio CR = Cu / (Cu + Co) it is the newsvendor's cost, where a unit too few costs CR and a
    unit too many the rest (Snyder and Shen 2019, 4.3).

    Args:
        sold: Units sold y.
        forecast: The quantile f that was forecast.
        level: Its level q, between 0 and 1; one for all, or an array that broadcasts.

    >>> quantile_loss([100, 50], [110, 40], level=0.9).round(9)
    array([1., 9.])
    """
    apart = -excess(sold, forecast)
    return np.maximum(np.multiply(level, apart), np.multiply(np.subtract(level, 1), apart))


def is_within(sold: ArrayLike, forecast: tuple[ArrayLike, ArrayLike]) -> NDArray[np.bool_]:
    """Whether what was sold lies in a band, both ends included; the mean is the band's coverage.

    Args:
        sold: Units sold.
        forecast: Lower and upper end of the band.

    >>> is_within([100, 50], ([90, 60], [110, 70]))
    array([ True, False])
    """
    return np.less_equal(forecast[0], sold) & np.less_equal(sold, forecast[1])
