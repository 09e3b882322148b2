"""Rows of a sales table, checked one column after the other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.table import Table

_WEEK = 7
_MONDAY_OF_EPOCH = 3  # 1970-01-01 is a Thursday
_FAR_DAYS = 30 * 365.25
_LARGE = 1000.0
_WILD = 100.0
_FEW = 10
_MOSTLY = 0.95
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, kw_only=True)
class SalesRows:
    """Columns of a sales table as arrays of one length; `item` and `location` are positions among the keys."""

    items: tuple[str, ...]
    locations: tuple[str, ...]
    item: NDArray[np.int64]
    location: NDArray[np.int64]
    day: NDArray[np.int64]
    step_days: int
    units: NDArray[np.float64]
    price: NDArray[np.float64] | None
    stock_out: NDArray[np.bool_]
    promotion: NDArray[np.bool_]
    closed: NDArray[np.bool_]


def checked_rows(table: Table, columns: dict[str, str | None]) -> SalesRows:
    """Take the columns out of the table; what is wrong or odd is among the table's findings."""
    items, item = table.keys(str(columns["item"]))
    locations, location = table.keys(str(columns["location"]))
    day, units = table.days(str(columns["date"])), table.numbers(str(columns["units"]))
    price = None if columns["price"] is None else table.numbers(columns["price"], optional=True)
    flags = {role: _flags(table, columns[role]) for role in ("stock_out", "promotion", "closed")}
    rows = SalesRows(
        items=tuple(items),
        locations=tuple(locations),
        item=item,
        location=location,
        day=day,
        step_days=_step(day),
        units=units,
        price=price,
        **flags,
    )
    table.stop_on_errors()
    _check_values(table, columns, rows)
    _check_days(table, columns, rows)
    _check_flags(table, columns, rows)
    return rows


def _flags(table: Table, name: str | None) -> NDArray[np.bool_]:
    return np.zeros(len(table), bool) if name is None else table.flags(name)


def _step(day: NDArray[np.int64]) -> int:
    distinct = np.unique(day)
    return _WEEK if len(distinct) > 1 and not np.any(np.diff(distinct) % _WEEK) else 1


def _check_values(table: Table, columns: dict[str, str | None], rows: SalesRows) -> None:
    units, price = str(columns["units"]), columns["price"]
    table.flag(
        rows.units < 0,
        "negative-units",
        "units sold are below 0",
        "keep returns in a table of their own, or set these rows to 0",
        column=units,
    )
    fractional = np.mod(np.abs(rows.units), 1) > 0
    table.flag(
        fractional,
        "fractional-units",
        "units are not whole",
        "nothing to do where units are weights or averages",
        column=units,
        severity="warning",
    )
    table.flag(
        _wild(rows),
        "wild-units",
        "more than 100 times what the item usually sells there",
        "check the unit (pieces or cases, grams or pounds); take bulk orders out",
        column=units,
        severity="warning",
    )
    if price is not None and rows.price is not None:
        table.flag(rows.price < 0, "negative-price", "a price is below 0", "correct the price, or leave the cell empty", column=price)
        table.flag(
            rows.price == 0,
            "zero-price",
            "a price is 0",
            "leave the cell empty where the price is not known",
            column=price,
            severity="warning",
        )


def _wild(rows: SalesRows) -> NDArray[np.bool_]:
    """Units so far above the median sale of the item at the place that another unit of measure or a bulk order is likely."""
    sold = np.flatnonzero(rows.units > 0)
    if not np.any(rows.units[sold] >= _LARGE):
        return np.zeros(len(rows.units), bool)
    series = rows.item * len(rows.locations) + rows.location
    order = sold[np.lexsort([rows.units[sold], series[sold]])]
    count = np.bincount(series[order], minlength=int(series.max()) + 1)
    middle = np.minimum(np.cumsum(count) - count + count // 2, len(order) - 1)
    usual = rows.units[order][middle]
    return np.asarray((rows.units >= _LARGE) & (rows.units > _WILD * usual[series]) & (count[series] > _FEW))


def _check_days(table: Table, columns: dict[str, str | None], rows: SalesRows) -> None:
    date = str(columns["date"])
    key = np.stack([rows.item, rows.location, rows.day])
    order = np.lexsort(key)
    again = np.zeros(len(order), bool)
    again[order[1:]] = np.all(np.diff(key[:, order], axis=1) == 0, axis=0)
    table.flag(again, "duplicate-row", "item, place and date occur more than once", "add the rows up, or keep one of them", column=date)
    table.flag(
        np.abs(rows.day - np.median(rows.day)) > _FAR_DAYS,
        "far-date",
        "the date is more than 30 years from most others",
        "correct the year, or drop the row",
        column=date,
    )
    if rows.step_days == 1:
        _check_rhythm(table, date, rows)
    _check_weekday(table, rows)


def _check_rhythm(table: Table, date: str, rows: SalesRows) -> None:
    """Dates of a daily history come daily; weeks that begin on different weekdays look like days with many gaps."""
    gaps, mend = np.diff(np.unique(rows.day)), "give one row a day, or one row a week on the same weekday"
    usual = int(np.median(gaps)) if len(gaps) > 1 else 1
    weekday = rows.day % _WEEK
    if usual == _WEEK:
        odd = weekday != np.bincount(weekday).argmax()
        table.flag(odd, "irregular-dates", "the dates are a week apart as a rule, and this one falls on another weekday", mend, column=date)
    elif _are_weeks(rows):
        odd = weekday != np.bincount(weekday).argmax()
        message = "each item has one row a week, but not on the same weekday everywhere; this one falls on another weekday"
        table.flag(odd, "mixed-weekdays", message, "date every week by the same weekday, such as its Monday", column=date)
    elif usual > 1:
        table.add("irregular-dates", f"the dates are neither daily nor weekly: {usual} days apart as a rule", mend, column=date)


def _are_weeks(rows: SalesRows) -> bool:
    """Whether the rows of each item and place are whole weeks apart, in most cases one."""
    order = np.lexsort([rows.day, rows.location, rows.item])
    is_same = (np.diff(rows.item[order]) == 0) & (np.diff(rows.location[order]) == 0)
    apart = np.diff(rows.day[order])[is_same]
    return len(apart) > _FEW and bool(np.mean(apart % _WEEK == 0) > _MOSTLY and np.median(apart) == _WEEK)


def _check_weekday(table: Table, rows: SalesRows) -> None:
    named = next((name for name in table.columns if name.lower() in {"weekday", "day_of_week", "dayofweek"}), None)
    if named is None:
        return
    words, code = table.words(named)
    short = [word[:3].lower() for word in words]
    if set(short) <= set(_NAMES):
        given = np.array([_NAMES.index(word) for word in short])[code]
        wrong = given != (rows.day + _MONDAY_OF_EPOCH) % _WEEK
        message, mend = "the weekday is not the date's", "the date counts; correct or drop the column"
        table.flag(wrong, "weekday-disagrees", message, mend, column=named, severity="warning")


def _check_flags(table: Table, columns: dict[str, str | None], rows: SalesRows) -> None:
    sold = rows.units > 0
    if columns["closed"] is not None:
        table.flag(
            rows.closed & sold,
            "sold-while-closed",
            "something was sold although the place was closed",
            "correct the flag or the units",
            column=columns["closed"],
            severity="warning",
        )
