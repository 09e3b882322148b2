"""What an item would have sold in a window, looking back: like days on both sides of it, and how far that is off by chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.sales.usual import usual_level

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_WEEK = 7
_LIKE = 4
"""Like days on each side of a window."""
_BUSY_PLACES = 0.2
_KNOWN = 0.6
_LEAST = 1.0


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One item over some places, by period.

    Attributes:
        units: Units of all places together, with what is closed, sold out or unknown filled in at the usual level.
        is_free: Where no campaign of the item runs, so that the period tells what sells without one.
        step_days: 1 or 7.
    """

    units: Array
    is_free: Mask
    step_days: int

    def expected(self, first: int, last: int, skip: int) -> float:
        """Units expected in a window of periods: like days before it, and after it and so many further periods; NaN where unknown."""
        cycle = _WEEK if self.step_days == 1 else 1
        usable = np.where(self.is_free, self.units, np.nan)
        sides = [usable[max(0, first - 2 * _LIKE * cycle) : first][::-1], usable[last + 1 + skip : last + 1 + skip + 2 * _LIKE * cycle]]
        wanted = (np.arange(first, last + 1)) % cycle
        starts = [first - 1 - np.arange(len(sides[0])), last + 1 + skip + np.arange(len(sides[1]))]
        levels = [_by_weekday(side, start % cycle, cycle) for side, start in zip(sides, starts, strict=True) if len(side)]
        if not levels:
            return np.nan
        stacked = np.stack(levels)
        known = ~np.isnan(stacked)
        level = np.where(known.any(axis=0), np.nansum(stacked, axis=0) / np.maximum(known.sum(axis=0), 1), np.nan)
        return float(level[wanted].sum())

    def log_ratio(self, first: int, last: int, skip: int) -> float:
        """Log of units sold over expected ones; NaN where either is not known, or hardly anything is sold."""
        expected, sold = self.expected(first, last, skip), float(self.units[first : last + 1].sum())
        return float(np.log(sold / expected)) if expected > _LEAST and sold > 0 else np.nan


def _by_weekday(values: Array, weekday: NDArray[np.int64], cycle: int) -> Array:
    """Mean of the nearest four known values of each weekday."""
    found = np.full(cycle, np.nan)
    for day in range(cycle):
        own = values[weekday == day]
        own = own[~np.isnan(own)][:_LIKE]
        if len(own):
            found[day] = own.mean()
    return found


def ground_of(history: SalesHistory, schedule: Schedule, item: str, places: NDArray[np.int64]) -> Ground:
    """One item over some places of a history (positions)."""
    keys = [history.locations[place] for place in places]
    units = history.matrix(item, keys)
    hidden = history.mask("closed", item, keys) | history.mask("stock_out", item, keys) | np.isnan(units)
    running = schedule.running(item, (len(history.locations), units.shape[1]))[places] | history.mask("promotion", item, keys)
    level = usual_level(np.where(hidden | running, np.nan, units), history.step_days)
    sells = ~np.isnan(level)
    filled = np.where(hidden, np.where(sells, level, 0.0), np.nan_to_num(units))
    known = (~hidden | sells).mean(axis=0) >= _KNOWN
    return Ground(units=filled.sum(axis=0), is_free=(running.mean(axis=0) <= _BUSY_PLACES) & known, step_days=history.step_days)
