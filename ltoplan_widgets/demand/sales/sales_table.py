"""A history as a table, for other programs."""

from typing import Any

import numpy as np

from ltoplan_widgets.demand.sales.sales_series import Array, SalesSeries


def as_table(sales: SalesSeries, units: Array) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """An Arrow table with the usual names of columns; periods whose units nobody knows are left out.

    Args:
        sales: The series.
        units: Units as they count, shape (series, periods), NaN where nobody knows.
    """
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only those pay who want a table

    series, period = np.nonzero(~np.isnan(units))
    cell = (series, period)
    days = (sales.first + period * sales.step_days).astype("datetime64[D]")
    columns: dict[str, Any] = {
        "item": np.array(sales.items)[sales.item_of[series]],
        "location": np.array(sales.locations)[sales.location_of[series]],
        "date": days,
        "units": units[cell],
    }
    if sales.price is not None:
        columns["price"] = pa.array(sales.price[cell], from_pandas=True)
    flags = {"stock_out": sales.stock_out, "promotion": sales.promotion, "closed": sales.flagged}
    columns |= {name: flag[cell] for name, flag in flags.items() if flag.any()}
    return pa.table(columns)
