"""Past launches against forecasts that did not know them: what an early read learns from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.past_read import PastRead
from ltoplan_widgets.demand.forecast.seen_sales import SeenSales

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Hindsight:
    """A launch that is over, and what was forecast of it.

    Attributes:
        expected: Units forecast, shape (places, periods); 0 outside of a place's window.
        sold: Units sold, same shape; NaN where nobody knows, or where the place was closed or sold out.
    """

    expected: Array
    sold: Array

    def chain(self) -> "Hindsight":
        """The launch over all its places, as one."""
        known = ~np.isnan(self.sold) & (self.expected > 0)
        expected, sold = (np.where(known, values, 0.0).sum(axis=0, keepdims=True) for values in (self.expected, self.sold))
        return Hindsight(expected=expected, sold=sold)

    def read(self, periods: int) -> PastRead | None:
        """The launch as it stood after some periods; None where nothing was left, or nothing is known."""
        sold = np.where(self.expected > 0, self.sold, np.nan)
        rest = SeenSales.of(sold[:, periods:], self.expected[:, periods:], sold.shape[1])
        found = PastRead(seen=SeenSales.of(sold, self.expected, periods), rest=rest.sold, rest_expected=rest.expected)
        return found if len(found.known().rest) else None


def reads(hindsights: Sequence[Hindsight], periods: int) -> list[PastRead]:
    """Every launch as it stood after some periods, those without anything left out."""
    return [found for one in hindsights if (found := one.read(periods)) is not None]
