"""Variances that are learned from few are doubtful themselves, which widens bands."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_LEAST_FREEDOM = 0.1


def widening(variance: Array, freedom: Array) -> float:
    """What a sum of variances is multiplied by because they were learned from few, as Student's t is wider than the normal.

    Args:
        variance: The variances.
        freedom: Effects that each of them was learned from; those of the sum follow by Satterthwaite (1946).
    """
    whole = float(variance.sum())
    of_sum = whole**2 / max(float((variance**2 / np.maximum(freedom, _LEAST_FREEDOM)).sum()), 1e-300)
    return 1 + 2 / (of_sum + 1)
