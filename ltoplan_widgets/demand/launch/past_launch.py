"""What past launches sold against what would have sold anyway."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.sales.stock_out import demand_behind

Array = NDArray[np.float64]

_MOST = 300
"""So many past launches are looked at."""
_MOSTLY = 0.8
_KNOWN_SHARE = 0.5
"""A place counts where at least this share of its periods can be used."""


class BaseOf(Protocol):
    """Units of an item expected anyway, shape (places of the history, periods), NaN where there is no base."""

    def __call__(self, item: str, first: int, periods: int, origin: int, /) -> Array:
        """From a first day on, as known at the origin (day numbers)."""
        ...


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
        counted: Where sales tell demand: known, open, with a base, in stock or filled in. Shape as `units`.
        whole: Base over all places by period, also where sales do not count; shape (periods,).
        sold_out: In how many periods of a place the item ran out.
        is_filled_in: Whether those count with what would have sold (see `stock_out.py`); else they are left out.
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
    is_filled_in: bool = False

    @cached_property
    def course(self) -> Array:
        """Units sold and their base over all places by period, shape (2, periods)."""
        return np.stack([self.units.sum(axis=0), self.base.sum(axis=0)])

    @cached_property
    def is_whole(self) -> bool:
        """Whether units are whole numbers as a rule, rather than weights."""
        return bool(np.mean(np.mod(self.units, 1) == 0) > _MOSTLY)

    def demand(self) -> Array:
        """Units wanted by period over all places: sold, with what does not count filled in at the rate of what does."""
        units, base = self.course
        rate = np.divide(units, base, out=np.zeros_like(base), where=base > 0)
        return np.asarray(rate * self.whole)


def courses(past: Sequence[PastLaunch]) -> tuple[Array, Array]:
    """Units sold and their base by launch and period over all places, shape (launches, periods) each; 0 after a launch's end."""
    units, base = np.zeros((2, len(past), max(one.units.shape[1] for one in past)))
    for row, one in enumerate(past):
        units[row, : one.units.shape[1]], base[row, : one.units.shape[1]] = one.course
    return units, base


Made = dict[tuple[str, str], PastLaunch | None]
"""Past launches by event and item; None where its sales tell nothing."""


def past_launches(  # noqa: PLR0913 - what a past launch is made of, and which are wanted
    history: SalesHistory, schedule: Schedule, base_of: BaseOf, *, item: str, lead: int, made: Made
) -> list[PastLaunch]:
    """Launches that had ended by the end of the history, oldest first, each with its base as known so many days ahead.

    Where there are very many, those of the item itself and the latest others are taken.

    Args:
        history: Sales up to the origin.
        schedule: Campaigns; those that the history does not cover are left out.
        base_of: Key of an item, days ahead and so on -> units expected anyway; see `BaseOf`.
        item: Key of the item to be forecast.
        lead: Days from the origin to the start; past bases end as long before their launch.
        made: Those that were made already of the same history, schedule, base and lead; new ones are added.
    """
    over = [launch for launch in schedule.library.launches() if launch[1] in history.items and _is_covered(history, schedule, launch[2])]
    latest_first = sorted(range(len(over)), key=lambda index: (over[index][1] != item, -index))
    wanted = [over[index] for index in sorted(latest_first[:_MOST])]
    for launch in wanted:
        if launch[:2] not in made:
            made[launch[:2]] = _past_launch(history, schedule, base_of, launch, lead)
    return [found for launch in wanted if (found := made[launch[:2]]) is not None]


def _is_covered(history: SalesHistory, schedule: Schedule, rows: NDArray[np.int64]) -> bool:
    first, last = schedule.touched
    return bool(last[rows].max() < history.units.shape[1] and first[rows].min() >= 0)


def _past_launch(
    history: SalesHistory, schedule: Schedule, base_of: BaseOf, launch: tuple[str, str, NDArray[np.int64]], lead: int
) -> PastLaunch | None:
    event, item, rows = launch
    rows = rows[schedule.place[rows] >= 0]
    series = history.series_of(item, schedule.place[rows])
    rows, series = rows[series >= 0], series[series >= 0]
    if not len(rows):
        return None
    library, places = schedule.library, schedule.place[rows]
    lengths = schedule.end[rows] - schedule.start[rows] + 1
    columns = schedule.start[rows][:, None] + np.arange(lengths.max())
    inside = np.arange(lengths.max()) < lengths[:, None]
    cell = (series[:, None], np.minimum(columns, history.units.shape[1] - 1))
    expected = _expected(base_of, item, library.rows.first[rows], places, columns.shape[1], lead)
    units, sold_out = history.units[cell], history.stock_out[cell] & inside
    wanted = demand_behind(np.where(inside & ~history.closed[cell], units, np.nan), expected, sold_out)
    units = wanted.units
    counted = inside & ~np.isnan(units) & ~np.isnan(expected) & ~history.closed[cell] & (wanted.counted | ~sold_out)
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
        is_filled_in=wanted.treatment == "imputed",
    )


def _expected(base_of: BaseOf, item: str, firsts: NDArray[np.int64], places: NDArray[np.int64], periods: int, lead: int) -> Array:  # noqa: PLR0913, PLR0917 - what a base is asked for
    expected = np.full((len(places), periods), np.nan)
    for first in np.unique(firsts):
        chosen = firsts == first
        expected[chosen] = base_of(item, int(first), periods, int(first) - lead)[places[chosen]]
    return expected
