"""A season that recurs: last year's units and last year's ratio to the base, weighed by what carried over in the past.

The window is last year's, 52 weeks before or where the item's own campaign of about that time began. The two ways and
their weights are described in `demand/launch/season.py`.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.analogues import analogues_of
from ltoplan_widgets.demand.forecast.launch_scatter import herd, launch_scatter
from ltoplan_widgets.demand.forecast.sample_path import Scatter, drawer
from ltoplan_widgets.demand.launch.comparison import Comparison, comparison
from ltoplan_widgets.demand.launch.last_year_gap import gaps_filled
from ltoplan_widgets.demand.launch.launch import launch_of
from ltoplan_widgets.demand.launch.past_launch import PastLaunch
from ltoplan_widgets.demand.launch.season import season, season_ways
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.method import Sampling
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign

Array = NDArray[np.float64]

_LONGEST_LEAD = 56
_OWN_SURPRISE = 0.0065
_PLACE_SURPRISE = 0.001
_OF_LIFT = 0.1
"""Seasons surprise more than ordinary weeks, until past seasons tell: as a whole by 8 % and a tenth of what they lift, single weeks
at places so that a place's total is off by 3 % and a twentieth of the lift more."""
_WORTH = 10.0


def recurring_season(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by the same season a year ago; see the module's text.

    Raises:
        InputError: Nothing is known of the item a year ago, no place has a base, or no past campaign can be compared.
    """
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    ground = comparison(launch, known, library)
    lead, periods = min(launch.first - launch.origin, _LONGEST_LEAD), len(launch.starts)
    ways = season_ways(known, library, launch.item, periods, lead)
    foretold = season(known, library, launch.item, launch.first, periods=periods, lead=lead, noise=ways.noise)
    place = np.array([known.locations.index(key) for key in launch.locations])
    again = foretold.units(ways.weight)[place]
    if np.isnan(again).all():
        message = "nothing is known of the item a year ago"
        raise refusal("no-last-year", launch.item, message, "choose eb_uplift or analogue_ratio", column="method")
    filled, findings = gaps_filled(again, ground)
    mean = np.where(ground.closed, 0.0, filled)
    past, fitted = (ways.past, ways.fitted) if ways.past else _around_own_ratio(ground.past)
    shown = [one for one in ground.past if one.item == launch.item] or ground.past
    return Sampling(
        launch=launch,
        mean=mean,
        baseline=ground.expected if ground.is_own else np.zeros_like(mean),
        draw=drawer(mean, _with_surprise(launch_scatter(mean, past, fitted), mean, ground, ways.seasons), seed=seed),
        analogues=analogues_of(shown, np.full(len(shown), 1 / len(shown)), launch),
        findings=(*ground.findings, *findings),
    )


def _around_own_ratio(past: list[PastLaunch]) -> tuple[list[PastLaunch], list[Array]]:
    """Where no window is over that had a year before it: past launches around their own ratio, which tells of places only."""
    return past, [one.base * (one.units.sum() / max(float(one.base.sum()), 1e-9)) for one in past]


def _with_surprise(scatter: Scatter, mean: Array, ground: Comparison, seasons: int) -> Scatter:
    """Scatter with what a season adds to that of ordinary windows."""
    lift = float(np.log(max(float(mean.sum()), 1e-9) / max(float(ground.expected.sum()), 1e-9))) if ground.is_own else 1.0
    belief, of_lift = _WORTH / (_WORTH + seasons), (_OF_LIFT * lift) ** 2
    return replace(
        scatter,
        event=scatter.event + belief * (_OWN_SURPRISE + of_lift),
        place_period=scatter.place_period + belief * (_PLACE_SURPRISE + of_lift / 4) / herd(mean)[:, None],
    )
