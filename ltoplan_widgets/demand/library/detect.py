"""Campaigns found in sales: flagged promotions, and items that sell in limited windows only."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.progress import followed
from ltoplan_widgets.demand.refusal import is_number, refusal
from ltoplan_widgets.demand.sales.history import SalesHistory

Mask = NDArray[np.bool_]
Runs = NDArray[np.int64]
"""First and last period of each run, shape (runs, 2)."""

_QUIET = 0.1
"""Below this share of its peak an item that is sold in limited windows only sells leftovers."""
_AROUND_DAYS = 182
_PEAK = 0.98


def detected(history: SalesHistory, *, min_share: float, max_gap: int, min_days: int, max_days: int) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """Campaigns as a table; see `CampaignLibrary.detect`."""
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only those pay who detect

    _check(min_share, max_gap, min_days, max_days)
    step = history.step_days
    rows: list[dict[str, str]] = []
    for item in followed(history.items, "Finding campaigns", total=len(history.items), unit=" items"):
        flagged = history.mask("promotion", item)
        is_on = flagged if flagged.any() else _limited(history, item, min_share=min_share, max_gap=max_gap, max_days=max_days)
        found = [(place, _runs(on, max_gap // step)) for place, on in enumerate(is_on) if on.any()]
        whole = [(place, _whole(runs, is_on.shape[1], min_days / step, max_days / step)) for place, runs in found]
        rows += _named(history, item, whole, max_gap // step)
    if not rows:
        mend = "flag promotions, or lower min_share"
        raise refusal("no-campaign", len(history), "no promotion is flagged, and no item is sold in limited windows only", mend)
    return pa.Table.from_pylist(rows)


def _check(min_share: float, max_gap: int, min_days: int, max_days: int) -> None:
    if not is_number(min_share) or not 0 < min_share <= 1:
        raise refusal("bad-share", min_share, "a share lies above 0 and is at most 1", "give 0.8", column="min_share")
    if not is_number(max_gap) or max_gap < 0:
        raise refusal("bad-gap", max_gap, "a gap is at least 0 days", "give 7", column="max_gap")
    if not is_number(min_days) or not is_number(max_days) or not 1 <= min_days <= max_days:
        raise refusal("bad-days", min_days, f"the shortest campaign has 1 to {max_days} days", "give 1", column="min_days")


def _runs(on: Mask, gap: int) -> Runs:
    """Stretches of periods that are on, over gaps of up to so many periods.

    >>> _runs(np.array([True, False, True, False, False, True]), 1).tolist()
    [[0, 2], [5, 5]]
    """
    periods = np.flatnonzero(on)
    breaks = np.flatnonzero(np.diff(periods) > gap + 1)
    return np.stack([periods[np.append(0, breaks + 1)], periods[np.append(breaks, len(periods) - 1)]], axis=1)


def _whole(runs: Runs, periods: int, shortest: float, longest: float) -> Runs:
    """Runs of a wanted length that begin after the first period and end before the last."""
    length = runs[:, 1] - runs[:, 0] + 1
    return runs[(runs[:, 0] > 0) & (runs[:, 1] < periods - 1) & (length >= shortest) & (length <= longest)]


def _limited(history: SalesHistory, item: str, *, min_share: float, max_gap: int, max_days: int) -> Mask:
    """Where an item sells in limited windows, shape (places, periods): each place's own sales within the chain's windows."""
    units = np.nan_to_num(history.matrix(item))
    total, none = units.sum(axis=0), np.zeros(units.shape, bool)
    sold = total > 0
    if not sold.any():
        return none
    step = history.step_days
    loud = total > _QUIET * float(np.quantile(total[sold], _PEAK))
    around, is_in = _AROUND_DAYS // step, np.zeros(len(total), bool)
    for first, last in _runs(loud, max_gap // step):
        near = total[max(0, first - around) : last + around + 1].sum() - _others(total, loud, first, last, around, max_gap // step)
        if (last - first + 1) * step <= max_days and total[first : last + 1].sum() >= min_share * near:
            is_in[first : last + 1] = True
    return np.asarray(is_in & (units > 0))


def _others(total: NDArray[np.float64], loud: Mask, first: int, last: int, around: int, gap: int) -> float:  # noqa: PLR0913, PLR0917 - a window and what is around it
    """Sales of the other loud windows nearby: a second campaign of the year does not make the first one everyday sales."""
    low, high = max(0, first - around), min(len(total) - 1, last + around)
    others = [(a, b) for a, b in _runs(loud, gap) if b >= low and a <= high and (a, b) != (first, last)]
    return float(sum(total[max(a, low) : min(b, high) + 1].sum() for a, b in others))


def _named(history: SalesHistory, item: str, found: list[tuple[int, Runs]], gap: int) -> list[dict[str, str]]:
    """Rows of the table; what begins within the gap of the launch's first place belongs to one event."""
    starts = np.unique(np.concatenate([runs[:, 0] for _, runs in found])) if found else np.zeros(0, np.int64)
    launch: dict[int, int] = {}
    for start in starts.tolist():
        known = [first for first in launch.values() if start - first <= gap]
        launch[start] = min(known) if known else start
    rows = []
    for place, runs in found:
        for first, last in runs:
            event = f"{item}-{_day(history, launch[int(first)])}"
            window = {"start": _day(history, int(first)), "end": iso_day(history.first + (int(last) + 1) * history.step_days - 1)}
            location = history.locations[place]
            rows.append({"campaign": f"{event}-{location}", "item": item, "location": location, "event": event, **window})
    return rows


def _day(history: SalesHistory, period: int) -> str:
    return iso_day(history.first + period * history.step_days)
