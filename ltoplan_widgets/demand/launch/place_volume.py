"""How much of the chain each place is, and bases of small numbers leaned on it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.launch.base import LIKE_DAYS
from ltoplan_widgets.demand.sales.history import SalesHistory

Array = NDArray[np.float64]

_WEEK = 7
_FEW_PLACES = 3


@dataclass(frozen=True, kw_only=True)
class PlaceVolume:
    """Units of all items together at each place, added up from the first period on.

    Attributes:
        summed: Shape (places, periods + 1), starting at 0.
        first: Day number of the first period.
        step_days: 1 or 7.
    """

    summed: Array
    first: int
    step_days: int

    @classmethod
    def of(cls, history: SalesHistory) -> "PlaceVolume":
        """Add up a history."""
        sold = np.zeros((len(history.locations), history.units.shape[1] + 1))
        np.add.at(sold[:, 1:], history.location_of, np.nan_to_num(history.units))
        return cls(summed=np.cumsum(sold, axis=1), first=history.first, step_days=history.step_days)

    def recent(self, origin: int) -> Array:
        """Units of each place in the last 8 weeks up to an origin."""
        end = int(np.clip((origin + 1 - self.first) // self.step_days, 0, self.summed.shape[1] - 1))
        start = max(0, end - LIKE_DAYS * _WEEK // self.step_days)
        return np.asarray(self.summed[:, end] - self.summed[:, start])


def leaned(expected: Array, volume: Array, *, weeks: float) -> Array:
    """Bases of places leaned on the chain's base times the place's part in the chain's volume.

    The base of an item that sells one unit a week at a place is mostly chance. Counts N of the 8 weeks behind a base are
    Poisson with mean ``theta E``, E from the place's volume, ``theta`` around 1 with variance tau^2; so the base is
    ``E (1 + B (N/E - 1))`` with ``B = tau^2 / (tau^2 + 1/E)`` (Robbins 1956; Morris 1983). Where hundreds are sold, B
    is 1 and nothing changes. A place keeps its own weekdays.

    Args:
        expected: Shape (places, periods), NaN where there is no base.
        volume: Units of all items at each place.
        weeks: Length of the window in weeks.
    """
    carries = ~np.isnan(expected).all(axis=1) & (volume > 0)
    if carries.sum() < _FEW_PLACES or not np.nansum(expected[carries]) > 0:
        return expected
    pattern = np.nan_to_num(expected[carries])
    prior = pattern.sum(axis=0) * (volume[carries] / volume[carries].sum())[:, None]
    behind, wanted = (LIKE_DAYS / weeks * units.sum(axis=1) for units in (pattern, prior))
    differ = max(0.0, float(((behind - wanted) ** 2 - wanted).sum() / (wanted**2).sum()))
    total = wanted + differ / (differ + 1 / wanted) * (behind - wanted)
    found = expected.copy()
    found[carries] = np.where(behind[:, None] > 0, pattern * (total / np.maximum(behind, 1e-9))[:, None], prior * (total / wanted)[:, None])
    return found
