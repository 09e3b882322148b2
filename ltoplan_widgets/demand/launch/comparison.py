"""What a launch is compared with: its base, and past launches on the same kind of base."""

import difflib
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.launch.base import Base, item_base, place_base
from ltoplan_widgets.demand.launch.launch import Launch
from ltoplan_widgets.demand.launch.past_launch import PastLaunch, past_launches
from ltoplan_widgets.demand.launch.past_memory import PastMemory
from ltoplan_widgets.demand.launch.place_volume import PlaceVolume, leaned
from ltoplan_widgets.demand.launch.yearly_closure import YearlyClosures, places_closed
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.refusal import refusal, warning
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.errors import Finding, InputError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_OWN_SHARE = 0.05
"""An item has everyday sales of its own where they are at least this share of what it sells on campaign."""
_OLD_WEEKS = 8
_KEYS_SHOWN = 5
_NEARLY = 0.85


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Base and past launches.

    Attributes:
        expected: Units without the campaign, shape (places of the launch, periods); 0 where places will be closed.
        closed: Where places will be closed, as on the same holiday of the years before; same shape.
        past: Launches that had ended by the origin, oldest first.
        is_own: True where the base is the item's own everyday sales, False where it is all that the place sells.
        findings: Warnings.
    """

    expected: Array
    closed: Mask
    past: list[PastLaunch]
    is_own: bool
    findings: tuple[Finding, ...]


@lru_cache(maxsize=1)
def comparison(launch: Launch, known: SalesHistory, library: CampaignLibrary) -> Comparison:
    """Compare on the item's own everyday sales where it has any, else on everything that its places sell every day.

    The last one is kept, for methods that forecast the same launch one after the other.

    Args:
        launch: What is to be forecast.
        known: The history up to the origin.
        library: Past campaigns.

    Raises:
        InputError: No place has a base, or no past launch can be compared.
    """
    bases = _bases(known, library)
    own = _on_own_base(launch, bases) if launch.item in known.items else None
    found = own or _on_place_base(launch, bases)
    if not found.past:
        raise _no_analogue(launch, library, known)
    return found


@lru_cache(maxsize=1)
def _bases(known: SalesHistory, library: CampaignLibrary) -> "_Bases":
    """The last ones are kept: launches of one origin share them, and so do evaluations of one plan."""
    return _Bases(known, Schedule.of(library, known), _memory(library))


@lru_cache(maxsize=1)
def _memory(_: CampaignLibrary) -> PastMemory:
    """Of the last library: origins share what was over before the earlier one."""
    return PastMemory()


def lead_of(launch: Launch, known: SalesHistory) -> int:
    """Days from the last known sales to the launch; past bases are taken as many days ahead, but not from another season."""
    return min(launch.first - min(launch.origin, day_number(known.known_until)), _OLD_WEEKS * 7)


def all_past(known: SalesHistory, library: CampaignLibrary, lead: int, *, is_own: bool) -> list[PastLaunch]:
    """Past launches of all items on one kind of base, known so many days ahead, oldest first."""
    past = _bases(known, library).past("", lead, is_own=is_own)
    return [one for one in past if not is_own or one.base.sum() >= _OWN_SHARE * one.units.sum()]


def everyday_units(known: SalesHistory, library: CampaignLibrary, item: str, first: int, periods: int, origin: int) -> Array:  # noqa: PLR0913, PLR0917
    """Everyday units of an item at each place of the history, in a window, as known at an origin; NaN where there are none."""
    return _bases(known, library).own(item, first, periods, origin)


def running(known: SalesHistory, library: CampaignLibrary, item: str) -> Mask:
    """Where an item is on campaign, shape (places of the history, periods)."""
    return _bases(known, library).schedule.running(item, (len(known.locations), known.units.shape[1]))


class _Bases:
    """Bases of a history and the past launches on them, made when they are first asked for."""

    def __init__(self, known: SalesHistory, schedule: Schedule, memory: PastMemory) -> None:
        self.known, self.schedule, self._memory = known, schedule, memory
        self._volume = PlaceVolume.of(known)
        self._items: dict[str, Base] = {}

    def past(self, item: str, lead: int, *, is_own: bool) -> list[PastLaunch]:
        """Past launches on own bases, or on those of everything; what launches with one lead share is made once."""
        made, base_of = self._memory.of(self.known, self.schedule, lead), self.own if is_own else self.everything
        return past_launches(self.known, self.schedule, base_of, item=item, lead=lead, made=made[is_own])

    def own(self, item: str, first: int, periods: int, origin: int) -> Array:
        """Everyday units of an item at each place of the history."""
        if item not in self._items:
            self._items[item] = item_base(self.known, self.schedule, item)
        return leaned(
            self._items[item].expected(first, periods, origin), self._volume.recent(origin), weeks=periods * self.known.step_days / 7
        )

    @cached_property
    def _place(self) -> Base:
        return place_base(self.known, self.schedule)

    def everything(self, _: str, first: int, periods: int, origin: int) -> Array:
        """Everyday units of all items at each place of the history."""
        return self._place.expected(first, periods, origin)

    @cached_property
    def _closures(self) -> YearlyClosures:
        return YearlyClosures.of(places_closed(self.known), self.known.first)

    def will_close(self, launch: Launch) -> Mask:
        """Where a launch's places will be closed, shape (places, periods); of weeks nobody can tell.

        A place where the launch is planned for such days only is taken to be open.
        """
        periods = len(launch.starts)
        if launch.unit_days > 1:
            return np.zeros((len(launch.locations), periods), bool)
        closed = self._closures.expected(launch.first, periods)[_positions(launch, self.known)]
        return np.asarray(closed & ~closed.all(axis=1, keepdims=True))


def _on_own_base(launch: Launch, bases: _Bases) -> Comparison | None:
    known = bases.known
    everywhere = bases.own(launch.item, launch.first, len(launch.starts), launch.origin)
    past = [one for one in bases.past(launch.item, lead_of(launch, known), is_own=True) if one.base.sum() >= _OWN_SHARE * one.units.sum()]
    expected = everywhere[_positions(launch, known)]
    if not past or not np.nansum(expected) or not _sells_every_day(everywhere, launch, bases):
        return None
    borrowed = _borrowed(expected, everywhere, launch, bases) if np.isnan(expected).any() else expected
    findings = _findings(expected, borrowed, launch, known)
    return _compared(np.nan_to_num(borrowed), past, findings, launch, bases, is_own=True)


def _on_place_base(launch: Launch, bases: _Bases) -> Comparison:
    known = bases.known
    expected = bases.everything(launch.item, launch.first, len(launch.starts), launch.origin)[_positions(launch, known)]
    if not np.nansum(expected):
        message = (
            f"none of the {len(launch.locations)} places has everyday sales by {iso_day(launch.origin)} that a forecast could stand on"
        )
        raise InputError(
            Finding(
                code="no-base",
                severity="error",
                column="locations",
                value=launch.item,
                message=message,
                mend="add sales of ordinary days before the origin, or a later origin",
            )
        )
    past = bases.past(launch.item, lead_of(launch, known), is_own=False)
    findings = _findings(expected, expected, launch, known)
    return _compared(np.nan_to_num(expected), past, findings, launch, bases, is_own=False)


def _compared(  # noqa: PLR0913 - the parts of a comparison, and what tells of closures
    expected: Array, past: list[PastLaunch], findings: tuple[Finding, ...], launch: Launch, bases: _Bases, *, is_own: bool
) -> Comparison:
    """Nothing is expected where places will be closed."""
    closed = bases.will_close(launch)
    return Comparison(
        expected=np.where(closed, 0.0, expected),
        closed=closed,
        past=past,
        is_own=is_own,
        findings=(*findings, *_closed_days(closed & (expected > 0), launch)),
    )


def _closed_days(closed: Mask, launch: Launch) -> list[Finding]:
    days = [f"{launch.starts[period]} ({_count(int(closed[:, period].sum()))})" for period in np.flatnonzero(closed.any(axis=0))]
    message = f"places are expected to be closed, as on the same holiday of the years before: {', '.join(days)}"
    mend = "where a place will be open, say so by an override"
    return [warning("closed-on-holiday", int(closed.sum()), message, mend, column="start")] if days else []


def _count(places: int) -> str:
    return f"{places} place{'s' * (places != 1)}"


def _positions(launch: Launch, known: SalesHistory) -> list[int]:
    position = {key: index for index, key in enumerate(known.locations)}
    return [position[key] for key in launch.locations]


def _sells_every_day(everywhere: Array, launch: Launch, bases: _Bases) -> bool:
    """Whether the item's base is more than a leftover of what it sells on its campaigns."""
    running = bases.schedule.running(launch.item, (len(bases.known.locations), bases.known.units.shape[1]))
    on_campaign = bases.known.matrix(launch.item)[running]
    known = on_campaign[~np.isnan(on_campaign)]
    return not len(known) or float(np.nanmean(everywhere)) >= _OWN_SHARE * float(known.mean())


def _borrowed(expected: Array, everywhere: Array, launch: Launch, bases: _Bases) -> Array:
    """Where a place has not sold the item: the item's part of everything that the chain sells, of what the place sells."""
    total = bases.everything(launch.item, launch.first, len(launch.starts), launch.origin)
    both = ~np.isnan(everywhere) & ~np.isnan(total)
    part = everywhere[both].sum() / max(float(total[both].sum()), 1e-9)
    return np.where(np.isnan(expected), total[_positions(launch, bases.known)] * part, expected)


def _findings(expected: Array, borrowed: Array, launch: Launch, known: SalesHistory) -> tuple[Finding, ...]:
    found = _misspelt(launch, known)
    without: Mask = np.asarray(np.isnan(borrowed).all(axis=1))
    lent: Mask = np.asarray(np.isnan(expected).all(axis=1)) & ~without
    if lent.any():
        message = f"{_keys(launch, lent)} have no everyday sales of the item; its part of their other sales stands in"
        found.append(warning("base-borrowed", int(lent.sum()), message, "add the item's sales there", column="locations"))
    if without.any():
        message = f"{_keys(launch, without)} have no everyday sales and get a forecast of 0"
        found.append(
            warning(
                "no-base-at-place", int(without.sum()), message, "leave them out of the campaign, or add their sales", column="locations"
            )
        )
    age = launch.origin - day_number(known.known_until)
    if age > _OLD_WEEKS * 7:
        message = f"the sales end on {known.known_until}, {age} days before the origin {iso_day(launch.origin)}"
        found.append(warning("old-history", known.known_until, message, "add the sales since then", column="origin"))
    return tuple(found)


def _misspelt(launch: Launch, known: SalesHistory) -> list[Finding]:
    """A new item is nothing to warn of, unless its key is nearly that of another."""
    nearest = [] if launch.item in known.items else difflib.get_close_matches(launch.item, known.items, n=1, cutoff=_NEARLY)
    message = f"{launch.item!r} is not in the sales history and is taken as a new item"
    return [warning("unknown-item", launch.item, message, f"if {key!r} is meant, correct the key", column="item") for key in nearest]


def _keys(launch: Launch, places: Mask) -> str:
    keys = [key for key, is_in in zip(launch.locations, places, strict=True) if is_in]
    return f"{len(keys)} places ({', '.join(keys[:5])}{', …' if len(keys) > _KEYS_SHOWN else ''})"


def _no_analogue(launch: Launch, library: CampaignLibrary, known: SalesHistory) -> InputError:
    over = len(library.ended_by(iso_day(launch.origin)).events)
    message = f"no past campaign can be compared: of {len(library.events)} in the library {over} had ended by {iso_day(launch.origin)}, and none of them has sales and everyday sales in the history"
    foreign = _foreign("item", library.rows.item, known.items) or _foreign("location", library.rows.location, known.locations)
    mend = f"{foreign}; make the keys the same" if foreign else "add past campaigns together with the sales of their time"
    return refusal("no-analogue", launch.event, message, mend, column="event")


def _foreign(column: str, keys: tuple[str, ...], known: tuple[str, ...]) -> str:
    """What tells that two tables do not share their keys; empty where they share at least one."""
    if not keys or not set(keys).isdisjoint(known):
        return ""
    return f"no {column} of the library, such as {keys[0]!r}, is in the history, which has {known[0]!r} and others"
