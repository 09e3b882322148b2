"""What ``SalesHistory.mended()`` does about each kind of finding."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import weekday
from ltoplan_widgets.demand.sales.grid import Grid, grid_of
from ltoplan_widgets.demand.sales.missing_row import gaps
from ltoplan_widgets.demand.sales.sales_check import usual_weekday
from ltoplan_widgets.demand.sales.sales_row import SalesRows
from ltoplan_widgets.demand.table.mark import Mark, Mask

_WEEK = 7


@dataclass(kw_only=True)
class _Draft:
    """Columns that mends change in place, rows that they drop, and rows that they add."""

    rows: SalesRows
    item: NDArray[np.int64]
    day: NDArray[np.int64]
    units: NDArray[np.float64]
    price: NDArray[np.float64] | None
    stock_out: Mask
    promotion: Mask
    closed: Mask
    dropped: Mask
    is_gap_filled: bool = False
    left_out: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rows: SalesRows) -> "_Draft":
        return cls(
            rows=rows,
            item=rows.item.copy(),
            day=rows.day.copy(),
            units=rows.units.copy(),
            price=None if rows.price is None else rows.price.copy(),
            stock_out=rows.stock_out.copy(),
            promotion=rows.promotion.copy(),
            closed=rows.closed.copy(),
            dropped=np.zeros(len(rows), bool),
        )

    def finished(self, mended: frozenset[str]) -> SalesRows:
        changed = replace(
            self.rows,
            item=self.item,
            day=self.day,
            units=self.units,
            price=self.price,
            stock_out=self.stock_out,
            promotion=self.promotion,
            closed=self.closed,
            beside={role: found for role, found in self.rows.beside.items() if role not in self.left_out},
            marks=tuple(mark for mark in self.rows.marks if mark.code not in mended),
        )
        return _with_gaps_told(changed.taken(~self.dropped)) if self.is_gap_filled else changed.taken(~self.dropped)


_Mend = Callable[[_Draft, Mark], None]


def _keep(_draft: _Draft, _mark: Mark) -> None:
    """Nothing to change: what was read counts."""


def _drop(draft: _Draft, mark: Mark) -> None:
    draft.dropped |= mark.at


def _drop_or_unknown_price(draft: _Draft, mark: Mark) -> None:
    if mark.column == draft.rows.columns.get("price"):
        _unknown_price(draft, mark)
    else:
        _drop(draft, mark)


def _unknown_price(draft: _Draft, mark: Mark) -> None:
    if draft.price is not None:
        draft.price[mark.at] = np.nan


def _no_units(draft: _Draft, mark: Mark) -> None:
    draft.units[mark.at] = 0.0


def _unknown_units(draft: _Draft, mark: Mark) -> None:
    draft.units[mark.at] = np.nan


def _rounded(draft: _Draft, mark: Mark) -> None:
    draft.units[mark.at] = np.round(draft.units[mark.at])


def _packed(draft: _Draft, mark: Mark) -> None:
    draft.units[mark.at] *= mark.size


def _taxed(draft: _Draft, mark: Mark) -> None:
    if draft.price is not None:
        draft.price[mark.at] *= mark.size


def _sold_out(draft: _Draft, mark: Mark) -> None:
    draft.stock_out[mark.at] = True


def _closed(draft: _Draft, mark: Mark) -> None:
    draft.closed[mark.at] = True


def _open(draft: _Draft, mark: Mark) -> None:
    draft.closed[mark.at] = False


def _promoted(draft: _Draft, mark: Mark) -> None:
    draft.promotion[mark.at] = True


def _not_promoted(draft: _Draft, mark: Mark) -> None:
    draft.promotion[mark.at] = False


def _on_usual_weekday(draft: _Draft, mark: Mark) -> None:
    draft.day[mark.at] -= (draft.day[mark.at] - usual_weekday(draft.rows)) % _WEEK


def _under_earlier_key(draft: _Draft, mark: Mark) -> None:
    draft.item[mark.at] = int(mark.size)


def _gaps_told(draft: _Draft, _mark: Mark) -> None:
    draft.is_gap_filled = True


def _without_weekday(draft: _Draft, _mark: Mark) -> None:
    draft.left_out |= {"weekday"}


def _without_discount(draft: _Draft, _mark: Mark) -> None:
    draft.left_out |= {"discount"}


def _added_up(draft: _Draft, _mark: Mark) -> None:
    """Of rows of one item, place and day the first stays, with the units of all that differ from it."""
    live = np.flatnonzero(~draft.dropped)
    key = np.stack([draft.item[live], draft.rows.location[live], draft.day[live]])
    _, first, group = np.unique(key, axis=1, return_index=True, return_inverse=True)
    head = live[first]
    units = np.nan_to_num(draft.units[live])
    is_again = (units == units[first][group]) & (live != head[group])
    draft.units[head] = np.bincount(group, weights=np.where(is_again, 0.0, units), minlength=len(first))
    for flags, join in ((draft.stock_out, np.maximum), (draft.promotion, np.maximum), (draft.closed, np.minimum)):
        joined = flags[head].astype(np.int64)
        join.at(joined, group, flags[live].astype(np.int64))
        flags[head] = joined.astype(bool)
    draft.dropped[np.setdiff1d(live, head)] = True


MENDS: dict[str, _Mend] = {
    "header-mark": _keep,
    "other-encoding": _keep,
    "null-key": _drop,
    "bad-date": _drop,
    "day-first-date": _keep,
    "month-first-date": _keep,
    "week-date": _keep,
    "week-end-date": _keep,
    "shifted-midnight": _keep,
    "far-date": _drop,
    "missing-number": _drop,
    "not-a-number": _drop_or_unknown_price,
    "infinite-number": _drop_or_unknown_price,
    "decimal-comma": _keep,
    "currency-sign": _keep,
    "empty-flag": _keep,
    "nonsense-flag": _keep,
    "irregular-dates": _on_usual_weekday,
    "mixed-weekdays": _on_usual_weekday,
    "weekday-disagrees": _without_weekday,
    "missing-rows": _gaps_told,
    "zero-lines": _drop,
    "not-open-yet": _drop,
    "closed-days": _closed,
    "partial-week": _drop,
    "negative-units": _no_units,
    "fractional-units": _rounded,
    "wild-units": _unknown_units,
    "case-or-each": _packed,
    "clipped-units": _sold_out,
    "likely-stock-out": _sold_out,
    "bulk-order": _unknown_units,
    "sum-counted-twice": _drop,
    "twin-items": _drop,
    "relaunched-key": _under_earlier_key,
    "sold-while-closed": _open,
    "no-sale-on-promotion": _sold_out,
    "promotion-without-price-cut": _not_promoted,
    "price-cut-without-promotion": _promoted,
    "promotion-in-some-places": _promoted,
    "negative-price": _unknown_price,
    "zero-price": _unknown_price,
    "mixed-currency": _unknown_price,
    "tax-in-or-out": _taxed,
    "discount-above-price": _unknown_price,
    "negative-markdown": _without_discount,
    "duplicate-row": _added_up,
}
"""What is done about each kind of finding, in the order in which it is done."""


def applied(rows: SalesRows, marks: Iterable[Mark]) -> SalesRows:
    """The rows with these marks mended."""
    order = list(MENDS)
    chosen = sorted(marks, key=lambda mark: order.index(mark.code))
    draft = _Draft.of(rows)
    for mark in chosen:
        MENDS[mark.code](draft, mark)
    return draft.finished(frozenset(mark.code for mark in chosen))


def _with_gaps_told(rows: SalesRows) -> SalesRows:
    """A row for every gap inside of a series: 0 where that is what it means, else unknown."""
    grid = grid_of(rows)
    series, period = np.nonzero(gaps(np.where(grid.told, 1.0, np.nan)))
    count = len(series)
    no, unknown = np.zeros(count, bool), np.full(count, np.nan)
    return replace(
        rows,
        item=np.concatenate([rows.item, grid.item_of[series]]),
        location=np.concatenate([rows.location, grid.location_of[series]]),
        day=np.concatenate([rows.day, grid.first + period * grid.step_days]),
        units=np.concatenate([rows.units, grid.units[series, period]]),
        price=None if rows.price is None else np.concatenate([rows.price, unknown]),
        stock_out=np.concatenate([rows.stock_out, no]),
        promotion=np.concatenate([rows.promotion, no]),
        closed=np.concatenate([rows.closed, no]),
        row=np.concatenate([rows.row, np.full(count, -1)]),
        beside={role: (name, np.concatenate([values, _beside_gaps(role, grid, period)])) for role, (name, values) in rows.beside.items()},
        marks=tuple(replace(mark, at=np.concatenate([mark.at, no])) for mark in rows.marks),
    )


def _beside_gaps(role: str, grid: Grid, period: NDArray[np.int64]) -> NDArray[Any]:
    """What a column beside holds in rows for gaps: the date's weekday, no discount, no currency."""
    if role == "weekday":
        return weekday(grid.first + period * grid.step_days)
    return np.full(len(period), "" if role == "currency" else np.nan)
