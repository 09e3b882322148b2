"""Where the work is done: here, or on Dask, Ray or Spark through fugue."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ltoplan_widgets.engine import ENGINES
from ltoplan_widgets.plan.errors import Finding, InputError

if TYPE_CHECKING:
    import pandas as pd

Work = Callable[["pd.DataFrame"], "pd.DataFrame"]


def distributed(frame: Any, work: Work, *, schema: str, partition: dict[str, Any], engine: object) -> "pd.DataFrame":  # noqa: ANN401 - any frame that fugue takes
    """Apply work to the parts of a table on a cluster and bring the results back.

    Args:
        frame: A pandas, Dask, Ray or Spark table, or the path of a Parquet file that the cluster can read.
        work: Gets a part as a pandas table, gives another; it must not depend on the other parts.
        schema: Columns of the result as fugue writes them, e.g. ``"row:long,outlook:str"``.
        partition: How the table is parted, e.g. ``{"by": ["location"]}``.
        engine: One of `ENGINES` but ``local``, or a client or session of a running cluster.

    Raises:
        InputError: An engine of another name, or one whose packages are not installed.
    """
    _check(engine)
    try:
        import fugue.api as fa  # noqa: PLC0415 - an extra, and slow to import
        import pandas as pd  # noqa: PLC0415 - what parts of a table are handed over as

        def part(df: pd.DataFrame) -> pd.DataFrame:
            """What fugue reads the kinds of tables off."""
            return work(df)

        result = fa.transform(frame, part, schema=schema, partition=partition, engine=engine, as_local=True)
        brought: pd.DataFrame = fa.as_pandas(result).reset_index(drop=True)
    except ImportError as error:
        raise _not_installed(engine, error) from None
    return brought


def _check(engine: object) -> None:
    if isinstance(engine, str) and engine not in ENGINES:
        message = f"{engine!r} is not an engine"
        mend = f"give one of {', '.join(ENGINES)}, or the client of a running cluster"
        raise InputError(Finding(code="unknown-engine", severity="error", column="engine", value=engine, message=message, mend=mend))


def _not_installed(engine: object, error: ImportError) -> InputError:
    name = engine if isinstance(engine, str) else type(engine).__module__.split(".")[0]
    message = f"what {name} needs is not installed ({error})"
    mend = f"pip install 'ltoplan_widgets[{name}]' here and on every worker"
    return InputError(Finding(code="engine-missing", severity="error", column="engine", value=str(name), message=message, mend=mend))
