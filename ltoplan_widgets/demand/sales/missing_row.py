"""What a row that is not there means: nothing sold, or nobody knows."""

import numpy as np
from numpy.typing import NDArray

_SLOW = 5.0
"""A series that sells less than this a period as a rule has periods without a sale (Poisson: 0.7 % at 5)."""


def gaps(units: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where rows are missing between the first and the last row of their series, shape (series, periods)."""
    known = ~np.isnan(units)
    begun = np.maximum.accumulate(known, axis=1)
    going_on = np.maximum.accumulate(known[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(~known & begun & going_on)


def filled(units: NDArray[np.float64], location_of: NDArray[np.int64]) -> NDArray[np.float64]:
    """Fill gaps inside of series with 0 where that is what they mean; leave the others unknown.

    A gap counts as nothing sold where the table holds no zero at all (so zeros were left out), the place sold something
    else in that period, and the series sells slowly. Any other gap is unknown: left out of bases and ratios.

    Args:
        units: Shape (series, periods), NaN where the table has no row.
        location_of: Position of each series' place.
    """
    gap, known = gaps(units), ~np.isnan(units)
    if not gap.any() or np.any(units[known] == 0):
        return units
    open_at = np.zeros((int(location_of.max()) + 1, units.shape[1]), bool)
    np.logical_or.at(open_at, location_of, known)
    slow = np.nansum(units, axis=1) < _SLOW * known.sum(axis=1)
    return np.where(gap & open_at[location_of] & slow[:, None], 0.0, units)
