"""Whether a forecast is off by chance or for good."""

import numpy as np
from numpy.typing import ArrayLike

LIMIT = 4.0
"""Beyond this a forecast is taken to be off for good (Brown 1959)."""


def tracking_signal(actual: ArrayLike, forecast: ArrayLike) -> float:
    """Sum of errors over their mean absolute value: between -n and n for n periods; below 0 where too much was forecast.

    Args:
        actual: Units sold by period.
        forecast: Units forecast for them, same shape.

    >>> tracking_signal([120, 130, 125], [100, 100, 100])
    3.0
    >>> tracking_signal([110, 90, 105], [100, 100, 100])
    0.6
    """
    errors = np.asarray(actual, dtype=np.float64) - np.asarray(forecast, dtype=np.float64)
    usual = float(np.abs(errors).mean()) if errors.size else 0.0
    return float(errors.sum() / usual) if usual > 0 else 0.0
