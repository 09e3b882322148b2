"""What past campaigns asked against the usual price, as the sales tell it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.launch.comparison import running
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.uplift.uplift_outcome import UpliftOutcomes
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.sales.usual import nan_median

Array = NDArray[np.float64]

_WEEK = 7
_LOWEST = 0.05
_HIGHEST = 3.0
"""Parts of the usual price beyond which a price is taken for a slip."""

_SAME = 0.01
"""Standard deviation of the logs of prices that are as good as the same."""


@dataclass(frozen=True, kw_only=True)
class RealisedPrices:
    """Prices of a history beside those outside of campaigns.

    Attributes:
        ratio: Price over the usual price of the item at the place in each row of the outcomes; NaN where not known.
        usual: Usual price of each item over all places, money; NaN where not known.
    """

    ratio: Array
    usual: Array

    @property
    def varies(self) -> bool:
        """Whether past campaigns asked different parts of the usual price, so that something can be learned."""
        known = self.ratio[~np.isnan(self.ratio)]
        return len(known) > 1 and float(np.log(known).std()) > _SAME


def realised_prices(outcomes: UpliftOutcomes, known: SalesHistory, library: CampaignLibrary) -> RealisedPrices:
    """Prices of past campaigns' weeks, each against the median price of its series outside of campaigns and promotions.

    Args:
        outcomes: Weeks of past campaigns.
        known: The history up to an origin.
        library: Campaigns.
    """
    if known.price is None:
        return RealisedPrices(ratio=np.full(len(outcomes), np.nan), usual=np.full(len(known.items), np.nan))
    prices = np.where(known.price > 0, known.price, np.nan)
    usual = nan_median(np.where(_on_offer(known, library), np.nan, prices))
    by_item = np.array([float(nan_median(usual[known.item_of == item])) for item in range(len(known.items))])
    series = np.full((len(known.items), len(known.locations)), -1)
    series[known.item_of, known.location_of] = np.arange(len(known.item_of))
    at = series[outcomes.item, outcomes.place]
    ratio = np.where(at < 0, np.nan, _week_means(prices, at, known, outcomes.day) / usual[at])
    return RealisedPrices(ratio=np.where((ratio > _LOWEST) & (ratio < _HIGHEST), ratio, np.nan), usual=by_item)


def _on_offer(known: SalesHistory, library: CampaignLibrary) -> NDArray[np.bool_]:
    found = known.promotion.copy()
    for position, item in enumerate(known.items):
        own = np.flatnonzero(known.item_of == position)
        found[own] |= running(known, library, item)[known.location_of[own]]
    return found


def _week_means(prices: Array, series: NDArray[np.int64], known: SalesHistory, day: NDArray[np.int64]) -> Array:
    """Mean price of each row's week."""
    given = ~np.isnan(prices)
    sums, counts = (
        np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0))) for values in (np.where(given, prices, 0.0), given.astype(np.float64))
    )
    begin = np.clip((day - known.first) // known.step_days, 0, prices.shape[1])
    end = np.clip(begin + max(1, _WEEK // known.step_days), 0, prices.shape[1])
    count = counts[series, end] - counts[series, begin]
    total = sums[series, end] - sums[series, begin]
    return np.asarray(np.divide(total, count, out=np.full(len(day), np.nan), where=count > 0))
