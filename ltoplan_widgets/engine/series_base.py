"""Everyday units of many series: the one calculation that grows with every item, place and day ever sold."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from ltoplan_widgets.demand.day import day_number, given_day, iso_day
from ltoplan_widgets.demand.launch.base import item_base
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.library.side_by_side import side_by_side
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.engine.cluster import distributed

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("item", "location", "origin", "start")
SCHEMA = "item:str,location:str,origin:str,start:str,base:double"
ROLES = ("item", "location", "date", "units", "price", "stock_out", "promotion", "closed")
"""Columns that a table of sales may have."""


class BaseWindow(msgspec.Struct, frozen=True, kw_only=True):
    """For which item and days a base is wanted.

    Attributes:
        item: Key of the item.
        start: First day of the first period, ISO date.
        periods: How many periods.
        origin: Last day whose sales are known, ISO date.
    """

    item: str
    start: str
    periods: int
    origin: str


def series_bases(
    sales: Any,  # noqa: ANN401 - any table that the engine takes
    library: CampaignLibrary,
    windows: Sequence[BaseWindow],
    *,
    engine: object = "local",
) -> "pd.DataFrame":
    """Base of each item of `windows` at every place.

    The table has the columns item, location, origin and start (ISO dates), and base (units; NaN where there is none). Places do not depend on each other, so a cluster computes them side by side; the results are the same everywhere.

    Args:
        sales: Table of sales with columns called as in `ROLES` (item, location, date, units, and what else there is): a
            pandas table or a `SalesHistory` here; on a cluster its own kind of table, or a Parquet path that it can read.
        library: Past campaigns, which are left out of the base.
        windows: What is wanted.
        engine: ``local``, ``dask``, ``ray``, ``spark``, or a client or session of a running cluster.

    Raises:
        InputError: An unknown or missing engine, sales that cannot be taken, or a window's day that is none.
    """
    wanted = tuple(windows)
    for window in wanted:
        for column, day in (("start", window.start), ("origin", window.origin)):
            given_day(day, column=column)
    if engine == "local":
        found = _bases(sales if isinstance(sales, SalesHistory) else _history(sales), library, wanted)
    else:

        def based(part: "pd.DataFrame") -> "pd.DataFrame":
            return _bases(_history(part), library, wanted)

        found = distributed(sales, based, schema=SCHEMA, by="location", engine=engine)
    return found.sort_values(list(COLUMNS), ignore_index=True)


def _history(frame: "pd.DataFrame") -> SalesHistory:
    columns: dict[str, Any] = {role: role for role in ROLES if role in frame.columns}
    return SalesHistory.from_frame(frame, **columns)


def _bases(history: SalesHistory, library: CampaignLibrary, windows: tuple[BaseWindow, ...]) -> "pd.DataFrame":
    import pandas as pd  # noqa: PLC0415 - what a cluster's tables are made of

    history, library = side_by_side(history, library)
    schedule = Schedule.of(library, history)
    bases = {item: item_base(history, schedule, item) for item in {window.item for window in windows} & set(history.items)}
    frames = []
    for window in windows:
        if window.item in bases:
            first = day_number(window.start)
            values = bases[window.item].expected(first, window.periods, day_number(window.origin))
            starts = [iso_day(first + step * history.step_days) for step in range(window.periods)]
            places = np.repeat(history.locations, window.periods)
            grid = {"item": window.item, "location": places, "origin": window.origin, "start": starts * len(history.locations)}
            frames.append(pd.DataFrame(grid | {"base": values.ravel()}))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*COLUMNS, "base"])
