"""Rows of sales side by side: one line a series, one column a period."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.sales.closure import shut_places
from ltoplan_widgets.demand.sales.missing_row import filled
from ltoplan_widgets.demand.sales.sales_row import SalesRows
from ltoplan_widgets.demand.sales.sales_series import Array, Mask, SalesSeries
from ltoplan_widgets.demand.sales.usual import day_factor, usual_level


@dataclass(frozen=True, kw_only=True)
class Grid(SalesSeries):
    """Series with the rows that they come from.

    Attributes:
        cell: Series and period of each row, shape (rows,) each.
        told: Where there is a row, shape (series, periods).
    """

    cell: tuple[NDArray[np.int64], NDArray[np.int64]]
    told: Mask

    @cached_property
    def units(self) -> Array:
        """Units with zeros that were left out, and nothing below 0."""
        return np.maximum(filled(self.given, self.location_of), 0.0)

    @cached_property
    def shut(self) -> Mask:
        """Where a place sold nothing at all although it usually does, shape (places, periods)."""
        return shut_places(self.units, self.location_of)

    @cached_property
    def ordinary(self) -> Array:
        """Units where they tell what is wanted: NaN where closed or sold out."""
        return np.where(self.flagged | self.stock_out | self.shut[self.location_of], np.nan, self.units)

    @cached_property
    def level(self) -> Array:
        """Usual units, see `usual.usual_level`."""
        return usual_level(self.ordinary, self.step_days)

    @cached_property
    def expected(self) -> Array:
        """Usual units times what the period did to the item everywhere."""
        return self.level * day_factor(self.ordinary, self.level, self.item_of)


def grid_of(rows: SalesRows) -> Grid:
    """Spread rows; of rows that occur twice the last one counts."""
    series, row_series = np.unique(rows.item * len(rows.locations) + rows.location, return_inverse=True)
    first, step = int(rows.day.min()), rows.step_days
    shape = (len(series), int(rows.day.max() - first) // step + 1)
    cell = (row_series, (rows.day - first) // step)
    return Grid(
        items=rows.items,
        locations=rows.locations,
        step_days=step,
        first=first,
        item_of=series // len(rows.locations),
        location_of=series % len(rows.locations),
        cell=cell,
        told=_spread(np.ones(len(rows.day), bool), cell, shape),
        given=_spread(rows.units, cell, shape),
        price=None if rows.price is None else _spread(rows.price, cell, shape),
        stock_out=_spread(rows.stock_out, cell, shape),
        promotion=_spread(rows.promotion, cell, shape),
        flagged=_spread(rows.closed, cell, shape),
    )


def _spread(values: NDArray[Any], cell: tuple[NDArray[np.int64], NDArray[np.int64]], shape: tuple[int, int]) -> NDArray[Any]:
    matrix = np.full(shape, np.nan if values.dtype == np.float64 else False, dtype=values.dtype)
    matrix[cell] = values
    return matrix
