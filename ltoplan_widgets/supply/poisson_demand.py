"""Poisson demand: few customers, each as independent of the others as can be."""

import math
from dataclasses import dataclass

from scipy.special import pdtr, pdtrc, pdtrik

from ltoplan_widgets.supply.amount import amount


@dataclass(frozen=True, slots=True)
class PoissonDemand:
    """Demand ``D ~ Poisson(mean)`` in units.

    Attributes:
        mean: Expected demand, above 0 and at most 1e9.

    Raises:
        InputError: The mean is out of its range.
    """

    mean: float

    def __post_init__(self) -> None:
        """Check the mean."""
        object.__setattr__(self, "mean", amount("mean", self.mean, above=0.0, maximum=1e9))

    @property
    def std_dev(self) -> float:
        """Square root of the mean."""
        return math.sqrt(self.mean)

    def quantile(self, share: float) -> float:
        """Smallest whole demand with ``F(S) >= share``.

        Snyder & Shen (2019), example 4.7.

        >>> PoissonDemand(6).quantile(4 / (1 + 4))
        8.0
        """
        near = max(0.0, math.floor(float(pdtrik(min(share, 1.0 - 2.0**-53), self.mean)))) if share > 0 else 0.0
        return near if pdtr(near, self.mean) >= share else near + 1.0

    def share_met(self, quantity: float) -> float:
        """Probability that demand is at most `quantity`."""
        return float(pdtr(math.floor(quantity), self.mean)) if quantity >= 0 else 0.0

    def expected_lost(self, quantity: float) -> float:
        """``mean P(D >= Q) - Q P(D > Q)`` at whole quantities, linear between them.

        Snyder & Shen (2019), appendix C.3.

        >>> round(PoissonDemand(6).expected_lost(8), 6)
        0.314021
        """
        below = math.floor(quantity)
        at, further = self._lost_at(below), self._lost_at(below + 1)
        return at + (quantity - below) * (further - at)

    def _lost_at(self, whole: int) -> float:
        if whole <= 0:
            return self.mean - whole
        return max(0.0, float(self.mean * pdtrc(whole - 1, self.mean) - whole * pdtrc(whole, self.mean)))
