"""Base of like days x pooled empirical-Bayes uplift x launch curve: the default for items that were sold before.

One log-linear model of all past launches says what a campaign makes of its base: by levers and calendar, by item, place
and item at the place, each shrunk by how much is known of it. What surprises a launch surprises all its places alike, so
that part is drawn once for the whole chain.
"""

import numpy as np

from ltoplan_widgets.demand.forecast.analogues import analogues_of
from ltoplan_widgets.demand.forecast.sample_path import drawer
from ltoplan_widgets.demand.launch.comparison import comparison
from ltoplan_widgets.demand.launch.launch import launch_of
from ltoplan_widgets.demand.launch.launch_warning import of_covariates, of_past, of_volume
from ltoplan_widgets.demand.launch.planned_lever import strange_levers
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.method import Sampling
from ltoplan_widgets.demand.methods.uplift.uplift_forecast import uplift_forecast
from ltoplan_widgets.demand.methods.uplift.uplift_pool import uplift_pool
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign


def eb_uplift(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by the pooled uplift model; see the module's text.

    Raises:
        InputError: No place has a base, or no past campaign can be compared.
    """
    return uplifted(campaign, history, library, origin=origin, seed=seed, is_boosted=False)


def uplifted(  # noqa: PLR0913 - what a method is given
    campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int, is_boosted: bool
) -> Sampling:
    """A forecast by the uplift model, alone or averaged with gradient boosting."""
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    ground = comparison(launch, known, library)
    pool = uplift_pool(launch, known, library, is_own=ground.is_own)
    found = uplift_forecast(pool, campaign, launch, ground, is_boosted=is_boosted)
    weights = np.maximum(found.weights, 0)
    return Sampling(
        launch=launch,
        mean=found.mean,
        baseline=ground.expected if ground.is_own else np.zeros_like(found.mean),
        draw=drawer(found.mean, found.scatter, seed=seed),
        analogues=analogues_of(pool.past, weights / max(float(weights.sum()), 1e-12), launch),
        findings=(
            *ground.findings,
            *of_past(launch, pool.past),
            *of_covariates(campaign, library, strange_levers(campaign, launch, library)),
            *of_volume(launch, found.mean.sum(axis=1)),
        ),
        hindsights=pool.hindsights,
    )
