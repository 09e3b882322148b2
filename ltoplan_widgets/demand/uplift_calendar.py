"""What the calendar tells of a campaign: how far into it a week lies, how long ago the last one was, the season."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.library import CampaignLibrary

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

WEEK = 7
_YEAR = 365.25
_LONG_AGO = 52.0
_LONG = 1.2
"""Sales of more years than this tell the season."""
_LEAST_BASE = 0.05


@dataclass(frozen=True, kw_only=True)
class UpliftCalendar:
    """When items were on campaign at places.

    Attributes:
        ends: Last days of campaigns by item and place, in order.
        is_long: Whether the sales are long enough to tell the season.
    """

    ends: dict[tuple[int, int], Codes]
    is_long: bool

    @classmethod
    def of(cls, known: SalesHistory, library: CampaignLibrary) -> "UpliftCalendar":
        """Look through a library."""
        items, places = ({key: index for index, key in enumerate(keys)} for keys in (known.items, known.locations))
        ends: dict[tuple[int, int], list[int]] = {}
        for item, place, last in zip(library.rows.item, library.rows.location, library.rows.last, strict=True):
            if item in items and place in places:
                ends.setdefault((items[item], places[place]), []).append(int(last))
        days = known.units.shape[1] * known.step_days
        return cls(ends={key: np.sort(np.array(value)) for key, value in ends.items()}, is_long=days > _LONG * _YEAR)

    def since(self, item: Codes, place: Codes, first: Codes, lead: int) -> Array:
        """Weeks since the last campaign of the item at the place that had ended so many days before a first day."""
        return np.array([self._since(*key, lead) for key in zip(item.tolist(), place.tolist(), first.tolist(), strict=True)])

    def _since(self, item: int, place: int, first: int, lead: int) -> float:
        ends = self.ends.get((item, place))
        before = 0 if ends is None else int(np.searchsorted(ends, first - lead, side="right"))
        return min(_LONG_AGO, (first - int(ends[before - 1])) / WEEK) if ends is not None and before else _LONG_AGO

    def columns(self, *, day: Codes, week: Codes, since: Array, base: Array) -> Array:
        """Columns of rows, shape (rows, columns): weeks since launch, since the last campaign, base, season.

        The log of the base is among them because a base is partly chance: what looks large was lucky, and sells less than
        its multiple (regression to the mean), the more so the less is sold.
        """
        size = np.log(np.maximum(base, _LEAST_BASE))
        angle = 2 * np.pi * day / _YEAR
        season = [np.sin(angle), np.cos(angle)] if self.is_long else []
        return np.column_stack([np.log1p(week), np.log1p(since), size, size / (1 + base / 2), *season])
