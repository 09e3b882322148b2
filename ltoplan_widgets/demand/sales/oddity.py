"""What is odd about sales once they stand side by side: gaps, places not open yet, closed days, weeks cut off."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.progress import followed
from ltoplan_widgets.demand.sales.closure import not_open_yet
from ltoplan_widgets.demand.sales.grid import Grid
from ltoplan_widgets.demand.sales.holiday import easter_marks
from ltoplan_widgets.demand.sales.key_check import key_marks
from ltoplan_widgets.demand.sales.missing_row import gaps
from ltoplan_widgets.demand.sales.promotion_check import promotion_marks
from ltoplan_widgets.demand.sales.quantity_check import quantity_marks
from ltoplan_widgets.demand.sales.sales_row import SalesRows
from ltoplan_widgets.demand.table.mark import Mark

Array = NDArray[np.float64]
_WEEKS = 8
_PARTIAL = 0.5
_SPARSE = 0.2
_FEW_ZEROS = 0.05


def grid_marks(rows: SalesRows, grid: Grid) -> Iterator[Mark]:
    """Everything that is found in sales side by side; only what was found anywhere is given."""
    checks = (_of_gaps, _of_zeros, _of_closures, _of_partial_weeks, quantity_marks, key_marks, promotion_marks, easter_marks)
    looked = followed(checks, "Looking at the sales", total=len(checks), unit=" checks")
    yield from (mark for check in looked for mark in check(rows, grid) if mark.at.any() or mark.count)


def _of_gaps(_rows: SalesRows, grid: Grid) -> Iterator[Mark]:
    gap = gaps(np.where(grid.told, 1.0, np.nan))
    if not gap.any():
        return
    zeros = int((~np.isnan(grid.units) & gap).sum())
    before = np.zeros_like(gap)
    before[:, :-1] = gap[:, 1:] & grid.told[:, :-1]
    message = (
        f"{int(gap.sum())} rows are missing between the first and last row of their item and place; "
        f"{zeros} count as nothing sold, the others as unknown"
    )
    yield Mark(code="missing-rows", message=message, at=before[grid.cell], count=int(gap.sum()), value="-")


def _of_zeros(rows: SalesRows, grid: Grid) -> Iterator[Mark]:
    """Lines with 0 in a table that leaves zeros out: they keep its gaps from being read as nothing sold."""
    missing = int(gaps(np.where(grid.told, 1.0, np.nan)).sum())
    zero = rows.units == 0
    if missing > _SPARSE * len(rows) and 0 < zero.sum() < _FEW_ZEROS * missing:
        message = f"a few rows have 0 although {missing} others are left out"
        yield Mark(code="zero-lines", message=message, at=zero, column=rows.column("units"))


def _of_closures(rows: SalesRows, grid: Grid) -> Iterator[Mark]:
    unflagged = (grid.told & ~np.isnan(grid.given) & ~grid.flagged)[grid.cell]
    late = not_open_yet(grid.shut)
    here = (rows.location, grid.cell[1])
    unopened = late[here] & unflagged
    if unopened.any():
        places = [rows.locations[place] for place in np.unique(rows.location[unopened])]
        message = f"{', '.join(places[:5])}: only zeros until a first sale; that counts as not open yet ({len(places)} places)"
        yield Mark(code="not-open-yet", message=message, at=unopened, value=places[0])
    closed = (grid.shut & ~late)[here] & unflagged
    if closed.any():
        days = len(np.unique(np.stack([rows.location[closed], rows.day[closed]]), axis=1)[0])
        message = f"{days} times nothing at all was sold at a busy place; that counts as closed"
        yield Mark(code="closed-days", message=message, at=closed, value="-")


def _of_partial_weeks(_rows: SalesRows, grid: Grid) -> Iterator[Mark]:
    """The first and the last week of an extract are often cut off; everything then seems to sell less."""
    if grid.step_days == 1:
        return
    total = np.nansum(grid.given, axis=0)
    for week, others in ((0, total[1 : 1 + _WEEKS]), (len(total) - 1, total[-1 - _WEEKS : -1])):
        if len(others) == _WEEKS and total[week] < _PARTIAL * np.median(others):
            day = iso_day(grid.first + week * grid.step_days)
            message = f"the week of {day} has {total[week]:,.0f} units in all, its neighbours {np.median(others):,.0f} as a rule; it may not be whole"
            yield Mark(code="partial-week", message=message, at=grid.cell[1] == week, value=day)
