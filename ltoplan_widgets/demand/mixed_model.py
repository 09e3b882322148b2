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
        return float(np.clip((square + self.weight * self.belief) / max(freedom + self.weight, 1e-6), _TINY, self.most))


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

    @property
    def variances(self) -> dict[str, float]:
        """First guesses."""
        return {one.name: one.belief for one in (*self.groups, self.pairs, self.campaigns)}

    @cached_property
    def pair_of_campaign(self) -> Codes:
        """Pair that each campaign lies in."""
        found = np.zeros(max(1, self.campaigns.size), np.int64)
        if self.campaigns.size:
            found[self.campaign] = self.pair
        return found


@dataclass(frozen=True, kw_only=True)
class Solution:
    """Effects and what is not known about them, at given variances.

    Attributes:
        dense: Covariates' and crossed effects.
        unknown: Their covariance given the data.
        pair: Effects of the pairs.
        campaign: Effects of the campaigns.
        fitted: Sum of all effects in each row.
        bearing: Sparse, shape (pairs, dense): how each pair leans on the dense effects, ``B / D``.
        pair_unknown: Variance of each pair were the dense effects known, ``1 / D``.
        freedom: Effective number of parameters of each group.
        square: Sum of squares of each group.
    """

    dense: Array
    unknown: Array
    pair: Array
    campaign: Array
    fitted: Array
    bearing: Any
    pair_unknown: Array
    freedom: Mapping[str, float]
    square: Mapping[str, float]


def solve(design: Design, response: Array, weight: Array, variances: Mapping[str, float]) -> Solution:
    """Best linear unbiased prediction of all effects.

    Args:
        design: The effects of the rows.
        response: z, shape (rows,).
        weight: 1 / Var e of each row.
        variances: Of each group by name.
    """
    from scipy import sparse  # noqa: PLC0415 - 0.1 s that only those pay who fit
    from scipy.linalg import lapack  # noqa: PLC0415 - the same

    all_columns = sparse.hstack([sparse.csr_matrix(design.covariates), design.crossed], format="csr")
    one, rows = all_columns, len(response)
    weighted = sparse.diags_array(weight) @ one
    to_pair = sparse.csr_matrix((np.ones(rows), (design.pair, np.arange(rows))), shape=(design.pairs.size, rows))
    left = (one.T @ weighted).toarray()
    bearing = to_pair @ weighted
    diagonal = np.bincount(design.pair, weight, minlength=design.pairs.size)
    right, of_pair = one.T @ (weight * response), np.bincount(design.pair, weight * response, minlength=design.pairs.size)
    share = np.zeros(max(1, design.campaigns.size))
    if design.campaigns.size:
        to_campaign = sparse.csr_matrix((np.ones(rows), (design.campaign, np.arange(rows))), shape=(design.campaigns.size, rows))
        total = np.bincount(design.campaign, weight, minlength=design.campaigns.size)
        share = 1 / (1 / variances[design.campaigns.name] + total)
        within = to_campaign @ weighted
        scaled = sparse.diags_array(share) @ within
        left -= (within.T @ scaled).toarray()
        home = sparse.csr_matrix(
            (total, (design.pair_of_campaign, np.arange(design.campaigns.size))), shape=(design.pairs.size, design.campaigns.size)
        )
        bearing = (bearing - home @ scaled).tocsr()
        of_campaign = np.bincount(design.campaign, weight * response, minlength=design.campaigns.size)
        right -= within.T @ (share * of_campaign)
        diagonal = diagonal - np.bincount(design.pair_of_campaign, share * total**2, minlength=design.pairs.size)
        of_pair = of_pair - np.bincount(design.pair_of_campaign, share * total * of_campaign, minlength=design.pairs.size)
    diagonal = diagonal + 1 / variances[design.pairs.name]
    lean = sparse.diags_array(1 / diagonal) @ bearing
    prior = np.concatenate([np.full(group.size, 1 / variances[group.name]) for group in design.groups])
    left -= (bearing.T @ lean).toarray()
    left[np.diag_indices_from(left)] += prior
    right -= lean.T @ of_pair
    factor, _ = lapack.dpotrf(left, lower=1)
    unknown, _ = lapack.dpotri(factor, lower=1)
    unknown = np.tril(unknown) + np.tril(unknown, -1).T
    dense = unknown @ right
    pair = of_pair / diagonal - lean @ dense
    direct = one @ dense + pair[design.pair]
    campaign = np.zeros(max(1, design.campaigns.size))
    if design.campaigns.size:
        campaign = share * np.bincount(design.campaign, weight * (response - direct), minlength=design.campaigns.size)
        direct = direct + campaign[design.campaign]
    freedom, square = {}, {}
    for group in design.groups:
        of = design.slices[group.name]
        freedom[group.name] = group.size - float(np.diag(unknown)[of].sum()) / variances[group.name]
        square[group.name] = float((dense[of] ** 2).sum())
    hidden = float((1 / diagonal).sum()) + float((lean.T @ lean).multiply(unknown).sum())
    freedom[design.pairs.name] = design.pairs.size - hidden / variances[design.pairs.name]
    square[design.pairs.name] = float((pair**2).sum())
    if design.campaigns.size:
        determined = float((share * np.bincount(design.campaign, weight)).sum())
        others = sum(freedom.values())
        freedom[design.campaigns.name] = determined * max(0.05, 1 - others / design.campaigns.size)
        square[design.campaigns.name] = float((campaign**2).sum())
    return Solution(
        dense=dense,
        unknown=unknown,
        pair=pair,
        campaign=campaign,
        fitted=np.asarray(direct),
        bearing=lean.tocsr(),
        pair_unknown=1 / diagonal,
        freedom=freedom,
        square=square,
    )


def updated(design: Design, solution: Solution) -> dict[str, float]:
    """Variances that the effects tell: one round of the restricted likelihood's fixed point."""
    groups = [*design.groups, design.pairs, *([design.campaigns] if design.campaigns.size else [])]
    found = {group.name: group.updated(solution.square[group.name], solution.freedom[group.name]) for group in groups}
    return {design.campaigns.name: design.campaigns.belief, **found}
