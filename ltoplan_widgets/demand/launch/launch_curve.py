"""How interest runs over the life of a launch, apart from weekdays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_ROUNDS = 20
_FEW_PERIODS = 4


@dataclass(frozen=True, kw_only=True)
class LaunchCurve:
    """Log of demand by period since launch, relative to the launch's own level.

    Attributes:
        log_level: By period since launch, mean about 0.
        variance: Variance of a launch's period around it.
        seen: Number of periods that past launches had; later ones are extrapolated.
    """

    log_level: Array
    variance: float
    seen: int

    def over(self, periods: int) -> Array:
        """Multiplier of each period since launch."""
        return np.exp(self.log_level[:periods])


def launch_curve(units: Array, base: Array, *, is_same_item: NDArray[np.bool_], periods: int, cycle: int) -> LaunchCurve:
    """Estimate the curve from past launches.

    Two-way model ``log(units/base) = launch + period + error``, fitted in turns so that launches of different length can
    be joined; the period effects are shrunk to a smooth curve, those of the item's own launches to the pooled ones,
    each by the share of its variance that is not error (James and Stein 1961; Efron and Morris 1975).

    Args:
        units: Units of each launch over its places, shape (launches, periods); 0 where not counted.
        base: Units expected anyway, same shape.
        is_same_item: Launches of the item to forecast, shape (launches,).
        periods: How many periods are wanted.
        cycle: Periods in a week.
    """
    seen = base > 0
    level = np.log((units + 0.5) / (base + 0.5))
    effect, error = _two_way(level, seen)
    count = seen.sum(axis=0)
    freedom = seen.sum() - len(level) - level.shape[1] + 1
    variance = float((error**2).sum() / freedom) if freedom > 0 else 0.0
    pooled = _shrunk(effect, _smooth(effect, count, cycle), variance / np.maximum(count, 1))
    own = _own(pooled, level[is_same_item], seen[is_same_item], variance)
    return LaunchCurve(log_level=_extended(own, periods, cycle), variance=variance, seen=level.shape[1])


def _two_way(level: Array, seen: Mask) -> tuple[Array, Array]:
    effect = np.zeros(level.shape[1])
    for _ in range(_ROUNDS):
        launch = _mean(level - effect, seen, axis=1)[:, None]
        effect = _mean(level - launch, seen, axis=0)
    effect = effect - effect.mean()
    return effect, np.where(seen, level - effect - _mean(level - effect, seen, axis=1)[:, None], 0.0)


def _own(pooled: Array, level: Array, seen: Mask, variance: float) -> Array:
    """Shrink the item's own curve to the pooled one."""
    if not len(level):
        return pooled
    apart = level - pooled - _mean(level - pooled, seen, axis=1)[:, None]
    return pooled + _shrunk(_mean(apart, seen, axis=0), np.zeros_like(pooled), variance / np.maximum(seen.sum(axis=0), 1))


def _mean(values: Array, seen: Mask, *, axis: int) -> Array:
    return np.asarray(np.where(seen, values, 0.0).sum(axis=axis) / np.maximum(seen.sum(axis=axis), 1))


def _shrunk(effect: Array, target: Array, error: Array) -> Array:
    apart = effect - target
    signal = max(0.0, float(np.mean(apart**2 - error)))
    return np.asarray(target + apart * (signal / np.maximum(signal + error, 1e-12)))


def _smooth(effect: Array, count: Array, cycle: int) -> Array:
    """Local linear smoother with a Gaussian kernel of half a week (at least one period)."""
    if len(effect) < _FEW_PERIODS:
        return np.zeros_like(effect)
    period = np.arange(len(effect), dtype=np.float64)
    apart = period[None, :] - period[:, None]
    weight = np.exp(-0.5 * (apart / max(1.0, cycle / 2)) ** 2) * count
    s0, s1, s2 = (np.sum(weight * apart**power, axis=1) for power in range(3))
    local = weight * (s2[:, None] - s1[:, None] * apart)
    return np.asarray(local @ effect / np.maximum(s0 * s2 - s1**2, 1e-12))


def _extended(log_level: Array, periods: int, cycle: int) -> Array:
    rest = np.full(max(0, periods - len(log_level)), log_level[-cycle:].mean())
    return np.concatenate([log_level, rest])
