"""Textbook baselines of one series by itself: what a forecast without a campaign model would say.

``seasonal_naive`` repeats the last week, campaign or not; ``smoothing`` smooths ordinary like days exponentially; ``croston``
is for items that sell seldom (with Syntetos and Boylan's correction), campaigns left out. Their bands come from how far each was off on past launches.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand import series_base
from ltoplan_widgets.demand.analogues import analogues_of
from ltoplan_widgets.demand.comparison import comparison, running
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.launch import launch_of
from ltoplan_widgets.demand.launch_scatter import launch_scatter
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.methods.method import Sampling
from ltoplan_widgets.demand.past_launch import PastLaunch
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sample_path import drawer
from ltoplan_widgets.plan.campaign import Campaign

Array = NDArray[np.float64]
Way = Callable[[Array, int, int], Array]
"""Units (places, periods), horizon, periods in a week -> units (places, horizon)."""

_WEIGHT = 0.3
_MOST_PAST = 30


def seasonal_naive(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by the last week before the origin.

    Raises:
        InputError: The item has no everyday sales of its own, no place has a base, or no past campaign can be compared.
    """
    return _sampled(campaign, history, library, _again, origin=origin, seed=seed, is_ordinary=False)


def smoothing(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by exponential smoothing of like days, with a weight of .3 for the newest.

    Raises:
        InputError: The item has no everyday sales of its own, no place has a base, or no past campaign can be compared.
    """
    return _sampled(campaign, history, library, _smoothed, origin=origin, seed=seed)


def croston(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by Croston's method with Syntetos and Boylan's correction.

    Raises:
        InputError: The item has no everyday sales of its own, no place has a base, or no past campaign can be compared.
    """
    return _sampled(campaign, history, library, _seldom, origin=origin, seed=seed)


def _again(units: Array, horizon: int, cycle: int) -> Array:
    return series_base.seasonal_naive(units, horizon, cycle=cycle)


def _smoothed(units: Array, horizon: int, cycle: int) -> Array:
    """Each weekday is a series of its own."""
    whole = units[:, units.shape[1] % cycle :].reshape(len(units), -1, cycle)
    level = np.stack([series_base.smoothed(whole[:, :, day], 1, weight=_WEIGHT)[:, 0] for day in range(cycle)], axis=1)
    return np.asarray(level[:, np.arange(horizon) % cycle])


def _seldom(units: Array, horizon: int, _: int) -> Array:
    return series_base.croston(units, horizon, is_corrected=True)


def _sampled(  # noqa: PLR0913 - what a method is given, and its way
    campaign: Campaign,
    history: SalesHistory,
    library: CampaignLibrary,
    way: Way,
    *,
    origin: str | None,
    seed: int,
    is_ordinary: bool = True,
) -> Sampling:
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    ground = comparison(launch, known, library)
    if not ground.is_own:
        message = "the item has no everyday sales of its own, so there is no series to carry on"
        raise refusal("no-own-base", launch.item, message, "choose eb_uplift or new_item", column="method")
    places = np.array([known.locations.index(key) for key in launch.locations])

    def units(item: str) -> Array:
        found = known.matrix(item)
        return np.where(running(known, library, item), np.nan, found) if is_ordinary else found

    mean = _from(known, units(launch.item), places, launch.first, len(launch.starts), 0, way)
    past = ground.past[-_MOST_PAST:]
    ahead = launch.first - min(launch.origin, known.first + known.units.shape[1] * known.step_days - 1)
    fitted = [_of_past(one, known, units(one.item), ahead, way) for one in past]
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


def _of_past(one: PastLaunch, known: SalesHistory, units: Array, ahead: int, way: Way) -> Array:
    said = _from(known, units, one.places, one.first, one.units.shape[1], ahead, way)
    return np.where(one.counted, said, 0.0)


def _from(known: SalesHistory, units: Array, places: NDArray[np.int64], first: int, periods: int, ahead: int, way: Way) -> Array:  # noqa: PLR0913, PLR0917 - what a series is asked for
    """Units of a window as they were known so many days ahead of it; 0 days ahead means by all that is known."""
    start = int(known.column_at(first))
    end = known.units.shape[1] if not ahead else max(0, start - max(1, ahead // known.step_days) + 1)
    end = min(end, known.units.shape[1], start) if ahead else end
    if end < 1:
        return np.zeros((len(places), periods))
    return way(units[places][:, :end], start - end + periods, max(1, 7 // known.step_days))[:, start - end :]
