"""What is odd about campaigns once they stand beside the sales."""

import difflib
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import day_number, iso_day, weekday
from ltoplan_widgets.demand.library.campaign_row import CampaignRows
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.table.column_guess import EVERYWHERE
from ltoplan_widgets.demand.table.mark import Mark, Mask

_SHARE_OF_WINDOW = 0.25
_LEAST = {1: 3, 7: 2}
"""So many periods without a sale at the end, by their days, may mean that a campaign was cancelled."""
_SELLING = 0.8
_LEAST_UNITS = 3.0
_CAUTIOUS = 1.5
"""So many standard deviations (a half each, of the root of counts) below what was sold, a rate is taken for a low one."""
_NO_CHANCE = 9.0
"""Where so many units should have sold, none is chance in 1 of 8,000 (Poisson)."""
_BEFORE_DAYS = 28
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def fit_marks(rows: CampaignRows, history: SalesHistory) -> Iterator[Mark]:
    """Everything that is found in campaigns beside the sales; only what was found anywhere is given."""
    checks = (_of_places, _of_strangers, _of_edges, _of_weeks, _of_ends, _of_stock_outs)
    yield from (mark for check in checks for mark in check(rows, history) if mark.at.any())


def _of_places(rows: CampaignRows, history: SalesHistory) -> Iterator[Mark]:
    """Campaigns without a place, where the sales have some."""
    at = _everywhere(rows)
    if at.any() and EVERYWHERE not in history.locations:
        message = f"the campaigns have no places, the sales have {len(history.locations)}, such as {history.locations[0]!r}"
        yield Mark(code="no-places", message=message, at=at, column="location", value="-")


def _everywhere(rows: CampaignRows) -> Mask:
    return np.array([place == EVERYWHERE for place in rows.location], dtype=bool)


def at_places(rows: CampaignRows, history: SalesHistory) -> CampaignRows:
    """Campaigns without a place at every place that sells their item and has none of the launch's own, with the place in their key.

    What nobody has sold yet is at every place.
    """
    selling = {item: np.unique(history.location_of[history.item_of == index]) for index, item in enumerate(history.items)}
    named = set(zip(rows.event, rows.item, rows.location, strict=True))
    at = _everywhere(rows)
    copies = [
        [
            place
            for found in selling.get(item, range(len(history.locations)))
            if (event, item, place := history.locations[found]) not in named
        ]
        if spread
        else [own]
        for event, item, own, spread in zip(rows.event, rows.item, rows.location, at, strict=True)
    ]
    counts = [len(places) for places in copies]
    copied, location = rows.taken(np.repeat(np.arange(len(rows)), counts)), tuple(place for places in copies for place in places)
    keys = (
        f"{key.removesuffix(f'-{EVERYWHERE}')}-{place}" if spread else key
        for key, place, spread in zip(copied.campaign, location, np.repeat(at, counts), strict=True)
    )
    return replace(copied, campaign=tuple(keys), location=location)


def _of_strangers(rows: CampaignRows, history: SalesHistory) -> Iterator[Mark]:
    for column, keys, known in (("item", rows.item, history.items), ("location", rows.location, (*history.locations, EVERYWHERE))):
        strange = sorted(set(keys).difference(known))
        if strange:
            nearest = difflib.get_close_matches(strange[0], known, n=1, cutoff=0.5) or list(known[:1])
            message = f"{strange[0]!r} is not in the sales history; the nearest there is {nearest[0]!r}"
            yield Mark(code=f"unknown-{column}", message=message, at=np.isin(np.array(keys), strange), column=column, value=strange[0])


def _of_edges(rows: CampaignRows, history: SalesHistory) -> Iterator[Mark]:
    last = day_number(history.known_until)
    for code, at, what, column in (
        ("before-history", rows.first < history.first, "starts before the sales do, so nothing can be learned from it", "start"),
        ("after-history", rows.last > last, "ends after the sales do, so it is not used yet", "end"),
    ):
        if at.any():
            key = rows.campaign[int(np.flatnonzero(at)[0])]
            yield Mark(code=code, message=f"campaign {key!r} {what}", at=at, column=column, value=key)


def _of_weeks(rows: CampaignRows, history: SalesHistory) -> Iterator[Mark]:
    """Windows that do not begin and end with the weeks of weekly sales."""
    if history.step_days == 1:
        return
    at = ((rows.first - history.first) % history.step_days != 0) | ((rows.last + 1 - history.first) % history.step_days != 0)
    if at.any():
        row = int(np.flatnonzero(at)[0])
        week = f"the sales' weeks begin on a {_WEEKDAYS[weekday(history.first)]}"
        message = f"campaign {rows.campaign[row]!r} runs from {iso_day(int(rows.first[row]))} to {iso_day(int(rows.last[row]))}, and {week}"
        yield Mark(code="between-weeks", message=message, at=at, column="start", value=rows.campaign[row])


def real_ends(rows: CampaignRows, history: SalesHistory) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Day on which campaigns seem to have ended before, or after, their end; the end itself where they did not."""
    shorter, longer, step = rows.last.copy(), rows.last.copy(), history.step_days
    series, starts, ends = _windows(rows, history)
    inside = (series >= 0) & (starts >= 0) & (ends < history.units.shape[1]) & (starts <= ends)
    for row in np.flatnonzero(inside):
        start, end = int(starts[row]), int(ends[row])
        last = _last_sale(history, int(series[row]), start, end)
        if last < end:
            shorter[row] = history.first + (last + 1) * step - 1
        elif (beyond := _goes_on(history, int(series[row]), start, end)) > end:
            longer[row] = history.first + (beyond + 1) * step - 1
    return shorter, longer


def _windows(rows: CampaignRows, history: SalesHistory) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Series of each row (-1 where there is none), and its first and last period."""
    position = {key: index for index, key in enumerate(history.locations)}
    place = np.array([position.get(key, -1) for key in rows.location], dtype=np.int64)
    items, series = np.array(rows.item, dtype=object), np.full(len(rows), -1)
    for item in set(rows.item):
        own = (items == item) & (place >= 0)
        series[own] = history.series_of(item, place[own])
    return series, (rows.first - history.first) // history.step_days, (rows.last - history.first) // history.step_days


def _last_sale(history: SalesHistory, series: int, start: int, end: int) -> int:
    """Last period with a sale where sales stop long before the end; else the end."""
    window = slice(start, end + 1)
    sold = np.nan_to_num(history.units[series, window]) > 0
    if not sold.any() or sold[-1]:
        return end
    last = int(np.flatnonzero(sold)[-1])
    silent = slice(start + last + 1, end + 1)
    is_explained = bool(history.stock_out[series, silent].any() or history.closed[series, silent].all())
    is_long = end - start - last >= max(_LEAST[history.step_days], _SHARE_OF_WINDOW * (end - start + 1))
    units = float(np.nansum(history.units[series, start : start + last + 1]))
    least = max(0.0, np.sqrt(units) - _CAUTIOUS) ** 2 / (last + 1)
    is_busy = (
        float(sold[: last + 1].mean()) >= _SELLING and units >= _LEAST_UNITS * (last + 1) and least * (end - start - last) >= _NO_CHANCE
    )
    return start + last if is_long and is_busy and not is_explained else end


def _goes_on(history: SalesHistory, series: int, start: int, end: int) -> int:
    """Last period in which a promotion, or an item that sells in its window only, goes on after the end."""
    before = slice(max(0, start - _BEFORE_DAYS // history.step_days), start)
    is_limited = start > 0 and not np.nan_to_num(history.units[series, before]).any()
    promoted = history.promotion[series]
    is_flagged = bool(promoted[start : end + 1].mean() > 1 / 2) and not promoted[before].all()
    going = promoted if is_flagged else np.nan_to_num(history.units[series]) > 0 if is_limited else np.zeros(len(promoted), bool)
    after = going[end + 1 :]
    length = int(np.argmin(after)) if len(after) and not after.all() else len(after)
    is_end_known = length < len(after)
    return end + length if is_end_known and 0 < length <= end - start + 1 else end


def _of_ends(rows: CampaignRows, history: SalesHistory) -> Iterator[Mark]:
    shorter, longer = real_ends(rows, history)
    for code, days, what in (
        ("cancelled-campaign", shorter, "it sold nothing after"),
        ("extended-campaign", np.where(_is_followed(rows, longer), rows.last, longer), "it goes on until"),
    ):
        at = days != rows.last
        if at.any():
            row = int(np.flatnonzero(at)[0])
            message = f"campaign {rows.campaign[row]!r} ends on {iso_day(int(rows.last[row]))}, but {what} {iso_day(int(days[row]))}"
            yield Mark(code=code, message=message, at=at, column="end", value=rows.campaign[row])


def _is_followed(rows: CampaignRows, ends: NDArray[np.int64]) -> Mask:
    """Where another campaign of the item at the place runs in the time by which one would be longer."""
    windows: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row in range(len(rows)):
        windows.setdefault((rows.item[row], rows.location[row]), []).append((int(rows.first[row]), int(rows.last[row])))
    return np.array(
        [
            ends[row] > rows.last[row]
            and any(first <= ends[row] and last > rows.last[row] for first, last in windows[rows.item[row], rows.location[row]])
            for row in range(len(rows))
        ],
        dtype=bool,
    )


def _of_stock_outs(rows: CampaignRows, history: SalesHistory) -> Iterator[Mark]:
    if not history.stock_out.any():
        return
    series, starts, ends = _windows(rows, history)
    at, out, periods = np.zeros(len(rows), bool), 0, 0
    for row in np.flatnonzero(series >= 0):
        flags = history.stock_out[series[row], max(0, int(starts[row])) : max(0, int(ends[row]) + 1)]
        at[row], out, periods = bool(flags.any()), out + int(flags.sum()), periods + len(flags)
    message = f"{out} of {periods} periods of these campaigns are sold out"
    yield Mark(code="sold-out-campaign", message=message, at=at, column="campaign", value="-")
