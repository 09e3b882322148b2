"""The first periods of a campaign are known: what that says of the rest, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.forecast.forecast_update import ForecastUpdate
from ltoplan_widgets.demand.forecast.hindsight import Hindsight
from ltoplan_widgets.demand.forecast.path_quantile import BAND
from ltoplan_widgets.demand.forecast.persistence import Persistence
from ltoplan_widgets.demand.methods.new_item import FOR_NEW_ITEMS
from ltoplan_widgets.demand.period import period_names
from ltoplan_widgets.demand.prospect.actuals import Actuals, checked_actuals
from ltoplan_widgets.demand.prospect.early_read_words import (
    band_words,
    bias_sentence,
    lasting_sentence,
    rest_sentence,
    sold_sentence,
)
from ltoplan_widgets.demand.prospect.tracking_signal import LIMIT, tracking_signal
from ltoplan_widgets.plan.listing import Listed, Listing


@dataclass(frozen=True, kw_only=True, repr=False)
class EarlyRead(Listed):
    """A forecast updated with the first periods' sales; a notebook shows what changed as a table, and why.

    Attributes:
        periods_seen: How many periods are known.
        sold: Units sold in them, where known.
        expected: Units that were forecast for these.
        band: The 80 % band of what was forecast for these, units.
        remaining: Demand of the other periods, updated.
        total: Demand of the whole campaign: what was sold, then the updated rest.
        factor: Expected units of the rest over what they were before.
        persistence: What lasts of a surprise, and from how many past launches that was learned.
        tracking_signal: Sum of the periods' errors over their mean absolute value.
        before: Demand of the other periods as it was forecast before launch.
        unit: What is counted, in the plural.
    """

    periods_seen: int
    sold: float
    expected: float
    band: tuple[float, float]
    remaining: Forecast
    total: Forecast
    factor: float
    persistence: Persistence
    tracking_signal: float
    before: Forecast
    unit: str = "units"

    @cached_property
    def why(self) -> str:
        """What changed and why, with numbers and units: one paragraph."""
        (one, many), seen = period_names(self.remaining.unit_days), self.periods_seen
        sentences = [
            sold_sentence(self.sold, self.expected, seen=f"{seen} of {seen + len(self.remaining.starts)} {many}", unit=self.unit),
            lasting_sentence(self.persistence, seen=f"first {one}" if seen == 1 else f"first {seen} {many}"),
            rest_sentence(self.before, self.remaining, unit=self.unit),
        ]
        return " ".join([*sentences, bias_sentence(self.tracking_signal)] if self.is_biased else sentences)

    @property
    def is_biased(self) -> bool:
        """Whether the forecast was off the same way period after period, and what was sold lies outside its band.

        A launch that is a little off as a whole is off in each of its periods, so the signal alone does not tell.
        """
        return abs(self.tracking_signal) >= LIMIT and not self.band[0] <= self.sold <= self.band[1]

    def listing(self) -> Listing:
        """What was forecast before launch and what is known or expected now: so far, the rest, in all."""
        so_far = ("so far", f"{self.expected:,.0f}", band_words(*self.band), f"{self.sold:,.0f} sold", "")
        rest = ("rest", *_told(self.before), *_told(self.remaining))
        columns = ["", "forecast before launch", "80 % band", "now", "80 % band now"]
        return Listing(columns, [so_far, rest], title=f"{self.periods_seen} periods of the campaign are known, {self.unit}", note=self.why)


def early_read(forecast: Forecast, actuals: Actuals, *, past: Sequence[Hindsight] = (), unit: str = "units") -> EarlyRead:
    """Update a forecast with what sold in its first periods.

    The surprise of the launch as a whole lasts by a share beta, that of a place apart from it by a share B; both are
    learned from past launches, and below 10 of these beta is .5 leaned on what the forecast's own paths imply.

    Args:
        forecast: As it was made before launch, by the periods of the history; with places or summed over them.
        actuals: Units sold in the first periods: shape (places, periods seen) or (periods seen,) for all places
            together, NaN where unknown, sold out or closed; or units over all places by the period's first day.
        past: Past launches against forecasts that did not know them, such as `past_forecasts` makes them for any method;
            by default those that a forecast of a new item brings along, and none for others.
        unit: What is counted, in the plural.

    Raises:
        InputError: No period is known, none is left, a day on which no period starts, other places than the forecast's,
            units that are no number of at least 0, or a forecast without periods.
    """
    units = checked_actuals(forecast, actuals)
    update = ForecastUpdate.of(forecast, units, past or (forecast.hindsights if forecast.method in FOR_NEW_ITEMS else ()))
    before, remaining = update.before(), update.remaining()
    sold, expected = _compared(update.whole, units)
    return EarlyRead(
        periods_seen=update.seen,
        sold=float(sold.sum()),
        expected=float(expected.sum()),
        band=_band(update.whole, ~np.isnan(units)),
        remaining=remaining,
        total=update.total(),
        factor=float(remaining.mean().sum()) / max(float(before.mean().sum()), 1e-9),
        persistence=update.persistence,
        tracking_signal=tracking_signal(sold, expected),
        before=before,
        unit=unit,
    )


def _compared(whole: Forecast, units: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Units sold and units forecast over the places where both are known, by period seen."""
    known, mean = ~np.isnan(units), np.atleast_2d(whole.mean())[:, : units.shape[1]]
    return np.where(known, units, 0.0).sum(axis=0), np.where(known, mean, 0.0).sum(axis=0)


def _band(whole: Forecast, known: NDArray[np.bool_]) -> tuple[float, float]:
    """80 % band of the units forecast for the periods, and places, that are known."""
    paths = whole.paths()[..., : known.shape[1]]
    mask = known if len(whole.shape) > 1 else known[0]
    low, high = np.quantile(np.where(mask, paths, 0.0).reshape(len(paths), -1).sum(axis=1), BAND)
    return float(low), float(high)


def _told(forecast: Forecast) -> tuple[str, str]:
    """Expected units of a whole forecast and their band."""
    total = forecast.total()
    return f"{float(total.mean()):,.0f}", band_words(*total.quantile(BAND))
