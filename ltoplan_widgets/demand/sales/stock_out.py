"""What would have sold from a shelf that was empty: demand behind censored sales.

``log(y / b) = mu + a_place + c_period + e``, all normal around 0; where the item ran out, the left side is only known to be at
least what was sold. Fitted by expectation and maximisation (Tobin 1958; Dempster, Laird and Rubin 1977): censored values are
replaced by their truncated means, effects are shrunken means, variances take the truncated variances in.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

RARE = 0.05
"""Up to this share of sold-out periods they are left out; above, they are filled in."""
_ROUNDS = 60
_HALF = 0.5
_PLACE, _PERIOD, _NOISE = 0.04, 0.04, 0.04
"""First guesses of the variances; each counts as one more observation."""
_FEWEST = 3
_FARTHEST = 6.0


@dataclass(frozen=True, kw_only=True)
class Demand:
    """Demand behind sales.

    Attributes:
        units: Units wanted, shape (places, periods): as sold, or filled in; as sold, too, where nothing tells more.
        counted: Where `units` may be learned from.
        share: Share of the periods with a base that was sold out.
        treatment: ``complete`` (nothing sold out), ``dropped`` or ``imputed``.
    """

    units: Array
    counted: Mask
    share: float
    treatment: Literal["complete", "dropped", "imputed"]


def demand_behind(units: Array, base: Array, sold_out: Mask, *, rare: float = RARE) -> Demand:
    """Demand behind the sales of one launch.

    Args:
        units: Units sold, shape (places, periods); NaN where nobody knows, or where the place was closed.
        base: Units expected without the launch, the same shape; NaN or 0 where there is no base.
        sold_out: Where the item ran out, so that more would have sold.
        rare: Up to this share of sold-out periods they are dropped; above, they are imputed.
    """
    known = ~np.isnan(units) & (np.nan_to_num(base) > 0)
    censored = known & sold_out
    share = float(censored.sum() / max(1, known.sum()))
    if not censored.any():
        return Demand(units=units, counted=known, share=0.0, treatment="complete")
    if share <= rare or (known & ~censored).sum() < _FEWEST:
        return Demand(units=units, counted=known & ~censored, share=share, treatment="dropped")
    return Demand(units=_imputed(units, base, known, censored), counted=known, share=share, treatment="imputed")


def _imputed(units: Array, base: Array, known: Mask, censored: Mask) -> Array:
    ground = np.where(known, base, 1.0)
    limit = np.where(known, np.log((np.nan_to_num(units) + _HALF) / ground), 0.0)
    mean, noise = _fitted(limit, known, censored)
    spread = np.sqrt(noise)
    beyond = np.clip((limit - mean) / spread, -_FARTHEST, _FARTHEST)
    wanted = ground * np.exp(mean + noise / 2) * _above(beyond - spread) / _above(beyond) - _HALF
    return np.where(censored, np.maximum(units, wanted), units)


def _fitted(limit: Array, known: Mask, censored: Mask) -> tuple[Array, float]:
    """Mean of each cell on the log scale, and the variance around it."""
    latent, extra, mean = limit.copy(), np.zeros_like(limit), np.zeros_like(limit)
    mean += float(np.median(limit[known & ~censored]))
    place, period, noise = _PLACE, _PERIOD, _NOISE
    at_place, at_period = np.zeros((len(limit), 1)), np.zeros((1, limit.shape[1]))
    for _ in range(_ROUNDS):
        latent, extra = _expected(limit, mean, noise, censored)
        level = float((latent - at_place - at_period)[known].mean())
        at_place, place = _effects(latent - level - at_period, known, noise, place, axis=1)
        at_period, period = _effects(latent - level - at_place, known, noise, period, axis=0)
        mean = level + at_place + at_period
        noise = float((((latent - mean) ** 2 + extra)[known].sum() + _NOISE) / (known.sum() + 1))
    return mean, noise


def _expected(limit: Array, mean: Array, noise: float, censored: Mask) -> tuple[Array, Array]:
    """Mean and variance of what is only known to lie above a limit (Johnson, Kotz and Balakrishnan 1994, 13.10)."""
    spread = np.sqrt(noise)
    beyond = np.clip((limit - mean) / spread, -_FARTHEST, _FARTHEST)
    hazard = np.exp(-(beyond**2) / 2) / np.sqrt(2 * np.pi) / _above(beyond)
    latent = np.where(censored, np.maximum(limit, mean + spread * hazard), limit)
    return latent, np.where(censored, noise * np.maximum(0.0, 1 + beyond * hazard - hazard**2), 0.0)


def _effects(rest: Array, known: Mask, noise: float, variance: float, *, axis: int) -> tuple[Array, float]:
    """Shrunken means along an axis, and their variance: its expectation given the data, with the first guess as one effect."""
    count = known.sum(axis=axis, keepdims=True)
    total = np.where(known, rest, 0.0).sum(axis=axis, keepdims=True)
    precision = count / noise + 1 / variance
    effect = total / noise / precision
    effect -= effect.mean()
    first = _PLACE if axis else _PERIOD
    return effect, float(((effect**2 + 1 / precision).sum() + first) / (effect.size + 1))


def _above(z: Array) -> Array:
    """Probability that a standard normal value lies above z."""
    from scipy.special import ndtr  # noqa: PLC0415 - 30 ms that only those pay who impute

    return np.asarray(ndtr(-z))
