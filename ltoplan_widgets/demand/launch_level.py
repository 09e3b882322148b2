"""How strongly a launch lifts sales: past launches weighed by what they share with the new one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_MEAN_VARIANCE = 10.0
"""Prior variance of the pooled mean: so wide that the mean is free."""
_FLOOR = 1e-6
_PRIOR_LAUNCHES = 1.0
_PRIOR_VARIANCE = 0.0225
"""Two launches' worth of belief that launches differ by 20 %, for where there are too few to tell."""
_HUBER = 2.0
_ROUNDS = 3
_MOST = 150
"""Variances are estimated on the last so many launches."""
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


def launch_level(level: Array, level_variance: Array, *, is_alike: Array, covariates: Array, new_is_alike: Array, new_covariates: Array) -> LaunchLevel:
    """Best linear unbiased prediction of a new launch's log ratio.

    ``level_j = mean + x_j' beta + u_item + v_j + error``, with ``beta ~ N(0, s^2)`` on standardised covariates, where
    s^2 is the variance of the levels, ``u ~ N(0, sigma_u^2)``, ``v ~ N(0, sigma_v^2)`` (Robinson 1991). Prediction is
    linear in the past levels, which gives each past launch its weight. Variances maximise the restricted likelihood
    with a weak prior on sigma_v.

    Args:
        level: Mean log ratio of each past launch, shape (launches,).
        level_variance: Its variance from the scatter of places, same shape.
        is_alike: 1 where two past launches have the same item, shape (launches, launches).
        covariates: Standardised, shape (launches, covariates).
        new_is_alike: 1 where a past launch has the item of the new one, shape (launches,).
        new_covariates: Of the new launch, shape (covariates,).
    """
    centre, spread = float(np.average(level, weights=1 / (level_variance + _PRIOR_VARIANCE))), float(np.var(level)) + _PRIOR_VARIANCE / 4
    covariates = covariates.reshape(len(level), -1)  # a library without covariates has none at all
    shared = _MEAN_VARIANCE + spread * covariates @ covariates.T
    doubt = level_variance
    for _ in range(_ROUNDS):
        item_variance, event_variance = _variances(level - centre, doubt, is_alike, shared)
        covariance = shared + item_variance * is_alike
        doubt = _doubt(level - centre, level_variance + event_variance, covariance) - event_variance
    new = _MEAN_VARIANCE + spread * covariates @ new_covariates + item_variance * new_is_alike
    weights = np.linalg.solve(covariance + np.diag(doubt + event_variance + _FLOOR), new)
    prior = _MEAN_VARIANCE + spread * float(new_covariates @ new_covariates) + item_variance
    return LaunchLevel(
        log_ratio=centre + float(weights @ (level - centre)), variance=max(0.0, prior - float(weights @ new)), event_variance=event_variance, weights=weights,
    )


def _doubt(level: Array, variance: Array, covariance: Array) -> Array:
    """Variance of each launch, larger where the others do not expect it (Huber weights on leave-one-out residuals)."""
    inverse = np.linalg.inv(covariance + np.diag(variance + _FLOOR))
    surprise = np.abs(inverse @ level) / np.sqrt(np.diag(inverse))
    return variance * np.maximum(1.0, surprise / _HUBER)


def _variances(level: Array, level_variance: Array, is_alike: Array, shared: Array) -> tuple[float, float]:
    """Variance between items and between launches of an item: posterior means on a grid, even in the logs."""
    last = slice(-_MOST, None)
    known = (level[last], level_variance[last], is_alike[last, last], shared[last, last])
    scale = max(float(np.var(level)), _PRIOR_VARIANCE / 4)
    candidates = [(item * scale, event * scale) for item in _GRID for event in _GRID[1:]]
    likelihood = np.array([_log_likelihood(*known, *pair) for pair in candidates])
    item_variance, event_variance = np.exp(likelihood - likelihood.max()) @ np.array(candidates) / np.exp(likelihood - likelihood.max()).sum()
    return float(item_variance), float(event_variance)


def _log_likelihood(level: Array, level_variance: Array, is_alike: Array, shared: Array, item_variance: float, event_variance: float) -> float:  # noqa: PLR0913, PLR0917 - the parts of a covariance
    covariance = shared + item_variance * is_alike + np.diag(level_variance + event_variance + _FLOOR)
    factor = np.linalg.cholesky(covariance)
    white = np.linalg.solve(factor, level)
    prior = -0.5 * _PRIOR_LAUNCHES * (np.log(event_variance) + _PRIOR_VARIANCE / event_variance)
    return float(-0.5 * white @ white - np.log(np.diag(factor)).sum() + prior)
