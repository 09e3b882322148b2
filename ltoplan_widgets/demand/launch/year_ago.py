"""What was sold a year before a window: 52 weeks, so that weekdays agree, or the item's own launch of about that time."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory

Array = NDArray[np.float64]

YEAR = 364
_SEASON = 21
"""A launch that began within so many days of a year ago is taken for the same season's."""
_KNOWN_SHARE = 0.5
_CALENDAR_YEAR = 365.25
_WEEK = 7
_CHANCE = 0.02
"""Launches that are as near to others a year before with a higher chance count as launches at any time."""


@dataclass(frozen=True)
class YearAgo:
    """Sales a year before.

    Attributes:
        known: The history.
        library: Launches, which move a season's window with their holiday.
    """

    known: SalesHistory
    library: CampaignLibrary

    def sold(self, item: str, first: int, places: NDArray[np.int64], periods: int) -> Array:
        """Units at places in the window a year before a first day; see `sold_from`."""
        return self.sold_from(item, self.first_day(item, first), places, periods)

    def sold_from(self, item: str, first: int, places: NDArray[np.int64], periods: int) -> Array:
        """Units at places from a first day on, shape (places, periods); NaN at places where less than half is known."""
        columns = self.known.column_at(first) + np.arange(periods)
        inside = (columns >= 0) & (columns < self.known.units.shape[1])
        found = np.full((len(places), periods), np.nan)
        series = self.known.series_of(item, places)
        there = series >= 0
        cell = np.ix_(series[there], columns[inside])
        usable = ~(self.known.closed[cell] | self.known.stock_out[cell])
        found[np.ix_(there, inside)] = np.where(usable, self.known.units[cell], np.nan)
        share = np.mean(~np.isnan(found), axis=1)
        usual = np.nansum(found, axis=1) / np.maximum(np.sum(~np.isnan(found), axis=1), 1)
        found = np.where(np.isnan(found), usual[:, None], found)
        return np.where((share >= _KNOWN_SHARE)[:, None], found, np.nan)

    def first_day(self, item: str, first: int) -> int:
        """First day of the window a year before: that of the item's launch then, if there was one."""
        near = [day for day in self.began(item) if abs(day - (first - YEAR)) <= _SEASON]
        return min(near, key=lambda day: abs(day - (first - YEAR)), default=first - YEAR)

    def began(self, item: str) -> list[int]:
        """First days of the item's launches."""
        return _began(self.library).get(item, [])

    def recurs(self, item: str, first: int, origin: int) -> bool:
        """Whether the item's launches come back with the year, as far as those tell that had ended.

        They do where all of them came about a whole number of years before; or where there was one a year before, and such a
        return of this and earlier launches is hardly chance (Fisher's combined probability at most 2 %).
        """
        rows = self.library.rows
        over = [of for _, key, of in self.library.launches() if key == item and rows.last[of].max() <= origin]
        days = sorted(int(rows.first[of].min()) for of in over)
        if not days:
            return False
        ages = [first - day for day in days]
        if all(abs(age - max(1, round(age / _CALENDAR_YEAR)) * _CALENDAR_YEAR) <= _SEASON for age in ages):
            return True
        return _moved(days, first) <= _SEASON and _by_chance([*days, first]) <= _CHANCE


def _moved(days: list[int], first: int) -> int:
    """Days between a first day and the launch nearest to the day a year before."""
    return min(abs(first - YEAR - day) for day in days)


def _by_chance(days: list[int]) -> float:
    """How likely so many launches of a year would lie so near to others a year before if they came at any time of it.

    Fisher's method: with q the product of k probabilities, the chance of as small a one is q (1 + ln(1/q) + … + ln(1/q)^(k-1) / (k-1)!).
    """
    told = [day for day in days if day - YEAR + _SEASON >= days[0]]
    a_year = sum(days[-1] - day <= YEAR + _SEASON for day in days[:-1])
    chances = [min(1.0, a_year * (2 * _moved(days, day) + _WEEK) / YEAR) for day in told]
    log = -sum(math.log(one) for one in chances)
    return math.exp(-log) * sum(log**k / math.factorial(k) for k in range(len(chances)))


@lru_cache(maxsize=2)
def _began(library: CampaignLibrary) -> dict[str, list[int]]:
    """First days of the launches of each item."""
    found: dict[str, list[int]] = {}
    for _, item, rows in library.launches():
        found.setdefault(item, []).append(int(library.rows.first[rows].min()))
    return found
