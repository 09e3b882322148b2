"""Base of like days x shrunken analogue ratio x launch curve, with a shared event effect in the intervals.

What sells without a campaign (the base) is the mean of the last 8 like days at each place, campaigns, stock-outs and
closures left out. Past launches say what a campaign makes of its base: their log ratios are shrunk from the pooled mean
to the item's and the place's (empirical Bayes), and their course since launch gives the launch curve. A launch as a
whole surprises all its places alike, so its effect is drawn once for the whole chain: bands of independent places would
be far too narrow.

An item without everyday sales of its own (a new one, or one that is only sold for a limited time) has no such base.
Then the base is everything that the place sells every day, for the new item and for the past launches alike, and the
ratio is the item's part of it.
"""

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.analogues import analogues_of
from ltoplan_widgets.demand.forecast.launch_scatter import SMALL, is_whole, period_noise
from ltoplan_widgets.demand.forecast.sample_path import Scatter, drawer
from ltoplan_widgets.demand.launch.comparison import comparison
from ltoplan_widgets.demand.launch.launch import Launch, launch_of
from ltoplan_widgets.demand.launch.launch_curve import LaunchCurve
from ltoplan_widgets.demand.launch.launch_warning import of_covariates, of_past, of_volume
from ltoplan_widgets.demand.launch.noise import Noise
from ltoplan_widgets.demand.launch.past_launch import PastLaunch
from ltoplan_widgets.demand.launch.past_outcome import common_curve, outcomes_of
from ltoplan_widgets.demand.launch.place_effect import PlaceEffects, place_effects
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.analogue.covariate import standardised
from ltoplan_widgets.demand.methods.analogue.launch_level import LaunchLevel, PastLevels, launch_level
from ltoplan_widgets.demand.methods.method import Sampling
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.units import Scalar

Array = NDArray[np.float64]


def analogue_ratio(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by what past campaigns made of their base; see the module's text.

    Raises:
        InputError: No place has a base, or no past campaign can be compared.
    """
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    ground = comparison(launch, known, library)
    curve = common_curve(launch, ground.past)
    effects = place_effects(outcomes_of(ground.past, curve, known), places=len(known.locations), items=len(known.items))
    level, strange = _level(campaign, launch, ground.past, effects, library)
    place, place_variance = _at_places(launch, known, effects)
    multiplier = np.exp(level.log_ratio + 0.5 * (level.variance + level.event_variance) + place) * effects.smearing
    mean = ground.expected * multiplier[:, None] * curve.over(len(launch.starts))
    weights = np.maximum(level.weights, 0)
    return Sampling(
        launch=launch,
        mean=mean,
        baseline=ground.expected if ground.is_own else np.zeros_like(mean),
        draw=drawer(mean, _scatter(mean, curve, effects, level, place_variance, ground.past), seed=seed),
        analogues=analogues_of(ground.past, weights / max(float(weights.sum()), 1e-12), launch),
        findings=(
            *ground.findings,
            *of_past(launch, ground.past),
            *of_covariates(campaign, library, strange),
            *of_volume(launch, mean.sum(axis=1)),
        ),
    )


def _level(
    campaign: Campaign, launch: Launch, past: list[PastLaunch], effects: PlaceEffects, library: CampaignLibrary
) -> tuple[LaunchLevel, tuple[str, ...]]:
    covariates = {name: [library.shared(name, one.rows) for one in past] for name in library.rows.covariates}
    planned = {name: _planned(campaign, launch, library, name) for name in covariates}
    matrix, new, strange = standardised(covariates, planned)
    items = sorted({one.item for one in past})
    levels = PastLevels(
        level=effects.level,
        variance=effects.level_variance,
        item=np.array([items.index(one.item) for one in past]),
        covariates=matrix.reshape(len(past), -1),
    )
    level = launch_level(levels, item=items.index(launch.item) if launch.item in items else -1, covariates=new)
    return level, strange


def _planned(campaign: Campaign, launch: Launch, library: CampaignLibrary, name: str) -> Scalar:
    """What is planned for the campaign: as it says itself, else as its rows in the library say."""
    if name in campaign.covariates:
        return campaign.covariates[name]
    return library.shared(name, library.rows_of_launch(launch.event, launch.item))


def _at_places(launch: Launch, known: SalesHistory, effects: PlaceEffects) -> tuple[Array, Array]:
    """Effect of each place of the launch on the log ratio, and what is not known about it."""
    position = {key: index for index, key in enumerate(known.locations)}
    places = [position[key] for key in launch.locations]
    if launch.item not in known.items:
        return effects.place[places], effects.place_variance[places] + effects.item_place_variance.max()
    item = known.items.index(launch.item)
    return effects.place[places] + effects.item_place[item, places], effects.place_variance[places] + effects.item_place_variance[
        item, places
    ]


def _scatter(  # noqa: PLR0913, PLR0917 - every source of scatter
    mean: Array, curve: LaunchCurve, effects: PlaceEffects, level: LaunchLevel, place_variance: Array, past: list[PastLaunch]
) -> Scatter:
    """Variances for the sample paths; those of windows are kept whole, whatever their periods add."""
    period = period_noise(past, [one.base * curve.over(one.base.shape[1]) for one in past])
    units, total = np.maximum(mean, 0.05), np.maximum(mean.sum(axis=1), 0.05)
    counting = (mean.mean(axis=1) < SMALL) & is_whole(past)
    place_period = np.log1p(np.maximum(0.0, period.variance(units) - counting[:, None] / units))
    whole = np.log1p(np.maximum(0.0, effects.noise.variance(total) - counting / total)) + place_variance
    chain = mean.sum(axis=0) / max(float(mean.sum()), 1e-9)
    event_period = max(0.0, curve.variance - _of_sums(period, past))
    return Scatter(
        event=max(0.0, level.event_variance + level.variance - event_period * float((chain**2).sum())),
        event_period=event_period,
        place=np.maximum(0.0, whole - ((mean / total[:, None]) ** 2 * place_period).sum(axis=1)),
        place_period=place_period,
        counting=counting,
    )


def _of_sums(period: Noise, past: list[PastLaunch]) -> float:
    """Variance that the scatter of places leaves in a period's sum over them, in the mean of past launches."""
    left = [
        float((units**2 * period.variance(np.maximum(units, 0.05))).sum() / units.sum() ** 2)
        for one in past
        for units in one.units.T
        if units.sum() > 0
    ]
    return float(np.mean(left)) if left else 0.0
