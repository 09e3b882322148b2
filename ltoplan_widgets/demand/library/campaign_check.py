"""What is wrong or odd in the rows of campaigns, by themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.library.campaign_row import CampaignRows, codes_of
from ltoplan_widgets.demand.table.mark import Mark
from ltoplan_widgets.plan.units import Scalar

_FAR_DAYS = 90
"""Campaigns of one launch begin at most so many days apart."""
_YEAR_WEEKS = 364
_ABOUT_A_YEAR = range(320, 411)
_MOVED = 7
DISCOUNTS = frozenset({"discount", "markdown"})
"""Covariates that hold money or a share taken off the price, in lower case."""


def campaign_marks(rows: CampaignRows) -> Iterator[Mark]:
    """Everything that is found in the rows; only what was found anywhere is given."""
    checks = (_of_windows, _of_events, _of_overlaps, _of_discounts, _of_seasons)
    yield from (mark for check in checks for mark in check(rows) if mark.at.any())


def is_turned_round(rows: CampaignRows) -> bool:
    """Whether a campaign ends before it starts, so that windows cannot be compared."""
    return bool(np.any(rows.last < rows.first))


def overlaps(rows: CampaignRows) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Pairs of rows of one item and place that overlap, the earlier one first, and where both have the same window."""
    order = np.lexsort([rows.last, rows.first, codes_of(rows.location), codes_of(rows.item)])
    series = np.stack([codes_of(rows.item), codes_of(rows.location)])[:, order]
    is_one = np.all(series[:, 1:] == series[:, :-1], axis=0)
    before, after = order[:-1], order[1:]
    found = is_one & (rows.first[after] <= rows.last[before])
    before, after = before[found], after[found]
    return before, after, (rows.first[before] == rows.first[after]) & (rows.last[before] == rows.last[after])


def _of_windows(rows: CampaignRows) -> Iterator[Mark]:
    message = "the campaign ends before it starts"
    yield Mark(code="end-before-start", message=message, at=rows.last < rows.first, column="end")


def apart(rows: CampaignRows) -> CampaignRows:
    """The rows with a key for each launch of its own, where campaigns of an event and item begin far apart."""
    parts = _parts_of_events(rows)
    shared = {part: rows.table_event.get(event, event) for part, event in zip(parts, rows.event, strict=True) if part != event}
    return replace(rows, event=parts, table_event={**rows.table_event, **shared}) if shared else rows


def _parts_of_events(rows: CampaignRows) -> tuple[str, ...]:
    """Keys of the launches: the event's, or where its campaigns of one item begin far apart, one a group of near days."""
    starts: dict[tuple[str, str], list[int]] = {}
    for event, item, first in zip(rows.event, rows.item, rows.first.tolist(), strict=True):
        starts.setdefault((event, item), []).append(first)
    parts = {key: _near_days(sorted(set(days))) for key, days in starts.items()}
    return tuple(
        event if len(parts[event, item]) == 1 else f"{event}-{iso_day(max(day for day in parts[event, item] if day <= first))}"
        for event, item, first in zip(rows.event, rows.item, rows.first.tolist(), strict=True)
    )


def _near_days(days: Sequence[int]) -> list[int]:
    """First day of each group of days that are near each other."""
    return [day for before, day in pairwise([days[0] - _FAR_DAYS - 1, *days]) if day - before > _FAR_DAYS]


def _of_events(rows: CampaignRows) -> Iterator[Mark]:
    parts = _parts_of_events(rows)
    at = np.array([part != event for part, event in zip(parts, rows.event, strict=True)])
    if at.any():
        row = int(np.flatnonzero(at)[0])
        message = (
            f"campaigns of {rows.item[row]!r} begin more than {_FAR_DAYS} days apart, so they are launches of their own, "
            f"such as {parts[row]!r}"
        )
        yield Mark(code="scattered-event", message=message, at=at, column="event")


def _of_overlaps(rows: CampaignRows) -> Iterator[Mark]:
    if is_turned_round(rows) or len(rows) < 1 + 1:
        return
    _, after, is_same = overlaps(rows)
    twice, overlapping = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    twice[after[is_same]], overlapping[after[~is_same]] = True, True
    message = "the same item is on campaign at the same place in the same window twice"
    yield Mark(code="duplicate-campaign", message=message, at=twice, column="campaign")
    message = "it overlaps another campaign of the same item at the same place"
    yield Mark(code="overlapping-campaigns", message=message, at=overlapping, column="campaign")


def _of_discounts(rows: CampaignRows) -> Iterator[Mark]:
    prices = next((_numbers(values) for name, values in rows.covariates.items() if name.lower() in {"price", "regular_price"}), None)
    for name, values in rows.covariates.items():
        if name.lower() in DISCOUNTS:
            discount = _numbers(values)
            yield Mark(code="negative-markdown", message="a discount is below 0", at=discount < 0, column=name)
            if prices is not None:
                at = (discount > prices) & (discount > 1)
                yield Mark(code="discount-above-price", message="the discount is larger than the price", at=at, column=name)


def _numbers(values: Sequence[Scalar]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None or isinstance(value, str) else float(value) for value in values])


def _of_seasons(rows: CampaignRows) -> Iterator[Mark]:
    """Launches of an item that come once a year, in another week of the calendar."""
    launches: dict[str, dict[str, int]] = {}
    for item, event, first in zip(rows.item, rows.event, rows.first.tolist(), strict=True):
        known = launches.setdefault(item, {})
        known[event] = min(first, known.get(event, first))
    for item, events in launches.items():
        for (_, before), (event, first) in pairwise(sorted(events.items(), key=lambda one: one[1])):
            moved = first - before - _YEAR_WEEKS
            if first - before in _ABOUT_A_YEAR and abs(moved) >= _MOVED:
                at = np.array([one == item and of == event for one, of in zip(rows.item, rows.event, strict=True)])
                way = "later" if moved > 0 else "earlier"
                message = f"{event!r} starts {abs(moved)} days {way} in the calendar than the year before ({iso_day(before)})"
                yield Mark(code="moved-season", message=message, at=at, column="start", value=event)
