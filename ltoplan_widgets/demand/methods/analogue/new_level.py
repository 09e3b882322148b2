"""How strongly a new item sells, and how sure that is: one or several ways combined, calibrated on left-out items."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.analogue.kin_model import LevelGuess, fitted_kin
from ltoplan_widgets.demand.methods.analogue.newcomer import Newcomer
from ltoplan_widgets.demand.methods.regression.variance_component import KinFit, left_out

Array = NDArray[np.float64]

Way = Callable[[Newcomer, KinFit], Sequence[LevelGuess]]
"""What says something about a newcomer's level."""

_PRIOR_LAUNCHES = 3.0
_PRIOR_VARIANCE = 0.25
"""Three launches' worth of belief that new items are off by a factor of 1.65."""
_TAUGHT = 6.0
"""The strengths of kinships were learned from the left-out launches too, which flatters their errors by so many launches' worth."""
_OUTLIER = 16.0
_LIFTED = 30.0
"""The mean is not lifted over the median before so many launches say how far."""
_EVEN = 4.0
"""Ways count alike until so many launches tell them apart."""


@dataclass(frozen=True, kw_only=True)
class NewLevel:
    """Level of a new launch.

    Attributes:
        new: The launch and those before it, on the base that tells more.
        level: Log level.
        variance: Variance of its error, from left-out items.
        left_out: What would have been said of each past launch.
        weights: Share of each past launch; they add up to 1.
        lift: Units of past launches over what the exponents of `left_out` would have said of them.
    """

    new: Newcomer
    level: float
    variance: float
    left_out: Array
    weights: Array
    lift: float


def new_level(newcomers: Sequence[Newcomer], way: Way) -> NewLevel:
    """Take the base on which the attribute model meets left-out items best, and combine what a way says there."""
    fits = [(new, fitted_kin(new)) for new in newcomers]
    new, fit = min(
        fits, key=lambda pair: float(np.mean((pair[0].effects.level - left_out(pair[0].effects.level, pair[1], pair[0].item)) ** 2))
    )
    return _combined(new, way(new, fit))


def _combined(new: Newcomer, guesses: Sequence[LevelGuess]) -> NewLevel:
    """Geometric mean of the ways, by their left-out errors where there are enough."""
    share = _shares(new.effects.level, guesses)
    said = np.sum([one * guess.left_out for one, guess in zip(share, guesses, strict=True)], axis=0)
    error = new.effects.level - said
    square = np.minimum(error**2, _OUTLIER * max(float(np.median(error**2)), 1e-6))
    return NewLevel(
        new=new,
        level=float(sum(one * guess.level for one, guess in zip(share, guesses, strict=True))),
        variance=float((square.sum() + _PRIOR_LAUNCHES * _PRIOR_VARIANCE) / (len(error) - 1 + _PRIOR_LAUNCHES))
        * (1 + _TAUGHT / len(error)),
        left_out=said,
        weights=np.sum([one * guess.weights for one, guess in zip(share, guesses, strict=True)], axis=0),
        lift=_lift(new, said),
    )


def _shares(level: Array, guesses: Sequence[LevelGuess]) -> Array:
    """Non-negative shares that add up to 1: even, unless left-out errors tell otherwise."""
    if len(guesses) == 1:
        return np.ones(1)
    errors = np.stack([level - guess.left_out for guess in guesses])
    loss = errors @ errors.T / len(level)
    share = np.full(len(guesses), 1 / len(guesses))
    ridge = max(float(np.trace(loss)) / len(guesses), 1e-6) * _EVEN / len(level)
    inner = loss + ridge * np.eye(len(guesses))
    ones = np.linalg.solve(inner, np.stack([ridge * share, np.ones(len(guesses))], axis=1))
    found = ones[:, 0] + ones[:, 1] * (1 - ones[:, 0].sum()) / ones[:, 1].sum()
    found = np.maximum(found, 0.0)
    return np.asarray(found / found.sum())


def _lift(new: Newcomer, said: Array) -> float:
    """Mean over median: what turns the exponent of a level into expected units."""
    base = np.array([float(one.base.sum()) for one in new.past])
    sold = base * np.exp(new.effects.level)
    ratio = float(sold.sum() / max(float((base * np.exp(said)).sum()), 1e-9))
    many = len(said) / (len(said) + _LIFTED)
    return float(np.clip(ratio**many, 0.8, 1.5))
