"""A launch of an item that never sold, beside past launches: what they are like, and what they made of their base."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.launch.base import place_base
from ltoplan_widgets.demand.launch.launch import Launch
from ltoplan_widgets.demand.launch.launch_curve import LaunchCurve
from ltoplan_widgets.demand.launch.past_launch import BaseOf, PastLaunch, past_launches
from ltoplan_widgets.demand.launch.past_outcome import common_curve, outcomes_of
from ltoplan_widgets.demand.launch.place_effect import PlaceEffects, place_effects
from ltoplan_widgets.demand.launch.place_lever import lever_effects, place_levers
from ltoplan_widgets.demand.library.described_library import DescribedLibrary, attributes_of, choice_of
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.methods.analogue.everyday_launch import LEVER, with_everyday
from ltoplan_widgets.demand.methods.analogue.launch_feature import Feature, features
from ltoplan_widgets.demand.methods.analogue.rate_base import UsualSale
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.units import Scalar

Array = NDArray[np.float64]

MOST = 150
"""So many past launches are compared, the latest ones."""
_MOSTLY = 0.8


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """A launch and those before it, on one kind of base.

    Attributes:
        launch: What is to be forecast.
        past: Past launches, oldest first.
        expected: Base of the launch, shape (places, periods).
        curve: How interest runs since launch.
        effects: How places answer, and the log level of each past launch.
        by_levers: Log effect of what differs between the launch's places, shape (places,).
        past_levers: The same of each past launch.
        features: What launches are like; the new one is the last.
        age: Years from each past launch to the new one.
        item: Position of each past launch's item.
        is_share: Whether the base is all that places sell every day, rather than one item's usual sale.
    """

    launch: Launch
    past: list[PastLaunch]
    expected: Array
    curve: LaunchCurve
    effects: PlaceEffects
    by_levers: Array
    past_levers: list[Array]
    features: tuple[Feature, ...]
    age: Array
    item: NDArray[np.int64]
    is_share: bool

    @property
    def at_places(self) -> Array:
        """Units expected at level 0, shape (places, periods)."""
        level = np.exp(self.by_levers)[:, None] * self.effects.smearing
        return np.asarray(self.expected * self.curve.over(self.expected.shape[1]) * level)


def newcomers(launch: Launch, known: SalesHistory, library: CampaignLibrary, planned: Mapping[str, Scalar]) -> tuple[Newcomer, ...]:
    """The launch on every kind of base that its places and most past launches have.

    Args:
        launch: What is to be forecast.
        known: The history up to the origin.
        library: Past campaigns, perhaps with attributes of their items.
        planned: What the campaign itself says of its levers.

    Raises:
        InputError: No past launch can be compared.
    """
    return _newcomers(launch, known, library, tuple(sorted(planned.items(), key=lambda pair: pair[0])))


@lru_cache(maxsize=2)
def _newcomers(
    launch: Launch, known: SalesHistory, library: CampaignLibrary, planned: tuple[tuple[str, Scalar], ...]
) -> tuple[Newcomer, ...]:
    rows = with_everyday(library, known, launch)
    joined = library if rows is library.rows else DescribedLibrary(rows, attributes=attributes_of(library), choice=choice_of(library))
    found = [_newcomer(launch, known, joined, dict(planned), base_of, is_share) for is_share, base_of in _bases(known, library).items()]
    usable = [one for one in found if one is not None]
    if not usable:
        raise _no_analogue(launch, library)
    most = max(len(one.past) for one in usable)
    return tuple(one for one in usable if len(one.past) >= _MOSTLY * most)


@lru_cache(maxsize=1)
def _bases(known: SalesHistory, library: CampaignLibrary) -> dict[bool, BaseOf]:
    place = place_base(known, Schedule.of(library, known))
    return {False: UsualSale.of(known).expected, True: lambda _, first, periods, origin: place.expected(first, periods, origin)}


def _newcomer(  # noqa: PLR0913, PLR0917 - a launch, what is known, and on which base
    launch: Launch,
    known: SalesHistory,
    library: CampaignLibrary,
    planned: dict[str, Scalar],
    base_of: BaseOf,
    is_share: bool,  # noqa: FBT001
) -> Newcomer | None:
    past = past_launches(known, Schedule.of(library, known), base_of, item=launch.item, lead=launch.first - launch.origin, made={})[-MOST:]
    position = {key: index for index, key in enumerate(known.locations)}
    expected = base_of(launch.item, launch.first, len(launch.starts), launch.origin)[[position[key] for key in launch.locations]]
    if not past or not np.nansum(expected) > 0 or np.isnan(expected).all(axis=1).any():
        return None
    curve = common_curve(launch, past)
    outcomes, own = outcomes_of(past, curve, known), _own_rows(launch, library)
    levers = place_levers(library, past, own)
    effects = place_effects(outcomes, places=len(known.locations), items=len(known.items))
    lever = lever_effects(levers, outcomes, effects)
    if len(lever):
        outcomes = replace(outcomes, expected=outcomes.expected * np.exp(levers.apart @ lever))
        effects = place_effects(outcomes, places=len(known.locations), items=len(known.items))
    return Newcomer(
        launch=launch,
        past=past,
        expected=np.nan_to_num(expected),
        curve=curve,
        effects=effects,
        by_levers=_by_levers(launch, library, own, levers.new @ lever),
        past_levers=np.split(levers.apart @ lever, np.cumsum([len(one.places) for one in past])[:-1]),
        features=_features(launch, past, library, planned, own),
        age=np.array([(launch.first - one.first) / 365.25 for one in past]),
        item=np.array([known.items.index(one.item) for one in past]),
        is_share=is_share,
    )


def _own_rows(launch: Launch, library: CampaignLibrary) -> NDArray[np.int64]:
    """Rows of the launch in the library, one a place; none where it is planned only."""
    rows, places = library.rows, set(launch.locations)
    found = [row for row in library.rows_of(launch.item) if rows.event[row] == launch.event and rows.location[row] in places]
    return np.array(found, dtype=np.int64)


def _by_levers(launch: Launch, library: CampaignLibrary, own: NDArray[np.int64], effect: Array) -> Array:
    """Log effect of what differs between the launch's places, shape (places,)."""
    at = {library.rows.location[row]: value for row, value in zip(own, effect, strict=True)}
    return np.array([at.get(key, 0.0) for key in launch.locations])


def _features(
    launch: Launch, past: list[PastLaunch], library: CampaignLibrary, planned: dict[str, Scalar], own: NDArray[np.int64]
) -> tuple[Feature, ...]:
    """Attributes of the items and levers of the launches; the new launch is the last."""
    table = attributes_of(library)
    described = [table.of(key) for key in (*(one.item for one in past), launch.item)] if table else []
    attributes: dict[str, list[Scalar]] = {name: [one[name] for one in described] for name in (described[0] if described else ())}
    said = {**planned, LEVER: "launch"}
    levers: dict[str, list[Scalar]] = {
        name: [library.shared(name, one.rows) for one in past] + [said[name] if said.get(name) is not None else library.shared(name, own)]
        for name in library.rows.covariates
        if name not in attributes
    }
    return (*features(attributes, is_lever=False), *features(levers, is_lever=True))


def _no_analogue(launch: Launch, library: CampaignLibrary) -> Exception:
    over = len(library.ended_by(iso_day(launch.origin)).events)
    message = (
        f"no past campaign can be compared: {over} of {len(library.events)} had ended by {iso_day(launch.origin)}, none of them with sales"
    )
    dropped = " (some are dropped by hand)" if choice_of(library).dropped else ""
    return refusal("no-analogue", launch.event, message + dropped, "add past campaigns together with their sales", column="event")
