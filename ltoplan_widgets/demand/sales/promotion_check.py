"""Promotion flags and prices that contradict each other."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.sales.grid import Grid
from ltoplan_widgets.demand.sales.sales_row import SalesRows
from ltoplan_widgets.demand.sales.usual import nan_median, usual_level
from ltoplan_widgets.demand.table.mark import Mark, Mask

Array = NDArray[np.float64]

_CUT = 0.95
_BUSY = 10.0
"""An item that usually sells so much sells nothing by chance in 1 of 20,000 (Poisson)."""
_AS_A_RULE = 0.6
_LIFT = 1.3
_LIKE_THE_FLAGGED = 0.7
_PLACES = 3
_ROWS = 20
_SAME_SHARE = 0.9
_SAME_RATE = 0.005
_RATES = np.array([0.05, 0.055, 0.06, 0.07, 0.08, 0.1, 0.13, 0.15, 0.18, 0.19, 0.2, 0.21, 0.22, 0.23, 0.24, 0.25, 0.27])


def promotion_marks(rows: SalesRows, grid: Grid) -> Iterator[Mark]:
    """What is odd about promotions and prices."""
    promotion = rows.columns.get("promotion")
    if promotion is not None:
        is_busy = np.nan_to_num(grid.expected) >= _BUSY
        idle = is_busy & grid.promotion & (grid.units == 0) & ~grid.flagged & ~grid.shut[grid.location_of] & ~grid.stock_out
        message = "nothing was sold on promotion"
        yield Mark(code="no-sale-on-promotion", message=message, at=idle[grid.cell], column=promotion)
        yield from _of_cuts(grid, promotion)
        yield _in_some_places(grid, promotion)
    if grid.price is not None:
        yield from _of_tax(rows, grid)


def _of_cuts(grid: Grid, promotion: str) -> Iterator[Mark]:
    if grid.price is None:
        return
    cut = _cut(grid)
    priced = grid.promotion & ~np.isnan(grid.price)
    if priced.any() and (cut & priced).sum() >= _AS_A_RULE * priced.sum():
        at = (priced & ~cut)[grid.cell]
        yield Mark(code="promotion-without-price-cut", message="a promotion at the usual price", at=at, column=promotion)
    unflagged = (cut & ~grid.promotion)[grid.cell]
    message = "the price is 5 % or more below the usual one, without a promotion"
    yield Mark(code="price-cut-without-promotion", message=message, at=unflagged, column=promotion)


def _cut(grid: Grid) -> Mask:
    """Where the price is at least 5 % below the usual one, the median of like days in 13 weeks without promotion."""
    assert grid.price is not None
    regular = np.where(grid.promotion | (grid.price <= 0), np.nan, grid.price)
    usual = usual_level(regular, grid.step_days)
    return np.asarray((grid.price > 0) & (grid.price < _CUT * usual))


def _in_some_places(grid: Grid, promotion: str) -> Mark:
    """Places without the flag that sell like those with it, where some have it."""
    lift = np.divide(grid.ordinary, grid.level, out=np.full_like(grid.units, np.nan), where=grid.level > 0)
    at = np.zeros_like(grid.promotion)
    for item in range(len(grid.items)):
        own = np.flatnonzero(grid.item_of == item)
        flagged = grid.promotion[own]
        some = flagged.any(axis=0) & ~flagged.all(axis=0)
        if len(own) >= _PLACES and some.any():
            theirs = nan_median(np.where(flagged, lift[own], np.nan), axis=0)
            at[own] = some & ~flagged & (theirs >= _LIFT) & (lift[own] >= np.maximum(_LIFT, _LIKE_THE_FLAGGED * theirs))
    message = "other places are on promotion, and this one sells as they do without the flag"
    return Mark(code="promotion-in-some-places", message=message, at=at[grid.cell], column=promotion)


def _of_tax(rows: SalesRows, grid: Grid) -> Iterator[Mark]:
    """Places whose prices are all off those of the others by one rate of a sales tax."""
    if len(grid.locations) < _PLACES:
        return
    log = _log_price_ratio(grid)
    for place in range(len(grid.locations)):
        own = log[grid.location_of == place]
        known = own[~np.isnan(own)]
        off = float(np.median(known)) if len(known) else 0.0
        rate = float(_RATES[np.argmin(np.abs(np.log1p(_RATES) - abs(off)))])
        is_rate = len(known) >= _ROWS and abs(np.log1p(rate) - abs(off)) < _SAME_RATE
        if is_rate and np.mean(np.abs(known - off) < _SAME_RATE) >= _SAME_SHARE:
            above = off > 0
            message = f"all prices at {grid.locations[place]} are {rate:.3g} {'above' if above else 'below'} those of the other places, as a tax is"
            size = 1 / (1 + rate) if above else 1 + rate
            at = (rows.location == place) & (np.nan_to_num(rows.price if rows.price is not None else rows.units) > 0)
            yield Mark(code="tax-in-or-out", message=message, at=at, column=rows.column("price"), size=size, value=grid.locations[place])


def _log_price_ratio(grid: Grid) -> Array:
    """Log of each price over the item's median over places in that period."""
    assert grid.price is not None
    price = np.where(grid.price > 0, grid.price, np.nan)
    log = np.log(price)
    for item in range(len(grid.items)):
        own = grid.item_of == item
        log[own] -= nan_median(log[own], axis=0)
    return np.asarray(log)
