"""Units that are not what people wanted: empty shelves, single customers, cut-off values, cases in place of pieces."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.sales.grid import Grid
from ltoplan_widgets.demand.sales.sales_row import SalesRows
from ltoplan_widgets.demand.sales.usual import nan_median, robust_spread
from ltoplan_widgets.demand.table.mark import Mark, Mask

Array = NDArray[np.float64]

_PERIODS = {1: 28, 7: 26}
"""So many periods, by their days, tell what is usual."""
_BUSY = 10.0
_NEARLY_NONE = 0.25
_FAR = 5.0
"""Standard deviations below which a low sale is no chance."""
_NO_CHANCE = 18.0
"""About 1 in 65 million: no chance in any table."""
_ORDINARY = 0.6
_BULK = 8.0
_LEAST_BULK = 20.0
_RARE = 1e-3
_LEAST_LIMIT = 20.0
_AT_LIMIT = 5
_VARIETY = 10
_MOST_AT_LIMIT = 0.2
_PACKS = np.array([6.0, 8.0, 10.0, 12.0, 15.0, 18.0, 20.0, 24.0, 30.0, 36.0, 48.0])
_NEAR_PACK = 0.08
_ALIKE = 0.25
_PLACES = 5
_ITEMS = 2
_ENOUGH = 8
"""So many sales tell in what an item is counted at a place."""


def quantity_marks(rows: SalesRows, grid: Grid) -> Iterator[Mark]:
    """What is odd about units, where there is enough history to know what is usual."""
    yield _clipped(rows)
    if grid.given.shape[1] >= _PERIODS[grid.step_days]:
        name = rows.column("units")
        yield Mark(
            code="likely-stock-out",
            message="next to nothing was sold although everything else sold as usual; the item may have run out",
            at=likely_stock_outs(grid)[grid.cell],
            column=name,
        )
        bulk = _bulk_orders(grid)[grid.cell]
        yield Mark(code="bulk-order", message="more than 8 times the usual at this place alone", at=bulk, column=name)
        yield from _of_packs(rows, grid)


def likely_stock_outs(grid: Grid) -> Mask:
    """Where next to nothing was sold of a busy item, below what chance allows, while the place sold the rest as usual."""
    expected, units = grid.expected, grid.ordinary
    z = _residuals(grid, expected)
    low = (expected >= _BUSY) & (units <= _NEARLY_NONE * expected) & (z < -_FAR) & ~(grid.promotion & (units == 0))
    low &= _improbability(np.where(low, units, 1.0), np.where(low, expected, 1.0)) > _NO_CHANCE
    return np.asarray(low & _others_sell(grid))


def _improbability(units: Array, expected: Array) -> Array:
    """Lower bound of -log P of so few units or fewer, if they come one by one (Chernoff's bound of the Poisson tail)."""
    return np.asarray(expected - units + units * np.log(np.maximum(units, 1.0) / expected))


def _residuals(grid: Grid, expected: Array) -> Array:
    """Log residuals in standard deviations: the item's own spread, and counting scatter on top."""
    known = expected > 1
    log = np.where(known, np.log(grid.ordinary + 0.5) - np.log(np.where(known, expected, 1.0) + 0.5), np.nan)
    spread = np.zeros(len(grid.items))
    for item in range(len(grid.items)):
        spread[item] = np.nan_to_num(robust_spread(log[grid.item_of == item].ravel()), nan=1.0)
    noise = np.maximum(spread, 0.05)[grid.item_of][:, None]
    return np.asarray(log / np.sqrt(noise**2 + 1 / np.maximum(expected, 1.0)))


def _others_sell(grid: Grid) -> Mask:
    """Where the rest of a place sells at least 60 % of what is usual; True where the place sells nothing else."""
    both = ~np.isnan(grid.ordinary) & ~np.isnan(grid.expected)
    sold, usual = np.zeros_like(grid.shut, dtype=float), np.zeros_like(grid.shut, dtype=float)
    np.add.at(sold, grid.location_of, np.where(both, grid.ordinary, 0.0))
    np.add.at(usual, grid.location_of, np.where(both, grid.expected, 0.0))
    rest = usual[grid.location_of] - np.where(both, grid.expected, 0.0)
    rest_sold = sold[grid.location_of] - np.where(both, grid.ordinary, 0.0)
    return np.asarray((rest < 1) | (rest_sold >= _ORDINARY * rest))


def _bulk_orders(grid: Grid) -> Mask:
    """Single sales far above the usual at one place; none where the item has such days often."""
    usual = np.maximum(grid.expected, grid.level)
    high = (grid.ordinary >= _LEAST_BULK) & (grid.ordinary > _BULK * np.maximum(usual, 1.0)) & ~grid.promotion
    alone = high.copy()
    alone[:, 1:] &= ~high[:, :-1]
    alone[:, :-1] &= ~high[:, 1:]
    often = np.zeros(len(grid.items), bool)
    for item in range(len(grid.items)):
        own = grid.item_of == item
        often[item] = high[own].sum() > max(2, _RARE * (~np.isnan(grid.ordinary[own])).sum())
    return np.asarray(alone & ~often[grid.item_of][:, None])


def _clipped(rows: SalesRows) -> Mark:
    """One largest value many times over, with few just below it."""
    units = rows.units[~np.isnan(rows.units)]
    largest = float(units.max()) if len(units) else 0.0
    at, near = (rows.units == largest) & ~rows.stock_out, int(((units >= 0.8 * largest) & (units < largest)).sum())
    count = int(at.sum())
    is_limit = largest >= _LEAST_LIMIT and count >= _AT_LIMIT and count > 3 * near and count < _MOST_AT_LIMIT * len(rows)
    varied = is_limit and len(np.unique(units)) > _VARIETY
    message = f"this largest value comes {count} times, and nearly nothing comes close to it; it may be a limit"
    return Mark(code="clipped-units", message=message, at=at & varied, column=rows.column("units"))


def _of_packs(rows: SalesRows, grid: Grid) -> Iterator[Mark]:
    """Places whose share of an item is off by a pack: each place's item against its other items, against the other places."""
    if len(grid.items) < _ITEMS or len(grid.locations) < _PLACES:
        return
    usual = np.full((len(grid.items), len(grid.locations)), np.nan)
    sold = grid.ordinary > 0
    usual[grid.item_of, grid.location_of] = np.where(sold.sum(axis=1) >= _ENOUGH, nan_median(np.where(sold, grid.ordinary, np.nan)), np.nan)
    log = np.log(usual)
    for item in range(len(grid.items)):
        size = nan_median(np.delete(log - nan_median(log)[:, None], item, axis=0), axis=0)
        off = log[item] - size
        off = off - nan_median(off)
        pack = _PACKS[np.argmin(np.abs(np.abs(off)[:, None] - np.log(_PACKS)), axis=1)]
        is_pack = (np.abs(np.abs(off) - np.log(pack)) < _NEAR_PACK) & (float(robust_spread(off)) < _ALIKE)
        for place in np.flatnonzero(is_pack):
            factor = float(pack[place]) if off[place] < 0 else 1 / float(pack[place])
            at = (rows.item == item) & (rows.location == place)
            where = f"{grid.items[item]} at {grid.locations[place]}"
            message = (
                f"{where} sells {'a ' if factor > 1 else ''}{pack[place]:.0f}{'th' if factor > 1 else ' times'} of what other places do"
            )
            yield Mark(code="case-or-each", message=message, at=at, column=rows.column("units"), size=factor, value=grid.locations[place])
