"""Keys that stand for more, or less, than one thing: sums, twins, and an item under a new name."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.sales.grid import Grid
from ltoplan_widgets.demand.sales.sales_row import SalesRows
from ltoplan_widgets.demand.table.mark import Mark

Array = NDArray[np.float64]

_SAME = 0.95
_VARIETY = 10
_MOST_KEYS = 60
"""Up to so many items are looked at in pairs."""
_PARTS = 3
_NEW_KEY_DAYS = 7
_SUFFIX = re.compile(r"[\W_]*(v?\d+|new|relaunch|ii|iii)$", re.IGNORECASE)
_SHORTEST = 3


def key_marks(rows: SalesRows, grid: Grid) -> Iterator[Mark]:
    """What is odd about items and places as a whole."""
    by_item = _totals(grid, grid.item_of, len(grid.items))
    by_place = _totals(grid, grid.location_of, len(grid.locations))
    yield from _of_sums(by_item, rows.item, rows.items, "item")
    yield from _of_sums(by_place, rows.location, rows.locations, "place")
    yield from _of_twins(rows, grid, by_item)
    yield from _of_new_keys(rows, grid)


def _totals(grid: Grid, of: NDArray[np.int64], count: int) -> Array:
    total = np.zeros((count, grid.given.shape[1]))
    np.add.at(total, of, np.nan_to_num(grid.given))
    return total


def _of_sums(totals: Array, position: NDArray[np.int64], keys: tuple[str, ...], kind: str) -> Iterator[Mark]:
    """Keys that sell, in every period, what two others or all others sell together."""
    if len(keys) < _PARTS:
        return
    for key, parts in _sums(totals, pairs=kind == "item" and len(keys) <= _MOST_KEYS):
        of = "all other" if len(parts) == len(keys) - 1 else " and ".join(keys[part] for part in parts)
        message = f"the {kind} {keys[key]!r} sells what {of} {kind}s sell together, so its sales count twice"
        yield Mark(code="sum-counted-twice", message=message, at=position == key, value=keys[key])


def _sums(totals: Array, *, pairs: bool) -> Iterator[tuple[int, tuple[int, ...]]]:
    whole = totals.sum(axis=1)
    for key in range(len(totals)):
        if len(np.unique(totals[key])) < _VARIETY:
            continue
        others = tuple(one for one in range(len(totals)) if one != key)
        candidates = [others] if _near(whole[list(others)].sum(), whole[key]) else []
        if pairs:
            candidates += [pair for pair in combinations(others, 2) if _near(whole[list(pair)].sum(), whole[key])]
        found = next((parts for parts in candidates if _is_same(totals[list(parts)].sum(axis=0), totals[key])), None)
        if found:
            yield key, found


def _is_same(one: Array, other: Array) -> bool:
    """Whether two series of units agree in nearly all periods in which either sells."""
    sells = (one > 0) | (other > 0)
    return bool(sells.any()) and bool(np.mean((one == other)[sells]) >= _SAME)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 0.02 * abs(other)


def _of_twins(rows: SalesRows, grid: Grid, by_item: Array) -> Iterator[Mark]:
    """Items that sell the same at every place in nearly every period."""
    order = np.lexsort([by_item.sum(axis=1)])
    for one, other in pairwise(sorted(order.tolist(), key=lambda item: (by_item[item].sum(), item))):
        if not _near(by_item[one].sum(), by_item[other].sum()) or len(np.unique(by_item[one])) < _VARIETY:
            continue
        if _sell_the_same(grid, one, other):
            key, twin = grid.items[min(one, other)], grid.items[max(one, other)]
            message = f"{twin!r} sells the same as {key!r} everywhere, so one of them may be counted twice"
            yield Mark(code="twin-items", message=message, at=rows.item == max(one, other), value=twin)


def _sell_the_same(grid: Grid, one: int, other: int) -> bool:
    first, second = (np.flatnonzero(grid.item_of == item) for item in (one, other))
    is_alike = len(first) == len(second) and np.array_equal(grid.location_of[first], grid.location_of[second])
    return is_alike and _is_same(np.nan_to_num(grid.given[first]).ravel(), np.nan_to_num(grid.given[second]).ravel())


def _of_new_keys(rows: SalesRows, grid: Grid) -> Iterator[Mark]:
    """Items whose keys differ in a number at the end only, of which one begins where the other ends."""
    stems: dict[str, list[int]] = {}
    for item, key in enumerate(grid.items):
        stem = _SUFFIX.sub("", key).lower()
        if len(stem) >= _SHORTEST:
            stems.setdefault(stem, []).append(item)
    first, last = np.full(len(grid.items), rows.day.max()), np.full(len(grid.items), rows.day.min())
    np.minimum.at(first, rows.item, rows.day)
    np.maximum.at(last, rows.item, rows.day)
    for items in stems.values():
        spans = sorted((int(first[item]), int(last[item]), item) for item in items)
        for (_, end, before), (start, _, item) in pairwise(spans):
            if 0 < start - end <= max(_NEW_KEY_DAYS, grid.step_days):
                message = f"{grid.items[item]!r} begins where {grid.items[before]!r} ends; it may be the same item under a new key"
                yield Mark(code="relaunched-key", message=message, at=rows.item == item, value=grid.items[item], size=float(before))
