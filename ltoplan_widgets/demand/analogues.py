"""Past campaigns that a forecast leans on."""

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Analogue:
    """A past launch with its weight in a forecast.

    Attributes:
        event: Key of the launch, over all its places.
        campaign: Key of its first campaign row.
        item: What was sold.
        start: First day, ISO date.
        end: Last day, ISO date.
        weight: Share in the forecast, 0 to 1; the weights of a forecast add up to 1.
        ratio: Units sold over the base, all places together.
        units: Units sold in the window, all places together.
        why: Why it counts as much as it does, one sentence.
        curve: Share of `units` by period since launch; adds up to 1 where anything was sold.
        unit_days: Length of the curve's periods, in days.
    """

    event: str
    campaign: str
    item: str
    start: str
    end: str
    weight: float
    ratio: float
    units: float
    why: str
    curve: tuple[float, ...]
    unit_days: int

    def in_periods(self, days: int) -> "Analogue":
        """The same launch with its curve in periods of so many days since launch."""
        step = max(1, days // self.unit_days)
        curve = np.add.reduceat(np.asarray(self.curve), np.arange(0, len(self.curve), step)) if self.curve else np.zeros(0)
        return replace(self, curve=tuple(float(share) for share in curve), unit_days=step * self.unit_days)
