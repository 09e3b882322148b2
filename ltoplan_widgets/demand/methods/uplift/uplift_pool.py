"""All past launches of a library as one uplift model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.hindsight import Hindsight
from ltoplan_widgets.demand.forecast.launch_scatter import is_whole, period_noise
from ltoplan_widgets.demand.launch.comparison import all_past, lead_of
from ltoplan_widgets.demand.launch.launch import Launch
from ltoplan_widgets.demand.launch.launch_curve import LaunchCurve, launch_curve
from ltoplan_widgets.demand.launch.noise import Noise
from ltoplan_widgets.demand.launch.past_launch import PastLaunch, courses
from ltoplan_widgets.demand.launch.planned_lever import planned_levers
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.uplift.boosted_uplift import BoostedUplift
from ltoplan_widgets.demand.methods.uplift.realised_price import RealisedPrices, realised_prices
from ltoplan_widgets.demand.methods.uplift.uplift import Uplift, fitted_uplift
from ltoplan_widgets.demand.methods.uplift.uplift_calendar import WEEK, UpliftCalendar
from ltoplan_widgets.demand.methods.uplift.uplift_design import Setting
from ltoplan_widgets.demand.methods.uplift.uplift_outcome import UpliftOutcomes, uplift_outcomes
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.sales.usual import nan_median
from ltoplan_widgets.plan.campaign import Campaign

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

REALISED_PRICE = "realised_price_ratio"
"""Name of the lever that the prices of the sales make."""

_GRAIN = 0.02
"""Smallest difference that counts where units are no whole numbers, as a part of the median."""


@dataclass(frozen=True, kw_only=True)
class UpliftPool:
    """The model of one history and library as of an origin.

    Attributes:
        known: Sales up to the origin.
        library: Campaigns.
        past: The launches that were learned from.
        curve: Their pooled course since launch.
        period: Noise of periods around a launch's own level at a place.
        is_counted: Whether units are whole numbers as a rule.
        outcomes: The rows that were fitted.
        setting: Their levers and calendar.
        uplift: The fitted model.
        usual: Log of the usual price by item and place; in the last column that of the item.
        calendar: When items were on campaign.
    """

    known: SalesHistory
    library: CampaignLibrary
    past: list[PastLaunch]
    curve: LaunchCurve
    period: Noise
    is_counted: bool
    outcomes: UpliftOutcomes
    setting: Setting
    uplift: Uplift
    usual: Array
    calendar: UpliftCalendar

    @property
    def step(self) -> int:
        """Periods in a week."""
        return max(1, WEEK // self.known.step_days)

    @cached_property
    def boosted(self) -> BoostedUplift:
        """Gradient boosting on the same rows.

        Raises:
            InputError: The extra that it needs is not installed.
        """
        return BoostedUplift.of(self.outcomes, self.uplift, self.setting)

    @cached_property
    def realised(self) -> RealisedPrices:
        """What past campaigns asked, as the sales tell it."""
        return realised_prices(self.outcomes, self.known, self.library)

    @cached_property
    def at_realised_prices(self) -> Uplift:
        """The model with one more lever, `REALISED_PRICE`: it tells how demand follows the price, but forecasts nothing.

        What campaigns asked in the end is known only afterwards, so a forecast that leans on it would promise too much.
        """
        ratio = [None if np.isnan(one) else float(one) for one in self.realised.ratio]
        setting = replace(self.setting, values={**self.setting.values, REALISED_PRICE: ratio})
        known = self.known
        return fitted_uplift(self.outcomes, setting, items=len(known.items), places=len(known.locations), grain=self.uplift.grain)

    @cached_property
    def hindsights(self) -> tuple[Hindsight, ...]:
        """Past launches against what would have been said of them without knowing how they surprised."""
        return tuple(self._hindsight(number, one) for number, one in enumerate(self.past))

    def _hindsight(self, number: int, one: PastLaunch) -> Hindsight:
        rows = np.flatnonzero(self.outcomes.launch == number)
        expected = one.base * self.curve.over(one.base.shape[1])
        ratio = np.zeros((len(one.places), -(-one.base.shape[1] // self.step)))
        place = {int(position): index for index, position in enumerate(one.places)}
        ratio[[place[int(key)] for key in self.outcomes.place[rows]], self.outcomes.week[rows]] = self.uplift.foretold[rows]
        expected = expected * np.repeat(ratio, self.step, axis=1)[:, : expected.shape[1]]
        return Hindsight(expected=expected, sold=np.where(one.counted & (expected > 0), one.units, np.nan))

    def planned(self, campaign: Campaign, launch: Launch, place: Codes, base: Array) -> Setting:
        """Levers and calendar of a launch, one row a place and week.

        Args:
            campaign: What is planned.
            launch: The same in the history's terms.
            place: Positions of its places.
            base: Units expected anyway, shape (places, weeks).
        """
        weeks, item = base.shape[1], position_of(launch.item, self.known)
        values = {
            name: [value for value in column for _ in range(weeks)]
            for name, column in planned_levers(campaign, launch, self.library).items()
        }
        day, week = np.tile(launch.first + WEEK * np.arange(weeks), len(place)), np.tile(np.arange(weeks), len(place))
        since = self.calendar.since(np.full(len(place), item), place, np.full(len(place), launch.first), launch.first - launch.origin)
        return Setting(
            values=values,
            usual=np.repeat(_usual(self.usual, np.full(len(place), item), place), weeks),
            calendar=self.calendar.columns(day=day, week=week, since=np.repeat(since, weeks), base=base.ravel()),
            day=day,
        )


def position_of(item: str, known: SalesHistory) -> int:
    """Position of an item in a history; -1 for a new one."""
    return known.items.index(item) if item in known.items else -1


def uplift_pool(launch: Launch, known: SalesHistory, library: CampaignLibrary, *, is_own: bool) -> UpliftPool:
    """The model as of a launch's origin; launches of one origin share it.

    Args:
        launch: What is to be forecast.
        known: The history up to the origin.
        library: Past campaigns.
        is_own: Whether bases are the items' own everyday sales, or those of all that their places sell.
    """
    return _pool(known, library, lead_of(launch, known), is_own)


@lru_cache(maxsize=4)
def _pool(known: SalesHistory, library: CampaignLibrary, lead: int, is_own: bool) -> UpliftPool:  # noqa: FBT001 - a key of the cache
    past = all_past(known, library, lead, is_own=is_own)
    curve, calendar, usual = _curve(past, known), UpliftCalendar.of(known, library), _usual_prices(known)
    items = {key: index for index, key in enumerate(known.items)}
    outcomes = uplift_outcomes(past, curve, firsts=library.rows.first, items=items, step_days=known.step_days)
    since = calendar.since(outcomes.item, outcomes.place, library.rows.first[outcomes.row], lead)
    setting = Setting(
        values={name: [column[row] for row in outcomes.row] for name, column in library.rows.covariates.items()},
        usual=_usual(usual, outcomes.item, outcomes.place),
        calendar=calendar.columns(day=outcomes.day, week=outcomes.week, since=since, base=outcomes.expected),
        day=outcomes.day,
    )
    is_counted = is_whole(past)
    sold = outcomes.sold[outcomes.sold > 0]
    grain = 1.0 if is_counted or not len(sold) else min(1.0, _GRAIN * float(np.median(sold)))
    return UpliftPool(
        known=known,
        library=library,
        past=past,
        curve=curve,
        period=period_noise(past, [one.base * curve.over(one.base.shape[1]) for one in past]),
        is_counted=is_counted,
        outcomes=outcomes,
        setting=setting,
        uplift=fitted_uplift(outcomes, setting, items=len(known.items), places=len(known.locations), grain=grain),
        usual=usual,
        calendar=calendar,
    )


def _curve(past: Sequence[PastLaunch], known: SalesHistory) -> LaunchCurve:
    units, base = courses(past)
    nobody = np.zeros(len(past), bool)
    return launch_curve(units, base, is_same_item=nobody, periods=units.shape[1], cycle=max(1, WEEK // known.step_days))


def _usual_prices(known: SalesHistory) -> Array:
    """Log of the usual price of each item at each place, and (last column) of the item; 0 where none is known."""
    usual = np.full((len(known.items), len(known.locations) + 1), np.nan)
    if known.price is not None:
        ordinary = np.where(~known.promotion & (known.price > 0), known.price, np.nan)
        with np.errstate(invalid="ignore"):
            usual[known.item_of, known.location_of] = np.log(nan_median(ordinary))
        usual[:, -1] = nan_median(usual[:, :-1])
    return np.nan_to_num(np.where(np.isnan(usual), usual[:, -1:], usual))


def _usual(prices: Array, item: Codes, place: Codes) -> Array:
    return np.where(item >= 0, prices[np.maximum(item, 0), place], 0.0)
