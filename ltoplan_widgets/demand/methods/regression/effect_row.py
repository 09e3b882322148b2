"""Rows of a linear model: which effects are in them, and by how much."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.regression.effect_product import Product, blocks_of

Array = NDArray[np.float64]

_MANY = 16
"""Rows of more crossed effects than this, at more places, are multiplied as full matrices, the others as sparse ones."""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of covariates, crossed effects and places' effects: the first are dense, the others hardly, so they are kept apart.

    Effects lie in this order wherever they are one vector.

    Attributes:
        alone: Shape (rows, covariates).
        crossed: Sparse (CSR), shape (rows, crossed effects).
        at_place: Sparse (CSR), shape (rows, kinds x places): the first kind of all places, then the next one. A row is of one place.
        kinds: How many effects a place has.
    """

    alone: Array
    crossed: Any
    at_place: Any
    kinds: int

    def scaled(self, factor: Array) -> "Rows":
        """Each row times a number."""
        return Rows(
            alone=factor[:, None] * self.alone,
            crossed=_scaled(self.crossed, factor),
            at_place=_scaled(self.at_place, factor),
            kinds=self.kinds,
        )

    def added(self, adding: Any) -> "Rows":  # noqa: ANN401 - a sparse matrix
        """Rows of one place added up, by a sparse matrix of shape (sums, rows)."""
        return Rows(
            alone=adding @ self.alone,
            crossed=(adding @ self.crossed).tocsr(),
            at_place=(adding @ self.at_place).tocsr(),
            kinds=self.kinds,
        )

    def less(self, other: "Rows") -> "Rows":
        """The difference of rows."""
        return Rows(
            alone=self.alone - other.alone,
            crossed=(self.crossed - other.crossed).tocsr(),
            at_place=(self.at_place - other.at_place).tocsr(),
            kinds=self.kinds,
        )

    def times(self, effects: Array) -> Array:
        """Sum of the effects in each row, shape (rows,)."""
        alone, crossed = self.alone.shape[1], self.crossed.shape[1]
        first, rest, last = np.split(effects, [alone, alone + crossed])
        return np.asarray(self.alone @ first + self.crossed @ rest + self.at_place @ last)

    def back(self, values: Array) -> Array:
        """Transposed rows times values, shape (effects,)."""
        return np.concatenate([self.alone.T @ values, self.crossed.T @ values, self.at_place.T @ values])

    def product(self, other: "Rows") -> Product:
        """Transposed rows times other ones, which are the same but for a factor of each row, so that it is symmetric."""
        alone, effects = self.alone.shape[1], self.alone.shape[1] + self.crossed.shape[1]
        crossed, at_place = self._turned
        dense, across = np.empty((effects, effects)), np.empty((self.at_place.shape[1], effects))
        dense[:alone, :alone] = self.alone.T @ other.alone
        dense[alone:, :alone] = crossed @ other.alone
        dense[:alone, alone:] = dense[alone:, :alone].T
        dense[alone:, alone:] = self._crossed_product(other)
        across[:, :alone] = at_place @ other.alone
        across[:, alone:] = (at_place @ other.crossed).toarray()
        return Product(dense=dense, across=across, block=blocks_of(at_place @ other.at_place, self.kinds))

    def _crossed_product(self, other: "Rows") -> Array:
        places = self.at_place.shape[1] // self.kinds
        if min(self.crossed.nnz / max(1, self.crossed.shape[0]), places) > _MANY:
            return _full_product(self.crossed, other.crossed, places)
        return np.asarray((self._turned[0] @ other.crossed).toarray())

    @cached_property
    def _turned(self) -> tuple[Any, Any]:
        return self.crossed.T.tocsr(), self.at_place.T.tocsr()

    @cached_property
    def whole(self) -> Any:  # noqa: ANN401 - a sparse matrix
        """All effects, sparse, shape (rows, effects)."""
        from scipy import sparse  # noqa: PLC0415 - 0.1 s that only those pay who fit

        return sparse.hstack([sparse.csr_matrix(self.alone), self.crossed, self.at_place], format="csr")


def _scaled(matrix: Any, factor: Array) -> Any:  # noqa: ANN401 - a sparse matrix
    from scipy import sparse  # noqa: PLC0415 - 0.1 s that only those pay who fit

    data = matrix.data * np.repeat(factor, np.diff(matrix.indptr))
    return sparse.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _full_product(one: Any, other: Any, height: int) -> Array:  # noqa: ANN401 - sparse matrices
    """Transposed matrix times another one with entries in the same places, so many rows at a time.

    Pairs of one item share its launches: together they are a nearly full matrix of few columns, which is multiplied many times as
    fast as a sparse one.

    Args:
        one: Sparse (CSR), shape (rows, columns).
        other: The same shape.
        height: How many rows at a time.
    """
    found = np.zeros((one.shape[1], one.shape[1]))
    for start in range(0, one.shape[0], height):
        ends = one.indptr[start : start + height + 1]
        entries, lengths = slice(ends[0], ends[-1]), np.diff(ends)
        used = np.zeros(one.shape[1], bool)
        used[one.indices[entries]] = True
        columns = np.flatnonzero(used)
        cell = np.repeat(np.arange(len(lengths)), lengths), (np.cumsum(used) - 1)[one.indices[entries]]
        first, second = np.zeros((2, len(lengths), len(columns)))
        first[cell], second[cell] = one.data[entries], other.data[entries]
        found[np.ix_(columns, columns)] += first.T @ second
    return found
