"""A launch of the past, to be forecast as it would have been then."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign

Rows = NDArray[np.int64]
Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One launch: an item's campaigns of one event, over its places.

    Attributes:
        event: Key of the launch.
        item: Key of the item.
        rows: Positions of its campaigns in the library.
        origin: Last day whose sales are known: the earliest start less the lead, as a day number.
    """

    event: str
    item: str
    rows: Rows
    origin: int

    def only(self, rows: NDArray[np.bool_]) -> "Trial":
        """The same launch with some of its campaigns."""
        return Trial(event=self.event, item=self.item, rows=self.rows[rows], origin=self.origin)

    def campaigns(self, library: CampaignLibrary) -> Iterator[tuple[Campaign, Rows]]:
        """What to forecast, and the rows that it answers: one a first day, over the longest window and all its places.

        Places whose window ends earlier take their part of it, so that a launch is forecast once.
        """
        of = library.rows
        order = self.rows[np.argsort(of.first[self.rows], kind="stable")]
        for first, members in groupby(order, key=lambda row: int(of.first[row])):
            rows = np.array(list(members), dtype=np.int64)
            yield (
                Campaign(
                    item=self.item,
                    event=self.event,
                    start=iso_day(first),
                    end=iso_day(int(of.last[rows].max())),
                    locations={of.location[row]: True for row in rows},
                ),
                rows,
            )


def trials(library: CampaignLibrary, *, lead: int, test_from: str) -> list[Trial]:
    """Launches that begin on a day (ISO date) or later, by origin, each known so many days before its earliest start."""
    limit = day_number(test_from)
    began = [(event, item, rows, int(library.rows.first[rows].min())) for event, item, rows in library.launches()]
    found = [Trial(event=event, item=item, rows=rows, origin=first - lead) for event, item, rows, first in began if first >= limit]
    return sorted(found, key=lambda trial: trial.origin)


def later_half(library: CampaignLibrary) -> str:
    """Day by which half of the launches have begun, ISO date: where nobody says from when to test."""
    began = sorted(int(library.rows.first[rows].min()) for _, _, rows in library.launches())
    return iso_day(began[len(began) // 2])


def sold(history: SalesHistory, schedule: Schedule, trial: Trial, *, after: int = 0) -> Array:
    """Units sold in the window of each campaign after so many periods; NaN where it is not over or nothing is known of it.

    Periods without a row in a window that has some count as nothing sold.
    """
    units = _by_period(history.units, history, schedule, trial)
    is_over = (schedule.start[trial.rows] >= 0) & (schedule.end[trial.rows] < history.units.shape[1])
    left = np.nansum(units[:, after:], axis=1)
    return np.where(is_over & ~np.isnan(units).all(axis=1), left, np.nan)


def demanded(history: SalesHistory, schedule: Schedule, trial: Trial) -> Array:
    """Units sold by campaign and period since its start; NaN where unknown, or where the place was closed or sold out.

    Periods without a row in a window that has some count as nothing sold.
    """
    units = _by_period(history.units, history, schedule, trial)
    inside = np.arange(units.shape[1]) <= (schedule.end - schedule.start)[trial.rows][:, None]
    some = ~np.isnan(units).all(axis=1, keepdims=True)
    missing = inside & some & np.isnan(units) & _exists(history, schedule, trial, units.shape[1])
    shut = _by_period((history.closed | history.stock_out).astype(np.float64), history, schedule, trial) > 0
    return np.where(shut, np.nan, np.where(missing, 0.0, units))


def _by_period(values: Array, history: SalesHistory, schedule: Schedule, trial: Trial) -> Array:
    """Values of a campaign's series by period since its start, NaN outside of its window or of the history."""
    place, start, end = (of[trial.rows] for of in (schedule.place, schedule.start, schedule.end))
    series = np.where(place >= 0, history.series_of(trial.item, np.maximum(place, 0)), -1)
    columns = start[:, None] + np.arange(int((end - start).max()) + 1)
    inside = (columns >= 0) & (columns < values.shape[1]) & (columns <= end[:, None]) & (series >= 0)[:, None]
    return np.where(inside, values[np.maximum(series, 0)[:, None], np.clip(columns, 0, values.shape[1] - 1)], np.nan)


def _exists(history: SalesHistory, schedule: Schedule, trial: Trial, periods: int) -> NDArray[np.bool_]:
    columns = schedule.start[trial.rows][:, None] + np.arange(periods)
    return np.asarray((columns >= 0) & (columns < history.units.shape[1]))
