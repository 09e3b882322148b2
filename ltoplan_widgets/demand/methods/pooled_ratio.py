"""Base times one ratio: what past launches of the item sold over their base, all of them together.

An item without past launches takes the ratio of all launches. No place, no lever and no period counts apart: what the
default method adds to this is what its effects are worth.
"""

import numpy as np

from ltoplan_widgets.demand.forecast.analogues import analogues_of
from ltoplan_widgets.demand.forecast.launch_scatter import launch_scatter
from ltoplan_widgets.demand.forecast.sample_path import drawer
from ltoplan_widgets.demand.launch.comparison import comparison
from ltoplan_widgets.demand.launch.launch import launch_of
from ltoplan_widgets.demand.launch.past_launch import PastLaunch
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.method import Sampling
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign


def pooled_ratio(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by its base times one ratio; see the module's text.

    Raises:
        InputError: No place has a base, or no past campaign can be compared.
    """
    launch = launch_of(campaign, history, origin=origin)
    ground = comparison(launch, history.known_by(launch.origin), library)
    mean = ground.expected * _ratio(ground.past, launch.item)
    of_item = {one.item: _ratio(ground.past, one.item) for one in ground.past}
    scatter = launch_scatter(mean, ground.past, [one.base * of_item[one.item] for one in ground.past])
    weights = np.array([one.base.sum() for one in _alike(ground.past, launch.item)])
    return Sampling(
        launch=launch,
        mean=mean,
        baseline=ground.expected if ground.is_own else np.zeros_like(mean),
        draw=drawer(mean, scatter, seed=seed),
        analogues=analogues_of(_alike(ground.past, launch.item), weights / weights.sum(), launch),
        findings=ground.findings,
    )


def _alike(past: list[PastLaunch], item: str) -> list[PastLaunch]:
    return [one for one in past if one.item == item] or past


def _ratio(past: list[PastLaunch], item: str) -> float:
    """Units over base of the item's launches, all places and periods together; of all launches where it has none."""
    alike = _alike(past, item)
    return float(sum(one.units.sum() for one in alike) / sum(one.base.sum() for one in alike))
