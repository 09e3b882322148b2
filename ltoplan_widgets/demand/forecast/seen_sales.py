"""What sold in the first periods of campaigns, beside what was forecast for them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Launches = NDArray[np.int64]

_MOST = 1.0
"""A launch gathers or loses at most so much on the log scale: what goes further is a fault in the data."""


@dataclass(frozen=True, kw_only=True)
class SeenSales:
    """Sums over the periods seen that are known, by campaign; and over the later half of these periods.

    Attributes:
        sold: Units sold; NaN where no period is known.
        expected: Units forecast for the periods that are known.
        late_sold: Units sold in the later half.
        late_expected: Units forecast for what is known of the later half.
    """

    sold: Array
    expected: Array
    late_sold: Array
    late_expected: Array

    @classmethod
    def of(cls, sold: Array, expected: Array, periods: int) -> "SeenSales":
        """The first periods of campaigns.

        Args:
            sold: Units, shape (campaigns, periods or more); NaN where unknown or where it does not tell demand.
            expected: Units forecast, same shape.
            periods: How many periods are seen.
        """
        first, late = slice(0, periods), slice(periods // 2, periods)
        known = ~np.isnan(sold)
        units, forecast = np.where(known, sold, 0.0), np.where(known, expected, 0.0)
        return cls(
            sold=np.where(known[:, first].any(axis=1), units[:, first].sum(axis=1), np.nan),
            expected=forecast[:, first].sum(axis=1),
            late_sold=units[:, late].sum(axis=1),
            late_expected=forecast[:, late].sum(axis=1),
        )

    @classmethod
    def steady(cls, sold: Array, expected: Array) -> "SeenSales":
        """Sums of which only the whole is known, shape (campaigns,)."""
        return cls(sold=sold, expected=expected, late_sold=np.where(np.isnan(sold), 0.0, sold), late_expected=expected)

    @classmethod
    def joined(cls, parts: Sequence["SeenSales"]) -> "SeenSales":
        """Of several launches, one after another."""
        return cls(**{of.name: np.concatenate([getattr(one, of.name) for one in parts]) for of in fields(cls)})

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Where something is known and something was forecast."""
        return np.asarray(~np.isnan(self.sold) & (self.expected > 0))

    def only(self, of: NDArray[np.bool_]) -> "SeenSales":
        """Of some campaigns."""
        return SeenSales(**{one.name: getattr(self, one.name)[of] for one in fields(self)})

    def drift(self, launch: Launches, launches: int) -> Array:
        """How much further the later half of each launch is off than all of it, as a log ratio; 0 where that is not known.

        Args:
            launch: Position of each campaign's launch, from 0.
            launches: How many launches there are.
        """
        late = self._log_ratio(self.late_sold, self.late_expected, launch, launches)
        whole = self._log_ratio(self.sold, self.expected, launch, launches)
        return np.asarray(np.clip(late - whole, -_MOST, _MOST))

    def _log_ratio(self, sold: Array, expected: Array, launch: Launches, launches: int) -> Array:
        known = self.usable & (self.late_expected > 0)
        units, forecast = (np.bincount(launch, np.where(known, of, 0.0), minlength=launches) for of in (sold, expected))
        return np.asarray(np.log((units + 0.5) / (forecast + 0.5)))
