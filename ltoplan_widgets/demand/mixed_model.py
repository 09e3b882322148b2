"""A linear mixed model with many crossed effects, fitted by restricted likelihood.

``z = X beta + F u + P p + G g + e``: covariates X, crossed factors F (items, places, events, …), pairs P (item x place) and
campaigns G, which lie within pairs; every effect is normal around 0, and Var e is known but for Huber weights. Henderson's
equations are solved with pairs and campaigns eliminated (their blocks are diagonal: Schur complement), so that only
covariates and crossed factors are solved for densely. Variances follow from the fixed point of the restricted likelihood
(Henderson 1975; Robinson 1991; Schall 1991).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_TINY = 1e-8
_LEAST_LEFT = 0.05
"""Least share of the campaigns' freedom that other effects are taken to leave them."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Effects that share a variance.

    Attributes:
        name: What they are.
        size: How many there are.
        belief: Variance that is believed in beforehand, and the first guess.
        weight: Worth of that belief in effects; 0 for none; infinite where the variance is known.
        most: Largest variance that is allowed.
    """

    name: str
    size: int
    belief: float
    weight: float = 0.0
    most: float = np.inf

    def updated(self, square: float, freedom: float) -> float:
        """Variance from the sum of squared effects and the effects that the data determine."""
        if np.isinf(self.weight):
            return self.belief
        found = (square + self.weight * self.belief) / max(freedom + self.weight, 1e-6)
        return min(max(found, _TINY), self.most)


@dataclass(frozen=True, kw_only=True)
class Design:
    """Which effects are in which row.

    Attributes:
        covariates: Shape (rows, covariates).
        crossed: Sparse (CSR), shape (rows, crossed effects).
        groups: Of the covariates' and then of the crossed effects, in the order of the columns.
        pair: Pair of each row.
        pairs: Number and variance of pairs.
        campaign: Campaign of each row.
        campaigns: Number and variance of campaigns; size 0 where no campaign has two rows.
    """

    covariates: Array
    crossed: Any
    groups: tuple[Group, ...]
    pair: Codes
    pairs: Group
    campaign: Codes
    campaigns: Group

    @cached_property
    def slices(self) -> dict[str, slice]:
        """Where each group's effects lie among those solved for densely."""
        edges = np.concatenate([[0], np.cumsum([one.size for one in self.groups])])
        return {one.name: slice(int(edges[index]), int(edges[index + 1])) for index, one in enumerate(self.groups)}

    def times(self, effects: Array) -> Array:
        """Sum of covariates' and crossed effects in each row."""
        alone = self.covariates.shape[1]
        return np.asarray(self.covariates @ effects[:alone] + self.crossed @ effects[alone:])

    @cached_property
    def by_pair(self) -> Any:  # noqa: ANN401 - a sparse matrix
        """Adds up rows by pair, sparse, shape (pairs, rows)."""
        return _adding(self.pair, self.pairs.size)

    @cached_property
    def by_campaign(self) -> Any:  # noqa: ANN401 - a sparse matrix
        """Adds up rows by campaign, sparse, shape (campaigns, rows)."""
        return _adding(self.campaign, self.campaigns.size)

    @property
    def variances(self) -> dict[str, float]:
        """First guesses."""
        return {one.name: one.belief for one in (*self.groups, self.pairs, self.campaigns)}

    @cached_property
    def by_pair_of_campaign(self) -> Any:  # noqa: ANN401 - a sparse matrix
        """Adds up campaigns by the pair that they lie in, sparse, shape (pairs, campaigns)."""
        found = np.zeros(self.campaigns.size, np.int64)
        found[self.campaign] = self.pair
        return _adding(found, self.pairs.size)

    @cached_property
    def rows(self) -> "Rows":
        """Covariates and crossed effects of the rows."""
        return Rows(alone=self.covariates, crossed=self.crossed)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of covariates and of crossed effects: the ones are dense, the others hardly, so they are kept apart.

    Attributes:
        alone: Shape (rows, covariates).
        crossed: Sparse, shape (rows, crossed effects).
    """

    alone: Array
    crossed: Any

    def scaled(self, factor: Array) -> "Rows":
        """Each row times a number."""
        from scipy import sparse  # noqa: PLC0415 - 0.1 s that only those pay who fit

        crossed = self.crossed
        data = crossed.data * np.repeat(factor, np.diff(crossed.indptr))
        return Rows(
            alone=factor[:, None] * self.alone, crossed=sparse.csr_matrix((data, crossed.indices, crossed.indptr), shape=crossed.shape)
        )

    def added(self, adding: Any) -> "Rows":  # noqa: ANN401 - a sparse matrix
        """Rows added up, by a sparse matrix of shape (sums, rows)."""
        return Rows(alone=adding @ self.alone, crossed=(adding @ self.crossed).tocsr())

    def less(self, other: "Rows") -> "Rows":
        """The difference of rows."""
        return Rows(alone=self.alone - other.alone, crossed=(self.crossed - other.crossed).tocsr())

    def times(self, effects: Array) -> Array:
        """Rows times effects, or a matrix of them."""
        alone = self.alone.shape[1]
        return np.asarray(self.alone @ effects[:alone] + self.crossed @ effects[alone:])

    def back(self, values: Array) -> Array:
        """Transposed rows times values, shape (effects,)."""
        return np.concatenate([self.alone.T @ values, self.crossed.T @ values])

    def product(self, other: "Rows", room: Array) -> "Product":
        """Transposed rows times other ones, which are the same but for a factor of each row, so that it is symmetric.

        Args:
            other: The other rows.
            room: Where the crossed effects' part goes, shape (crossed effects, crossed effects): new memory costs as much as the sums.
        """
        transposed = self.crossed.T.tocsr()
        (transposed @ other.crossed).toarray(out=room)
        return Product(alone=self.alone.T @ other.alone, across=transposed @ other.alone, crossed=room)


@dataclass(frozen=True, kw_only=True)
class Product:
    """A symmetric matrix in parts.

    Attributes:
        alone: Shape (covariates, covariates).
        across: Shape (crossed effects, covariates).
        crossed: Shape (crossed effects, crossed effects).
    """

    alone: Array
    across: Array
    crossed: Array

    def added_to(self, matrix: Array) -> None:
        """Add it to a matrix of all effects, in place."""
        self._in(matrix, np.add)

    def taken_from(self, matrix: Array) -> None:
        """Subtract it from a matrix of all effects, in place."""
        self._in(matrix, np.subtract)

    def _in(self, matrix: Array, change: np.ufunc) -> None:
        alone = len(self.alone)
        first, rest = slice(alone), slice(alone, None)
        parts = ((self.alone, first, first), (self.across, rest, first), (self.across.T, first, rest), (self.crossed, rest, rest))
        for part, rows, columns in parts:
            change(matrix[rows, columns], part, out=matrix[rows, columns])

    def trace_with(self, matrix: Array) -> float:
        """Trace of its product with another symmetric matrix."""
        alone = len(self.alone)
        parts = ((self.alone, matrix[:alone, :alone]), (2 * self.across, matrix[alone:, :alone]), (self.crossed, matrix[alone:, alone:]))
        return sum(float(np.einsum("ij,ij->", mine, other)) for mine, other in parts)


@dataclass(frozen=True, kw_only=True)
class Solution:
    """Effects and what is not known about them, at given variances.

    Attributes:
        dense: Covariates' and crossed effects.
        unknown: Their covariance given the data.
        pair: Effects of the pairs.
        campaign: Effects of the campaigns.
        fitted: Sum of all effects in each row.
        lean: How each pair leans on the dense effects, ``B / D``.
        pair_unknown: Variance of each pair were the dense effects known, ``1 / D``.
        freedom: Effective number of parameters of each group.
        square: Sum of squares of each group.
    """

    dense: Array
    unknown: Array
    pair: Array
    campaign: Array
    fitted: Array
    lean: Rows
    pair_unknown: Array
    freedom: Mapping[str, float]
    square: Mapping[str, float]

    @cached_property
    def bearing(self) -> Any:  # noqa: ANN401 - a sparse matrix
        """How each pair leans on the dense effects, sparse, shape (pairs, dense)."""
        from scipy import sparse  # noqa: PLC0415 - 0.1 s that only those pay who fit

        return sparse.hstack([sparse.csr_matrix(self.lean.alone), self.lean.crossed], format="csr")


def solve(design: Design, response: Array, weight: Array, variances: Mapping[str, float]) -> Solution:
    """Best linear unbiased prediction of all effects.

    Args:
        design: The effects of the rows.
        response: z, shape (rows,).
        weight: 1 / Var e of each row.
        variances: Of each group by name.
    """
    reduced = _reduced(design, response, weight, variances)
    unknown = _inverse(reduced.left)
    dense = unknown @ reduced.right
    pair = reduced.of_pair / reduced.diagonal - reduced.lean.times(dense)
    fitted = design.times(dense) + pair[design.pair]
    campaign = np.zeros(len(reduced.share))
    if design.campaigns.size:
        campaign = reduced.share * (design.by_campaign @ (weight * (response - fitted)))
        fitted = fitted + campaign[design.campaign]
    return Solution(
        dense=dense,
        unknown=unknown,
        pair=pair,
        campaign=campaign,
        fitted=np.asarray(fitted),
        lean=reduced.lean,
        pair_unknown=1 / reduced.diagonal,
        freedom=_freedom(design, reduced, unknown, weight, variances),
        square={
            **{group.name: float((dense[design.slices[group.name]] ** 2).sum()) for group in design.groups},
            design.pairs.name: float((pair**2).sum()),
            design.campaigns.name: float((campaign**2).sum()),
        },
    )


@dataclass(frozen=True, kw_only=True)
class _Reduced:
    """Henderson's equations of the dense effects, with campaigns and pairs eliminated."""

    left: Array
    right: Array
    lean: Rows
    diagonal: Array
    of_pair: Array
    share: Array
    room: Array


def _reduced(design: Design, response: Array, weight: Array, variances: Mapping[str, float]) -> _Reduced:
    """Equations of the dense effects: of the rows, less what campaigns take (Woodbury), less what pairs take (Schur)."""
    rows, known, share = design.rows, weight * response, np.zeros(max(1, design.campaigns.size))
    weighted, right = rows.scaled(weight), rows.back(known)
    left, room = np.zeros((len(right), len(right))), np.empty((rows.crossed.shape[1], rows.crossed.shape[1]))
    rows.product(weighted, room).added_to(left)
    bearing, of_pair, diagonal = weighted.added(design.by_pair), design.by_pair @ known, design.by_pair @ weight
    if design.campaigns.size:
        total, sums, told = design.by_campaign @ weight, weighted.added(design.by_campaign), design.by_campaign @ known
        share = 1 / (1 / variances[design.campaigns.name] + total)
        taken = sums.scaled(share)
        sums.product(taken, room).taken_from(left)
        right -= taken.back(told)
        of_campaign = design.by_pair_of_campaign
        bearing = bearing.less(taken.scaled(total).added(of_campaign))
        of_pair = of_pair - of_campaign @ (share * total * told)
        diagonal = diagonal - of_campaign @ (share * total**2)
    diagonal = diagonal + 1 / variances[design.pairs.name]
    lean = bearing.scaled(1 / diagonal)
    bearing.product(lean, room).taken_from(left)
    left[np.diag_indices_from(left)] += np.concatenate([np.full(group.size, 1 / variances[group.name]) for group in design.groups])
    return _Reduced(left=left, right=right - lean.back(of_pair), lean=lean, diagonal=diagonal, of_pair=of_pair, share=share, room=room)


def _inverse(matrix: Array) -> Array:
    """Inverse of a symmetric positive matrix."""
    from scipy.linalg import lapack  # noqa: PLC0415 - 0.1 s that only those pay who fit

    factor, _ = lapack.dpotrf(matrix.T, lower=1, overwrite_a=1)
    half, _ = lapack.dpotri(factor, lower=1, overwrite_c=1)
    upper = np.triu_indices_from(half, 1)
    half[upper] = half.T[upper]
    return np.asarray(half)


def _freedom(design: Design, reduced: _Reduced, unknown: Array, weight: Array, variances: Mapping[str, float]) -> dict[str, float]:
    """Effective number of parameters of each group: effects less what is not known of them, over their variance."""
    diagonal = np.diag(unknown)
    found = {group.name: group.size - float(diagonal[design.slices[group.name]].sum()) / variances[group.name] for group in design.groups}
    hidden = float((1 / reduced.diagonal).sum()) + reduced.lean.product(reduced.lean, reduced.room).trace_with(unknown)
    found[design.pairs.name] = design.pairs.size - hidden / variances[design.pairs.name]
    if design.campaigns.size:
        told = float(reduced.share @ (design.by_campaign @ weight))
        found[design.campaigns.name] = told * max(_LEAST_LEFT, 1 - sum(found.values()) / design.campaigns.size)
    return found


def _adding(group: Codes, groups: int) -> Any:  # noqa: ANN401 - a sparse matrix
    from scipy import sparse  # noqa: PLC0415 - 0.1 s that only those pay who fit

    return sparse.csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))), shape=(groups, len(group)))


def updated(design: Design, solution: Solution) -> dict[str, float]:
    """Variances that the effects tell: one round of the restricted likelihood's fixed point."""
    groups = [*design.groups, design.pairs, *([design.campaigns] if design.campaigns.size else [])]
    found = {group.name: group.updated(solution.square[group.name], solution.freedom[group.name]) for group in groups}
    return {design.campaigns.name: design.campaigns.belief, **found}
