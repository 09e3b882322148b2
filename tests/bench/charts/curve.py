"""The curve that every contestant draws: 200 points of a bell over units sold."""

import numpy as np
from numpy.typing import NDArray

POINTS = 200
SPREAD = 240.0
WIDTH, HEIGHT = 640, 280
X_RANGE = (0.0, 2400.0)
Y_RANGE = (0.0, 1.1)
START = 1200.0
X = np.linspace(*X_RANGE, POINTS)


def bell(mean: float) -> NDArray[np.float64]:
    """Heights of the bell around a mean, the peak at 1."""
    return np.exp(-0.5 * ((X - mean) / SPREAD) ** 2)
