"""Zeros that are no lack of demand: a place that is closed, or not open yet."""

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.sales.usual import nan_median

_BUSY = 10.0
"""A place that sells more than this in a usual period sells nothing by chance in less than 1 of 20,000 (Poisson)."""


def shut_places(units: NDArray[np.float64], location_of: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where places did not sell at all although they usually do, shape (places, periods).

    A period counts where nothing of any item was sold, and the place sells more than 10 units in the median of the
    periods in which it sells. A place that is not open yet, or closed for a holiday, is not without demand.

    Args:
        units: Shape (series, periods), NaN where unknown.
        location_of: Position of each series' place.
    """
    sold = np.zeros((int(location_of.max()) + 1, units.shape[1]))
    for place, row in zip(location_of, np.nan_to_num(units), strict=True):
        sold[place] += row
    usual = np.nan_to_num(nan_median(np.where(sold > 0, sold, np.nan)))
    return np.asarray((sold == 0) & (usual[:, None] > _BUSY))


def not_open_yet(shut: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The part of `shut_places` that comes before a place first sells, shape (places, periods)."""
    return np.asarray(np.logical_and.accumulate(shut, axis=1))
