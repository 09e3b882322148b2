"""The forecast of a campaign as of some day: before launch, or while it runs."""

import numpy as np

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.early_read import EarlyRead, actuals_of, early_read, with_known
from ltoplan_widgets.demand.forecast import Forecast, forecast
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.methods.new_item import FOR_NEW_ITEMS
from ltoplan_widgets.demand.past_forecast import past_forecasts
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.plan.campaign import Campaign


def running_launch(
    campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, seed: int, as_of: str | None
) -> tuple[Forecast, EarlyRead | None]:
    """Forecast a campaign, and update it with its own sales so far where it runs.

    Args:
        campaign: What is sold, when and where.
        history: Checked sales; nothing after `as_of` is read.
        library: Past campaigns.
        seed: Seed of the sample paths.
        as_of: Last day whose sales are known, ISO date; None for the day before the start.

    Returns:
        The forecast of the whole campaign by place and period, what was sold in its place where that is known, and what
        the update changed; None where no period is known or none is left to forecast.

    Raises:
        InputError: As `forecast` raises it, or `as_of` is no day.
    """
    if as_of is None or _day(as_of) < day_number(campaign.start):
        return forecast(campaign, history, library, seed=seed, origin=as_of), None
    before = forecast(campaign, history, library, seed=seed)
    sold = actuals_of(history.known_by(_day(as_of)), campaign.item, before)
    if not sold.shape[1] or np.isnan(sold).all():
        return before, None
    if sold.shape[1] >= len(before.starts):
        return with_known(before, sold), None
    past = () if before.method in FOR_NEW_ITEMS else past_forecasts(campaign, history, library, method=before.method)
    read = early_read(before, sold, past=past)
    return read.total, read


def _day(text: str) -> int:
    try:
        number = day_number(text)
    except (TypeError, ValueError):
        number = None
    if number is None or text != iso_day(number):
        raise refusal("no-such-day", text, "there is no such day in the calendar", "give a day as YYYY-MM-DD", column="as_of")
    return number
