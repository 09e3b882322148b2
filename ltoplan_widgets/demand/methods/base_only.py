"""What sells anyway, as if there were no campaign: the least that any other method must beat.

The base is the mean of the last 8 like days at each place. Its bands come from how far past launches were from their
base, lift and all, so they are wide and honest rather than useful.
"""

import numpy as np

from ltoplan_widgets.demand.forecast.analogues import analogues_of
from ltoplan_widgets.demand.forecast.launch_scatter import launch_scatter
from ltoplan_widgets.demand.forecast.sample_path import drawer
from ltoplan_widgets.demand.launch.comparison import comparison
from ltoplan_widgets.demand.launch.launch import launch_of
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.method import Sampling
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign


def base_only(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by its base alone; see the module's text.

    Raises:
        InputError: The item has no everyday sales of its own, no place has a base, or no past campaign can be compared.
    """
    launch = launch_of(campaign, history, origin=origin)
    ground = comparison(launch, history.known_by(launch.origin), library)
    if not ground.is_own:
        message = "the item has no everyday sales of its own, so there is no base to forecast"
        raise refusal("no-own-base", launch.item, message, "choose analogue_ratio or pooled_ratio", column="method")
    scatter = launch_scatter(ground.expected, ground.past, [one.base for one in ground.past])
    return Sampling(
        launch=launch,
        mean=ground.expected,
        baseline=ground.expected,
        draw=drawer(ground.expected, scatter, seed=seed),
        analogues=analogues_of(ground.past, np.full(len(ground.past), 1 / len(ground.past)), launch),
        findings=ground.findings,
    )
