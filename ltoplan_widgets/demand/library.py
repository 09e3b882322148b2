"""Past campaigns, checked once at the door."""

import difflib
from collections.abc import Iterable
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.campaign_row import CampaignRows, checked_rows
from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.refusal import refusal, warning
from ltoplan_widgets.demand.table import ROWS_SHOWN, Table
from ltoplan_widgets.demand.table_file import read_table
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import Finding

Rows = NDArray[np.int64]


class CampaignLibrary:
    """Past campaigns: one row an item, a place and a window; rows of one launch share their event.

    Attributes:
        rows: The checked columns.
        findings: Warnings about the table.
    """

    def __init__(self, rows: CampaignRows, *, findings: tuple[Finding, ...] = ()) -> None:
        """Keep checked rows; `from_frame` and `read` are the doors."""
        self.rows, self.findings = rows, findings
        self._launches = _launches(rows)

    @classmethod
    def from_frame(cls, df: object) -> "CampaignLibrary":
        """Take campaigns from a table with the columns campaign, item, location, event, start, end and any others.

        Further columns are covariates: what is known of a campaign in advance. Without a column event, an item's campaigns
        of one first day are a launch; without a column campaign, each has the key of its launch and place.

        Raises:
            InputError: With a finding for everything that must be mended, naming column, rows and value.
        """
        return _library(Table(df))

    @classmethod
    def read(cls, file: str | Path) -> "CampaignLibrary":
        """Read campaigns from a Parquet or CSV file with the columns of `from_frame`.

        Raises:
            InputError: With a finding for everything that must be mended, naming file, column, rows and value.
        """
        return _library(Table(read_table(file), file=str(file)))

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
        found = [rows for (_, of), rows in self._launches.items() if of == item]
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)

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

    def ended_by(self, day: str) -> "CampaignLibrary":
        """Launches that had ended, at every place, on a day (ISO date) or before.

        Raises:
            InputError: There is no such day.
        """
        try:
            limit = day_number(str(day)[:10])
        except ValueError:
            raise refusal("no-such-day", day, "there is no such day in the calendar", "give a day as YYYY-MM-DD", column="day") from None
        over = [rows for _, _, rows in self.launches() if self.rows.last[rows].max() <= limit]
        return CampaignLibrary(self.rows.taken(np.sort(np.concatenate(over)) if over else np.zeros(0, np.int64)), findings=self.findings)

    def checked_against(self, history: SalesHistory) -> tuple[Finding, ...]:
        """Warnings about campaigns that a history cannot tell about: items or places that it does not know, windows outside."""
        last = day_number(history.last_day) + history.step_days - 1
        return (
            *self._strangers("item", self.rows.item, history.items),
            *self._strangers("location", self.rows.location, history.locations),
            *self._outside(
                self.rows.first < history.first, "before-history", "starts before the sales do, so nothing can be learned from it"
            ),
            *self._outside(self.rows.last > last, "after-history", "ends after the sales do, so it is not used yet"),
        )

    def _strangers(self, column: str, keys: tuple[str, ...], known: tuple[str, ...]) -> list[Finding]:
        strange = sorted(set(keys).difference(known))
        if not strange:
            return []
        nearest = difflib.get_close_matches(strange[0], known, n=1, cutoff=0.5) or list(known[:1])
        message = f"{strange[0]!r} is not in the sales history; the nearest there is {nearest[0]!r}"
        found = warning(f"unknown-{column}", strange[0], message, "correct the key, or add its sales to the history", column=column)
        return [_at_rows(found, np.flatnonzero(np.isin(np.array(keys), strange)))]

    def _outside(self, concerned: NDArray[np.bool_], code: str, message: str) -> list[Finding]:
        rows = np.flatnonzero(concerned)
        if not len(rows):
            return []
        key = self.rows.campaign[rows[0]]
        return [
            _at_rows(
                warning(
                    code, key, f"campaign {key!r} {message}", "add the sales of that time", column="start" if code[0] == "b" else "end"
                ),
                rows,
            )
        ]

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


def _library(table: Table) -> CampaignLibrary:
    rows = checked_rows(table)
    table.stop_on_errors()
    return CampaignLibrary(rows, findings=tuple(table.findings))


def _launches(rows: CampaignRows) -> dict[tuple[str, str], Rows]:
    grouped: dict[tuple[str, str], list[int]] = {}
    for index in np.argsort(rows.first, kind="stable"):
        grouped.setdefault((rows.event[index], rows.item[index]), []).append(int(index))
    return {launch: np.sort(np.array(members, dtype=np.int64)) for launch, members in grouped.items()}


def _at_rows(finding: Finding, rows: Rows) -> Finding:
    return msgspec.structs.replace(finding, rows=tuple(int(row) for row in rows[:ROWS_SHOWN]), count=len(rows))
