"""What is wrong or odd in single rows of sales, before they stand side by side."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import weekday
from ltoplan_widgets.demand.sales.sales_row import SalesRows
from ltoplan_widgets.demand.table.mark import Mark, Mask

_WEEK = 7
_THURSDAY = 3
_FAR_DAYS = 30 * 365.25
_LARGE = 1000.0
_WILD = 100.0
_FEW = 10
_MOSTLY = 0.95
_LONG_PERIODS = frozenset({28, 35})


def row_marks(rows: SalesRows) -> Iterator[Mark]:
    """Everything that is found in single rows; only what was found anywhere is given."""
    checks = (_of_units, _of_prices, _of_discounts, _of_duplicates, _of_days, _of_weekday, _of_flags)
    yield from (mark for check in checks for mark in check(rows) if mark.at.any() or mark.count)


def usual_weekday(rows: SalesRows) -> int:
    """The weekday that most rows are dated by, as day number modulo 7."""
    return int(np.bincount(rows.day % _WEEK).argmax())


def _of_units(rows: SalesRows) -> Iterator[Mark]:
    name = rows.column("units")
    yield Mark(code="negative-units", message="units sold are below 0, and count as nothing sold", at=rows.units < 0, column=name)
    fractional = np.mod(np.abs(rows.units), 1) > 0
    yield Mark(code="fractional-units", message="units are not whole", at=fractional, column=name)
    yield Mark(code="wild-units", message="more than 100 times what the item usually sells there", at=_wild(rows), column=name)


def _of_prices(rows: SalesRows) -> Iterator[Mark]:
    if rows.price is None:
        return
    name = rows.column("price")
    yield Mark(code="negative-price", message="a price is below 0", at=rows.price < 0, column=name)
    yield Mark(code="zero-price", message="a price is 0", at=rows.price == 0, column=name)
    if "currency" in rows.beside:
        yield _foreign(*rows.beside["currency"], ~np.isnan(rows.price))


def _of_discounts(rows: SalesRows) -> Iterator[Mark]:
    if "discount" in rows.beside:
        column, discount = rows.beside["discount"]
        yield Mark(code="negative-markdown", message="a discount is below 0", at=discount < 0, column=column)
        if rows.price is not None:
            above = (discount > rows.price) & (discount > 1)
            yield Mark(code="discount-above-price", message="the discount is larger than the price", at=above, column=column)


def _foreign(name: str, words: NDArray[np.str_], priced: Mask) -> Mark:
    kinds, count = np.unique(words[priced & (words != "")], return_counts=True)
    usual = kinds[np.argmax(count)] if len(kinds) else ""
    at = priced & (words != "") & (words != usual)
    return Mark(code="mixed-currency", message=f"prices are in {' and '.join(kinds)}", at=at, column=name)


def _wild(rows: SalesRows) -> Mask:
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


def _of_duplicates(rows: SalesRows) -> Iterator[Mark]:
    key = np.stack([rows.item, rows.location, rows.day])
    order = np.lexsort(key)
    again = np.zeros(len(order), bool)
    again[order[1:]] = np.all(np.diff(key[:, order], axis=1) == 0, axis=0)
    yield Mark(code="duplicate-row", message="item, place and date occur more than once", at=again, column=rows.column("date"))


def _of_days(rows: SalesRows) -> Iterator[Mark]:
    date = rows.column("date")
    far = np.abs(rows.day - np.median(rows.day)) > _FAR_DAYS
    yield Mark(code="far-date", message="the date is more than 30 years from most others", at=far, column=date)
    gaps = np.asarray(np.diff(np.unique(rows.day)), dtype=np.int64)
    if set(gaps.tolist()) == _LONG_PERIODS:
        message = "the periods are four and five weeks long"
        yield Mark(code="long-periods", message=message, at=np.zeros(len(rows), bool), column=date, count=len(gaps) + 1)
    elif rows.step_days == 1:
        yield from _of_rhythm(rows, gaps)
    else:
        yield from _of_long_years(rows)


def _of_rhythm(rows: SalesRows, gaps: NDArray[np.int64]) -> Iterator[Mark]:
    """Dates of a daily history come daily; weeks that begin on different weekdays look like days with many gaps."""
    date, nowhere = rows.column("date"), np.zeros(len(rows), bool)
    usual = int(np.median(gaps)) if len(gaps) > 1 else 1
    odd = rows.day % _WEEK != usual_weekday(rows)
    if usual == _WEEK:
        message = "the dates are a week apart as a rule, and this one falls on another weekday"
        yield Mark(code="irregular-dates", message=message, at=odd, column=date)
    elif _are_weeks(rows):
        message = "each item has one row a week, but not on the same weekday everywhere; this one falls on another weekday"
        yield Mark(code="mixed-weekdays", message=message, at=odd, column=date)
    elif usual > 1:
        message = f"the dates are neither daily nor weekly: {usual} days apart as a rule"
        yield Mark(code="irregular-dates", message=message, at=nowhere, column=date, count=1, is_mendable=False)


def _are_weeks(rows: SalesRows) -> bool:
    """Whether the rows of each item and place are whole weeks apart, in most cases one."""
    order = np.lexsort([rows.day, rows.location, rows.item])
    is_same = (np.diff(rows.item[order]) == 0) & (np.diff(rows.location[order]) == 0)
    apart = np.diff(rows.day[order])[is_same]
    return len(apart) > _FEW and bool(np.mean(apart % _WEEK == 0) > _MOSTLY and np.median(apart) == _WEEK)


def _of_long_years(rows: SalesRows) -> Iterator[Mark]:
    """Rows of weeks with the ISO number 53: those whose Thursday is day 365 or 366 of its year."""
    thursday = (rows.day - weekday(rows.day) + _THURSDAY).astype("datetime64[D]")
    day_of_year = (thursday - thursday.astype("datetime64[Y]")).astype(np.int64)
    message = "the year has 53 weeks, so the same number of the week is another season a year later"
    yield Mark(code="week-53", message=message, at=day_of_year // _WEEK == 52, column=rows.column("date"))  # noqa: PLR2004 - counted from 0


def _of_weekday(rows: SalesRows) -> Iterator[Mark]:
    if "weekday" in rows.beside:
        column, given = rows.beside["weekday"]
        wrong = given != weekday(rows.day)
        yield Mark(code="weekday-disagrees", message="the weekday is not the date's", at=wrong, column=column)


def _of_flags(rows: SalesRows) -> Iterator[Mark]:
    message = "something was sold although the place was closed"
    yield Mark(code="sold-while-closed", message=message, at=rows.closed & (rows.units > 0), column=rows.column("closed"))
