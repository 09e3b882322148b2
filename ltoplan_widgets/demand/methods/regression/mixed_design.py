"""Which effects of a mixed model are in which row."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.regression.effect_group import Group
from ltoplan_widgets.demand.methods.regression.effect_row import Rows

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Design:
    """Which effects are in which row.

    Attributes:
        covariates: Shape (rows, covariates).
        crossed: Sparse (CSR), shape (rows, crossed effects).
        at_place: Sparse (CSR), shape (rows, kinds x places): effects of the places, such as their level and their slope, the
            first kind of all places before the next one. A row is of one place.
        groups: Of the covariates' and then of the crossed effects, in the order of the columns.
        places: Of the places' effects, one group a kind, all of the same size, at least one.
        pair: Pair of each row; a pair lies in one place. Pairs that share crossed effects should lie together.
        pairs: Number and variance of pairs.
        campaign: Campaign of each row; a campaign lies in one pair.
        campaigns: Number and variance of campaigns; size 0 where no campaign has two rows.
    """

    covariates: Array
    crossed: Any
    at_place: Any
    groups: tuple[Group, ...]
    places: tuple[Group, ...]
    pair: Codes
    pairs: Group
    campaign: Codes
    campaigns: Group

    @cached_property
    def slices(self) -> dict[str, slice]:
        """Where each group's effects lie in a vector of all of them: covariates, crossed effects, places."""
        groups = (*self.groups, *self.places)
        edges = np.concatenate([[0], np.cumsum([one.size for one in groups])])
        return {one.name: slice(int(edges[index]), int(edges[index + 1])) for index, one in enumerate(groups)}

    @property
    def dense(self) -> int:
        """Number of covariates and crossed effects, which are solved for together."""
        return int(self.covariates.shape[1] + self.crossed.shape[1])

    @property
    def effects(self) -> int:
        """Number of covariates, crossed effects and places' effects."""
        return self.dense + int(self.at_place.shape[1])

    @cached_property
    def rows(self) -> Rows:
        """Effects of the rows."""
        return Rows(alone=self.covariates, crossed=self.crossed, at_place=self.at_place, kinds=len(self.places))

    @cached_property
    def by_pair(self) -> Any:  # noqa: ANN401 - a sparse matrix
        """Adds up rows by pair, sparse, shape (pairs, rows)."""
        return _adding(self.pair, self.pairs.size)

    @cached_property
    def by_campaign(self) -> Any:  # noqa: ANN401 - a sparse matrix
        """Adds up rows by campaign, sparse, shape (campaigns, rows)."""
        return _adding(self.campaign, self.campaigns.size)

    @cached_property
    def by_pair_of_campaign(self) -> Any:  # noqa: ANN401 - a sparse matrix
        """Adds up campaigns by the pair that they lie in, sparse, shape (pairs, campaigns)."""
        found = np.zeros(self.campaigns.size, np.int64)
        found[self.campaign] = self.pair
        return _adding(found, self.pairs.size)

    @property
    def variances(self) -> dict[str, float]:
        """First guesses."""
        return {one.name: one.belief for one in (*self.groups, *self.places, self.pairs, self.campaigns)}


def _adding(group: Codes, groups: int) -> Any:  # noqa: ANN401 - a sparse matrix
    from scipy import sparse  # noqa: PLC0415 - 0.1 s that only those pay who fit

    return sparse.csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))), shape=(groups, len(group)))
