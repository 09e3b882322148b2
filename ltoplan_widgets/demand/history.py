"""Sales as they were, checked once at the door."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.closure import shut_places
from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.missing_row import filled
from ltoplan_widgets.demand.oddity import report_oddities
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales_row import checked_rows
from ltoplan_widgets.demand.table import Table
from ltoplan_widgets.demand.table_file import read_table
from ltoplan_widgets.plan.errors import Finding

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Days = TypeVar("Days", int, NDArray[np.int64])

_USUAL = {
    "item": True,
    "location": True,
    "date": True,
    "units": True,
    "price": False,
    "stock_out": False,
    "promotion": False,
    "closed": False,
}
"""Usual names of the columns, and whether a table must have them."""


class SalesHistory:
    """Units sold by item, place and period (days or weeks), with what is known about them.

    A series is one item at one place. Arrays have the shape (series, periods); the series are sorted by item, then
    place, and only those exist that the table has.

    Attributes:
        items: Keys of the items.
        locations: Keys of the places.
        step_days: Length of a period: 1 for daily, 7 for weekly sales.
        first: Day number of the first period's date.
        findings: Warnings about the table.
        item_of: Position of each series' item.
        location_of: Position of each series' place.
        units: Units sold; NaN where unknown.
        given: Units as the table has them; NaN where it has no row.
        flagged: Where the table says that the place was closed.
        price: Price of a unit; NaN where unknown; None where no column was given.
        stock_out: True where the item ran out.
        promotion: True where the item was on promotion.
        closed: True where the place did not sell at all: flagged, not open yet, or without a sale on a day that has many.
    """

    def __init__(  # noqa: PLR0913 - a table has these columns
        self,
        *,
        items: tuple[str, ...],
        locations: tuple[str, ...],
        step_days: int,
        first: int,
        item_of: NDArray[np.int64],
        location_of: NDArray[np.int64],
        given: Array,
        price: Array | None,
        stock_out: Mask,
        promotion: Mask,
        flagged: Mask,
        findings: tuple[Finding, ...] = (),
    ) -> None:
        """Keep checked arrays; `from_frame` and `read` are the doors."""
        self.items, self.locations = items, locations
        self.step_days, self.first = step_days, first
        self.item_of, self.location_of = item_of, location_of
        self.price, self.stock_out, self.promotion = price, stock_out, promotion
        self.findings = findings
        self._item_position = {key: index for index, key in enumerate(items)}
        self.given, self.flagged = given, flagged
        self.units = filled(given, location_of)
        self.closed: Mask = flagged | shut_places(self.units, location_of)[location_of]

    @classmethod
    def from_frame(  # noqa: PLR0913 - one argument a column
        cls,
        df: object,
        *,
        item: str,
        location: str,
        date: str,
        units: str,
        price: str | None = None,
        stock_out: str | None = None,
        promotion: str | None = None,
        closed: str | None = None,
    ) -> "SalesHistory":
        """Take sales from a pandas, polars, pyarrow or DuckDB table with one row an item, place and day (or week).

        Args:
            df: The table.
            item: Name of the column with the items' keys.
            location: Name of the column with the places' keys.
            date: Name of the column with the days, or the weeks' first days.
            units: Name of the column with units sold, at least 0.
            price: Name of the column with the price of a unit.
            stock_out: Name of the column that is true where the item ran out, so that more would have sold.
            promotion: Name of the column that is true where the item was on promotion.
            closed: Name of the column that is true where the place was closed.

        Raises:
            InputError: With a finding for everything that must be mended, naming column, rows and value.
        """
        columns = {
            "item": item,
            "location": location,
            "date": date,
            "units": units,
            "price": price,
            "stock_out": stock_out,
            "promotion": promotion,
            "closed": closed,
        }
        return _history(Table(df), {role: None if name is None else str(name) for role, name in columns.items()})

    @classmethod
    def read(cls, file: str | Path, **columns: str) -> "SalesHistory":
        """Read sales from a Parquet or CSV file.

        Args:
            file: Path of the file.
            **columns: Names of columns that are not called as usual, e.g. ``units="menge"``. The usual names are
                ``item``, ``location``, ``date``, ``units``, and, where the file has them, ``price``, ``stock_out``,
                ``promotion``, ``closed``.

        Raises:
            InputError: With a finding for everything that must be mended, naming file, column, rows and value.
        """
        table = Table(read_table(file), file=str(file))
        usual = {name: name if name in table.columns or required else None for name, required in _USUAL.items()}
        return _history(table, {**usual, **columns})

    def __len__(self) -> int:
        """Number of known sales, one an item, place and period."""
        return int(np.count_nonzero(~np.isnan(self.units)))

    def __repr__(self) -> str:
        """Size and window."""
        kind = "daily" if self.step_days == 1 else "weekly"
        return f"<SalesHistory {kind}, {len(self.items)} items, {len(self.locations)} places, {self.first_day}..{self.last_day}>"

    @property
    def first_day(self) -> str:
        """First day, ISO date."""
        return iso_day(self.first)

    @property
    def last_day(self) -> str:
        """Last day, ISO date; for weekly sales the date of the last week."""
        return iso_day(self.first + (self.units.shape[1] - 1) * self.step_days)

    def matrix(self, item: str, locations: Sequence[str] | None = None) -> Array:
        """Units of one item, shape (places, periods), NaN where unknown; places as given or all of them."""
        return self._placed(self.units, item, locations, np.nan)

    def mask(self, name: str, item: str, locations: Sequence[str] | None = None) -> Mask:
        """One of the flags ``stock_out``, ``promotion``, ``closed`` of an item, shape (places, periods)."""
        return self._placed(getattr(self, name), item, locations, False)  # noqa: FBT003 - a fill value

    def chain_units(self, item: str) -> tuple[tuple[str, ...], Array]:
        """Days (or weeks' dates) and units of an item over all places; unknown counts as 0."""
        starts = tuple(iso_day(self.first + k * self.step_days) for k in range(self.units.shape[1]))
        return starts, np.asarray(np.nansum(self.matrix(item), axis=0))

    def column_at(self, day: Days) -> Days:
        """Position of the period that is nearest to a day number (or to each of many); may lie outside of the history."""
        return (day - self.first + self.step_days // 2) // self.step_days

    def series_of(self, item: str, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Position of an item's series at each place; -1 where there is none."""
        found = np.full(len(self.locations), -1)
        if item in self._item_position:
            start, stop = np.searchsorted(self.item_of, [self._item_position[item], self._item_position[item] + 1])
            found[self.location_of[start:stop]] = np.arange(start, stop)
        return np.asarray(found[places])

    def known_by(self, day: int) -> "SalesHistory":
        """The history as it was at the end of a day number: later periods are gone, and nothing is inferred from them.

        Raises:
            InputError: No period had ended by then.
        """
        periods = min((day + 1 - self.first) // self.step_days, self.units.shape[1])
        if periods < 1:
            message = f"nothing is known by then, the sales begin on {self.first_day}"
            raise refusal("no-history", iso_day(day), message, "give a later origin, or earlier sales", column="origin")
        if periods == self.units.shape[1]:
            return self
        return SalesHistory(
            items=self.items,
            locations=self.locations,
            step_days=self.step_days,
            first=self.first,
            item_of=self.item_of,
            location_of=self.location_of,
            given=self.given[:, :periods],
            price=None if self.price is None else self.price[:, :periods],
            stock_out=self.stock_out[:, :periods],
            promotion=self.promotion[:, :periods],
            flagged=self.flagged[:, :periods],
        )

    def _placed(self, values: NDArray[Any], item: str, locations: Sequence[str] | None, fill: object) -> NDArray[Any]:
        position = {key: index for index, key in enumerate(self.locations)}
        chosen = np.arange(len(self.locations)) if locations is None else np.array([position[key] for key in locations], dtype=np.int64)
        series = self.series_of(item, chosen)
        placed = np.full((len(chosen), values.shape[1]), fill, dtype=values.dtype)
        placed[series >= 0] = values[series[series >= 0]]
        return placed


def _history(table: Table, columns: dict[str, str | None]) -> SalesHistory:
    table.require(columns)
    rows = checked_rows(table, columns)
    table.stop_on_errors()
    series, row_series = np.unique(rows.item * len(rows.locations) + rows.location, return_inverse=True)
    first = int(rows.day.min())
    shape = (len(series), int(rows.day.max() - first) // rows.step_days + 1)
    cell = (row_series, (rows.day - first) // rows.step_days)
    history = SalesHistory(
        items=rows.items,
        locations=rows.locations,
        step_days=rows.step_days,
        first=first,
        item_of=series // len(rows.locations),
        location_of=series % len(rows.locations),
        given=_spread(rows.units, cell, shape),
        price=None if rows.price is None else _spread(rows.price, cell, shape),
        stock_out=_spread(rows.stock_out, cell, shape),
        promotion=_spread(rows.promotion, cell, shape),
        flagged=_spread(rows.closed, cell, shape),
    )
    report_oddities(history, table, cell=cell, promotion=columns["promotion"])
    history.findings = tuple(table.findings)
    return history


def _spread(values: NDArray[Any], cell: tuple[NDArray[np.int64], NDArray[np.int64]], shape: tuple[int, int]) -> NDArray[Any]:
    matrix = np.full(shape, np.nan if values.dtype == np.float64 else False, dtype=values.dtype)
    matrix[cell] = values
    return matrix
