"""Rows of a campaign table, checked one column after the other."""

import difflib
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.table import Table
from ltoplan_widgets.plan.units import Scalar

T = TypeVar("T")

COLUMNS = ("campaign", "item", "location", "event", "start", "end")
_OPTIONAL = ("event", "campaign")


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
    """

    campaign: tuple[str, ...]
    item: tuple[str, ...]
    location: tuple[str, ...]
    event: tuple[str, ...]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    covariates: dict[str, tuple[Scalar, ...]]

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
        )


def checked_rows(table: Table) -> CampaignRows:
    """Take the columns out of the table; what is wrong or odd is among the table's findings."""
    table.require({name: name for name in COLUMNS if name not in _OPTIONAL or _is_misspelt(table, name)})
    item, location = _keys(table, "item"), _keys(table, "location")
    first, last = table.days("start"), table.days("end")
    table.stop_on_errors()
    event = _given(table, "event", [f"{of}-{iso_day(int(day))}" for of, day in zip(item, first, strict=True)])
    campaign = _given(table, "campaign", [f"{launch}-{place}" for launch, place in zip(event, location, strict=True)])
    table.stop_on_errors()
    table.flag(
        last < first, "end-before-start", "the campaign ends before it starts", "exchange start and end, or correct one", column="end"
    )
    rows = CampaignRows(
        campaign=campaign,
        item=item,
        location=location,
        event=event,
        first=first,
        last=last,
        covariates={name: tuple(table.scalars(name)) for name in table.columns if name not in COLUMNS},
    )
    _check_overlaps(table, rows)
    return rows


def _some(values: tuple[T, ...], rows: NDArray[np.int64]) -> tuple[T, ...]:
    return tuple(values[row] for row in rows)


def _is_misspelt(table: Table, name: str) -> bool:
    """Whether a column that may be left out is there or nearly so."""
    return bool(difflib.get_close_matches(name, [column.strip().lower() for column in table.columns], n=1, cutoff=0.75))


def _given(table: Table, name: str, otherwise: list[str]) -> tuple[str, ...]:
    """Keys as given; without such a column what is the same by its nature: one launch an item and first day."""
    return _keys(table, name) if name in table.columns else tuple(otherwise)


def _keys(table: Table, name: str) -> tuple[str, ...]:
    keys, position = table.keys(name)
    return tuple(keys[index] for index in position)


def _check_overlaps(table: Table, rows: CampaignRows) -> None:
    order = sorted(range(len(rows.first)), key=lambda row: (rows.item[row], rows.location[row], rows.first[row], rows.last[row]))
    twice, overlapping = np.zeros(len(order), bool), np.zeros(len(order), bool)
    for before, row in pairwise(order):
        if (rows.item[before], rows.location[before]) == (rows.item[row], rows.location[row]) and rows.first[row] <= rows.last[before]:
            is_same = rows.first[row] == rows.first[before] and rows.last[row] == rows.last[before]
            (twice if is_same else overlapping)[row] = True
    table.flag(
        twice,
        "duplicate-campaign",
        "the same item is on campaign at the same place in the same window twice",
        "keep one of the rows",
        column="campaign",
    )
    table.flag(
        overlapping,
        "overlapping-campaigns",
        "it overlaps another campaign of the same item at the same place",
        "move one of the windows, or join the two",
        column="campaign",
        severity="warning",
    )
