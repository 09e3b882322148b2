"""Normally distributed demand, in closed form."""

import math
from dataclasses import dataclass

from scipy.special import ndtr, ndtri

from ltoplan_widgets.supply.amount import amount

_NEARLY_ONE = 1.0 - 2.0**-53
"""Largest share below 1, so that no quantile is infinite."""

_FAR = 38.0
"""So many standard deviations away the density is below the smallest double, and demand as good as known."""


@dataclass(frozen=True, slots=True)
class NormalDemand:
    """Demand ``D ~ N(mean, std_dev^2)`` in units; the formulas include its negative tail, as the books do.

    Attributes:
        mean: Expected demand, 0 to 1e12.
        std_dev: Standard deviation, 0 to 1e12; 0 means that demand is known.

    Raises:
        InputError: A value out of its range.
    """

    mean: float
    std_dev: float

    def __post_init__(self) -> None:
        """Check both parameters."""
        object.__setattr__(self, "mean", amount("mean", self.mean))
        object.__setattr__(self, "std_dev", amount("std_dev", self.std_dev))

    def quantile(self, share: float) -> float:
        """``mean + z(share) std_dev``; minus infinity for a share of 0.

        Snyder & Shen (2019), equation 4.30 and example 4.3.

        >>> NormalDemand(50, 8).quantile(0.70 / (0.18 + 0.70))
        56.60395592743389
        """
        return self.mean + self.std_dev * float(ndtri(min(share, _NEARLY_ONE))) if self.std_dev else self.mean

    def share_met(self, quantity: float) -> float:
        """Probability that demand is at most `quantity`."""
        return float(ndtr((quantity - self.mean) / self.std_dev)) if self.std_dev else float(quantity >= self.mean)

    def expected_lost(self, quantity: float) -> float:
        """``std_dev L(z)`` with the standard loss function ``L(z) = phi(z) - z (1 - Phi(z))`` at ``z = (Q - mean) / std_dev``.

        Snyder & Shen (2019), appendix C.3; Silver, Pyke & Peterson, *Inventory Management and Production Planning and
        Scheduling*, 3rd ed. (1998), appendix B, where ``L(0.26) = 0.2824``; so also in the table of Cachon &
        Terwiesch, *Matching Supply with Demand*.

        >>> round(NormalDemand(0, 1).expected_lost(0.26), 4)
        0.2824
        """
        if abs(quantity - self.mean) >= _FAR * self.std_dev:
            return max(0.0, self.mean - quantity)
        z = (quantity - self.mean) / self.std_dev
        density = math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
        return max(0.0, self.std_dev * (density - z * float(ndtr(-z))))
