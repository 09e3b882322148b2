"""How far everyday sales were foretold wrongly, as the history before a launch tells."""

import numpy as np

from ltoplan_widgets.demand.launch.comparison import everyday_units, running
from ltoplan_widgets.demand.launch.launch import Launch
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory

_PAST_WINDOWS = 12
_FEWEST_WINDOWS = 4
_UNSURE = 0.15
"""Error on the log scale where too few windows tell of it."""


def base_error(known: SalesHistory, library: CampaignLibrary, launch: Launch) -> float:
    """Root of the mean squared log error of the base over up to 12 windows of the launch's length before it.

    Each window's base is as it was known as many days ahead as the launch's.

    Args:
        known: Sales up to the launch's origin.
        library: Campaigns, whose windows are no everyday sales.
        launch: The launch, with the places that count.
    """
    periods, step = len(launch.starts), known.step_days
    places = [known.locations.index(key) for key in launch.locations]
    units, busy = known.matrix(launch.item)[places], running(known, library, launch.item)[places]
    hidden = np.isnan(units) | busy | known.mask("closed", launch.item)[places] | known.mask("stock_out", launch.item)[places]
    errors = []
    last = min((launch.origin - known.first) // step + 1, units.shape[1]) - periods
    for start in range(last, 0, -periods):
        first = known.first + start * step
        expected = everyday_units(known, library, launch.item, first, periods, first - (launch.first - launch.origin))[places]
        usable = ~hidden[:, start : start + periods] & ~np.isnan(expected)
        sold, foretold = (float(np.where(usable, one, 0.0).sum()) for one in (units[:, start : start + periods], expected))
        if usable.mean() > 1 / 2 and sold > 0 and foretold > 0:
            errors.append(np.log(sold / foretold))
        if len(errors) == _PAST_WINDOWS:
            break
    return float(np.sqrt(np.mean(np.square(errors)))) if len(errors) >= _FEWEST_WINDOWS else _UNSURE
