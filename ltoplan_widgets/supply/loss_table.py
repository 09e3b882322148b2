"""Expected shortage of many quantities at once against one set of outcomes."""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_ROUNDING = 1e-9


class LossTable:
    """Equally likely outcomes, which may be below 0: what is asked for less what is there already."""

    def __init__(self, outcomes: Array) -> None:
        """Sort the outcomes, shape (n,), n at least 1."""
        self._outcomes = np.sort(outcomes)
        self._sums = np.concatenate([[0.0], np.cumsum(self._outcomes)])

    def quantile(self, share: float) -> float:
        """Smallest outcome whose cumulative share is at least `share`."""
        position = math.ceil(share * len(self._outcomes) - _ROUNDING) - 1
        return float(self._outcomes[min(max(position, 0), len(self._outcomes) - 1)])

    def lost(self, quantities: Array) -> Array:
        """``E[(D - Q)+]`` of each quantity.

        >>> LossTable(np.array([40.0, 10.0, 30.0, 20.0])).lost(np.array([0.0, 25.0, 50.0])).tolist()
        [25.0, 5.0, 0.0]
        """
        met = np.searchsorted(self._outcomes, quantities, side="right")
        above = self._sums[-1] - self._sums[met]
        return np.asarray(np.maximum(0.0, above - quantities * (len(self._outcomes) - met)) / len(self._outcomes))

    def left(self, quantities: Array) -> Array:
        """``E[(Q - D)+]`` of each quantity."""
        return np.asarray(np.maximum(0.0, quantities - self._sums[-1] / len(self._outcomes) + self.lost(quantities)))
