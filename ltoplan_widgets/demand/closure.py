"""Zeros that are no lack of demand: a place that is closed, or not open yet."""

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.table import Table

_BUSY = 10.0
"""A place that sells more than this in a usual period sells nothing by chance in less than 1 of 20,000 (Poisson)."""


def closures(units: NDArray[np.float64], location_of: NDArray[np.int64], flagged: NDArray[np.bool_], table: Table) -> NDArray[np.bool_]:
    """Where places did not sell at all, shape (series, periods).

    A period counts as closed where it is flagged, or nothing of any item was sold there although the place usually
    sells more than 10 units a period. Stretches before a place's first sale are reported as not open yet.

    Args:
        units: Shape (series, periods), NaN where unknown.
        location_of: Position of each series' place.
        flagged: What the table says, shape as `units`.
        table: Takes the findings.
    """
    sold = np.zeros((int(location_of.max()) + 1, units.shape[1]))
    np.add.at(sold, location_of, np.nan_to_num(units))
    selling = np.where(sold > 0, sold, np.nan)
    usual = np.array([np.nanmedian(row) if np.isfinite(row).any() else 0.0 for row in selling])
    shut = (sold == 0) & (usual[:, None] > _BUSY)
    _report(sold, shut, units, location_of, table)
    return np.asarray(flagged | shut[location_of])


def _report(sold: NDArray[np.float64], shut: NDArray[np.bool_], units: NDArray[np.float64], location_of: NDArray[np.int64], table: Table) -> None:
    has_row = np.zeros(sold.shape, bool)
    np.logical_or.at(has_row, location_of, ~np.isnan(units))
    opened = np.argmax(sold > 0, axis=1)
    before = np.arange(sold.shape[1]) < opened[:, None]
    late = np.flatnonzero((before & has_row & shut).sum(axis=1) > 0)
    if len(late):
        table.add("not-open-yet", f"{len(late)} places have only zeros at first and count as not open yet", "leave out the rows before a place opened", severity="warning")
    days = int((shut & has_row & ~before).sum())
    if days:
        table.add("closed-days", f"{days} periods without a sale at busy places count as closed", "flag them in a column `closed`", severity="warning")
