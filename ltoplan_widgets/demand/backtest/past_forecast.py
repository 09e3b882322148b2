"""Past launches as a method would have forecast them, each from its own origin."""

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.backtest.rolling_launch import RollingLaunches
from ltoplan_widgets.demand.backtest.trial import trials
from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.forecast.hindsight import Hindsight
from ltoplan_widgets.demand.launch.launch import launch_of
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.library.side_by_side import side_by_side
from ltoplan_widgets.demand.methods.registry import method_named
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign

_MOST = 16


def past_forecasts(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, method: str) -> tuple[Hindsight, ...]:
    """Forecast the last 16 launches that had ended by a campaign's origin, for `early_read` to learn from.

    Args:
        campaign: The campaign to be updated; nothing from its start on is read.
        history: Checked sales.
        library: Past campaigns.
        method: Name of the method that forecast the campaign.

    Raises:
        InputError: The campaign or the method is not usable; see `forecast`.
    """
    method_named(method)
    history, library = side_by_side(history, library)
    launch = launch_of(campaign, history)
    known, schedule = history.known_by(launch.origin), Schedule.of(library, history)
    rolling = RollingLaunches(history, schedule, [method], [1])
    if not len(library):
        return ()
    over = [
        one
        for one in trials(library, lead=1, test_from=iso_day(int(library.rows.first.min())))
        if _is_over(one.rows, library, launch.origin)
    ]
    rolling.look_back(over[-_MOST:])
    return tuple(rolling.ended(method, campaign.item, day_number(campaign.start) - 1, known))


def _is_over(rows: NDArray[np.int64], library: CampaignLibrary, origin: int) -> bool:
    return bool(library.rows.last[rows].max() <= origin)
