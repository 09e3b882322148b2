"""A past launch as it stood after some periods."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.seen_sales import SeenSales

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class PastRead:
    """A past launch as it stood after some periods, against a forecast that did not know it.

    Attributes:
        seen: Sales of the periods seen, by place.
        rest: Units sold in the rest; NaN where nobody knows.
        rest_expected: Units forecast for the rest.
    """

    seen: SeenSales
    rest: Array
    rest_expected: Array

    def known(self) -> "PastRead":
        """The places where both parts are known and were forecast to sell."""
        of = self.seen.usable & ~np.isnan(self.rest) & (self.rest_expected > 0)
        return PastRead(seen=self.seen.only(of), rest=self.rest[of], rest_expected=self.rest_expected[of])

    @property
    def surprise_of_rest(self) -> float:
        """Log of what was sold in the rest over what was forecast for it, all places together."""
        return float(np.log((self.rest.sum() + 0.5) / (self.rest_expected.sum() + 0.5)))
