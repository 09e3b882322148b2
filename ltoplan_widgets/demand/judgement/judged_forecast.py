"""A forecast with people's judgement in it, also while its campaign runs: what is sold stays sold."""

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import Finding

Array = NDArray[np.float64]


def sold_by_period(sold: Array, statistical: Forecast, *, unit_days: int) -> Array:
    """Units known to be sold by a forecast's periods, from those by shorter ones.

    Args:
        sold: Units by the history's periods, 0 where nothing is known.
        statistical: Forecast by the plan's periods, of one unit or several each.
        unit_days: Days of the history's periods: 1 or 7.
    """
    return np.asarray(np.add.reduceat(sold, np.arange(0, len(sold), max(1, statistical.unit_days // unit_days))))


def judged(campaign: Campaign, statistical: Forecast, sold: Array) -> tuple[Forecast, Forecast]:
    """The forecast with overrides, and with the judged total too; both move the rest only, what is sold stays sold."""
    rest = statistical.shifted(-sold)
    said = {
        start: max(0.0, campaign.overrides[start].units - float(known))
        for start, known, left in zip(statistical.starts, sold, rest.mean(), strict=True)
        if start in campaign.overrides and (left > 0 or not known)
    }
    overridden = rest.overridden(said)
    mean = None if campaign.demand_mean is None else max(0.0, campaign.demand_mean - float(sold.sum()))
    rest_judged = overridden.judged(mean, campaign.demand_std_dev)
    whole = overridden.shifted(sold)
    return whole, whole if rest_judged is overridden else rest_judged.shifted(sold)


def below_sold(campaign: Campaign, sold: float) -> list[Finding]:
    """A judged total that is sold already."""
    said = campaign.demand_mean
    if said is None or said >= sold:
        return []
    message = f"{said:,.0f} units are expected of the whole campaign, but {sold:,.0f} are sold already, so nothing more is expected"
    mend = "raise the judged total, or take it back"
    return [Finding(code="judged-below-sold", severity="warning", column="demand_mean", value=f"{said:g}", message=message, mend=mend)]
