"""Columns of a regression."""

import numpy as np
from numpy.typing import NDArray


def varies(values: NDArray[np.float64]) -> bool:
    """Whether known values differ by more than rounding; a column that does not tells nothing.

    >>> varies(np.array([1.0, 1.0])), varies(np.array([1.0, 1.1])), varies(np.array([1.0]))
    (False, True, False)
    """
    return len(values) > 1 and float(np.ptp(values)) > 1e-9 * max(1.0, float(np.abs(values).max()))
