"""Campaigns as a table, for other programs."""

from typing import Any

from ltoplan_widgets.demand.library.campaign_row import CampaignRows
from ltoplan_widgets.plan.units import Scalar


def as_table(rows: CampaignRows) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """An Arrow table with the usual names of columns, then the covariates."""
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only those pay who want a table

    columns: dict[str, Any] = {
        "campaign": rows.campaign,
        "item": rows.item,
        "location": rows.location,
        "event": rows.event,
        "start": rows.first.astype("datetime64[D]"),
        "end": rows.last.astype("datetime64[D]"),
    }
    return pa.table(columns | {name: _plain(values) for name, values in rows.covariates.items()})


def _plain(values: tuple[Scalar, ...]) -> list[Scalar]:
    """Values of one type: those of mixed ones as text."""
    kinds = {type(value) for value in values if value is not None}
    return list(values) if len(kinds) <= 1 else [None if value is None else str(value) for value in values]
