"""What is far from all others decides less: Huber's weights."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

BOUND = 2.0
"""Errors count in full up to so many times their scale."""


def huber_weight(error: ArrayLike, scale: ArrayLike) -> NDArray[np.float64]:
    """Weights ``min(1, k s / |e|)`` (Huber 1964), which bound what one error does to a fit.

    Args:
        error: Errors e around 0.
        scale: Their usual size s, one for all or one each.

    >>> huber_weight([0.0, -1.0, 4.0], 1.0)
    array([1. , 1. , 0.5])
    """
    return np.minimum(1.0, np.multiply(BOUND, scale) / np.maximum(np.abs(error), 1e-9))
