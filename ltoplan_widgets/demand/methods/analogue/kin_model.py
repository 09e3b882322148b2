"""The level of a new item's launch, from the levels of others and what it shares with them: an attribute model and nearest analogues."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.library.analogue_choice import AnalogueChoice
from ltoplan_widgets.demand.methods.analogue.launch_feature import Feature
from ltoplan_widgets.demand.methods.analogue.newcomer import Newcomer
from ltoplan_widgets.demand.methods.analogue.similarity import alike, similarities
from ltoplan_widgets.demand.methods.regression.blas_thread import one_blas_thread
from ltoplan_widgets.demand.methods.regression.variance_component import KinFit, Kinship, kin_fit, left_out, without

Array = NDArray[np.float64]

NEAREST = 3
"""So many analogues are taken where nobody pins any."""
_YEARS = 2.0
"""The weight of an analogue halves in so many years."""
_SHARP = 4.0


@dataclass(frozen=True, kw_only=True)
class LevelGuess:
    """A log level of a new launch, and what the same way would have said of past ones.

    Attributes:
        level: Log level.
        left_out: Of each past launch, with all launches of its item left out.
        weights: Share of each past launch in it; they add up to 1.
        variance: What the way itself says of its error; NaN where it says nothing.
    """

    level: float
    left_out: Array
    weights: Array
    variance: float


def fitted_kin(new: Newcomer) -> KinFit:
    """Levels by kinship: of items, of words, of numbers, and overall similarity."""
    with one_blas_thread():
        return kin_fit(new.effects.level, new.effects.level_variance, _kinships(new))


def by_attributes(new: Newcomer, fit: KinFit) -> LevelGuess:
    """Empirical-Bayes regression on attributes and levers: each word and each number has an effect of its own, shrunk."""
    return LevelGuess(level=fit.prediction, left_out=left_out(new.effects.level, fit, new.item), weights=fit.weights, variance=fit.variance)


def by_nearest(new: Newcomer, fit: KinFit, choice: AnalogueChoice) -> LevelGuess:
    """The nearest analogues, moved to the new launch's numbers: ``sum_j w_j (level_j + theta'(z_new - z_j))``.

    w goes with similarity and age; theta are the attribute model's effects of numbers, fitted without whom it is applied to.
    """
    level, past = new.effects.level, len(new.past)
    numbers = _numbers(new)
    slopes = _slopes(fit, numbers, new)
    near = similarities(new.features)[:, :past] if new.features else np.full((past + 1, past), 0.5)
    worth = near**_SHARP * 0.5 ** (np.abs(_ages(new)) / _YEARS)
    said = np.empty(past + 1)
    weights = np.zeros(past)
    for one in range(past + 1):
        others = np.flatnonzero(new.item != new.item[one]) if one < past else np.arange(past)
        if not len(others):
            said[one] = level.mean()
            continue
        theta = slopes(np.flatnonzero(new.item == new.item[one]) if one < past else np.zeros(0, np.int64))
        chosen = others[np.argsort(-worth[one, others], kind="stable")[:NEAREST]]
        factor = np.ones(len(chosen))
        if one == past:
            chosen, factor = _chosen(new, chosen, choice)
        weight = np.maximum(worth[one, chosen], 1e-9) * factor
        weight /= weight.sum()
        said[one] = weight @ (level[chosen] + (numbers[one] - numbers[chosen]) @ theta)
        if one == past:
            weights[chosen] = weight
    return LevelGuess(level=float(said[past]), left_out=said[:past], weights=weights, variance=float("nan"))


def _kinships(new: Newcomer) -> list[Kinship]:
    size = len(new.past) + 1
    found = [_kinship(feature) for feature in new.features]
    words = [feature for feature in new.features if feature.codes is not None]
    if len(new.features) > 1:
        near = similarities(new.features)
        found.append(Kinship(name="all together", matrix=np.exp(-(((1 - near) / 0.25) ** 2)), prior=0.4))
    if len(words) > 1:
        found.append(Kinship(name="all words", matrix=np.prod([alike(one) for one in words], axis=0), prior=0.2))
    share = max(sum(one.prior for one in found), 1.0)
    scaled = [Kinship(name=one.name, matrix=one.matrix, prior=one.prior / share, strength=one.strength) for one in found]
    item = np.append(new.item, -1)
    if len(np.unique(new.item)) < len(new.item):
        scaled.append(Kinship(name="item", matrix=(item[:, None] == item[None, :]).astype(float), prior=0.3))
    return [*scaled, Kinship(name="itself", matrix=np.eye(size), prior=0.3)]


def _kinship(feature: Feature) -> Kinship:
    if feature.numbers is None:
        return Kinship(name=feature.name, matrix=alike(feature), prior=0.3)
    return Kinship(name=feature.name, matrix=np.outer(feature.numbers, feature.numbers), prior=0.15)


def _numbers(new: Newcomer) -> Array:
    columns = [one.numbers for one in new.features if one.numbers is not None]
    return np.stack(columns, axis=1) if columns else np.zeros((len(new.past) + 1, 0))


def _slopes(fit: KinFit, numbers: Array, new: Newcomer) -> Callable[[NDArray[np.int64]], Array]:
    """Effects of the numbers with some launches left out."""
    where = [index for index, one in enumerate(new.features) if one.numbers is not None]
    factors = fit.factors[where]
    past = len(new.past)

    def slopes(members: NDArray[np.int64]) -> Array:
        told = without(fit, members) if len(members) else fit.told
        return np.asarray(factors * (numbers[:past].T @ told))

    return slopes


def _ages(new: Newcomer) -> Array:
    """Years between launches, shape (past + 1, past)."""
    at = np.append(-new.age, 0.0)
    return np.asarray(at[:, None] - at[None, :-1])


def _chosen(new: Newcomer, nearest: NDArray[np.int64], choice: AnalogueChoice) -> tuple[NDArray[np.int64], Array]:
    """Whom people pinned, or else the nearest; and the factors of their weights."""
    keys = [(one.event, one.item) for one in new.past]
    pinned = np.array([index for index, key in enumerate(keys) if choice.is_pinned(*key)], dtype=np.int64)
    said = np.array([index for index, key in enumerate(keys) if choice.weight(*key) != 1 and choice.weight(*key) > 0], dtype=np.int64)
    chosen = pinned if len(pinned) else np.union1d(nearest, said)
    factor = np.array([choice.weight(*keys[index]) for index in chosen])
    return (chosen, factor) if factor.sum() > 0 else (nearest, np.ones(len(nearest)))
