"""All past launches of a library as one uplift model, and a new launch seen through it."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.comparison import Comparison, all_past, lead_of
from ltoplan_widgets.demand.hindsight import Hindsight
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.launch import Launch
from ltoplan_widgets.demand.launch_curve import LaunchCurve, launch_curve
from ltoplan_widgets.demand.launch_scatter import SMALL, is_whole, period_noise
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.noise import Noise
from ltoplan_widgets.demand.past_launch import PastLaunch
from ltoplan_widgets.demand.planned_lever import planned_levers
from ltoplan_widgets.demand.sample_path import Scatter
from ltoplan_widgets.demand.uplift import Setting, Uplift, fitted_uplift
from ltoplan_widgets.demand.uplift_outcome import UpliftOutcomes, uplift_outcomes
from ltoplan_widgets.plan.campaign import Campaign

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_WEEK = 7
_YEAR = 365.25
_LONG_AGO = 52.0


@dataclass(frozen=True, kw_only=True)
class Told:
    """A new launch seen through the model.

    Attributes:
        mean: Expected units, shape (places, periods).
        scatter: What scatters around them.
        weights: How much each past launch counts.
    """

    mean: Array
    scatter: Scatter
    weights: Array


@dataclass(frozen=True, kw_only=True)
class UpliftPool:
    """The model of one history and library as of an origin.

    Attributes:
        past: The launches that it learned from.
        curve: Their pooled course since launch.
        period: Noise of periods around a launch's own level at a place.
        uplift: The fitted model.
        outcomes: The rows that were fitted.
    """

    known: SalesHistory
    library: CampaignLibrary
    past: list[PastLaunch]
    curve: LaunchCurve
    period: Noise
    is_counted: bool
    uplift: Uplift
    outcomes: UpliftOutcomes
    usual: dict[tuple[int, int], float]
    calendar: "Calendar"

    @cached_property
    def hindsights(self) -> tuple[Hindsight, ...]:
        """Past launches against what would have been said of them without knowing how they surprised."""
        return tuple(self._hindsight(number, one) for number, one in enumerate(self.past))

    def _hindsight(self, number: int, one: PastLaunch) -> Hindsight:
        rows = np.flatnonzero(self.outcomes.launch == number)
        expected = one.base * self.curve.over(one.base.shape[1])
        step = max(1, _WEEK // self.known.step_days)
        ratio = np.zeros((len(one.places), -(-one.base.shape[1] // step)))
        place = {int(position): index for index, position in enumerate(one.places)}
        ratio[[place[int(key)] for key in self.outcomes.place[rows]], self.outcomes.week[rows]] = self.uplift.foretold[rows]
        expected = expected * np.repeat(ratio, step, axis=1)[:, : expected.shape[1]]
        return Hindsight(expected=expected, sold=np.where(one.counted & (expected > 0), one.units, np.nan))

    def told(self, campaign: Campaign, launch: Launch, ground: Comparison) -> Told:
        """Forecast a launch on its base."""
        place = np.array([self.known.locations.index(key) for key in launch.locations])
        item = self.known.items.index(launch.item) if launch.item in self.known.items else -1
        step = max(1, _WEEK // launch.unit_days)
        periods = len(launch.starts)
        weeks = -(-periods // step)
        curve = self.curve
        shaped = ground.expected * _over(curve, periods, max(1, step))
        base = np.add.reduceat(shaped, np.arange(0, periods, step), axis=1)
        setting = self._setting(campaign, launch, item, place, base)
        answer = self.uplift.answer(setting, item=item, place=np.repeat(place, weeks))
        log = answer.log_ratio.reshape(len(place), weeks)
        units = base * np.exp(log)
        share = units.ravel() / max(float(units.sum()), 1e-9)
        variance, uplift = self.uplift.variance, self.uplift
        window = np.zeros((len(place), len(share)))
        for index in range(len(place)):
            window[index, index * weeks : (index + 1) * weeks] = share[index * weeks : (index + 1) * weeks] / max(
                share[index * weeks : (index + 1) * weeks].sum(), 1e-12
            )
        at_place = window @ answer.unknown @ window.T
        of_place = units.sum(axis=1) / max(float(units.sum()), 1e-9)
        own = np.diag(at_place)
        herd = float((of_place**2).sum())
        shared = (
            float(np.clip((of_place @ at_place @ of_place - (of_place**2 * own).sum()) / max(1 - herd, 1e-6), 0, own.min()))
            if herd < 0.999
            else 0.0
        )
        event = uplift.stretch**2 * (variance["launch"] + shared)
        week = uplift.stretch**2 * variance.get("launch week", 0.0)
        at = variance["campaign"] if uplift.design.campaigns.size else 0.0
        apart = np.maximum(0.0, own - shared)
        total_variance = event + week + (at + apart)[:, None] + uplift.noise.ratio
        mean = np.repeat(np.exp(log + total_variance / 2), step, axis=1)[:, :periods] * shaped * uplift.smearing
        scatter = self._scatter(mean, launch, event=event, week=week, place=at + apart, weeks=weeks)
        influence = uplift.influence(setting, share, item=item, place=np.repeat(place, weeks))
        return Told(mean=mean, scatter=scatter, weights=np.bincount(self.outcomes.launch, influence, minlength=len(self.past)))

    def _setting(self, campaign: Campaign, launch: Launch, item: int, place: Codes, base: Array) -> Setting:
        weeks = base.shape[1]
        planned = planned_levers(campaign, launch, self.library)
        values = {name: [value for value in column for _ in range(weeks)] for name, column in planned.items()}
        day = np.tile(launch.first + _WEEK * np.arange(weeks), len(place))
        week = np.tile(np.arange(weeks), len(place))
        each = np.repeat(place, weeks)
        usual = np.array([self.usual.get((item, int(one)), self.usual.get((item, -1), 0.0)) for one in each])
        last = np.repeat([self.calendar.since(item, int(one), launch.first, launch.first - launch.origin) for one in place], weeks)
        return Setting(values=values, usual=usual, calendar=_columns(day, week, last, self.calendar.is_long, base.ravel()), day=day)

    def _scatter(self, mean: Array, launch: Launch, *, event: float, week: float, place: Array, weeks: int) -> Scatter:  # noqa: PLR0913
        counting = (mean.mean(axis=1) < SMALL) & self.is_counted
        units, total = np.maximum(mean, 0.05), np.maximum(mean.sum(axis=1), 0.05)
        noise = self.uplift.noise
        step = max(1, _WEEK // launch.unit_days)
        if step == 1:
            place_period = np.maximum(0.0, noise.variance(units) - counting[:, None] / units)
            return Scatter(event=event, event_period=week, place=place, place_period=place_period, counting=counting)
        place_period = np.log1p(np.maximum(0.0, self.period.variance(units) - counting[:, None] / units))
        of_week = np.maximum(np.add.reduceat(mean, np.arange(0, mean.shape[1], step), axis=1), 0.05)
        within = ((of_week / total[:, None]) ** 2 * np.maximum(0.0, noise.variance(of_week) - counting[:, None] / of_week)).sum(axis=1)
        chain = of_week.sum(axis=0) / max(float(of_week.sum()), 1e-9)
        daily = 0.5 * self.curve.variance
        days = mean.sum(axis=0) / max(float(mean.sum()), 1e-9)
        return Scatter(
            event=max(0.0, event + week * float((chain**2).sum()) - daily * float((days**2).sum())),
            event_period=daily,
            place=np.maximum(0.0, place + within - ((mean / total[:, None]) ** 2 * place_period).sum(axis=1)),
            place_period=place_period,
            counting=counting,
        )


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """When items were on campaign at places.

    Attributes:
        ends: By item and place, last days of campaigns, in order.
        is_long: Whether the sales are long enough to tell the season.
    """

    ends: dict[tuple[int, int], Codes]
    is_long: bool

    def since(self, item: int, place: int, first: int, lead: int) -> float:
        """Weeks since the last campaign that had ended so many days before a first day."""
        ends = self.ends.get((item, place))
        if ends is None:
            return _LONG_AGO
        before = int(np.searchsorted(ends, first - lead, side="right"))
        return min(_LONG_AGO, (first - int(ends[before - 1])) / _WEEK) if before else _LONG_AGO


def _columns(day: Codes, week: Codes, since: Array, is_long: bool, base: Array) -> Array:  # noqa: FBT001
    size = np.log(np.maximum(base, 0.05))
    angle = 2 * np.pi * day / _YEAR
    season = [np.sin(angle), np.cos(angle)] if is_long else []
    return np.column_stack([np.log1p(week), np.log1p(since), size, size / (1 + base / 2), *season])


def _over(curve: LaunchCurve, periods: int, cycle: int) -> Array:
    log = curve.log_level
    rest = np.full(max(0, periods - len(log)), log[-cycle:].mean())
    return np.exp(np.concatenate([log, rest])[:periods])


def uplift_pool(launch: Launch, known: SalesHistory, library: CampaignLibrary, *, is_own: bool) -> UpliftPool:
    """The model as of a launch's origin; launches of one origin share it."""

    return _pool(known, library, lead_of(launch, known), is_own)


@lru_cache(maxsize=4)
def _pool(known: SalesHistory, library: CampaignLibrary, lead: int, is_own: bool) -> UpliftPool:  # noqa: FBT001
    past = all_past(known, library, lead, is_own=is_own)
    longest = max(one.units.shape[1] for one in past)
    cycle = max(1, _WEEK // known.step_days)
    units, base = (
        np.stack([np.pad(values.sum(axis=0), (0, longest - values.shape[1])) for values in of])
        for of in ([one.units for one in past], [one.base for one in past])
    )
    curve = launch_curve(units, base, is_same_item=np.zeros(len(past), bool), periods=longest, cycle=cycle)
    items = {key: index for index, key in enumerate(known.items)}
    outcomes = uplift_outcomes(past, curve, firsts=library.rows.first, items=items, step_days=known.step_days)
    usual = _usual_prices(known)
    calendar = _calendar(known, library, items)
    since = np.array(
        [
            calendar.since(int(i), int(p), int(f), lead)
            for i, p, f in zip(outcomes.item, outcomes.place, library.rows.first[outcomes.row], strict=True)
        ]
    )
    setting = Setting(
        values={name: [column[row] for row in outcomes.row] for name, column in library.rows.covariates.items()},
        usual=np.array([usual.get((int(i), int(p)), 0.0) for i, p in zip(outcomes.item, outcomes.place, strict=True)]),
        calendar=_columns(outcomes.day, outcomes.week, since, calendar.is_long, outcomes.expected),
        day=outcomes.day,
    )
    counted = is_whole(past)
    grain = 1.0 if counted else min(1.0, 0.02 * float(np.median(outcomes.sold[outcomes.sold > 0])))
    uplift = fitted_uplift(outcomes, setting, items=len(known.items), places=len(known.locations), grain=grain)
    return UpliftPool(
        known=known,
        library=library,
        past=past,
        curve=curve,
        period=period_noise(past, [one.base * curve.over(one.base.shape[1]) for one in past]),
        is_counted=counted,
        uplift=uplift,
        outcomes=outcomes,
        usual=usual,
        calendar=calendar,
    )


def _usual_prices(known: SalesHistory) -> dict[tuple[int, int], float]:
    if known.price is None:
        return {}
    found = {}
    for series, (item, place) in enumerate(zip(known.item_of, known.location_of, strict=True)):
        prices = known.price[series][~known.promotion[series]]
        prices = prices[prices > 0]
        if len(prices):
            found[int(item), int(place)] = float(np.log(np.median(prices)))
    for item in set(known.item_of.tolist()):
        of = [value for (one, _), value in found.items() if one == item]
        if of:
            found[item, -1] = float(np.median(of))
    return found


def _calendar(known: SalesHistory, library: CampaignLibrary, items: dict[str, int]) -> Calendar:
    places = {key: index for index, key in enumerate(known.locations)}
    ends: dict[tuple[int, int], list[int]] = {}
    for item, place, last in zip(library.rows.item, library.rows.location, library.rows.last, strict=True):
        if item in items and place in places:
            ends.setdefault((items[item], places[place]), []).append(int(last))
    days = known.units.shape[1] * known.step_days
    return Calendar(ends={key: np.sort(np.array(value)) for key, value in ends.items()}, is_long=days > 1.2 * _YEAR)
