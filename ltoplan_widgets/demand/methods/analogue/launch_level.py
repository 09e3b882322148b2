"""How strongly a launch lifts sales: past launches weighed by what they share with the new one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.launch.outlier import BOUND

Array = NDArray[np.float64]

_MEAN_VARIANCE = 10.0
"""Prior variance of the pooled mean: so wide that the mean is free."""
_FLOOR = 1e-6
_PRIOR_LAUNCHES = 1.0
_PRIOR_VARIANCE = 0.0225
"""One launch's worth of belief that launches differ by 15 %, for where there are too few to tell."""
_ROUNDS = 3
_GRID = np.concatenate([[0.0], np.geomspace(0.01, 4.0, 14)])


@dataclass(frozen=True, kw_only=True)
class LaunchLevel:
    """Log ratio of a new launch.

    Attributes:
        log_ratio: Its expectation.
        variance: What is not known about the expectation.
        event_variance: How launches scatter around their expectation, sigma_v squared.
        weights: Share of each past launch in the expectation; they add up to about 1.
    """

    log_ratio: float
    variance: float
    event_variance: float
    weights: Array


@dataclass(frozen=True, kw_only=True)
class PastLevels:
    """Log ratios of past launches.

    Attributes:
        level: Mean log ratio of each launch.
        variance: Its variance from the scatter of places.
        item: Position of each launch's item.
        covariates: Standardised, shape (launches, covariates).
    """

    level: Array
    variance: Array
    item: NDArray[np.int64]
    covariates: Array


def launch_level(past: PastLevels, *, item: int, covariates: Array) -> LaunchLevel:
    """Best linear unbiased prediction of a new launch's log ratio.

    ``level_j = mean + x_j' beta + u_item + v_j + error``, with ``beta ~ N(0, s^2)`` on standardised covariates, where
    s^2 is the variance of the levels, ``u ~ N(0, sigma_u^2)``, ``v ~ N(0, sigma_v^2)`` (Robinson 1991). Prediction is
    linear in the past levels, which gives each past launch its weight. Variances are posterior means under the
    restricted likelihood; launches that the others do not expect count less (Huber, 2 standard deviations).

    Args:
        past: Past launches.
        item: Position of the new launch's item; -1 for one without a past launch.
        covariates: Of the new launch, standardised, shape (covariates,).
    """
    spread = float(np.var(past.level)) + _PRIOR_VARIANCE / 4
    centre = float(np.average(past.level, weights=1 / (past.variance + spread)))
    apart = past.level - centre
    design = np.column_stack([np.ones(len(apart)), past.covariates])
    prior = np.array([_MEAN_VARIANCE, *[spread] * past.covariates.shape[1]])
    doubt = past.variance
    for _ in range(_ROUNDS):
        item_variance, event_variance = _variances(apart, doubt, past.item, design, prior)
        known = _Precision.of(past.variance + event_variance + _FLOOR, past.item, item_variance, design, prior)
        surprise = np.abs(known.times(apart)) / np.sqrt(known.diagonal())
        doubt = (past.variance + event_variance) * np.maximum(1.0, surprise / BOUND) - event_variance
    new = np.array([1.0, *covariates])
    shared = design @ (prior * new) + item_variance * (past.item == item)
    weights = _Precision.of(doubt + event_variance + _FLOOR, past.item, item_variance, design, prior).times(shared)
    unknown = float(new @ (prior * new)) + item_variance - float(weights @ shared)
    return LaunchLevel(
        log_ratio=centre + float(weights @ apart), variance=max(0.0, unknown), event_variance=event_variance, weights=weights
    )


def _variances(apart: Array, doubt: Array, item: NDArray[np.int64], design: Array, prior: Array) -> tuple[float, float]:
    """Variance between items and between launches of an item: posterior means on a grid, even in the logs."""
    scale = max(float(np.var(apart)), _PRIOR_VARIANCE / 4)
    of_items, of_events = _GRID * scale, _GRID[1:] * scale
    likelihood = _log_likelihood(np.column_stack([design, apart]), doubt, item, prior, of_items, of_events)
    weight = np.exp(likelihood - likelihood.max())
    return float(weight.sum(axis=1) @ of_items / weight.sum()), float(weight.sum(axis=0) @ of_events / weight.sum())


def _log_likelihood(rows: Array, doubt: Array, item: NDArray[np.int64], prior: Array, of_items: Array, of_events: Array) -> Array:  # noqa: PLR0913, PLR0917 - the parts of a covariance
    """Restricted likelihood with the beliefs at every pair of variances, shape (variances of items, variances of events).

    As `_Precision` has it, for all pairs at once: items taken out first, then the few columns of the design.

    Args:
        rows: Columns of the design, and the levels as the last one.
        doubt: Known variance of each level.
        item: Position of each launch's item.
        prior: Variance of each column's effect.
        of_items: Variances between items.
        of_events: Variances between launches of an item.
    """
    variance = doubt + of_events[:, None] + _FLOOR
    weighted, of_item = rows / variance[:, :, None], (item == np.arange(item.max() + 1)[:, None]).astype(float)
    sums, total = of_item @ weighted, 1 + of_items[:, None, None] * (of_item @ (1 / variance).T).T
    left = rows.T @ weighted - np.einsum("aei,eip,eiq->aepq", of_items[:, None, None] / total, sums, sums)
    middle, across = left[..., :-1, :-1] + np.diag(1 / prior), left[..., :-1, -1]
    square = left[..., -1, -1] - (across * np.linalg.solve(middle, across[..., None])[..., 0]).sum(axis=-1)
    determinant = np.log(variance).sum(axis=1) + np.log(total).sum(axis=-1) + np.log(prior).sum() + np.linalg.slogdet(middle)[1]
    return np.asarray(-0.5 * (square + determinant + _PRIOR_LAUNCHES * (np.log(of_events) + _PRIOR_VARIANCE / of_events)))


@dataclass(frozen=True, kw_only=True)
class _Precision:
    """Inverse of ``diag(variance) + item_variance Z Z' + X diag(prior) X'``, with Z the launches' items.

    Woodbury's identity, first for the items (which are disjoint, so each is one division), then for the few columns
    of X; nothing of the size launches x launches is ever formed.
    """

    weight: Array
    item: NDArray[np.int64]
    shrink: Array
    design: Array
    solved: Array
    inner: Array

    @classmethod
    def of(cls, variance: Array, item: NDArray[np.int64], item_variance: float, design: Array, prior: Array) -> "_Precision":
        weight: Array = np.asarray(1 / variance, dtype=np.float64)
        total = 1 + item_variance * np.bincount(item, weight)
        shrink = np.asarray(item_variance / total, dtype=np.float64)
        solved = _without_items(design, weight, item, shrink)
        middle = np.diag(1 / prior) + design.T @ solved
        return cls(
            weight=weight,
            item=item,
            shrink=shrink,
            design=design,
            solved=solved,
            inner=np.asarray(np.linalg.inv(middle), dtype=np.float64),
        )

    def times(self, vector: Array) -> Array:
        """The inverse times a vector."""
        direct = _without_items(vector[:, None], self.weight, self.item, self.shrink)[:, 0]
        return np.asarray(direct - self.solved @ (self.inner @ (self.design.T @ direct)))

    def diagonal(self) -> Array:
        """Diagonal of the inverse."""
        direct = self.weight - self.shrink[self.item] * self.weight**2
        return np.asarray(direct - np.einsum("jp,pq,jq->j", self.solved, self.inner, self.solved))


def _without_items(matrix: Array, weight: Array, item: NDArray[np.int64], shrink: Array) -> Array:
    """Columns times the inverse of ``diag(1 / weight) + item_variance Z Z'``."""
    weighted = weight[:, None] * matrix
    sums = np.stack([np.bincount(item, column, minlength=len(shrink)) for column in weighted.T], axis=1)
    return np.asarray(weighted - weight[:, None] * (shrink[:, None] * sums)[item])
