"""Rows of a campaign table, taken out column by column."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.table.column_guess import EVERYWHERE, mapped, without_places
from ltoplan_widgets.demand.table.date_column import days_in
from ltoplan_widgets.demand.table.mark import Mark, Mask
from ltoplan_widgets.demand.table.number_column import scalars_in
from ltoplan_widgets.demand.table.table import Columns, Table
from ltoplan_widgets.plan.units import Scalar

T = TypeVar("T")

COLUMNS = ("campaign", "item", "location", "event", "start", "end")
OPTIONAL = ("event", "campaign")
"""Columns that a table may do without."""


@dataclass(frozen=True, kw_only=True)
class CampaignRows:
    """Columns of a campaign table.

    Attributes:
        campaign: Keys of the campaigns.
        item: Keys of the items.
        location: Keys of the places.
        event: Keys of the launches.
        first: Day numbers of the first days.
        last: Day numbers of the last days.
        covariates: Further columns by name.
        table_event: What the table calls a launch, by its key, where launches share a key there, as seasons of several years do.
        row: Position of each row in the table as it was given; filled in where it is left out.
        marks: What was found while reading.
    """

    campaign: tuple[str, ...]
    item: tuple[str, ...]
    location: tuple[str, ...]
    event: tuple[str, ...]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    covariates: dict[str, tuple[Scalar, ...]]
    table_event: Mapping[str, str] = field(default_factory=dict)
    row: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        """Number the rows where nobody did."""
        if len(self.row) != len(self.first):
            object.__setattr__(self, "row", np.arange(len(self.first)))

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.first)

    def taken(self, rows: NDArray[np.int64]) -> "CampaignRows":
        """Only some rows, in the order given."""
        return CampaignRows(
            campaign=_some(self.campaign, rows),
            item=_some(self.item, rows),
            location=_some(self.location, rows),
            event=_some(self.event, rows),
            first=self.first[rows],
            last=self.last[rows],
            covariates={name: _some(values, rows) for name, values in self.covariates.items()},
            table_event=self.table_event,
            row=self.row[rows],
            marks=tuple(replace(mark, at=mark.at[rows]) for mark in self.marks),
        )


def columns_of(table: Table, given: Columns) -> dict[str, str | None]:
    """Column of each role: as given, called like the role, or as others call it; events and campaigns may do without one."""
    found = mapped(table, given, {role: role not in OPTIONAL for role in COLUMNS}, further="covariates")
    columns = {role: name if name or _is_left_out(table, role) else role for role, name in found.items()}
    return without_places(table, columns, named=given, by=("item", "start"))


def rows_of(table: Table, columns: Columns) -> CampaignRows:
    """Take the columns out of the table; what is wrong with cells is among the table's findings and the rows' marks.

    Without a column of events, or where its cell is empty, an item's campaigns of one first day are a launch; without one
    of campaigns each has the key of its launch and place. All other columns are covariates.
    """
    item = _keys(table, str(columns["item"]))
    location = _given(table, columns["location"], [EVERYWHERE] * len(table), "at all places that sell the item")
    start, end = str(columns["start"]), str(columns["end"])
    first, last = days_in(table, start, like=end), days_in(table, end, like=start, is_end=True)
    launches = [f"{of}-{iso_day(int(day))}" for of, day in zip(item, first, strict=True)]
    event = _given(table, columns["event"], launches, "a launch of its item and first day")
    at_places = [f"{launch}-{place}" for launch, place in zip(event, location, strict=True)]
    campaign = _given(table, columns["campaign"], at_places, "called by its launch and place")
    rows = CampaignRows(
        campaign=campaign,
        item=item,
        location=location,
        event=event,
        first=first,
        last=last,
        covariates={name: tuple(scalars_in(table, name)) for name in table.further(columns.values()) if not table.is_empty(name)},
        row=np.arange(len(table)),
    )
    return replace(rows, marks=tuple(table.marks))


def dropped(rows: CampaignRows, at: Mask) -> CampaignRows:
    """All rows but these."""
    return rows.taken(np.flatnonzero(~at))


def codes_of(keys: tuple[str, ...]) -> NDArray[np.int64]:
    """For each row the position of its key among the different keys."""
    return np.asarray(np.unique(np.array(keys, dtype=object).astype(str), return_inverse=True)[1], dtype=np.int64)


def _some(values: tuple[T, ...], rows: NDArray[np.int64]) -> tuple[T, ...]:
    return tuple(values[row] for row in rows)


def _is_left_out(table: Table, role: str) -> bool:
    """Whether a column that may be left out is not there, nor nearly so."""
    called = [column.strip().lower() for column in table.columns]
    return role in OPTIONAL and not difflib.get_close_matches(role, called, n=1, cutoff=0.75)


def _given(table: Table, name: str | None, otherwise: list[str], meant: str) -> tuple[str, ...]:
    """Keys of a column that may be left out, as a whole or in some cells."""
    if name is None:
        return tuple(otherwise)
    words, code = table.words(name)
    empty = np.array([not word for word in words])[code]
    table.flag(empty, "left-out-key", f"the cell is empty, so the campaign is {meant}", column=name)
    return tuple(otherwise[row] if empty[row] else words[code[row]] for row in range(len(table)))


def _keys(table: Table, name: str) -> tuple[str, ...]:
    keys, position = table.keys(name)
    return tuple(keys[index] for index in position)
