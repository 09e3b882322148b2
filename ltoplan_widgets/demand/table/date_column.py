"""Days in a column of a table, however they are written, and what was odd about them."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.table.date_text import EVENING, days_of, evening_hours
from ltoplan_widgets.demand.table.table import Table, are_few, loaded_narwhals

if TYPE_CHECKING:
    import narwhals as nw

Days = NDArray[np.datetime64]

_HOUR = 3600
_READ_AS = {
    "day-first-date": "read as day first",
    "month-first-date": "read as month first",
    "week-date": "read as week",
    "written-date": "read as the only day that it can be",
}


def days_in(table: Table, name: str, *, like: str | None = None, is_end: bool = False) -> NDArray[np.int64]:
    """Day numbers, shape (rows,); 0 where a date could not be read (an error then is among the findings).

    Args:
        table: The table; it takes what is found.
        name: The column.
        like: Another column that is written alike, so that its dates tell how those of this one are meant.
        is_end: Whether these are last days, so that a week counts by its last one.
    """
    values, is_unclear = (_moments(table, name), False) if _is_temporal(table, name) else _parsed(table, name, like, is_end=is_end)
    missing = np.isnat(values)
    message = (
        "this may be day first or month first, and no other date of the column tells" if is_unclear else _no_date(table, name, missing)
    )
    table.flag(missing, "unclear-date" if is_unclear else "bad-date", message, column=name, is_mendable=are_few(missing))
    return np.asarray(np.where(missing, np.datetime64(0, "D"), values).astype("datetime64[D]").astype(np.int64))


def holds_days(table: Table, name: str) -> bool:
    """Whether most of a column's values are days, in whatever way they are written; nothing is reported."""
    if _is_temporal(table, name):
        return True
    words = [word for word in table.words(name)[0] if word]
    return bool(words) and float(np.mean(~np.isnat(days_of(words)[0]))) > 1 / 2


def _is_temporal(table: Table, name: str) -> bool:
    kind = table.series(name).dtype
    return bool(kind.is_temporal()) and "Date" in str(kind)


def _moments(table: Table, name: str) -> Days:
    """Days of a column of dates or moments; those of a zone count as the zone tells them."""
    series: nw.Series[Any] = table.series(name)
    if getattr(series.dtype, "time_zone", None):
        series = series.dt.replace_time_zone(None)
    moments = np.asarray(series.cast(loaded_narwhals().Datetime("us")).to_numpy()).astype("datetime64[s]")
    days = moments.astype("datetime64[D]")
    known = ~np.isnat(moments)
    seconds = np.unique((moments - days)[known].astype(np.int64))
    whole = len(seconds) > 0 and not np.any(seconds % _HOUR)
    is_evening = whole and seconds[0] >= EVENING * _HOUR and seconds[-1] - seconds[0] <= _HOUR
    return _moved(table, name, days) if is_evening else days


def _parsed(table: Table, name: str, like: str | None, *, is_end: bool) -> tuple[Days, bool]:
    """Days, and whether those that could not be read may be day first or month first."""
    words, code = table.words(name)
    others = None if like is None or _is_temporal(table, like) else table.words(like)[0]
    days, kind = days_of(words, others, is_end=is_end)
    read, is_unclear = days[code], kind == "unclear-date"
    if kind and not is_unclear:
        table.flag(~np.isnat(read), kind, _READ_AS[kind], column=name)
    return _moved(table, name, read) if evening_hours(words) else read, is_unclear


def _moved(table: Table, name: str, days: Days) -> Days:
    """Midnights as another time zone tells them, moved to the day that they begin."""
    message = "all times are late in the evening, so they are read as the midnights that follow"
    table.flag(~np.isnat(days), "shifted-midnight", message, column=name)
    return np.asarray(days + np.timedelta64(1, "D"))


def _no_date(table: Table, name: str, missing: NDArray[np.bool_]) -> str:
    """What to say of cells that are no dates."""
    first = table.cell(name, int(np.flatnonzero(missing)[0])) if missing.any() else ""
    return "this is a number and no date: write the first day of the period" if first.isdigit() else "this is not a date"
