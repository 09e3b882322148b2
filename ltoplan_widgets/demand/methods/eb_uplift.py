"""Base of like days x pooled empirical-Bayes uplift x launch curve: the default for items with everyday sales."""

import numpy as np

from ltoplan_widgets.demand.analogues import analogues_of
from ltoplan_widgets.demand.comparison import comparison
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.launch import launch_of
from ltoplan_widgets.demand.launch_warning import of_covariates, of_past, of_volume
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.methods.method import Sampling
from ltoplan_widgets.demand.planned_lever import strange_levers
from ltoplan_widgets.demand.sample_path import drawer
from ltoplan_widgets.demand.uplift_pool import uplift_pool
from ltoplan_widgets.plan.campaign import Campaign


def eb_uplift(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by the pooled uplift model; see the module's text.

    Raises:
        InputError: No place has a base, or no past campaign can be compared.
    """
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    ground = comparison(launch, known, library)
    pool = uplift_pool(launch, known, library, is_own=ground.is_own)
    told = pool.told(campaign, launch, ground)
    weights = np.maximum(told.weights, 0)
    return Sampling(
        launch=launch,
        mean=told.mean,
        baseline=ground.expected if ground.is_own else np.zeros_like(told.mean),
        draw=drawer(told.mean, told.scatter, seed=seed),
        analogues=analogues_of(pool.past, weights / max(float(weights.sum()), 1e-12), launch),
        findings=(
            *ground.findings,
            *of_past(launch, pool.past),
            *of_covariates(campaign, library, strange_levers(campaign, launch, library)),
            *of_volume(launch, told.mean.sum(axis=1)),
        ),
        hindsights=pool.hindsights,
    )
