"""What the calendar tells of a campaign: how far into it a week lies, how long ago the last one was, the season."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

WEEK = 7
_YEAR = 365.25
_LONG_AGO = 52.0
_LONG = 1.2
"""Sales of more years than this tell the season."""
_LEAST_BASE = 0.05
_DAYS = 1 << 24
"""More days than there are."""


@dataclass(frozen=True, kw_only=True)
class UpliftCalendar:
    """When items were on campaign at places.

    Attributes:
        ends: Last days of campaigns, as numbers that count on from pair (item at a place) to pair, ascending.
        places: Number of places.
        is_long: Whether the sales are long enough to tell the season.
    """

    ends: Codes
    places: int
    is_long: bool

    @classmethod
    def of(cls, known: SalesHistory, library: CampaignLibrary) -> "UpliftCalendar":
        """Look through a library."""
        items, places = ({key: index for index, key in enumerate(keys)} for keys in (known.items, known.locations))
        item, place = (
            np.array([of.get(key, -1) for key in keys], dtype=np.int64)
            for of, keys in ((items, library.rows.item), (places, library.rows.location))
        )
        there = (item >= 0) & (place >= 0)
        days = known.units.shape[1] * known.step_days
        return cls(
            ends=np.sort(_numbered(item[there] * len(places) + place[there], library.rows.last[there])),
            places=len(places),
            is_long=days > _LONG * _YEAR,
        )

    def since(self, item: Codes, place: Codes, first: Codes, lead: int) -> Array:
        """Weeks since the last campaign of the item (-1 for a new one) at the place that had ended so many days before a first day."""
        pair = item * self.places + place
        before = np.searchsorted(self.ends, _numbered(pair, first - lead), side="right") - 1
        last = self.ends[np.maximum(before, 0)] if len(self.ends) else np.zeros_like(before)
        is_own = (before >= 0) & (item >= 0) & (last >= pair * _DAYS)
        return np.where(is_own, np.minimum(_LONG_AGO, (_numbered(pair, first) - last) / WEEK), _LONG_AGO)

    def columns(self, *, day: Codes, week: Codes, since: Array, base: Array) -> Array:
        """Columns of rows, shape (rows, columns): weeks since launch, since the last campaign, base, season.

        The log of the base is among them because a base is partly chance: what looks large was lucky, and sells less than
        its multiple (regression to the mean), the more so the less is sold.
        """
        size = np.log(np.maximum(base, _LEAST_BASE))
        angle = 2 * np.pi * day / _YEAR
        season = [np.sin(angle), np.cos(angle)] if self.is_long else []
        return np.column_stack([np.log1p(week), np.log1p(since), size, size / (1 + base / 2), *season])


def _numbered(pair: Codes, day: Codes) -> Codes:
    """Days of pairs, so that those of one pair lie together."""
    return pair * _DAYS + _DAYS // 2 + day
