"""Sample paths as people judge them: periods scaled to what was said of them, totals moved and stretched."""

from collections.abc import Mapping

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


def period_factors(expected: Array, said: Mapping[int, float]) -> tuple[Array, Array]:
    """What periods are multiplied with, and what is added to each place, so that their means over all places are judged ones.

    Something is added only where nothing was expected, evenly over the places.

    Args:
        expected: Mean of the paths, shape (…, periods), or () for a total.
        said: Judged units of periods by their position, at least 0.

    Returns:
        Factors and units, each with one entry a period, or of shape () for a total.
    """
    chain = expected.reshape(-1, expected.shape[-1]).sum(axis=0) if expected.ndim else expected.reshape(1)
    wanted = chain.copy()
    for position, units in said.items():
        wanted[position] = units
    factor = np.divide(wanted, chain, out=np.ones_like(chain), where=chain > 0)
    spread = np.where((chain <= 0) & (wanted > 0), wanted / max(1, expected.size // max(1, chain.size)), 0.0)
    return (factor, spread) if expected.ndim else (factor[0], spread[0])


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
