"""Past campaigns, checked once at the door."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import GivenDay, given_day, iso_day
from ltoplan_widgets.demand.library.campaign_check import apart
from ltoplan_widgets.demand.library.campaign_row import COLUMNS, CampaignRows, columns_of
from ltoplan_widgets.demand.library.campaign_source import CampaignSource
from ltoplan_widgets.demand.library.campaign_table import as_table
from ltoplan_widgets.demand.library.detect import detected
from ltoplan_widgets.demand.library.week_label import by_first_days
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.table.address import shown
from ltoplan_widgets.demand.table.mark import Mended
from ltoplan_widgets.demand.table.source import Mend
from ltoplan_widgets.demand.table.table import Columns, Table
from ltoplan_widgets.demand.table.table_file import read_table, write_table
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import Finding
from ltoplan_widgets.plan.units import Scalar

if TYPE_CHECKING:
    import pandas as pd

Rows = NDArray[np.int64]


class CampaignLibrary:
    """Past campaigns: one row an item, a place and a window; rows of one launch share their event.

    Attributes:
        rows: The checked columns.
        findings: Warnings and notes about the table.
        told: Those of them that the sales told, of how the table is read therefore; see `side_by_side`.
        mapping: Name of the column that each role was taken from.
    """

    def __init__(
        self,
        rows: CampaignRows,
        *,
        findings: tuple[Finding, ...] = (),
        told: tuple[Finding, ...] = (),
        mapping: Columns | None = None,
        source: CampaignSource | None = None,
    ) -> None:
        """Keep checked rows; `from_frame`, `read` and `detect` are the doors."""
        self.rows, self.findings, self.told = rows, (*findings, *told), told
        self.mapping, self._source = dict(mapping or {}), source or CampaignSource(rows, None)
        self._launches = _launches(rows)

    @classmethod
    def from_frame(cls, df: object, *, mend: Mend = False, **columns: str) -> "CampaignLibrary":
        """Take campaigns from a table with the columns campaign, item, location, event, start, end and any others.

        Further columns are covariates: what is known of a campaign in advance. Without a column event, an item's campaigns
        of one first day are a launch; without a column campaign, each has the key of its launch and place.

        Args:
            df: The table.
            mend: True mends at the door whatever can be mended, codes of findings mend those; see `mended`.
            **columns: Names of columns that are not called so, e.g. ``item="sku"``.

        Raises:
            InputError: With a finding for everything that must be mended, naming column, rows and value.
        """
        table = Table(df)
        return _library(table, columns_of(table, columns), mend=mend)

    @classmethod
    def read(
        cls, file: str | Path, *, mend: Mend = False, storage_options: Mapping[str, object] | None = None, **columns: str
    ) -> "CampaignLibrary":
        """Read campaigns from a Parquet, CSV or Excel file, or an address, with the columns of `from_frame`.

        Columns that are not called as usual are guessed; see `mapping`.

        Args:
            file: Path of a file, or an address that fsspec knows.
            mend: As in `from_frame`.
            storage_options: What fsspec needs for the address.
            **columns: Names of columns, as in `from_frame`.

        Raises:
            InputError: With a finding for everything that must be mended, naming file, column, rows and value.
        """
        table = Table(read_table(file, storage_options=storage_options), file=shown(str(file)))
        return _library(table, columns_of(table, columns), mend=mend)

    @classmethod
    def detect(
        cls, history: SalesHistory, *, min_share: float = 0.8, max_gap: int = 7, min_days: int = 1, max_days: int = 120
    ) -> "CampaignLibrary":
        """Find campaigns in sales: where promotions are flagged, and where items sell in limited windows only.

        Flagged periods of an item at a place that are at most `max_gap` days apart are one campaign; campaigns of an item
        that begin within `max_gap` days of each other are one event. An item without flags has limited windows where at
        least `min_share` of what it sells within half a year around a window is sold in it; the item's own quiet
        sales, below a tenth of its peak, do not make a window. Windows that begin with the history's first period, or go
        on at its end, are left out: nobody knows where they begin or end.

        Args:
            history: Checked sales.
            min_share: Least share of sales that lies in a limited window, 0 to 1.
            max_gap: Days without flag or sale that do not end a campaign.
            min_days: Shortest campaign, in days.
            max_days: Longest campaign, in days.

        Raises:
            InputError: An argument out of its range, or no campaign is found.
        """
        found = detected(history, min_share=min_share, max_gap=max_gap, min_days=min_days, max_days=max_days)
        return _library(Table(found), {role: role for role in COLUMNS}, mend=False)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.rows.first)

    def __repr__(self) -> str:
        """Size."""
        return f"<CampaignLibrary {len(self)} campaigns of {len(self.events)} events>"

    @property
    def events(self) -> tuple[str, ...]:
        """Keys of the launches, by first day."""
        return tuple(dict.fromkeys(event for event, _ in self._launches))

    def launches(self) -> Iterable[tuple[str, str, Rows]]:
        """Event, item and positions of the rows of every launch, by first day."""
        return ((event, item, rows) for (event, item), rows in self._launches.items())

    def rows_of(self, item: str) -> Rows:
        """Positions of an item's rows."""
        return self._rows_of_items.get(item, np.zeros(0, np.int64))

    def rows_of_launch(self, event: str, item: str) -> Rows:
        """Positions of a launch's rows; none where it is planned only."""
        return self._launches.get((event, item), np.zeros(0, np.int64))

    def shared(self, name: str, rows: Rows) -> Scalar:
        """A covariate over some rows: the mean of numbers, the first of words; None where it is not known.

        Args:
            name: Name of the covariate.
            rows: Positions of the rows.
        """
        numbers = self._numbers.get(name)
        if numbers is not None and len(rows):
            return float(numbers[rows].mean())
        column = self.rows.covariates[name]
        given = [column[row] for row in rows if column[row] is not None]
        known = [float(value) for value in given if value is not None and not isinstance(value, str)]
        return float(np.mean(known)) if known and len(known) == len(given) else (given[0] if given else None)

    @cached_property
    def items(self) -> frozenset[str]:
        """Keys of the items."""
        return frozenset(self.rows.item)

    @cached_property
    def places(self) -> frozenset[str]:
        """Keys of the places."""
        return frozenset(self.rows.location)

    @cached_property
    def _numbers(self) -> dict[str, NDArray[np.float64]]:
        """Covariates that are known as numbers in every row."""
        return {
            name: np.array(values, dtype=np.float64)
            for name, values in self.rows.covariates.items()
            if not any(value is None or isinstance(value, str) for value in values)
        }

    @cached_property
    def _rows_of_items(self) -> dict[str, Rows]:
        found: dict[str, list[Rows]] = {}
        for (_, item), rows in self._launches.items():
            found.setdefault(item, []).append(rows)
        return {item: np.sort(np.concatenate(rows)) for item, rows in found.items()}

    def campaigns(self) -> tuple[Campaign, ...]:
        """Every launch as a campaign over its places, by first day."""
        return tuple(self._campaign(event, rows) for event, _, rows in self.launches())

    def campaign(self, key: str, *, item: str | None = None) -> Campaign:
        """A launch over its places by the event's key, or one campaign by its own key.

        Args:
            key: Key of an event or of a campaign.
            item: Key of the item, where campaigns of several items share the event.

        Raises:
            InputError: No such event or campaign, or several items share it; the message names what there is.
        """
        key, item = str(key), None if item is None else str(item)
        launched = {of: rows for (event, of), rows in self._launches.items() if event == key and item in (None, of)}
        if len(launched) > 1:
            raise refusal(
                "several-items", key, f"this is the event of several items: {', '.join(launched)}", "name one, as in campaign(key, item=…)"
            )
        rows = next(iter(launched.values())) if launched else np.flatnonzero(np.array(self.rows.campaign) == key)
        if not len(rows):
            nearest = difflib.get_close_matches(key, {*self.events, *self.rows.campaign}, n=3, cutoff=0.4) or self.events[:3]
            raise refusal("unknown-campaign", key, "there is no such event or campaign", f"did you mean {' or '.join(map(repr, nearest))}?")
        return self._campaign(key, rows)

    def ended_by(self, day: GivenDay) -> "CampaignLibrary":
        """Launches that had ended, at every place, on a day or before.

        Raises:
            InputError: There is no such day.
        """
        limit = given_day(day, column="day")
        over = [rows for _, _, rows in self.launches() if self.rows.last[rows].max() <= limit]
        return CampaignLibrary(self.rows.taken(np.sort(np.concatenate(over)) if over else np.zeros(0, np.int64)), findings=self.findings)

    def checked_against(self, history: SalesHistory) -> tuple[Finding, ...]:
        """Warnings about campaigns beside a history: items or places that it does not know, windows outside, other ends, stock-outs."""
        dated = by_first_days(history, self)
        told = dated.told if dated is not history else ()
        return (*told, *(self._source.finding(mark) for mark in self._source.fitting(dated)))

    def mended(self, codes: Sequence[str] | None = None, *, history: SalesHistory | None = None) -> "CampaignLibrary":
        """The library with what was found mended; `mends`, and a note among the findings, say what was changed.

        Args:
            codes: Kinds of findings to mend; None for all that can be. What each mend does is in ``docs/data.md``.
            history: Sales; with them what `checked_against` finds is mended too.

        Raises:
            InputError: There is no such kind, only a person can mend it, or no campaign is left.
        """
        dated = None if history is None else by_first_days(history, self)
        source = replace(self._source, history=dated).mended([codes] if isinstance(codes, str) else codes)
        return _from_source(replace(source, history=None), self.mapping)

    @property
    def mends(self) -> tuple[Mended, ...]:
        """What was mended: kind of finding, what was done, which rows, how many."""
        return self._source.mends

    def to_pandas(self) -> "pd.DataFrame":
        """The campaigns as a table with the columns of `from_frame`."""
        return as_table(self.rows).to_pandas()  # type: ignore[no-any-return]  # pyarrow ships no types

    def write(self, file: str | Path) -> None:
        """Write what `to_pandas` gives as Parquet or CSV, by the file's name.

        Raises:
            InputError: The name ends otherwise, or there is no such folder.
        """
        write_table(as_table(self.rows), file)

    def _campaign(self, key: str, rows: Rows) -> Campaign:
        row, shared = int(rows[0]), self.rows.covariates
        return Campaign(
            item=self.rows.item[row],
            event=self.rows.event[row],
            name=key,
            start=iso_day(int(self.rows.first[rows].min())),
            end=iso_day(int(self.rows.last[rows].max())),
            locations={self.rows.location[index]: True for index in rows},
            covariates={name: values[row] for name, values in shared.items() if all(values[index] == values[row] for index in rows)},
        )


def _library(table: Table, columns: Columns, *, mend: Mend) -> CampaignLibrary:
    return _from_source(CampaignSource.opened(table, columns, mend=mend), columns)


def _from_source(source: CampaignSource, mapping: Columns) -> CampaignLibrary:
    return CampaignLibrary(apart(source.rows), findings=source.findings(), mapping=mapping, source=source)


def _launches(rows: CampaignRows) -> dict[tuple[str, str], Rows]:
    grouped: dict[tuple[str, str], list[int]] = {}
    for index in np.argsort(rows.first, kind="stable"):
        grouped.setdefault((rows.event[index], rows.item[index]), []).append(int(index))
    return {launch: np.sort(np.array(members, dtype=np.int64)) for launch, members in grouped.items()}
