"""Sales as series of one length: one line an item at a place, one column a period."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class SalesSeries:
    """What a table says of each series, in arrays of shape (series, periods); the series are sorted by item, then place.

    Attributes:
        items: Keys of the items.
        locations: Keys of the places.
        step_days: Length of a period: 1 for daily, 7 for weekly sales.
        first: Day number of the first period's date.
        item_of: Position of each series' item.
        location_of: Position of each series' place.
        given: Units as the table has them; NaN where it has no row, or where they are unknown.
        price: Price of a unit; NaN where unknown; None where no column was given.
        stock_out: True where the item ran out.
        promotion: True where the item was on promotion.
        flagged: True where the table says that the place was closed.
    """

    items: tuple[str, ...]
    locations: tuple[str, ...]
    step_days: int
    first: int
    item_of: NDArray[np.int64]
    location_of: NDArray[np.int64]
    given: Array
    price: Array | None
    stock_out: Mask
    promotion: Mask
    flagged: Mask

    def until(self, periods: int) -> "SalesSeries":
        """The first periods only."""
        return replace(
            self,
            given=self.given[:, :periods],
            price=None if self.price is None else self.price[:, :periods],
            stock_out=self.stock_out[:, :periods],
            promotion=self.promotion[:, :periods],
            flagged=self.flagged[:, :periods],
        )
