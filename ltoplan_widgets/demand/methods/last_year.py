"""The same window a year ago: 52 weeks before, so that weekdays agree, or the item's own campaign of about that time.

A season that moves with a holiday moves its campaign with it: where a launch of the item began within three weeks of the
day 52 weeks before, its first day is the window's. Places without sales then get their base times what the others sold
a year ago over theirs.
"""

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.analogues import analogues_of
from ltoplan_widgets.demand.forecast.launch_scatter import launch_scatter
from ltoplan_widgets.demand.forecast.sample_path import drawer
from ltoplan_widgets.demand.launch.comparison import comparison
from ltoplan_widgets.demand.launch.last_year_gap import gaps_filled
from ltoplan_widgets.demand.launch.launch import launch_of
from ltoplan_widgets.demand.launch.past_launch import PastLaunch
from ltoplan_widgets.demand.launch.year_ago import YearAgo
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.method import Sampling
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign

Array = NDArray[np.float64]


def last_year(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by the same window a year ago; see the module's text.

    Raises:
        InputError: Neither a window a year ago nor everyday sales of the item, no place has a base, or no past campaign
            can be compared.
    """
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    ground, past_year = comparison(launch, known, library), YearAgo(known, library)
    position = {key: index for index, key in enumerate(known.locations)}
    sold = past_year.sold(launch.item, launch.first, np.array([position[key] for key in launch.locations]), len(launch.starts))
    if np.isnan(sold).all() and not ground.is_own:
        message = "nothing is known of the item a year ago, and it has no everyday sales of its own"
        raise refusal("no-last-year", launch.item, message, "choose analogue_ratio or pooled_ratio", column="method")
    mean, findings = gaps_filled(sold, ground)
    past, fitted = _fitted(ground.past, past_year)
    return Sampling(
        launch=launch,
        mean=mean,
        baseline=ground.expected if ground.is_own else np.zeros_like(mean),
        draw=drawer(mean, launch_scatter(mean, past, fitted), seed=seed),
        analogues=analogues_of(past, np.full(len(past), 1 / len(past)), launch),
        findings=(*ground.findings, *findings),
    )


def _fitted(past: list[PastLaunch], year_ago: YearAgo) -> tuple[list[PastLaunch], list[Array]]:
    """Past launches that had a year before them, with it; all of them with their base at its rate where none had."""
    before = [year_ago.sold(one.item, one.first, one.places, one.units.shape[1]) for one in past]
    fitted = [np.where(one.counted, np.where(np.isnan(sold), one.base, sold), 0.0) for one, sold in zip(past, before, strict=True)]
    told = [index for index, sold in enumerate(before) if not np.isnan(sold).all() and fitted[index].sum() > 0]
    if told:
        return [past[index] for index in told], [fitted[index] for index in told]
    rate = sum(one.units.sum() for one in past) / sum(one.base.sum() for one in past)
    return past, [one.base * rate for one in past]
