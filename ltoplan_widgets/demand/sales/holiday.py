"""Easter, which falls into another week each year."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.sales.grid import Grid
from ltoplan_widgets.demand.sales.sales_row import SalesRows
from ltoplan_widgets.demand.sales.usual import robust_spread
from ltoplan_widgets.demand.table.mark import Mark

_WEEK = 7
_MOVES = 0.1
_FAR = 3.0
"""Standard deviations from which on a week is no ordinary one."""
_YEAR_WEEKS = 364
_SUNDAY = 3  # 1970-01-04, as day number


def easter(year: int) -> int:
    """Day number of Easter Sunday in the Gregorian calendar (Meeus 1991, chapter 8).

    >>> iso_day(easter(2024)), iso_day(easter(2025))
    ('2024-03-31', '2025-04-20')
    """
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return day_number(date(year, month, day + 1).isoformat())


def easter_marks(rows: SalesRows, grid: Grid) -> Iterator[Mark]:
    """Rows of the weeks that end with Easter, where sales there differ each year and its week moves."""
    total = np.nansum(grid.units, axis=0)
    first_year, last_year = (int(iso_day(day)[:4]) for day in (int(rows.day.min()), int(rows.day.max())))
    found = [
        (sunday, change)
        for year in range(first_year, last_year + 1)
        if (change := _change(grid, total, sunday := easter(year))) is not None
    ]
    least = max(_MOVES, _FAR * _scatter(grid, total)) if len(found) > 1 else np.inf
    same_way = min((abs(change) for _, change in found), default=0.0) > least and len({change > 0 for _, change in found}) == 1
    moved = [sunday for (before, _), (sunday, _) in pairwise(found) if sunday - before != _YEAR_WEEKS]
    if same_way and moved:
        at = np.logical_or.reduce([(rows.day > sunday - _WEEK) & (rows.day <= sunday) for sunday, _ in found])
        said = ", ".join(f"{iso_day(sunday)}: {np.expm1(change):+.0%}" for sunday, change in found)
        message = f"the week up to Easter sells otherwise than its neighbours ({said}), and it is another week each year"
        yield Mark(code="moving-holiday", message=message, at=at, column=rows.column("date"), value="Easter")


def _change(grid: Grid, total: NDArray[np.float64], sunday: int) -> float | None:
    """Log of the sales of the week up to a Sunday over those of the second week before and after it."""
    days = grid.first + np.arange(len(total)) * grid.step_days
    week, before, after = (_sold(days, total, sunday + shift * _WEEK) for shift in (0, -2, 2))
    return None if not week or not before or not after else float(np.log(2 * week / (before + after)))


def _scatter(grid: Grid, total: NDArray[np.float64]) -> float:
    """Standard deviation of `_change` over all weeks."""
    last = grid.first + (len(total) - 1) * grid.step_days
    sundays = range(grid.first + (_SUNDAY - grid.first) % _WEEK, last + 1, _WEEK)
    known = [change for sunday in sundays if (change := _change(grid, total, sunday)) is not None]
    return float(robust_spread(np.array(known))) if known else 0.0


def _sold(days: NDArray[np.int64], total: NDArray[np.float64], sunday: int) -> float:
    inside = (days > sunday - _WEEK) & (days <= sunday)
    is_whole = days[0] <= sunday - _WEEK + 1 and days[-1] >= sunday - _WEEK + 1 and bool(inside.any())
    return float(total[inside].sum()) if is_whole else 0.0
