"""A symmetric matrix of all effects, in parts."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Product:
    """A symmetric matrix of effects: those that are solved for together, and those of places, which meet only their own place's.

    Attributes:
        dense: Covariates and crossed effects, shape (dense, dense).
        across: Places' effects by these, shape (kinds x places, dense).
        block: Effects of each place, shape (places, kinds, kinds).
    """

    dense: Array
    across: Array
    block: Array

    def take(self, other: "Product") -> None:
        """Subtract another one, in place."""
        for mine, its in ((self.dense, other.dense), (self.across, other.across), (self.block, other.block)):
            np.subtract(mine, its, out=mine)

    def trace_with(self, other: "Product") -> float:
        """Trace of its product with another one."""
        parts = ((1, self.dense, other.dense), (2, self.across, other.across), (1, self.block, other.block))
        return sum(times * float(np.vdot(mine, its)) for times, mine, its in parts)


def blocks_of(matrix: Any, kinds: int) -> Array:  # noqa: ANN401 - a sparse matrix
    """Blocks of a sparse matrix of shape (kinds x places, kinds x places), shape (places, kinds, kinds)."""
    places, of = matrix.shape[0] // kinds, range(kinds)
    diagonals = [[matrix.diagonal((column - row) * places)[min(row, column) * places :][:places] for column in of] for row in of]
    return np.array(diagonals).transpose(2, 0, 1)
