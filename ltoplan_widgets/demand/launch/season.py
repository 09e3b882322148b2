"""A season that recurs: what sold in it a year ago, and how far that carries.

Two ways lead from last year to this: the same units again, and the same ratio to what sells otherwise. Their weighted
geometric mean is the forecast. How they are weighed, and how far it is off, is learned from windows of the same length that
are over and had a year before them: those of the season itself, and those of ordinary weeks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.launch.comparison import everyday_units, running
from ltoplan_widgets.demand.launch.past_launch import PastLaunch
from ltoplan_widgets.demand.launch.year_ago import YEAR, YearAgo
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory

Array = NDArray[np.float64]

_MOST_WINDOWS = 8
_MOST_ITEMS = 30
_BELIEF = 0.5
_WORTH = 20.0
"""The belief that both ways count alike is worth so many windows."""
_LARGEST = 1.5
_KNOWN_SHARE = 0.5
_LEAST_DAYS = 28
"""A base needs so many days before it."""
_NOISE = 0.01
"""Variance of places around the item that is believed in where no window tells."""


@dataclass(frozen=True, kw_only=True)
class Season:
    """One window of an item as last year foretells it.

    Attributes:
        again: The units of last year, shape (places, periods); NaN where nothing is known.
        before: Units expected then without the season, same shape.
        expected: Units expected now without it, same shape.
        noise: Variance of a place's ratio around the item's.
    """

    again: Array
    before: Array
    expected: Array
    noise: float

    @property
    def growth(self) -> Array:
        """Log of the second way over the first at each place: how the base grew, with the place's ratio pulled to the item's."""
        last, before, now = (np.nansum(values, axis=1) for values in (self.again, self.before, self.expected))
        carries = (last > 0) & (before > 0) & (now > 0)
        if not carries.any():
            return np.zeros(len(last))
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(carries, np.log(last / before), 0.0)
            grown = np.where(carries, np.log(now / before), 0.0)
        whole = float(np.log(last[carries].sum() / before[carries].sum()))
        apart = ratio - whole
        signal = max(0.0, float(np.average(apart[carries] ** 2, weights=last[carries])) - self.noise)
        pulled = whole + apart * signal / max(signal + self.noise, 1e-9)
        return np.clip(np.where(carries, grown + pulled - ratio, 0.0), -_LARGEST, _LARGEST)

    def units(self, weight: float) -> Array:
        """The forecast with the second way weighed so; NaN where nothing is known of last year."""
        return self.again * np.exp(weight * self.growth)[:, None]


@dataclass(frozen=True, kw_only=True)
class SeasonWays:
    """What windows that are over tell.

    Attributes:
        weight: Of the second way, 0 to 1.
        noise: Variance of a place's ratio around the item's.
        past: Windows that are over.
        fitted: What would have been said of them.
        seasons: How many of them were campaigns that recurred.
    """

    weight: float
    noise: float
    past: list[PastLaunch]
    fitted: list[Array]
    seasons: int = 0


def season(known: SalesHistory, library: CampaignLibrary, item: str, first: int, *, periods: int, lead: int, noise: float) -> Season:  # noqa: PLR0913
    """A window as last year foretells it, at all places of the history."""
    year_ago = YearAgo(known, library)
    then = year_ago.first_day(item, first)
    places = np.arange(len(known.locations))
    return Season(
        again=year_ago.sold_from(item, then, places, periods),
        before=everyday_units(known, library, item, then, periods, then - lead),
        expected=everyday_units(known, library, item, first, periods, first - lead),
        noise=noise,
    )


@lru_cache(maxsize=4)
def season_ways(known: SalesHistory, library: CampaignLibrary, item: str, periods: int, lead: int) -> SeasonWays:
    """What windows of so many periods tell that are over, of this item and of others."""
    windows = list(_windows(known, library, item, periods, lead))
    if not windows:
        return SeasonWays(weight=_BELIEF, noise=_NOISE, past=[], fitted=[])
    differences = [values - values.mean() for one, past in windows if len(values := _apart(one, past)) > 1]
    noise = float(np.mean(np.concatenate(differences) ** 2)) / 2 if differences else _NOISE
    whole = np.array([_whole(one, past) for one, past in windows])
    spread = float(np.mean(whole[:, 0] ** 2)) + 1e-9
    weight = (float(whole[:, 0] @ whole[:, 1]) + _BELIEF * _WORTH * spread) / (float(whole[:, 0] @ whole[:, 0]) + _WORTH * spread)
    weight = float(np.clip(weight, 0.0, 1.0))
    fitted = [np.where(past.counted, np.nan_to_num(one.units(weight)[past.places]), 0.0) for one, past in windows]
    return SeasonWays(
        weight=weight,
        noise=noise,
        past=[past for _, past in windows],
        fitted=fitted,
        seasons=sum(past.campaign != "" for _, past in windows),
    )


def _whole(one: Season, past: PastLaunch) -> tuple[float, float]:
    """Logs over all places: of the second way over the first, and of what was sold over the first."""
    first, second = (
        float(np.where(past.counted, values[past.places], 0.0).sum())
        for values in (np.nan_to_num(one.again), np.nan_to_num(one.units(1.0)))
    )
    return float(np.log(second / first)), float(np.log((past.units.sum() + 0.5) / first))


def _apart(one: Season, past: PastLaunch) -> Array:
    """How the places' ratios differ from last year's."""
    last, before, now = (np.nansum(values[past.places], axis=1) for values in (one.again, one.before, one.expected))
    carries = (last > 0) & (before > 0) & (now > 0) & (past.units.sum(axis=1) > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((np.log(past.units.sum(axis=1) / now) - np.log(last / before))[carries])


def _windows(known: SalesHistory, library: CampaignLibrary, item: str, periods: int, lead: int) -> Iterator[tuple[Season, PastLaunch]]:
    """Windows that are over: the item's first, back from the end of the history."""
    step, end = known.step_days, known.first + known.units.shape[1] * known.step_days
    others = [one for one in known.items if one != item]
    chosen = [item, *others[:: max(1, len(others) // _MOST_ITEMS)][:_MOST_ITEMS]]
    for one in chosen:
        for back in range(1, _MOST_WINDOWS + 1):
            first = end - back * periods * step
            if first - YEAR - lead - _LEAST_DAYS < known.first:
                break
            found = _window(known, library, one, first, periods, lead)
            if found is not None:
                yield found


def _window(  # noqa: PLR0913, PLR0917 - what a window is
    known: SalesHistory, library: CampaignLibrary, item: str, first: int, periods: int, lead: int
) -> tuple[Season, PastLaunch] | None:
    start = int(known.column_at(first))
    then = int(known.column_at(YearAgo(known, library).first_day(item, first)))
    on = running(known, library, item)
    if (on[:, start : start + periods].any(axis=1) != on[:, max(0, then) : then + periods].any(axis=1)).any():
        return None
    foretold = season(known, library, item, first, periods=periods, lead=lead, noise=_NOISE)
    units = known.matrix(item)[:, start : start + periods]
    unusable = known.mask("closed", item) | known.mask("stock_out", item)
    counted = ~np.isnan(units) & ~unusable[:, start : start + periods] & ~np.isnan(foretold.again)
    places = np.flatnonzero(
        (counted.mean(axis=1) > _KNOWN_SHARE) & (np.nansum(foretold.again, axis=1) > 0) & (np.nansum(foretold.expected, axis=1) > 0)
    )
    if not len(places):
        return None
    base = np.where(counted, np.nan_to_num(foretold.expected), 0.0)[places]
    return foretold, PastLaunch(
        event=f"{item} {first}",
        item=item,
        campaign="season" if on[:, start : start + periods].any() else "",
        rows=np.zeros(0, np.int64),
        places=places,
        first=first,
        last=first + periods * known.step_days - 1,
        units=np.where(counted, units, 0.0)[places],
        base=base,
        counted=counted[places],
        whole=base.sum(axis=0),
        sold_out=0,
    )
