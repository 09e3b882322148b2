"""What is worth knowing before relying on the forecast of a launch, whatever the method."""

import difflib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.launch.launch import Launch
from ltoplan_widgets.demand.launch.past_launch import PastLaunch
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.refusal import warning
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import Finding

Array = NDArray[np.float64]

_FEW_LAUNCHES = 5
_SEVERAL_PLACES = 4


def of_past(launch: Launch, past: Sequence[PastLaunch]) -> list[Finding]:
    """What past launches are too few or too short for."""
    found, seen = [], max(one.units.shape[1] for one in past)
    if len(launch.starts) > seen:
        message = f"the campaign has {len(launch.starts)} periods, the longest past one {seen}; the curve is carried on at its last level"
        mend = "judge the late periods yourself, or add longer past campaigns"
        found.append(warning("curve-extrapolated", launch.ends[-1], message, mend, column="end"))
    return [*found, *of_number(past)]


def of_number(past: Sequence[PastLaunch]) -> list[Finding]:
    """That past launches are few."""
    if len(past) >= _FEW_LAUNCHES:
        return []
    message = f"only {len(past)} past launches can be compared, so the band rests on little"
    return [warning("few-analogues", len(past), message, "add past campaigns", column="event")]


def of_covariates(campaign: Campaign, library: CampaignLibrary, strange: Sequence[str]) -> list[Finding]:
    """Levers outside of what past campaigns had (`strange`), and those that they do not know at all."""
    found, known = [], tuple(library.rows.covariates)
    if strange:
        message = f"{', '.join(strange)}: outside of what past campaigns had"
        found.append(warning("covariate-never-seen", strange[0], message, "judge the total yourself", column="covariates"))
    for name, value in campaign.covariates.items():
        if value is not None and name not in known:
            nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            mend = f"did you mean {nearest[0]!r}?" if nearest else "add the column to the past campaigns, or take it out"
            message = "past campaigns have no such column, so it changes nothing"
            found.append(warning("unknown-covariate", name, message, mend, column="covariates"))
    return found


def of_volume(launch: Launch, units: Array) -> list[Finding]:
    """What is odd about the expected units of the places."""
    total, largest = float(units.sum()), int(units.argmax())
    if total < 1:
        message = "less than one unit is expected in all, because next to nothing was sold so far"
        return [warning("base-near-zero", f"{total:.2g}", message, "judge the total yourself, or check the item's key", column="item")]
    if len(units) >= _SEVERAL_PLACES and units[largest] > total / 2:
        message = f"this place has {units[largest] / total:.0%} of the forecast, so the chain's band is little more than its own"
        return [warning("one-place-dominates", launch.locations[largest], message, "look at that place by itself", column="locations")]
    return []
