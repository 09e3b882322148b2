"""A history as a table, for other programs."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray


class SalesArrays(Protocol):
    """What `SalesHistory` knows of its series."""

    items: tuple[str, ...]
    locations: tuple[str, ...]
    first: int
    step_days: int
    item_of: NDArray[np.int64]
    location_of: NDArray[np.int64]
    units: NDArray[np.float64]
    price: NDArray[np.float64] | None
    stock_out: NDArray[np.bool_]
    promotion: NDArray[np.bool_]
    flagged: NDArray[np.bool_]


def as_table(history: SalesArrays) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """An Arrow table with the usual names of columns; periods whose units nobody knows are left out."""
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only those pay who want a table

    series, period = np.nonzero(~np.isnan(history.units))
    cell = (series, period)
    days = (history.first + period * history.step_days).astype("datetime64[D]")
    columns: dict[str, Any] = {
        "item": np.array(history.items)[history.item_of[series]],
        "location": np.array(history.locations)[history.location_of[series]],
        "date": days,
        "units": history.units[cell],
    }
    if history.price is not None:
        columns["price"] = pa.array(history.price[cell], from_pandas=True)
    flags = {"stock_out": history.stock_out, "promotion": history.promotion, "closed": history.flagged}
    columns |= {name: flag[cell] for name, flag in flags.items() if flag.any()}
    return pa.table(columns)
