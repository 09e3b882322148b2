"""What is planned for a campaign at each of its places, as it says itself or as its rows in the library say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ltoplan_widgets.demand.launch.launch import Launch
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.units import Scalar

_FARTHEST = 3.0


def planned_levers(campaign: Campaign, launch: Launch, library: CampaignLibrary) -> dict[str, list[Scalar]]:
    """Value of each of the library's covariates at each place of a launch; None where nothing is planned.

    What the campaign itself says goes before its rows in the library; a place without a row takes the mean of the others.
    """
    rows = library.rows
    own = {rows.location[row]: row for row in library.rows_of_launch(launch.event, launch.item).tolist()}
    return {
        name: [campaign.covariates[name]] * len(launch.locations) if name in campaign.covariates else _at_places(launch, own, column)
        for name, column in rows.covariates.items()
    }


def strange_levers(campaign: Campaign, launch: Launch, library: CampaignLibrary) -> tuple[str, ...]:
    """Names of levers outside of what campaigns had that were over: farther than 3 standard deviations, or another word."""
    planned = planned_levers(campaign, launch, library)
    return tuple(name for name, past in _past_levers(library, launch.origin).items() if past.is_strange(set(planned[name]) - {None}))


def _at_places(launch: Launch, own: dict[str, int], column: Sequence[Scalar]) -> list[Scalar]:
    given = [column[row] for row in own.values() if column[row] is not None]
    numbers = [float(value) for value in given if value is not None and not isinstance(value, str)]
    usual: Scalar = float(np.mean(numbers)) if numbers and len(numbers) == len(given) else (given[0] if given else None)
    return [column[own[key]] if key in own and column[own[key]] is not None else usual for key in launch.locations]


@dataclass(frozen=True, kw_only=True)
class _PastLever:
    """What a lever was in campaigns that are over.

    Attributes:
        known: Its different values.
        mean: Of its numbers.
        spread: Standard deviation of its numbers.
    """

    known: frozenset[Scalar]
    mean: float
    spread: float

    @classmethod
    def of(cls, values: Sequence[Scalar]) -> "_PastLever":
        numbers = np.array([value for value in values if value is not None and not isinstance(value, str)] or [np.nan], dtype=np.float64)
        return cls(known=frozenset(values) - {None}, mean=float(numbers.mean()), spread=float(numbers.std()))

    def is_strange(self, planned: set[Scalar]) -> bool:
        if not self.known or not planned:
            return False
        if any(isinstance(value, str) for value in (*self.known, *planned)):
            return not {str(value) for value in planned} <= {str(value) for value in self.known}
        return self.spread > 0 and any(abs(float(value) - self.mean) > _FARTHEST * self.spread for value in planned if value is not None)


@lru_cache(maxsize=2)
def _past_levers(library: CampaignLibrary, origin: int) -> dict[str, _PastLever]:
    """Levers of the campaigns that were over; methods that forecast a launch one after the other share them."""
    over = np.flatnonzero(library.rows.last <= origin).tolist()
    return {name: _PastLever.of([column[row] for row in over]) for name, column in library.rows.covariates.items()}
