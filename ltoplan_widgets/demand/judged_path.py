"""Sample paths with a judged total: every path's total is moved and stretched, its places and periods keep their shares."""

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.refusal import is_number, refusal

Array = NDArray[np.float64]


def judged_paths(paths: NDArray[np.floating], mean: float | None, std_dev: float | None, *, expected: Array) -> Array:
    """Paths whose totals have a judged mean and standard deviation, shape as `paths`.

    Args:
        paths: Units of at least 0, shape (paths, …).
        mean: Judged mean of the total, units; None keeps that of the paths.
        std_dev: Judged standard deviation of the total, units; None keeps that of the paths.
        expected: Mean of the paths, shape (…): how a total is spread in paths without any units.

    Raises:
        InputError: A number that is negative or not finite.
    """
    totals = paths.reshape(len(paths), -1).sum(axis=1, dtype=np.float64)
    moved = _moved(totals, mean, std_dev)
    share = expected / expected.sum() if expected.sum() > 0 else np.full(expected.shape, 1 / max(1, expected.size))
    column = (slice(None), *(np.newaxis,) * expected.ndim)
    scale = np.divide(moved, totals, out=np.zeros_like(moved), where=totals > 0)
    return np.asarray(np.where((totals > 0)[column], paths * scale[column], moved[column] * share))


def checked_units(name: str, value: float) -> float:
    """Judged units as they are.

    Raises:
        InputError: They are negative or not finite.
    """
    if not is_number(value) or not (np.isfinite(value) and value >= 0):
        raise refusal("bad-units", value, "units are a finite number of at least 0", "give the expected units", column=name)
    return float(value)


def _moved(totals: Array, mean: float | None, std_dev: float | None) -> Array:
    """Totals moved and stretched; those that would fall below 0 are 0, and the others shrink so that the mean stays."""
    centre, spread = float(totals.mean()), float(totals.std())
    target = centre if mean is None else checked_units("mean", mean)
    stretch = 1.0 if std_dev is None or spread == 0 else checked_units("std_dev", std_dev) / spread
    moved = target + (totals - centre) * stretch
    if moved.min() >= 0:
        return moved
    floored = np.maximum(0.0, moved)
    return np.asarray(floored * (target / max(float(floored.mean()), target, 1e-300)))
