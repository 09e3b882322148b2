"""The forecast of a campaign as of some day: before launch, or while it runs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.backtest.past_forecast import past_forecasts
from ltoplan_widgets.demand.day import GivenDay, day_number, given_iso_day
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.forecast.forecast_update import with_known
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.new_item import FOR_NEW_ITEMS
from ltoplan_widgets.demand.prospect.actuals import actuals_of
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.prospect.early_read import EarlyRead, early_read
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign

LATEST = "latest"
"""As of the last day of the sales, where the campaign runs by then and has not ended; else as of the day before its start."""


@dataclass(frozen=True, kw_only=True)
class RunningLaunch:
    """A campaign as of some day.

    Attributes:
        forecast: The whole campaign by place and period: what was sold where that is known, and the updated rest.
        read: What the update changed; None where no period is known or none is left to forecast.
        sold: Units known to be sold, shape (places, periods); 0 where nothing is known.
        before: The forecast as it was made before launch, without what the offer's price makes of it.
        price_units: What that is, units.
        origin: Last day whose sales it was made of, ISO date; None for the day before the start.
        is_over: Whether no period is left to forecast.
    """

    forecast: Forecast
    before: Forecast
    price_units: float
    read: EarlyRead | None
    sold: NDArray[np.float64]
    origin: str | None = None
    is_over: bool = False


def running_launch(  # noqa: PLR0913 - a campaign, what is known of it, and by when
    campaign: Campaign,
    history: SalesHistory,
    library: CampaignLibrary,
    *,
    seed: int,
    as_of: GivenDay | None,
    priced: Callable[[Forecast], Forecast] = lambda one: one,
) -> RunningLaunch:
    """Forecast a campaign, and update it with its own sales so far where it runs.

    Args:
        campaign: What is sold, when and where.
        history: Checked sales; nothing after `as_of` is read.
        library: Past campaigns.
        seed: Seed of the sample paths.
        as_of: Last day whose sales are known, ISO date; None for the day before the start; see also `LATEST`.
        priced: What the planned price makes of the forecast, before the campaign's own sales update it.

    Raises:
        InputError: As `forecast` raises it, or `as_of` is no day.
    """
    known_until = last_known(campaign, history, as_of)
    if known_until is None or known_until < campaign.start:
        unpriced = forecast(campaign, history, library, seed=seed, origin=known_until)
        return _unread(unpriced, priced(unpriced), known_until)
    unpriced = forecast(campaign, history, library, seed=seed)
    before = priced(unpriced)
    units = actuals_of(history.known_by(day_number(known_until)), campaign.item, before)
    if not units.shape[1] or np.isnan(units).all():
        return _unread(unpriced, before)
    sold = np.zeros(before.mean().shape)
    sold[:, : units.shape[1]] = np.nan_to_num(units)
    if units.shape[1] >= len(before.starts):
        return RunningLaunch(
            forecast=with_known(before, units), before=unpriced, price_units=_gain(unpriced, before), read=None, sold=sold, is_over=True
        )
    past = () if before.method in FOR_NEW_ITEMS else past_forecasts(campaign, history, library, method=before.method)
    read = early_read(before, units, past=past)
    return RunningLaunch(forecast=read.total, before=unpriced, price_units=_gain(unpriced, before), read=read, sold=sold)


def _unread(unpriced: Forecast, before: Forecast, origin: str | None = None) -> RunningLaunch:
    gain, sold = _gain(unpriced, before), np.zeros(before.mean().shape)
    return RunningLaunch(forecast=before, before=unpriced, price_units=gain, read=None, sold=sold, origin=origin)


def _gain(unpriced: Forecast, before: Forecast) -> float:
    return float(before.mean().sum() - unpriced.mean().sum())


def last_known(campaign: Campaign, history: SalesHistory, as_of: GivenDay | None) -> str | None:
    """Last day whose sales are known, ISO date, by `as_of`, which may be `LATEST`; None for the day before the start.

    Raises:
        InputError: It is no day.
    """
    if as_of == LATEST:
        until = history.known_until
        return until if campaign.start <= until < campaign.end else None
    return None if as_of is None else given_iso_day(as_of, column="as_of")
