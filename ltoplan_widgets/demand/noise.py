"""Scatter that is partly in proportion and partly from counting: variance of a relative error ``ratio + count / m``."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    noise = Noise(ratio=max(1e-8, float((1.4826 * np.median(np.abs(error))) ** 2)))
    for _ in range(_ROUNDS):
        variance = noise.variance(expected)
        noise = _least_squares(np.minimum(square, _WILD * variance), inverse, 1 / np.maximum(variance, 1e-12) ** 2)
    scale = len(error) / freedom
    return Noise(ratio=noise.ratio * scale, count=noise.count * scale)


def _least_squares(square: Array, inverse: Array, weight: Array) -> Noise:
    a, b, c = weight.sum(), (weight * inverse).sum(), (weight * inverse**2).sum()
    y, z = (weight * square).sum(), (weight * inverse * square).sum()
    determinant = a * c - b * b
    if determinant > 1e-9 * a * c:
        ratio, count = (c * y - b * z) / determinant, (a * z - b * y) / determinant
        if ratio >= 0 and count >= 0:
            return Noise(ratio=float(ratio), count=float(count))
        if ratio < 0:
            return Noise(count=float(z / c))
    return Noise(ratio=float(y / a))
