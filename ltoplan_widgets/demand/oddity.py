"""What is odd about sales once they stand side by side: gaps, places not open yet, closed days, idle promotions."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.closure import not_open_yet, shut_places
from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.missing_row import gaps
from ltoplan_widgets.demand.table import Table

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
_WEEKS = 8
_PARTIAL = 0.5
Cell = tuple[NDArray[np.int64], NDArray[np.int64]]


class SalesSeries(Protocol):
    """What `SalesHistory` knows of its series."""

    locations: tuple[str, ...]
    first: int
    step_days: int
    location_of: NDArray[np.int64]
    given: Array
    units: Array
    flagged: Mask
    closed: Mask
    stock_out: Mask
    promotion: Mask


def report_oddities(history: SalesSeries, table: Table, *, cell: Cell, promotion: str | None) -> None:
    """Add warnings to a table's findings.

    Args:
        history: The sales.
        table: The table that they came from.
        cell: Series and period of each row of the table.
        promotion: Name of the column with the promotion flag.
    """
    _report_gaps(history, table)
    _report_closures(history, table)
    if history.step_days > 1:
        _report_partial_weeks(history, table)
    if promotion is not None:
        idle = history.promotion & (history.units == 0) & ~history.closed & ~history.stock_out
        message, mend = "nothing was sold on promotion", "flag stock-outs and closed days, or correct the promotion flag"
        table.flag(idle[cell], "no-sale-on-promotion", message, mend, column=promotion, severity="warning")


def _report_gaps(history: SalesSeries, table: Table) -> None:
    gap = gaps(history.given)
    if gap.any():
        zeros = int((~np.isnan(history.units) & gap).sum())
        message = (
            f"{int(gap.sum())} rows are missing between the first and last row of their item and place; "
            f"{zeros} count as nothing sold, the others as unknown"
        )
        table.add("missing-rows", message, "give a row with 0 where nothing was sold", severity="warning")


def _report_partial_weeks(history: SalesSeries, table: Table) -> None:
    """The first and the last week of an extract are often cut off; everything then seems to sell less."""
    total = np.nansum(history.given, axis=0)
    for week, others in ((0, total[1 : 1 + _WEEKS]), (len(total) - 1, total[-1 - _WEEKS : -1])):
        if len(others) == _WEEKS and total[week] < _PARTIAL * np.median(others):
            day = iso_day(history.first + week * history.step_days)
            message = f"the week of {day} has {total[week]:,.0f} units in all, its neighbours {np.median(others):,.0f} as a rule; it may not be whole"
            table.add("partial-week", message, "leave out a week that is not whole", severity="warning", value=day)


def _report_closures(history: SalesSeries, table: Table) -> None:
    shut = shut_places(history.units, history.location_of)
    told = np.zeros(shut.shape, bool)
    np.logical_or.at(told, history.location_of, ~np.isnan(history.given) & ~history.flagged)
    late = not_open_yet(shut)
    unopened = [history.locations[place] for place in np.flatnonzero((late & told).any(axis=1))]
    if unopened:
        message = f"{', '.join(unopened[:5])}: only zeros until a first sale; that counts as not open yet ({len(unopened)} places)"
        table.add("not-open-yet", message, "leave out the rows before a place opened", severity="warning", value=unopened[0])
    days = int((shut & told & ~late).sum())
    if days:
        message = f"{days} times nothing at all was sold at a busy place; that counts as closed"
        table.add("closed-days", message, "flag closed days in a column of their own", severity="warning")
