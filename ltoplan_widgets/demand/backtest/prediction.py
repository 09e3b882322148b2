"""Forecasts of past launches, one row a campaign, method and number of periods seen, as a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.backtest.window_total import LEVELS
from ltoplan_widgets.demand.refusal import refusal

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

KEYS = ("campaign", "item", "location", "event", "method")
QUANTILES = tuple(f"q{f'{level:.3f}'[2:].removesuffix('0')}" for level in LEVELS)
"""Names of the quantiles' columns: q025, q05, q10, …, q90, q95, q975."""


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """What a method said of the total of a campaign's window, or of a whole launch.

    Attributes:
        campaign: Key of the campaign; the event's key where it is about the whole launch.
        item: Key of the item.
        location: Key of the place; empty where it is about the whole launch.
        event: Key of the launch.
        method: Name of the method.
        row: Position of the campaign in the library; -1 for the whole launch.
        mean: Expected units.
        quantiles: Of the levels `window_total.LEVELS`.
        table_event: What the campaigns' table calls the launch, where it is not its key.
        periods_seen: How many periods of the campaign's own sales were known; the total is that of the others.
    """

    campaign: str
    item: str
    location: str
    event: str
    method: str
    row: int
    mean: float
    quantiles: Array
    table_event: str = ""
    periods_seen: int = 0


class Predictions(Sequence[Prediction]):
    """Forecasts as a sequence of `Prediction`, and as a table."""

    def __init__(self, rows: Iterable[Prediction]) -> None:
        """Keep the rows."""
        self._rows = tuple(rows)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._rows)

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - a row or a part, as of any sequence
        """A row, or a part."""
        return Predictions(self._rows[index]) if isinstance(index, slice) else self._rows[index]

    def __repr__(self) -> str:
        """Size."""
        return f"<Predictions {len(self)} rows, {', '.join(dict.fromkeys(one.method for one in self._rows))}>"

    def columns(self) -> Mapping[str, list[Any]]:
        """Columns by name: campaign, item, location, event, method, periods_seen, mean, q025, q05, q10 … q90, q95, q975.

        Events are called as in the campaigns' table; the row of a whole launch has the launch's key as its campaign.
        """
        keys = {name: [getattr(one, name) for one in self._rows] for name in (*KEYS, "periods_seen", "mean")}
        keys["event"] = [one.table_event or one.event for one in self._rows]
        return keys | {name: [float(one.quantiles[index]) for one in self._rows] for index, name in enumerate(QUANTILES)}

    def to_pandas(self) -> "pd.DataFrame":
        """The table as a pandas data frame."""
        import pandas as pd  # noqa: PLC0415 - half a second that only those pay who ask for a frame

        return pd.DataFrame(self.columns())

    def write(self, file: str | Path) -> None:
        """Write the table as Parquet, or as CSV where the name ends in ``.csv``.

        Raises:
            InputError: The name ends in something else, or its folder is not there.
        """
        check_target(file)
        import pyarrow as pa  # noqa: PLC0415 - 60 ms that only those pay who write
        import pyarrow.csv as pc  # noqa: PLC0415 - the same
        import pyarrow.parquet as pq  # noqa: PLC0415 - the same

        units = dict.fromkeys(("mean", *QUANTILES), pa.float64())
        types: dict[str, Any] = dict.fromkeys(KEYS, pa.string()) | {"periods_seen": pa.int64()} | units
        table = pa.table(dict(self.columns()), schema=pa.schema(types))
        (pc.write_csv if Path(file).suffix == ".csv" else pq.write_table)(table, str(file))


def check_target(file: str | Path) -> None:
    """Refuse a file that predictions cannot be written to, before the work is done.

    Raises:
        InputError: The name ends in neither ``.parquet`` nor ``.csv``, or its folder is not there.
    """
    path = Path(file)
    if path.suffix not in {".parquet", ".pq", ".csv"}:
        raise refusal(
            "unknown-file-type", path, "the name ends in none of .parquet, .pq, .csv", "name it predictions.parquet", column="out"
        )
    if not path.parent.is_dir():
        raise refusal("no-such-folder", path.parent, "there is no such folder", "make it first, or write elsewhere", column="out")
