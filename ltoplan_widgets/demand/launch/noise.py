"""Scatter that is partly in proportion and partly from counting: variance of a relative error ``ratio + count / m``."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.sales.usual import nan_median

Array = NDArray[np.float64]

_ROUNDS = 5
_WILD = 16.0
"""Squared errors count up to so many times their variance."""


@dataclass(frozen=True, kw_only=True)
class Noise:
    """Variance of relative errors by expected units m.

    Attributes:
        ratio: Variance in proportion, sigma squared.
        count: Variance from counting, phi; 1 for Poisson.
    """

    ratio: float = 0.0
    count: float = 0.0

    def variance(self, expected: Array) -> Array:
        """Variance of the relative error where so many units are expected."""
        return self.ratio + self.count / np.maximum(expected, 1e-9)


def fitted_noise(error: Array, expected: Array, *, freedom: float) -> Noise:
    """Fit both parts to squared errors by weighted least squares, neither below 0.

    Args:
        error: Relative errors.
        expected: Expected units, above 0, same shape.
        freedom: Degrees of freedom left; the fit is scaled by ``len(error) / freedom``.
    """
    if freedom < 1 or not len(error):
        return Noise()
    square, inverse = error**2, 1 / expected
    ratio, count = max(1e-8, float((1.4826 * nan_median(np.abs(error))) ** 2)), 0.0
    for _ in range(_ROUNDS):
        variance = ratio + count * inverse
        ratio, count = _least_squares(np.minimum(square, _WILD * variance), inverse, 1 / np.maximum(variance, 1e-12) ** 2)
    scale = len(error) / freedom
    return Noise(ratio=ratio * scale, count=count * scale)


def _least_squares(square: Array, inverse: Array, weight: Array) -> tuple[float, float]:
    slope = weight * inverse
    a, b, c = float(weight.sum()), float(slope.sum()), _dot(slope, inverse)
    y, z = _dot(weight, square), _dot(slope, square)
    determinant = a * c - b * b
    if determinant > 1e-9 * a * c:
        ratio, count = (c * y - b * z) / determinant, (a * z - b * y) / determinant
        if ratio >= 0 and count >= 0:
            return ratio, count
        if ratio < 0:
            return 0.0, z / c
    return y / a, 0.0


def _dot(one: Array, other: Array) -> float:
    """On one processor: BLAS would wake its threads for ten thousand rows."""
    return float(np.einsum("i,i->", one, other))
