"""Rows of a sales table, taken out column by column."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.table.column_guess import EVERYWHERE
from ltoplan_widgets.demand.table.column_word import ends_a_week
from ltoplan_widgets.demand.table.date_column import days_in
from ltoplan_widgets.demand.table.mark import Mark, Mask
from ltoplan_widgets.demand.table.number_column import holds_numbers, numbers_in
from ltoplan_widgets.demand.table.table import Columns, Table

_WEEK = 7
_WEEKDAY = frozenset({"weekday", "day_of_week", "dayofweek"})
_DISCOUNT = frozenset({"discount", "markdown"})
_CURRENCY = frozenset({"currency"})

ROLES = {
    "item": True,
    "location": True,
    "date": True,
    "units": True,
    "price": False,
    "stock_out": False,
    "promotion": False,
    "closed": False,
}
"""What a column of sales may hold, which is its usual name too, and whether a table must have it."""


@dataclass(frozen=True, kw_only=True)
class SalesRows:
    """Columns of a sales table as arrays of one length.

    Attributes:
        items: Keys of the items, in natural order.
        locations: Keys of the places.
        item: Position of each row's item.
        location: Position of each row's place.
        day: Day numbers.
        units: Units sold; NaN where it is known that nobody knows.
        price: Prices; None without such a column.
        stock_out: Flags, as `promotion` and `closed`.
        row: Position in the table as it was given; -1 for a row that a mend added.
        columns: Names of the columns by role.
        beside: Columns that are only looked at: weekday (0 Monday, -1 unknown), discount, currency.
        marks: What was found while reading.
    """

    items: tuple[str, ...]
    locations: tuple[str, ...]
    item: NDArray[np.int64]
    location: NDArray[np.int64]
    day: NDArray[np.int64]
    units: NDArray[np.float64]
    price: NDArray[np.float64] | None
    stock_out: Mask
    promotion: Mask
    closed: Mask
    row: NDArray[np.int64]
    columns: Columns
    beside: Mapping[str, tuple[str, NDArray[Any]]] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.day)

    @cached_property
    def step_days(self) -> int:
        """7 where all dates are whole weeks apart, else 1."""
        distinct = np.unique(self.day)
        return _WEEK if len(distinct) > 1 and not np.any(np.diff(distinct) % _WEEK) else 1

    def column(self, role: str) -> str:
        """Name of a role's column; the role itself where there is none."""
        return self.columns.get(role) or role

    def taken(self, keep: Mask) -> "SalesRows":
        """Only some rows; keys that no row has any more are gone."""
        items, item = _used(self.items, self.item[keep])
        locations, location = _used(self.locations, self.location[keep])
        return replace(
            self,
            items=items,
            locations=locations,
            item=item,
            location=location,
            day=self.day[keep],
            units=self.units[keep],
            price=None if self.price is None else self.price[keep],
            stock_out=self.stock_out[keep],
            promotion=self.promotion[keep],
            closed=self.closed[keep],
            row=self.row[keep],
            beside={role: (name, values[keep]) for role, (name, values) in self.beside.items()},
            marks=tuple(replace(mark, at=mark.at[keep]) for mark in self.marks),
        )


def rows_of(table: Table, columns: Columns) -> SalesRows:
    """Take the columns out of the table; what is wrong with cells is among the table's findings and the rows' marks."""
    items, item = table.keys(str(columns["item"]))
    locations, location = _places(table, columns["location"])
    price = columns["price"]
    rows = SalesRows(
        items=tuple(items),
        locations=tuple(locations),
        item=item,
        location=location,
        day=_days(table, str(columns["date"])),
        units=numbers_in(table, str(columns["units"])),
        price=None if price is None else numbers_in(table, price, optional=True),
        stock_out=_flags(table, columns["stock_out"]),
        promotion=_flags(table, columns["promotion"]),
        closed=_flags(table, columns["closed"]),
        row=np.arange(len(table)),
        columns=dict(columns),
    )
    return replace(rows, beside=_beside(table, columns), marks=tuple(table.marks))


def _places(table: Table, name: str | None) -> tuple[list[str], NDArray[np.int64]]:
    return ([EVERYWHERE], np.zeros(len(table), np.int64)) if name is None else table.keys(name)


def _days(table: Table, name: str) -> NDArray[np.int64]:
    """Day numbers; of weeks that are dated by their last day, those of the first."""
    days = days_in(table, name)
    distinct = np.unique(days)
    if not ends_a_week(name) or len(distinct) < 1 + 1 or np.any(np.diff(distinct) % _WEEK):
        return days
    message = "the week is dated by its last day, and read as beginning six days earlier"
    table.flag(np.ones(len(days), bool), "week-end-date", message, column=name)
    return days - (_WEEK - 1)


def _flags(table: Table, name: str | None) -> Mask:
    return np.zeros(len(table), bool) if name is None else table.flags(name)


def _used(keys: tuple[str, ...], position: NDArray[np.int64]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    used, renumbered = np.unique(position, return_inverse=True)
    return tuple(keys[index] for index in used), renumbered


def _beside(table: Table, columns: Columns) -> dict[str, tuple[str, NDArray[Any]]]:
    """Columns that have no role, but tell whether those that have one are right."""
    free = table.further(columns.values())
    found: dict[str, tuple[str, NDArray[Any]]] = {}
    for role, names in (("weekday", _WEEKDAY), ("discount", _DISCOUNT), ("currency", _CURRENCY)):
        name = next((column for column in free if column.lower() in names), None)
        values = None if name is None else _looked_at(table, role, name)
        if name is not None and values is not None:
            found[role] = (name, values)
    return found


def _looked_at(table: Table, role: str, name: str) -> NDArray[Any] | None:
    words, code = table.words(name)
    if role == "currency":
        return np.array([word.upper() for word in words])[code]
    if role == "weekday":
        short = [word[:3].lower() for word in words]
        days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        return np.array([days.index(word) for word in short])[code] if set(short) <= set(days) else None
    return _discounts(table, name)


def _discounts(table: Table, name: str) -> NDArray[np.float64] | None:
    if not holds_numbers(table, name):
        return None
    said, marked = len(table.findings), len(table.marks)
    values = numbers_in(table, name, optional=True)
    del table.findings[said:], table.marks[marked:]  # a column without a role is never refused
    return values
