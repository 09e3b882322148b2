"""Textbook baselines of one series by itself: what a forecast without a campaign model would say.

``seasonal_naive`` repeats the last week, campaign or not; ``smoothing`` smooths ordinary like days exponentially; ``croston``
is for items that sell seldom (with Syntetos and Boylan's correction), campaigns left out. Their bands come from how far each was off on past launches.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import day_number
from ltoplan_widgets.demand.forecast.analogues import analogues_of
from ltoplan_widgets.demand.forecast.launch_scatter import launch_scatter
from ltoplan_widgets.demand.forecast.sample_path import drawer
from ltoplan_widgets.demand.launch import series_base
from ltoplan_widgets.demand.launch.comparison import comparison, running
from ltoplan_widgets.demand.launch.launch import launch_of
from ltoplan_widgets.demand.launch.past_launch import PastLaunch
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.method import Sampling
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign

Array = NDArray[np.float64]

_WEIGHT = 0.3
_MOST_PAST = 30


@dataclass(frozen=True, kw_only=True)
class _Way:
    """How a series goes on.

    Attributes:
        course: Units (series, periods), periods in a week -> units of the next period as known after each, shape as the units.
        is_weekly: Whether the next period is the next one of the same weekday.
        is_ordinary: Whether campaigns are left out.
    """

    course: Callable[[Array, int], Array]
    is_weekly: bool = True
    is_ordinary: bool = True


def seasonal_naive(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by the last week before the origin.

    Raises:
        InputError: The item has no everyday sales of its own, no place has a base, or no past campaign can be compared.
    """
    return _sampled(campaign, history, library, _Way(course=_again, is_ordinary=False), origin=origin, seed=seed)


def smoothing(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by exponential smoothing of like days, with a weight of .3 for the newest.

    Raises:
        InputError: The item has no everyday sales of its own, no place has a base, or no past campaign can be compared.
    """
    return _sampled(campaign, history, library, _Way(course=_smoothed), origin=origin, seed=seed)


def croston(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by Croston's method with Syntetos and Boylan's correction.

    Raises:
        InputError: The item has no everyday sales of its own, no place has a base, or no past campaign can be compared.
    """
    return _sampled(campaign, history, library, _Way(course=_seldom, is_weekly=False), origin=origin, seed=seed)


def _again(units: Array, _: int) -> Array:
    return np.nan_to_num(units)


def _smoothed(units: Array, cycle: int) -> Array:
    """Each weekday is a series of its own."""
    weeks = -(-units.shape[1] // cycle)
    padded = np.pad(units, ((0, 0), (0, weeks * cycle - units.shape[1])), constant_values=np.nan)
    by_weekday = padded.reshape(len(units), weeks, cycle).transpose(0, 2, 1).reshape(-1, weeks)
    level = series_base.smoothed_course(by_weekday, weight=_WEIGHT).reshape(len(units), cycle, weeks)
    return np.asarray(level.transpose(0, 2, 1).reshape(len(units), -1)[:, : units.shape[1]])


def _seldom(units: Array, _: int) -> Array:
    return series_base.croston_course(units, is_corrected=True)


def _sampled(  # noqa: PLR0913 - what a method is given, and its way
    campaign: Campaign, history: SalesHistory, library: CampaignLibrary, way: _Way, *, origin: str | None, seed: int
) -> Sampling:
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    ground = comparison(launch, known, library)
    if not ground.is_own:
        message = "the item has no everyday sales of its own, so there is no series to carry on"
        raise refusal("no-own-base", launch.item, message, "choose eb_uplift or new_item", column="method")
    past = ground.past[-_MOST_PAST:]
    courses = _courses(known, library, sorted({launch.item, *(one.item for one in past)}), way)
    places, cycle = np.array([known.locations.index(key) for key in launch.locations]), _cycle(known) if way.is_weekly else 1
    mean = _from(known, courses[launch.item], places, launch.first, len(launch.starts), 0, cycle)
    ahead = launch.first - min(launch.origin, day_number(known.known_until))
    fitted = [_of_past(one, known, courses[one.item], ahead, cycle) for one in past]
    told = [index for index, values in enumerate(fitted) if values.sum() > 0]
    past, fitted = [past[index] for index in told], [fitted[index] for index in told]
    return Sampling(
        launch=launch,
        mean=mean,
        baseline=ground.expected,
        draw=drawer(mean, launch_scatter(mean, past, fitted), seed=seed),
        analogues=analogues_of(past, np.full(len(past), 1 / max(1, len(past))), launch),
        findings=ground.findings,
    )


def _courses(known: SalesHistory, library: CampaignLibrary, items: list[str], way: _Way) -> dict[str, Array]:
    """What is said of the next like period after each, by item, shape (places, periods); all items at once."""
    units = [
        np.where(running(known, library, item), np.nan, known.matrix(item)) if way.is_ordinary else known.matrix(item) for item in items
    ]
    return dict(zip(items, np.split(way.course(np.concatenate(units), _cycle(known)), len(items)), strict=True))


def _cycle(known: SalesHistory) -> int:
    """Periods in a week."""
    return max(1, 7 // known.step_days)


def _of_past(one: PastLaunch, known: SalesHistory, course: Array, ahead: int, cycle: int) -> Array:
    said = _from(known, course, one.places, one.first, one.units.shape[1], ahead, cycle)
    return np.where(one.counted, said, 0.0)


def _from(known: SalesHistory, course: Array, places: NDArray[np.int64], first: int, periods: int, ahead: int, cycle: int) -> Array:  # noqa: PLR0913, PLR0917 - what a series is asked for
    """Units of a window as they were known so many days ahead of it; 0 days ahead means by all that is known."""
    start = int(known.column_at(first))
    end = known.units.shape[1] if not ahead else max(0, start - max(1, ahead // known.step_days) + 1)
    end = min(end, known.units.shape[1], start) if ahead else end
    columns = end - cycle + (start - end + np.arange(periods)) % cycle
    return np.where(columns >= 0, course[places][:, np.maximum(columns, 0)], 0.0)
