"""What is planned for a campaign at each of its places, as it says itself or as its rows in the library say."""

from collections.abc import Sequence

import numpy as np

from ltoplan_widgets.demand.launch import Launch
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.units import Scalar

_FARTHEST = 3.0


def planned_levers(campaign: Campaign, launch: Launch, library: CampaignLibrary) -> dict[str, list[Scalar]]:
    """Value of each of the library's covariates at each place of a launch; None where nothing is planned.

    What the campaign itself says goes before its rows in the library; a place without a row takes the mean of the others.
    """
    rows = library.rows
    own = {rows.location[row]: int(row) for row in library.rows_of(launch.item) if rows.event[row] == launch.event}
    return {
        name: [campaign.covariates[name]] * len(launch.locations) if name in campaign.covariates else _at_places(launch, own, column)
        for name, column in rows.covariates.items()
    }


def strange_levers(campaign: Campaign, launch: Launch, library: CampaignLibrary) -> tuple[str, ...]:
    """Names of levers outside of what campaigns had that were over: farther than 3 standard deviations, or another word."""
    over = np.flatnonzero(library.rows.last <= launch.origin)
    planned = planned_levers(campaign, launch, library)
    return tuple(
        name for name, column in library.rows.covariates.items() if _is_strange([column[row] for row in over], set(planned[name]) - {None})
    )


def _at_places(launch: Launch, own: dict[str, int], column: Sequence[Scalar]) -> list[Scalar]:
    given = [column[row] for row in own.values() if column[row] is not None]
    numbers = [float(value) for value in given if value is not None and not isinstance(value, str)]
    usual: Scalar = float(np.mean(numbers)) if numbers and len(numbers) == len(given) else (given[0] if given else None)
    return [column[own[key]] if key in own and column[own[key]] is not None else usual for key in launch.locations]


def _is_strange(past: Sequence[Scalar], planned: set[Scalar]) -> bool:
    known = [value for value in past if value is not None]
    if not known or not planned:
        return False
    if any(isinstance(value, str) for value in [*known, *planned]):
        return not {str(value) for value in planned} <= {str(value) for value in known}
    numbers = np.array([value for value in known if not isinstance(value, str)], dtype=np.float64)
    mean, spread = float(numbers.mean()), float(numbers.std())
    return spread > 0 and any(
        abs(value - mean) > _FARTHEST * spread for value in planned if value is not None and not isinstance(value, str)
    )
