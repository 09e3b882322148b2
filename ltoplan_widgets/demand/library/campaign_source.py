"""Where a library comes from: its rows, what is wrong with them, and how each kind of that is mended."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from ltoplan_widgets.demand.library.campaign_check import apart, campaign_marks, overlaps
from ltoplan_widgets.demand.library.campaign_fit import at_places, fit_marks, real_ends
from ltoplan_widgets.demand.library.campaign_row import CampaignRows, dropped, rows_of
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.table.kinds.catalogue import CAMPAIGN_KINDS
from ltoplan_widgets.demand.table.mark import Mark
from ltoplan_widgets.demand.table.source import Source
from ltoplan_widgets.demand.table.table import Columns, Table

_Mend = Callable[[CampaignRows, Mark, SalesHistory | None], CampaignRows]


def _keep(rows: CampaignRows, _mark: Mark, _history: SalesHistory | None) -> CampaignRows:
    """Nothing to change: what was read counts."""
    return rows


def _drop(rows: CampaignRows, mark: Mark, _history: SalesHistory | None) -> CampaignRows:
    return dropped(rows, mark.at)


def _turned_round(rows: CampaignRows, mark: Mark, _history: SalesHistory | None) -> CampaignRows:
    return replace(rows, first=np.where(mark.at, rows.last, rows.first), last=np.where(mark.at, rows.first, rows.last))


def _cut(rows: CampaignRows, _mark: Mark, _history: SalesHistory | None) -> CampaignRows:
    """The earlier of two ends on the day before the later; of two that start together the shorter one goes."""
    before, after, is_same = overlaps(rows)
    together = rows.first[before] == rows.first[after]
    last = rows.last.copy()
    last[before[~together]] = np.minimum(last[before], rows.first[after] - 1)[~together]
    gone = np.zeros(len(rows), bool)
    gone[before[together & ~is_same]] = True  # of rows with one first day the longer comes after
    return dropped(replace(rows, last=last), gone)


def _changed(rows: CampaignRows, mark: Mark, change: Callable[[float], float | None]) -> CampaignRows:
    values = rows.covariates[mark.column]
    new = tuple(change(float(value)) if at and isinstance(value, int | float) else value for value, at in zip(values, mark.at, strict=True))
    return replace(rows, covariates={**rows.covariates, mark.column: new})


def _sign_turned(rows: CampaignRows, mark: Mark, _history: SalesHistory | None) -> CampaignRows:
    return _changed(rows, mark, abs)


def _unknown(rows: CampaignRows, mark: Mark, _history: SalesHistory | None) -> CampaignRows:
    return _changed(rows, mark, lambda _: None)


def _at_real_end(rows: CampaignRows, mark: Mark, history: SalesHistory | None) -> CampaignRows:
    if history is None:
        return rows
    shorter, longer = real_ends(rows, history)
    return replace(rows, last=np.where(mark.at, shorter if mark.code == "cancelled-campaign" else longer, rows.last))


def _split(rows: CampaignRows, _mark: Mark, _history: SalesHistory | None) -> CampaignRows:
    return apart(rows)


def _spread(rows: CampaignRows, _mark: Mark, history: SalesHistory | None) -> CampaignRows:
    return rows if history is None else at_places(rows, history)


MENDS: Mapping[str, _Mend] = {
    "header-mark": _keep,
    "other-encoding": _keep,
    "decimal-comma": _keep,
    "percent-sign": _keep,
    "day-first-date": _keep,
    "month-first-date": _keep,
    "week-date": _keep,
    "shifted-midnight": _keep,
    "unusable-number": _keep,
    "no-places": _spread,
    "scattered-event": _split,
    "end-before-start": _turned_round,
    "overlapping-campaigns": _cut,
    "discount-above-price": _unknown,
    "negative-markdown": _sign_turned,
    "cancelled-campaign": _at_real_end,
    "extended-campaign": _at_real_end,
    "left-out-key": _keep,
    "null-key": _drop,
    "bad-date": _drop,
    "duplicate-campaign": _drop,
    "unknown-item": _drop,
    "unknown-location": _drop,
    "before-history": _drop,
}
"""What is done about each kind of finding; what drops rows comes last, one kind at a time."""


@dataclass(frozen=True)
class CampaignSource(Source[CampaignRows]):
    """Rows of campaigns with their table, and the sales that they are held against, if any."""

    history: SalesHistory | None = None
    kinds: ClassVar = {kind.code: kind for kind in CAMPAIGN_KINDS}
    mending: ClassVar = MENDS

    @classmethod
    def taken(cls, table: Table, columns: Columns) -> CampaignRows:
        """The rows of a table; what is wrong with cells is among their marks."""
        return rows_of(table, columns)

    def found(self) -> Iterable[Mark]:
        """Errors of cells first, then of rows, and where there are none, what shows beside the sales."""
        found = list(self.rows.marks)
        if not self.has_error(found):
            found += campaign_marks(self.rows)
        if self.history is None or self.has_error(found):
            return found
        return [*found, *fit_marks(self.rows, self.history)]

    def applied(self, marks: Iterable[Mark]) -> CampaignRows:
        """The rows with these marks, all of one kind, mended."""
        rows, codes = self.rows, set()
        for mark in marks:
            rows = MENDS[mark.code](rows, mark, self.history)
            codes.add(mark.code)
        return replace(rows, marks=tuple(mark for mark in rows.marks if mark.code not in codes))

    def at_once(self, marks: list[Mark]) -> list[Mark]:
        """One mark at a time: positions move where rows are dropped. Marks of cells are of one kind a column."""
        order = list(MENDS)
        return sorted(marks, key=lambda mark: order.index(mark.code))[:1]

    def fitting(self, history: SalesHistory) -> tuple[Mark, ...]:
        """What shows beside a history."""
        return tuple(fit_marks(self.rows, history))
