"""The method that the data allow, and why."""

from dataclasses import replace

import numpy as np

from ltoplan_widgets.demand.launch.comparison import comparison
from ltoplan_widgets.demand.launch.launch import Launch, launch_of
from ltoplan_widgets.demand.launch.launch_warning import of_covariates, of_past, of_volume
from ltoplan_widgets.demand.launch.new_item import sold_by
from ltoplan_widgets.demand.launch.planned_lever import strange_levers
from ltoplan_widgets.demand.launch.year_ago import YearAgo
from ltoplan_widgets.demand.library.described_library import attributes_of, choice_of
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.eb_uplift import eb_uplift
from ltoplan_widgets.demand.methods.method import Method, Sampling
from ltoplan_widgets.demand.methods.new_item import new_item
from ltoplan_widgets.demand.methods.recurring_season import recurring_season
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import InputError


def auto(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by the method that fits what is known of it; see the module's text.

    Raises:
        InputError: No place has a base, or no past campaign can be compared.
    """
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    method, why = chosen(launch, known, library)
    found = method(campaign, history, library, origin=origin, seed=seed)
    if method is new_item:
        return replace(found, method=method.__name__, why=why)
    ground, said = comparison(launch, known, library), {one.code for one in found.findings}
    general = (
        *ground.findings,
        *of_past(launch, ground.past),
        *of_covariates(campaign, library, strange_levers(campaign, launch, library)),
        *of_volume(launch, found.mean.sum(axis=1)),
    )
    return replace(found, method=method.__name__, why=why, findings=(*found.findings, *(one for one in general if one.code not in said)))


def chosen(launch: Launch, known: SalesHistory, library: CampaignLibrary) -> tuple[Method, str]:
    """The method for a launch, and why."""
    if not sold_by(known, launch.item, launch.origin) and not _is_one_of_many(launch, known, library):
        return new_item, "nothing is known to have sold of the item, so what is most alike has to tell"
    ground = comparison(launch, known, library)
    own = [one for one in ground.past if one.item == launch.item]
    year_ago = YearAgo(known, library)
    if own and year_ago.recurs(launch.item, launch.first, launch.origin) and _has_last_year(year_ago, launch):
        return (
            recurring_season,
            "the item had a campaign at this time of the year before, as its campaigns come back with the year: last year's season is the best guide",
        )
    kind = "its own everyday sales" if ground.is_own else "all that its places sell"
    of_item = f"{len(own)} of the item itself" if own else "none of the item itself"
    return eb_uplift, f"{len(ground.past)} past launches, {of_item}, tell what a campaign makes of {kind}"


def _is_one_of_many(launch: Launch, known: SalesHistory, library: CampaignLibrary) -> bool:
    """Whether a new item is best taken for one of the past ones: nothing tells which are alike, and its places sell every day."""
    if attributes_of(library) is not None or choice_of(library):
        return False
    try:
        return bool(comparison(launch, known, library).past)
    except InputError:
        return False


def _has_last_year(year_ago: YearAgo, launch: Launch) -> bool:
    known = year_ago.known
    position = {key: index for index, key in enumerate(known.locations)}
    sold = year_ago.sold(launch.item, launch.first, np.array([position[key] for key in launch.locations]), len(launch.starts))
    return bool(np.nansum(sold) > 0)
