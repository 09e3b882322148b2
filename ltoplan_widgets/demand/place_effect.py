"""How places, and items at places, answer to launches: shrunken deviations from the launch's mean."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.noise import Noise, fitted_noise

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_ROUNDS = 12
_HUBER = 2.0


@dataclass(frozen=True, kw_only=True)
class Ratios:
    """Log ratios of past launches, one a launch and place.

    Attributes:
        log_ratio: Log of units sold over units expected anyway.
        expected: Units that the launch was to sell there, about; above 0.
        launch: Position of the launch.
        place: Position of the place.
        item: Position of the item.
    """

    log_ratio: Array
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
        level: Mean log ratio of each launch, free of its places' effects.
        level_variance: Variance of `level` from the scatter of places.
        noise: Scatter of a launch at a place around all that.
        smearing: Units sold over the units that the fitted logs give (Duan 1983).
    """

    place: Array
    item_place: Array
    place_variance: Array
    item_place_variance: Array
    level: Array
    level_variance: Array
    noise: Noise
    smearing: float


def place_effects(ratios: Ratios, *, places: int, items: int) -> PlaceEffects:
    """Estimate ``log ratio = launch + place + item at place + error``.

    Effects of places and of items at places are drawn from normal distributions around 0, so each estimate is shrunk by
    ``n / (n + sigma^2 / tau^2)``. The terms are fitted in turns (Gauss-Seidel on Henderson's equations, Henderson 1975);
    variances by Schall's fixed point (Schall 1991); outliers are weighted down (Huber, 2 standard deviations).
    """
    pair = ratios.item * places + ratios.place
    at_place, at_pair = _Effect.of(ratios.place, places), _Effect.of(pair, places * items)
    noise = Noise(ratio=max(1e-8, float(np.var(ratios.log_ratio - _means(ratios.log_ratio, ratios.launch, np.ones_like(ratios.log_ratio))[ratios.launch]))))
    weight = 1 / noise.variance(ratios.expected)
    for _ in range(_ROUNDS):
        level = _means(ratios.log_ratio - at_place.fitted - at_pair.fitted, ratios.launch, weight)
        apart = ratios.log_ratio - level[ratios.launch]
        at_place = at_place.updated(apart - at_pair.fitted, weight)
        at_pair = at_pair.updated(apart - at_place.fitted, weight)
        error = apart - at_place.fitted - at_pair.fitted
        freedom = len(error) - len(level) - at_place.freedom - at_pair.freedom
        noise = fitted_noise(error, ratios.expected, freedom=freedom)
        variance = np.maximum(noise.variance(ratios.expected), 1e-8)
        weight = np.minimum(1.0, _HUBER / np.maximum(np.abs(error) / np.sqrt(variance), 1e-9)) / variance
    return PlaceEffects(
        place=at_place.value,
        item_place=at_pair.value.reshape(items, places),
        place_variance=at_place.uncertainty,
        item_place_variance=at_pair.uncertainty.reshape(items, places),
        level=level,
        level_variance=1 / np.bincount(ratios.launch, weight),
        noise=noise,
        smearing=_smearing(ratios, error),
    )


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
        value = share * np.bincount(self.group, weight * apart, minlength=len(self.value)) / np.maximum(total, 1e-300)
        freedom = float(share.sum())
        variance = float((value**2).sum()) / freedom if freedom > 1e-9 else 0.0  # noqa: PLR2004 - nothing to learn from
        return _Effect(group=self.group, value=value, uncertainty=self.variance * (1 - share), variance=variance, freedom=freedom)


def _means(values: Array, group: Codes, weight: Array) -> Array:
    return np.asarray(np.bincount(group, weight * values) / np.bincount(group, weight))


def _smearing(ratios: Ratios, error: Array) -> float:
    sold = ratios.expected * np.exp(ratios.log_ratio)
    return float(np.clip(sold.sum() / (sold * np.exp(-error)).sum(), 0.8, 1.25))
