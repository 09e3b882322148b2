"""A new item: nearest analogues and attribute model, combined by geometric mean and calibrated on left-out items.

What an item made of its base at all places is its level. The level of a new item follows from its attributes and levers:
by an empirical-Bayes model, and from its nearest analogues, moved to its price and levers. What each would have said of
past items, had they been unknown, tells how to weigh the two, and how far off they are.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.analogues import Analogue, analogues_of
from ltoplan_widgets.demand.forecast.hindsight import Hindsight
from ltoplan_widgets.demand.forecast.launch_scatter import SMALL, is_whole, period_noise
from ltoplan_widgets.demand.forecast.sample_path import Scatter, drawer
from ltoplan_widgets.demand.launch.launch import launch_of
from ltoplan_widgets.demand.launch.launch_warning import of_number
from ltoplan_widgets.demand.library.described_library import choice_of
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.analogue.boosted_level import by_boosting
from ltoplan_widgets.demand.methods.analogue.kin_model import LevelGuess, by_attributes, by_nearest
from ltoplan_widgets.demand.methods.analogue.new_level import NewLevel, Way, new_level
from ltoplan_widgets.demand.methods.analogue.newcomer import Newcomer, newcomers
from ltoplan_widgets.demand.methods.analogue.similarity import in_common, similarities
from ltoplan_widgets.demand.methods.method import Sampling
from ltoplan_widgets.demand.methods.regression.variance_component import KinFit
from ltoplan_widgets.demand.refusal import warning
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import Finding

Array = NDArray[np.float64]

FOR_NEW_ITEMS = ("new_item", "new_item_boosted", "nearest_analogues", "attribute_model")
"""Names of the methods that are meant for items without sales of their own."""
_STRANGER = 0.3


def new_item(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a new item's campaign; see the module's text.

    Raises:
        InputError: No past launch can be compared.
    """

    def both(new: Newcomer, fit: KinFit) -> list[LevelGuess]:
        return [by_attributes(new, fit), by_nearest(new, fit, choice_of(library))]

    return sampled(campaign, history, library, both, origin=origin, seed=seed)


def new_item_boosted(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """As `new_item`, with gradient boosting as a third way; it needs the extra ``ml``.

    Raises:
        InputError: No past launch can be compared, or scikit-learn is not installed.
    """

    def three(new: Newcomer, fit: KinFit) -> list[LevelGuess]:
        return [by_attributes(new, fit), by_nearest(new, fit, choice_of(library)), by_boosting(new, fit)]

    return sampled(campaign, history, library, three, origin=origin, seed=seed)


def nearest_analogues(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a new item's campaign by its three nearest analogues, or by those that people pinned.

    Raises:
        InputError: No past launch can be compared.
    """
    return sampled(campaign, history, library, lambda new, fit: [by_nearest(new, fit, choice_of(library))], origin=origin, seed=seed)


def attribute_model(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a new item's campaign by the effects of its attributes and levers.

    Raises:
        InputError: No past launch can be compared.
    """
    return sampled(campaign, history, library, lambda new, fit: [by_attributes(new, fit)], origin=origin, seed=seed)


def sampled(  # noqa: PLR0913 - what a method is given, and its way
    campaign: Campaign, history: SalesHistory, library: CampaignLibrary, way: Way, *, origin: str | None, seed: int
) -> Sampling:
    """A forecast from what a way says of the level."""
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    found = new_level(newcomers(launch, known, library, campaign.covariates), way)
    new = found.new
    place, place_variance = _at_places(new, known)
    mean = new.at_places * np.exp(found.level + place)[:, None] * found.lift
    return Sampling(
        launch=launch,
        mean=mean,
        baseline=np.zeros_like(mean),
        draw=drawer(mean, _scatter(mean, found, place_variance), seed=seed),
        analogues=_analogues(found),
        findings=tuple(_findings(found)),
        hindsights=tuple(_hindsights(found)),
    )


def _at_places(new: Newcomer, known: SalesHistory) -> tuple[Array, Array]:
    """Effect of each place, and what is not known about it and about the item there."""
    position = {key: index for index, key in enumerate(known.locations)}
    places, effects = [position[key] for key in new.launch.locations], new.effects
    return effects.place[places], effects.place_variance[places] + effects.item_place_variance.max()


def _scatter(mean: Array, found: NewLevel, place_variance: Array) -> Scatter:
    new = found.new
    period = period_noise(new.past, [one.base * new.curve.over(one.base.shape[1]) for one in new.past])
    units, total = np.maximum(mean, 0.05), np.maximum(mean.sum(axis=1), 0.05)
    counting = (mean.mean(axis=1) < SMALL) & is_whole(new.past)
    place_period = np.log1p(np.maximum(0.0, period.variance(units) - counting[:, None] / units))
    whole = np.log1p(np.maximum(0.0, new.effects.noise.variance(total) - counting / total)) + place_variance
    chain = mean.sum(axis=0) / max(float(mean.sum()), 1e-9)
    event_period = new.curve.variance
    return Scatter(
        event=max(0.0, found.variance - event_period * float((chain**2).sum())),
        event_period=event_period,
        place=np.maximum(0.0, whole - ((mean / total[:, None]) ** 2 * place_period).sum(axis=1)),
        place_period=place_period,
        counting=counting,
    )


def _analogues(found: NewLevel) -> tuple[Analogue, ...]:
    """Past launches with their weights; those that speak against are left out of the list."""
    weights, new = np.maximum(found.weights, 0.0), found.new
    total = max(float(weights.sum()), 1e-12)
    near = similarities(new.features)[-1] if new.features else np.full(len(new.past) + 1, 0.5)
    why = {one.event: _why(new, index, float(near[index])) for index, one in enumerate(new.past)}
    return tuple(_with_why(one, why[one.event]) for one in analogues_of(new.past, weights / total, new.launch))


def _why(new: Newcomer, index: int, similarity: float) -> str:
    common = in_common(new.features, len(new.past), index)
    return f"{100 * similarity:.0f} % alike" + (f": {common}" if common else "")


def _with_why(analogue: Analogue, why: str) -> Analogue:
    return replace(analogue, why=f"{why}; {analogue.why}")


def _hindsights(found: NewLevel) -> list[Hindsight]:
    """Past launches, each against what would have been said had its item been unknown."""
    new, made = found.new, []
    for one, level, levers in zip(new.past, found.left_out, new.past_levers, strict=True):
        at_place = np.exp(new.effects.place[one.places] + levers + level)[:, None] * found.lift * new.effects.smearing
        expected = one.base * new.curve.over(one.base.shape[1]) * at_place
        made.append(Hindsight(expected=expected, sold=np.where(one.counted, one.units, np.nan)))
    return made


def _findings(found: NewLevel) -> list[Finding]:
    new, said = found.new, of_number(found.new.past)
    if not new.features:
        message = "nothing is known of the items and campaigns that would tell which are alike, so all count alike"
        said.append(warning("no-attributes", new.launch.item, message, "give a table of the items' attributes", column="item"))
    elif float(similarities(new.features)[-1, :-1].max()) < _STRANGER:
        message = "no past item is much like it"
        said.append(warning("no-near-analogue", new.launch.item, message, "ask a panel of people, or widen the band", column="item"))
    return said
