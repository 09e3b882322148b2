"""What is not known of effects, with the effects of places eliminated."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.regression.effect_product import Product

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Covariance of effects given the data: the inverse of a symmetric positive matrix, of which only parts are kept.

    ``[[A, B'], [B, C]]`` with C of one block a place has the inverse ``[[U, -U L'], [-L U, C^-1 + L U L']]``, ``L = C^-1 B``,
    ``U = (A - B' L)^-1`` (Schur complement): it costs as much as the dense effects and grows with the places only in
    proportion.

    Attributes:
        dense: U, of covariates and crossed effects, shape (dense, dense).
        lean: L, how places' effects lean on these, shape (kinds x places, dense).
        own: C^-1, of each place were these known, shape (places, kinds, kinds).
    """

    dense: Array
    lean: Array
    own: Array

    @classmethod
    def of(cls, matrix: Product) -> "Unknown":
        """Invert a matrix."""
        root = np.linalg.inv(np.linalg.cholesky(matrix.block))
        half = _times(root, matrix.across)
        left = matrix.dense - half.T @ half
        turned = root.transpose(0, 2, 1)
        return cls(dense=_inverse(left), lean=_times(turned, half), own=turned @ root)

    def times(self, values: Array) -> Array:
        """Covariance times values, shape (effects,)."""
        at_dense, at_place = np.split(values, [len(self.dense)])
        dense = self.dense @ (at_dense - self.lean.T @ at_place)
        return np.concatenate([dense, _times(self.own, at_place[:, None])[:, 0] - self.lean @ dense])

    def variances(self, rows: Any) -> Array:  # noqa: ANN401 - a sparse or a dense matrix
        """Variance of what each row says of the effects, sparse or dense, shape (rows, effects) to shape (rows,)."""
        from scipy import sparse  # noqa: PLC0415 - 0.1 s that only those pay who fit

        given, dense = sparse.csr_matrix(rows), len(self.dense)
        at_place = given[:, dense:]
        at_dense = given[:, :dense].toarray() - at_place @ self.lean
        own = at_place.multiply(at_place @ self._whole_own).sum(axis=1)
        return np.asarray(np.einsum("ij,ij->i", at_dense @ self.dense, at_dense) + np.asarray(own).ravel())

    @cached_property
    def _whole_own(self) -> Any:  # noqa: ANN401 - a sparse matrix
        from scipy import sparse  # noqa: PLC0415 - 0.1 s that only those pay who fit

        kinds = range(self.own.shape[1])
        return sparse.bmat([[sparse.diags(self.own[:, row, column]) for column in kinds] for row in kinds], format="csr")

    def parts(self) -> Product:
        """The covariance, of different places left out."""
        kinds, across = self.own.shape[1], self.lean @ self.dense
        lean, leant = (values.reshape(kinds, len(self.own), -1) for values in (self.lean, across))
        return Product(dense=self.dense, across=-across, block=self.own + np.einsum("ipn,jpn->pij", lean, leant))


def _times(blocks: Array, across: Array) -> Array:
    """A matrix of one block a place times another one, shape (kinds x places, columns)."""
    kinds, columns = blocks.shape[1], across.shape[1]
    of_kinds = across.reshape(kinds, -1, columns)
    return np.asarray(np.einsum("pij,jpn->ipn", blocks, of_kinds).reshape(-1, columns))


def _inverse(matrix: Array) -> Array:
    """Inverse of a symmetric positive matrix."""
    from scipy.linalg import lapack  # noqa: PLC0415 - 0.1 s that only those pay who fit

    factor, _ = lapack.dpotrf(matrix.T, lower=1, overwrite_a=1)
    half, _ = lapack.dpotri(factor, lower=1, overwrite_c=1)
    return np.asarray(np.tril(half) + np.tril(half, -1).T)
