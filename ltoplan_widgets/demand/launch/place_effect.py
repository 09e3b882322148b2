"""How places, and items at places, answer to launches: shrunken deviations from the launch's mean."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.launch.noise import Noise, fitted_noise
from ltoplan_widgets.demand.launch.outlier import huber_weight

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_ROUNDS = 12
_LARGEST = 2.0
"""Largest effect of a place on the log ratio."""
_STEP = 0.5
"""Largest change of a launch's log ratio in a round; linear errors overshoot where a fit is far off."""


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """What past launches sold, one row a launch and place.

    Attributes:
        sold: Units sold.
        expected: Units expected anyway, above 0.
        launch: Position of the launch, ascending from 0: the rows of a launch lie together.
        place: Position of the place.
        item: Position of the item.
    """

    sold: Array
    expected: Array
    launch: Codes
    place: Codes
    item: Codes


@dataclass(frozen=True, kw_only=True)
class PlaceEffects:
    """Shrunken effects on the log ratio.

    Attributes:
        place: Effect of each place.
        item_place: Effect of each item at each place, shape (items, places).
        place_variance: What is not known about `place`.
        item_place_variance: What is not known about `item_place`.
        level: Log ratio of each launch, free of its places' effects.
        level_variance: Variance of `level` from the scatter of places.
        noise: Scatter of a launch at a place around all that.
        smearing: Units sold over the units that the fit gives; not 1 where outliers were weighted down (Duan 1983).
    """

    place: Array
    item_place: Array
    place_variance: Array
    item_place_variance: Array
    level: Array
    level_variance: Array
    noise: Noise
    smearing: float


def place_effects(outcomes: Outcomes, *, places: int, items: int) -> PlaceEffects:
    """Estimate ``sold = expected x exp(launch + place + item at place) x (1 + error)``.

    Effects of places and of items at places are drawn from normal distributions around 0, so each estimate is shrunk by
    ``n / (n + sigma^2 / tau^2)``. Errors are relative, with a part from counting, so that a place that sells two units a
    week is heard, softly (penalised quasi-likelihood, Breslow and Clayton 1993). The terms are fitted in turns
    (Gauss-Seidel on Henderson's equations, Henderson 1975), their variances by Schall's fixed point (Schall 1991);
    outliers are weighted down (Huber, 2 standard deviations).
    """
    fit = _Fit.of(outcomes, places, items)
    for _ in range(_ROUNDS):
        fit.update_level()
        fit.update_effects()
        fit.update_noise()
    return PlaceEffects(
        place=fit.at_place.value,
        item_place=fit.at_pair.value.reshape(items, places),
        place_variance=fit.at_place.uncertainty,
        item_place_variance=fit.at_pair.uncertainty.reshape(items, places),
        level=fit.level,
        level_variance=1 / fit.by_launch(fit.linearised()[1]),
        noise=fit.noise,
        smearing=float(np.clip(outcomes.sold.sum() / max(float(fit.mean.sum()), 1e-9), 0.8, 1.25)),
    )


@dataclass(kw_only=True)
class _Fit:
    """The state of the fit.

    Attributes:
        first: Position of each launch's first row.
        mean: Fitted units, which follow each change of a term.
    """

    outcomes: Outcomes
    first: Codes
    level: Array
    lowest: Array
    at_place: "_Effect"
    at_pair: "_Effect"
    noise: Noise
    mean: Array

    @classmethod
    def of(cls, outcomes: Outcomes, places: int, items: int) -> "_Fit":
        first = np.flatnonzero(np.diff(outcomes.launch, prepend=-1))
        sold, expected = (np.add.reduceat(values, first) for values in (outcomes.sold, outcomes.expected))
        level = np.log((sold + 0.5) / (expected + 0.5))
        return cls(
            outcomes=outcomes,
            first=first,
            level=level,
            lowest=np.log(0.5 / (expected + 0.5)),
            at_place=_Effect.of(outcomes.place, places),
            at_pair=_Effect.of(outcomes.item * places + outcomes.place, places * items),
            noise=Noise(ratio=0.04, count=1.0),
            mean=outcomes.expected * np.exp(level)[outcomes.launch],
        )

    def by_launch(self, values: Array) -> Array:
        """Sums over the rows of each launch; `bincount` waits for every row that goes to the same sum as the one before."""
        return np.asarray(np.add.reduceat(values, self.first))

    def linearised(self) -> tuple[Array, Array]:
        """Relative errors and their weights at the present fit."""
        mean = np.maximum(self.mean, 1e-6)
        error = self.outcomes.sold / mean - 1
        variance = np.maximum(self.noise.variance(mean), 1e-8)
        return error, huber_weight(error, np.sqrt(variance)) / variance

    def update_level(self) -> None:
        error, weight = self.linearised()
        before, step = self.level, self.by_launch(weight * error) / self.by_launch(weight)
        self.level = np.maximum(before + np.clip(step, -_STEP, _STEP), self.lowest)
        self.mean = self.mean * np.exp(self.level - before)[self.outcomes.launch]

    def update_effects(self) -> None:
        self.at_place = self._updated(self.at_place)
        self.at_pair = self._updated(self.at_pair)

    def _updated(self, effect: "_Effect") -> "_Effect":
        error, weight = self.linearised()
        found = effect.updated(error + effect.fitted, weight)
        self.mean = self.mean * np.exp(found.value - effect.value)[effect.group]
        return found

    def update_noise(self) -> None:
        mean = np.maximum(self.mean, 1e-6)
        freedom = len(mean) - len(self.level) - self.at_place.freedom - self.at_pair.freedom
        self.noise = fitted_noise(self.outcomes.sold / mean - 1, mean, freedom=freedom)


@dataclass(frozen=True, kw_only=True)
class _Effect:
    """One random effect: its groups, their values and what is not known about them."""

    group: Codes
    value: Array
    uncertainty: Array
    variance: float
    freedom: float

    @classmethod
    def of(cls, group: Codes, groups: int) -> "_Effect":
        return cls(group=group, value=np.zeros(groups), uncertainty=np.full(groups, 0.01), variance=0.01, freedom=0.0)

    @property
    def fitted(self) -> Array:
        return self.value[self.group]

    def updated(self, apart: Array, weight: Array) -> "_Effect":
        total = np.bincount(self.group, weight, minlength=len(self.value))
        share = total * self.variance / (1 + total * self.variance)
        value = np.clip(
            share * np.bincount(self.group, weight * apart, minlength=len(self.value)) / np.maximum(total, 1e-300), -_LARGEST, _LARGEST
        )
        freedom = float(share.sum())
        variance = float((value**2).sum()) / freedom if freedom > 1e-9 else 0.0  # noqa: PLR2004 - nothing to learn from
        return _Effect(group=self.group, value=value, uncertainty=self.variance * (1 - share), variance=variance, freedom=freedom)
