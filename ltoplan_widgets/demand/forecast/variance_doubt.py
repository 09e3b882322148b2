"""Variances that are learned from few are doubtful themselves, which widens bands."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_LEAST_FREEDOM = 0.1
_FAR = 3.0
"""Quantiles are stretched as this one where they lie farther out."""


def widening(variance: Array, freedom: Array) -> float:
    """What a sum of variances is multiplied by because they were learned from few, as Student's t is wider than the normal.

    Args:
        variance: The variances.
        freedom: Effects that each of them was learned from; those of the sum follow by Satterthwaite (1946).
    """
    whole = float(variance.sum())
    of_sum = whole**2 / max(float((variance**2 / np.maximum(freedom, _LEAST_FREEDOM)).sum()), 1e-300)
    return 1 + 2 / (of_sum + 1)


def tail(normal: Array, freedom: int) -> Array:
    """A quantile of Student's t over that of the standard normal, where a variance was learned from so many.

    ``1 + (z^2 + 1) / 4 n + (5 z^4 + 16 z^2 + 3) / 96 n^2`` (Cornish and Fisher 1937; Abramowitz and Stegun 1972, 26.7.5).

    Args:
        normal: Quantiles z of the standard normal.
        freedom: n, at least about 8 for quantiles within 1 %.
    """
    square = np.minimum(normal**2, _FAR**2)
    return np.asarray(1 + (square + 1) / (4 * freedom) + (5 * square**2 + 16 * square + 3) / (96 * freedom**2))
