"""What a row that is not there means: nothing sold, or nobody knows."""

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.table import Table

_SLOW = 5.0
"""A series that sells less than this a period as a rule has periods without a sale (Poisson: 0.7 % at 5)."""


def filled(units: NDArray[np.float64], location_of: NDArray[np.int64], table: Table) -> NDArray[np.float64]:
    """Fill gaps inside of series with 0 where that is what they mean, and report all gaps.

    A gap counts as nothing sold where the table holds no zero at all (so zeros were left out), the place sold something
    else in that period, and the series sells slowly. Any other gap is unknown: left out of bases and ratios.

    Args:
        units: Shape (series, periods), NaN where the table has no row.
        location_of: Position of each series' place.
        table: Takes the finding.
    """
    known = ~np.isnan(units)
    gap = ~known & (np.maximum.accumulate(known, axis=1) & np.maximum.accumulate(known[:, ::-1], axis=1)[:, ::-1])
    if not gap.any():
        return units
    open_at = np.zeros((int(location_of.max()) + 1, units.shape[1]), bool)
    np.logical_or.at(open_at, location_of, known)
    is_slow = np.nanmean(units, axis=1) < _SLOW
    means_zero = gap & open_at[location_of] & is_slow[:, None] & (not np.any(units[known] == 0))
    zeros = int(means_zero.sum())
    meaning = f"{zeros} count as nothing sold, {int(gap.sum()) - zeros} as unknown"
    table.add("missing-rows", f"{int(gap.sum())} rows are missing between the first and last row of their item and place; {meaning}", "give a row with 0 where nothing was sold", severity="warning")
    return np.where(means_zero, 0.0, units)
