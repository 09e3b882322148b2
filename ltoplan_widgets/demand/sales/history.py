"""Sales as they were, checked once at the door."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import Days, iso_day
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.closure import shut_places
from ltoplan_widgets.demand.sales.missing_row import filled
from ltoplan_widgets.demand.sales.sales_row import ROLES
from ltoplan_widgets.demand.sales.sales_series import Array, Mask, SalesSeries
from ltoplan_widgets.demand.sales.sales_source import SalesSource
from ltoplan_widgets.demand.sales.sales_table import as_table
from ltoplan_widgets.demand.sales.summed_sales import Period, SummedSales, is_many, summed
from ltoplan_widgets.demand.table.address import shown
from ltoplan_widgets.demand.table.column_guess import mapped, without_places
from ltoplan_widgets.demand.table.mark import Mended
from ltoplan_widgets.demand.table.source import Mend
from ltoplan_widgets.demand.table.table import Columns, Table
from ltoplan_widgets.demand.table.table_file import read_table, write_table
from ltoplan_widgets.plan.errors import Finding

if TYPE_CHECKING:
    import pandas as pd


_KEPT_CUTS = 3
"""So many of the last cuts of a history are kept: what was learned as of a day is found again by the history as it was then."""


class SalesHistory:
    """Units sold by item, place and period (days or weeks), with what is known about them.

    A series is one item at one place. Arrays have the shape (series, periods); the series are sorted by item, then
    place, and only those exist that the table has.

    Attributes:
        items: Keys of the items.
        locations: Keys of the places.
        step_days: Length of a period: 1 for daily, 7 for weekly sales.
        first: Day number of the first period's date.
        findings: Warnings and notes about the table.
        told: Those of them that campaigns told, of how the table is read therefore; see `week_label.by_first_days`.
        mapping: Name of the column that each role was taken from; None where there was none.
        item_of: Position of each series' item.
        location_of: Position of each series' place.
        units: Units sold, at least 0; NaN where unknown.
        given: Units as the table has them; NaN where it has no row.
        flagged: Where the table says that the place was closed.
        price: Price of a unit; NaN where unknown; None where no column was given.
        stock_out: True where the item ran out.
        promotion: True where the item was on promotion.
        closed: True where the place did not sell at all: flagged, not open yet, or without a sale on a day that has many.
    """

    def __init__(
        self,
        series: SalesSeries,
        *,
        findings: tuple[Finding, ...] = (),
        told: tuple[Finding, ...] = (),
        mapping: Columns | None = None,
        source: SalesSource | None = None,
    ) -> None:
        """Keep checked series; `from_frame` and `read` are the doors."""
        self.items, self.locations = series.items, series.locations
        self.step_days, self.first = series.step_days, series.first
        self.item_of, self.location_of = series.item_of, series.location_of
        self.given, self.flagged, self.price = series.given, series.flagged, series.price
        self.stock_out, self.promotion = series.stock_out, series.promotion
        self.findings, self.told, self.mapping = (*findings, *told), told, dict(mapping or {})
        self._series, self._source = series, source
        self._item_position = {key: index for index, key in enumerate(self.items)}
        self._cuts: dict[int, SalesHistory] = {}
        self._earlier: dict[int, SalesHistory] = {}
        self.units = np.maximum(filled(self.given, self.location_of), 0.0)
        self.closed: Mask = self.flagged | shut_places(self.units, self.location_of)[self.location_of]

    @classmethod
    def from_frame(  # noqa: PLR0913 - one argument a column
        cls,
        df: object,
        *,
        item: str | None = None,
        location: str | None = None,
        date: str | None = None,
        units: str | None = None,
        price: str | None = None,
        stock_out: str | None = None,
        promotion: str | None = None,
        closed: str | None = None,
        period: Period | None = None,
        mend: Mend = False,
    ) -> "SalesHistory":
        """Take sales from a pandas, polars or pyarrow table, or a DuckDB relation, with one row an item, place and day (or week).

        Where one of the first four columns is not named, all columns that are not named are guessed; see `mapping`.

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
            period: ``"day"`` or ``"week"`` adds the rows of an item and place up, with DuckDB and out of memory: for
                single sales, and for relations larger than memory.
            mend: True mends at the door whatever can be mended unasked, codes of findings mend those; see `mended`.

        Raises:
            InputError: With a finding for everything that must be mended, naming column, rows and value.
        """
        columns = zip(ROLES, (item, location, date, units, price, stock_out, promotion, closed), strict=True)
        named = {role: str(name) for role, name in columns if name is not None}
        if period is not None:
            return _of_sums(summed(df, named, period=period), mend=mend)
        is_complete = all(role in named for role, required in ROLES.items() if required)
        return _of(Table(df), dict.fromkeys(ROLES, None) | named if is_complete else named, mend=mend)

    @classmethod
    def read(
        cls,
        file: str | Path,
        *,
        period: Period | None = None,
        mend: Mend = False,
        storage_options: Mapping[str, object] | None = None,
        **columns: str | None,
    ) -> "SalesHistory":
        """Read sales from Parquet, CSV or Excel: a file, many files, or an address.

        Args:
            file: Path of a file, a pattern of many (``sales/*.parquet``), or an address that fsspec knows, such as
                ``s3://bucket/sales.parquet``. Many files are added up by DuckDB without being held in memory.
            period: ``"day"`` or ``"week"`` adds the rows of an item and place up, also of a single file.
            mend: True mends at the door whatever can be mended unasked, codes of findings mend those; see `mended`.
            storage_options: What fsspec needs for the address, such as ``{"anon": True}``.
            **columns: Names of columns, e.g. ``units="menge"``. Others are taken where they are called as usual (``item``,
                ``location``, ``date``, ``units``, and, where the file has them, ``price``, ``stock_out``, ``promotion``,
                ``closed``) or as others call them (``sku``, ``store``, ``day``, ``qty``, …); see `mapping`. With a period,
                ``location=None`` adds all places up to the chain.

        Raises:
            InputError: With a finding for everything that must be mended, naming file, column, rows and value.
        """
        if period is not None or is_many(file):
            return _of_sums(summed(file, columns, period=period or "day", storage_options=storage_options), mend=mend)
        return _of(Table(read_table(file, storage_options=storage_options), file=shown(str(file))), columns, mend=mend)

    def mended(self, codes: Sequence[str] | None = None) -> "SalesHistory":
        """The history with what was found mended; `mends`, and a note among the findings, say what was changed.

        Args:
            codes: Kinds of findings to mend; None for all that may be mended unasked. What each kind's mend does is in
                ``docs/data.md``; some are done only when they are named, as the sales may be right as they are.

        Raises:
            InputError: There is no such kind, only a person can mend it, or the history is a cut of another one.
        """
        if self._source is None:
            raise refusal("no-rows", self.last_day, "this history is a cut of another one", "mend the whole history, then cut it")
        return _from_source(self._source.mended([codes] if isinstance(codes, str) else codes), self.mapping)

    def to_pandas(self) -> "pd.DataFrame":
        """The sales as they count, one row an item, place and period: item, location, date, units and what else is known."""
        return as_table(self._series, self.units).to_pandas()  # type: ignore[no-any-return]  # pyarrow ships no types

    def write(self, file: str | Path) -> None:
        """Write what `to_pandas` gives as Parquet or CSV, by the file's name.

        Raises:
            InputError: The name ends otherwise.
        """
        write_table(as_table(self._series, self.units), file)

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: without the cuts that are kept here."""
        return {**self.__dict__, "_cuts": {}, "_earlier": {}}

    def __len__(self) -> int:
        """Number of known sales, one an item, place and period."""
        return int(np.count_nonzero(~np.isnan(self.units)))

    def __repr__(self) -> str:
        """Size and window."""
        kind = "daily" if self.step_days == 1 else "weekly"
        return f"<SalesHistory {kind}, {len(self.items)} items, {len(self.locations)} places, {self.first_day}..{self.last_day}>"

    @property
    def mends(self) -> tuple[Mended, ...]:
        """What was mended: kind of finding, what was done, which rows, how many."""
        return self._source.mends if self._source else ()

    @property
    def first_day(self) -> str:
        """First day, ISO date."""
        return iso_day(self.first)

    @property
    def last_day(self) -> str:
        """Last day, ISO date; for weekly sales the date of the last week."""
        return iso_day(self.first + (self.units.shape[1] - 1) * self.step_days)

    @property
    def known_until(self) -> str:
        """Last day whose sales are known, ISO date; for weekly sales the last day of the last week."""
        return iso_day(self.first + self.units.shape[1] * self.step_days - 1)

    def matrix(self, item: str, locations: Sequence[str] | None = None) -> Array:
        """Units of one item, shape (places, periods), NaN where unknown.

        Args:
            item: Key of the item; one that is not in the history has no known units.
            locations: Keys of the places, in the wanted order; None for all of the history.
        """
        return self._placed(self.units, item, locations, np.nan)

    def mask(self, name: str, item: str, locations: Sequence[str] | None = None) -> Mask:
        """A flag of an item, shape (places, periods).

        Args:
            name: ``stock_out``, ``promotion`` or ``closed``.
            item: Key of the item.
            locations: Keys of the places, in the wanted order; None for all of the history.
        """
        return self._placed(getattr(self, name), item, locations, False)  # noqa: FBT003 - a fill value

    def dated_earlier(self, days: int, finding: Finding) -> "SalesHistory":
        """The same sales with every period dated so many days earlier, and the finding that says why; kept for the next who asks."""
        if days not in self._earlier:
            series = replace(self._series, first=self.first - days)
            earlier = SalesHistory(series, findings=self.findings, told=(finding,), mapping=self.mapping, source=self._source)
            self._earlier[days] = earlier
        return self._earlier[days]

    def column_at(self, day: Days) -> Days:
        """Position of the period that is nearest to a day number (or to each of many); may lie outside of the history."""
        return (day - self.first + self.step_days // 2) // self.step_days

    def series_of(self, item: str, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Position of an item's series at each place; -1 where there is none.

        Args:
            item: Key of the item.
            places: Positions of the places.
        """
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
        if periods not in self._cuts:
            self._cuts = dict([*list(self._cuts.items())[1 - _KEPT_CUTS :], (periods, SalesHistory(self._series.until(periods)))])
        return self._cuts[periods]

    def _placed(self, values: NDArray[Any], item: str, locations: Sequence[str] | None, fill: object) -> NDArray[Any]:
        chosen = np.arange(len(self.locations)) if locations is None else self._positions(locations)
        series = self.series_of(item, chosen)
        placed = np.full((len(chosen), values.shape[1]), fill, dtype=values.dtype)
        placed[series >= 0] = values[series[series >= 0]]
        return placed

    def _positions(self, locations: Sequence[str]) -> NDArray[np.int64]:
        position = {key: index for index, key in enumerate(self.locations)}
        return np.array([position[key] for key in locations], dtype=np.int64)


def _of(table: Table, named: Columns, *, mend: Mend) -> SalesHistory:
    columns = without_places(table, mapped(table, named, ROLES), named=named, by=("item", "date"))
    return _from_source(SalesSource.opened(table, columns, mend=mend), columns)


def _of_sums(sums: SummedSales, *, mend: Mend) -> SalesHistory:
    columns = {role: role if role in sums.table.columns else None for role in ROLES}
    return _from_source(SalesSource.opened(sums.table, columns, mend=mend), sums.mapping)


def _from_source(source: SalesSource, mapping: Columns) -> SalesHistory:
    return SalesHistory(source.grid, findings=source.findings(), mapping=mapping, source=source)
