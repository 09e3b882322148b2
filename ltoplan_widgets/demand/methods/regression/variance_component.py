"""A linear mixed model with several kinds of kinship: which of them tell, and what each launch would have been said to do."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_ROUNDS = 30
_FLOOR = 1e-8


@dataclass(frozen=True, kw_only=True)
class Kinship:
    """One reason why launches are alike.

    Attributes:
        name: What it is called.
        matrix: Covariance of all launches up to a factor, mean 1 on the diagonal; the new launch is the last.
        prior: Belief about the factor, as a share of the variance of the levels.
        strength: How many observations the belief is worth.
    """

    name: str
    matrix: Array
    prior: float
    strength: float = 2.0


@dataclass(frozen=True, kw_only=True)
class KinFit:
    """The fitted model.

    Attributes:
        factors: Variance of each kinship.
        mean: Pooled mean.
        told: ``P y``: how much each past launch pulls.
        precision: P, the precision of past launches free of the mean, shape (past, past).
        prediction: Level of the new launch.
        variance: What is not known about it, its own deviation included.
        weights: Share of each past launch in the prediction; they add up to 1.
    """

    factors: Array
    mean: float
    told: Array
    precision: Array
    prediction: float
    variance: float
    weights: Array


def kin_fit(level: Array, doubt: Array, kinships: Sequence[Kinship]) -> KinFit:
    """Fit ``level = mean + sum of kinships + error`` and predict the new launch (best linear unbiased prediction, Robinson 1991).

    The last kinship is that of the launch with itself only. Variances maximise the restricted likelihood by
    ``theta <- theta sqrt((y'P K P y + s theta0) / (tr P K + s))``-like steps (Zhou, Hu, Zhou and Lange 2019), each with
    a belief that is worth a few observations.

    Args:
        level: Log level of past launches.
        doubt: Variance of each level that is known, from the scatter of places.
        kinships: Reasons why launches are alike.
    """
    past = len(level)
    scale = max(float(np.var(level)), 0.01)
    inner = [one.matrix[:past, :past] for one in kinships]
    belief = np.array([one.prior * scale for one in kinships])
    strength = np.array([one.strength for one in kinships])
    factors = belief.copy()
    for _ in range(_ROUNDS):
        precision = _projected(np.tensordot(factors, inner, axes=1) + np.diag(doubt + _FLOOR))[0]
        told = precision @ level
        gained = np.maximum([told @ kin @ told for kin in inner], 0.0)
        paid = np.maximum([float((precision * kin).sum()) for kin in inner], 0.0)
        factors = factors * np.sqrt((gained + strength * belief / factors**2) / np.maximum(paid + strength / factors, 1e-12))
    return _predicted(level, doubt, kinships, factors)


def _projected(covariance: Array) -> tuple[Array, Array, float]:
    """P = V^-1 - V^-1 1 (1'V^-1 1)^-1 1'V^-1, V^-1 1, and 1'V^-1 1."""
    inverse = np.linalg.inv(covariance)
    ones = inverse.sum(axis=1)
    total = float(ones.sum())
    return np.asarray(inverse - np.outer(ones, ones) / total), ones, total


def _predicted(level: Array, doubt: Array, kinships: Sequence[Kinship], factors: Array) -> KinFit:
    past = len(level)
    whole = np.tensordot(factors, [one.matrix for one in kinships], axes=1)
    precision, ones, total = _projected(whole[:past, :past] + np.diag(doubt + _FLOOR))
    shared = whole[past, :past]
    weights = precision @ shared + ones / total
    unknown = float(whole[past, past] - shared @ precision @ shared + (1 - 2 * float(shared @ ones)) / total)
    return KinFit(
        factors=factors,
        mean=float(ones @ level) / total,
        told=precision @ level,
        precision=precision,
        prediction=float(weights @ level),
        variance=max(unknown, float(factors[-1])),
        weights=weights,
    )


def left_out(level: Array, fit: KinFit, group: Codes) -> Array:
    """What would have been said of each past launch without it and the others of its group: ``y_J - P_JJ^-1 (P y)_J``.

    Args:
        level: Levels that the model was fitted to.
        fit: The model.
        group: Position of each launch's group, such as its item.
    """
    said = np.empty_like(level)
    for one in np.unique(group):
        members = np.flatnonzero(group == one)
        block = fit.precision[np.ix_(members, members)] + _FLOOR * np.eye(len(members))
        said[members] = level[members] - np.linalg.solve(block, fit.told[members])
    return said


def without(fit: KinFit, members: Codes) -> Array:
    """``P y`` with some launches left out, 0 at these."""
    block = fit.precision[np.ix_(members, members)] + _FLOOR * np.eye(len(members))
    return np.asarray(fit.told - fit.precision[:, members] @ np.linalg.solve(block, fit.told[members]))
