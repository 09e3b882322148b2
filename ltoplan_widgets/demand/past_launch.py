"""What past launches sold against what would have sold anyway."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.base import Base
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.library import CampaignLibrary

Array = NDArray[np.float64]

_KNOWN_SHARE = 0.5
"""A place counts where at least this share of its periods can be used."""


@dataclass(frozen=True, kw_only=True)
class PastLaunch:
    """A launch that is over, by place and period since launch.

    Attributes:
        event: Key of the launch.
        item: Key of the item.
        campaign: Key of its first campaign row.
        rows: Positions of its rows in the library, one a place.
        places: Positions of the places in the history.
        first: Day number of its first day.
        last: Day number of its last day.
        units: Units sold, shape (places, periods), 0 where not counted.
        base: Units expected without it, shape as `units`, 0 where not counted.
        counted: Where sales tell demand: known, open, in stock, with a base. Shape as `units`.
        whole: Base over all places by period, also where sales do not count; shape (periods,).
        sold_out: How many periods of a place were left out because the item ran out.
    """

    event: str
    item: str
    campaign: str
    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    first: int
    last: int
    units: Array
    base: Array
    counted: NDArray[np.bool_]
    whole: Array
    sold_out: int

    def demand(self) -> Array:
        """Units wanted by period over all places: sold, with what does not count filled in at the rate of what does."""
        base = self.base.sum(axis=0)
        rate = np.divide(self.units.sum(axis=0), base, out=np.zeros_like(base), where=base > 0)
        return np.asarray(rate * self.whole)


def past_launches(history: SalesHistory, library: CampaignLibrary, base_of: Callable[[str], Base], *, lead: int) -> list[PastLaunch]:
    """Launches that had ended by the end of the history, oldest first, each with its base as known so many days ahead.

    Args:
        history: Sales up to the origin.
        library: Campaigns; those that the history does not cover are left out.
        base_of: Key of an item -> the base to compare with.
        lead: Days from the origin to the start; past bases end as long before their launch.
    """
    place_of = {key: index for index, key in enumerate(history.locations)}
    found = (_past_launch(history, library, base_of(item), event, item, rows, place_of, lead) for event, item, rows in library.launches() if item in history.items and _is_covered(history, library, rows))
    return [launch for launch in found if launch is not None]


def _is_covered(history: SalesHistory, library: CampaignLibrary, rows: NDArray[np.int64]) -> bool:
    is_over = history.column_at(int(library.rows.last[rows].max())) < history.units.shape[1]
    return is_over and history.column_at(int(library.rows.first[rows].min())) >= 0


def _past_launch(  # noqa: PLR0913 - what a launch is read from
    history: SalesHistory, library: CampaignLibrary, base: Base, event: str, item: str, rows: NDArray[np.int64], place_of: dict[str, int], lead: int,
) -> PastLaunch | None:
    rows = np.array([row for row in rows if library.rows.location[row] in place_of], dtype=np.int64)
    if not len(rows):
        return None
    places = np.array([place_of[library.rows.location[row]] for row in rows])
    starts = np.array([history.column_at(int(day)) for day in library.rows.first[rows]])
    lengths = np.array([history.column_at(int(day)) for day in library.rows.last[rows]]) - starts + 1
    columns = starts[:, None] + np.arange(lengths.max())
    inside = (np.arange(lengths.max()) < lengths[:, None]) & (columns < history.units.shape[1])
    cell = (places[:, None], np.minimum(columns, history.units.shape[1] - 1))
    expected = _expected(base, library.rows.first[rows], places, columns.shape[1], lead)
    units, sold_out = history.matrix(item)[cell], history.mask("stock_out", item)[cell] & inside
    counted = inside & ~np.isnan(units) & ~np.isnan(expected) & ~sold_out & ~history.mask("closed", item)[cell]
    kept = (counted.sum(axis=1) >= _KNOWN_SHARE * lengths) & (np.where(counted, expected, 0.0).sum(axis=1) > 0)
    if not kept.any():
        return None
    return PastLaunch(
        event=event,
        item=item,
        campaign=library.rows.campaign[int(rows[0])],
        rows=rows[kept],
        places=places[kept],
        first=int(library.rows.first[rows].min()),
        last=int(library.rows.last[rows].max()),
        units=np.where(counted, units, 0.0)[kept],
        base=np.where(counted, expected, 0.0)[kept],
        counted=counted[kept],
        whole=np.where(inside, np.nan_to_num(expected), 0.0)[kept].sum(axis=0),
        sold_out=int(sold_out.sum()),
    )


def _expected(base: Base, firsts: NDArray[np.int64], places: NDArray[np.int64], periods: int, lead: int) -> Array:
    expected = np.full((len(places), periods), np.nan)
    for first in np.unique(firsts):
        chosen = firsts == first
        expected[chosen] = base.expected(int(first), periods, int(first) - lead)[places[chosen]]
    return expected
