"""Quantiles of equally likely paths."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ltoplan_widgets.demand.refusal import refusal

BAND = (0.1, 0.9)
"""Levels of the 80 % band, as it is told everywhere."""

_BLOCK = 2048
"""Columns that are put in order at a time, so that they stay in the processor's cache."""


def checked_levels(q: ArrayLike) -> NDArray[np.float64]:
    """Levels as numbers, of the shape in which they are given.

    Raises:
        InputError: A level that is no number from 0 to 1.
    """
    try:
        levels = np.asarray(q, dtype=np.float64)
    except (TypeError, ValueError):
        levels = np.full(1, np.nan)
    if np.any(~((levels >= 0) & (levels <= 1))):
        raise refusal("quantile-level", q, "a level lies between 0 and 1", "give 0.9 for the 90 % quantile")
    return levels


def path_quantiles(paths: NDArray[np.floating], levels: ArrayLike) -> NDArray[np.float64]:
    """Quantiles over the first axis, between two paths in proportion (type 7 of Hyndman and Fan 1996, as `numpy.quantile`).

    Many levels of many columns: each column is put in order once, in memory that lies together, which takes a fifth of the time
    of selecting each level.

    Args:
        paths: Shape (paths, …).
        levels: From 0 to 1, of any shape.

    Returns:
        Shape (shape of the levels, …).

    >>> path_quantiles(np.array([[1.0, 4.0], [3.0, 2.0]]), [0.0, 0.5])
    array([[1., 2.],
           [2., 3.]])
    """
    wanted, flat = np.asarray(levels, dtype=np.float64), paths.reshape(len(paths), -1)
    position = wanted.ravel() * (len(flat) - 1)
    low = np.floor(position).astype(np.int64)
    high, part = np.minimum(low + 1, len(flat) - 1), position - low
    found = np.empty((len(position), flat.shape[1]))
    for start in range(0, flat.shape[1], _BLOCK):
        ordered = np.sort(flat[:, start : start + _BLOCK].T.copy(), axis=-1)
        lower = ordered[:, low].astype(np.float64)
        found[:, start : start + _BLOCK] = (lower + part * (ordered[:, high] - lower)).T
    return found.reshape((*wanted.shape, *paths.shape[1:]))
