"""Where the work is done: here, or on Dask, Ray or Spark through fugue."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ltoplan_widgets.engine import ENGINES
from ltoplan_widgets.plan.errors import ClusterError, Finding, InputError, LtoPlanError

if TYPE_CHECKING:
    import pandas as pd

Work = Callable[["pd.DataFrame"], "pd.DataFrame"]

_PARTS_A_WORKER = 4
"""Parts are smaller than what a worker could take at once, so that a slow one holds nobody up."""
_LONGEST = 300


def distributed(  # noqa: PLR0913 - what is done to what, and where
    frame: Any,  # noqa: ANN401 - any frame that fugue takes
    work: Work,
    *,
    schema: str,
    by: str = "",
    rows: int = 0,
    engine: object,
) -> "pd.DataFrame":
    """Apply work to the parts of a table on a cluster and bring the results back.

    Args:
        frame: A pandas, Dask, Ray or Spark table, or the path of a Parquet file that the cluster can read.
        work: Gets a part as a pandas table, gives another; it must not depend on the other parts.
        schema: Columns of the result as fugue writes them, e.g. ``"row:long,outlook:str"``.
        by: Column by whose values the table is parted; empty parts it evenly, into four parts a worker.
        rows: Number of rows of a table that is parted evenly.
        engine: One of `ENGINES` but ``local``, or a client or session of a running cluster.

    Raises:
        InputError: An engine of another name, or one whose packages are not installed.
        ClusterError: The cluster gave up: it cannot be reached, workers died again and again, or they lack what they need.
    """
    _check(engine)
    try:
        import fugue.api as fa  # noqa: PLC0415 - an extra, and slow to import
        import pandas as pd  # noqa: PLC0415 - what parts of a table are handed over as
        from fugue import make_execution_engine  # noqa: PLC0415 - an extra

        def part(df: pd.DataFrame) -> pd.DataFrame:
            """What fugue reads the kinds of tables off."""
            return work(df)

        running = make_execution_engine(engine)
        parts = max(1, min(rows, _PARTS_A_WORKER * running.get_current_parallelism()))
        partition = {"by": [by]} if by else {"num": parts, "algo": "even"}
        result = _computed(fa.transform(frame, part, schema=schema, partition=partition, engine=running))
        brought: pd.DataFrame = fa.as_pandas(result).reset_index(drop=True)
    except ImportError as error:
        raise _not_installed(engine, error) from None
    except LtoPlanError:
        raise
    except Exception as error:
        raise _gave_up(engine, error) from error
    return brought


def _computed(result: Any) -> Any:  # noqa: ANN401 - a table of any engine
    """A Dask table with its parts computed under a progress bar; Ray and Spark show one of their own."""
    if not hasattr(result, "to_delayed"):
        return result
    import pandas as pd  # noqa: PLC0415 - what parts of a table are handed over as
    from distributed import as_completed, get_client  # noqa: PLC0415 - an extra
    from tqdm.auto import tqdm  # noqa: PLC0415 - only long work shows its progress

    futures = get_client().compute(result.to_delayed())
    for _ in tqdm(as_completed(futures), total=len(futures), desc="dask", unit="part", disable=None):
        pass
    return pd.concat([future.result() for future in futures], ignore_index=True)


def _check(engine: object) -> None:
    if isinstance(engine, str) and engine not in ENGINES:
        message = f"{engine!r} is not an engine"
        mend = f"give one of {', '.join(ENGINES)}, or the client of a running cluster"
        raise InputError(Finding(code="unknown-engine", severity="error", column="engine", value=engine, message=message, mend=mend))


def _name(engine: object) -> str:
    return engine if isinstance(engine, str) else type(engine).__module__.split(".")[0]


def _not_installed(engine: object, error: ImportError) -> InputError:
    name = _name(engine)
    message = f"what {name} needs is not installed ({error})"
    mend = f"pip install 'ltoplan_widgets[{name}]' here and on every worker"
    return InputError(Finding(code="engine-missing", severity="error", column="engine", value=name, message=message, mend=mend))


def _gave_up(engine: object, error: Exception) -> ClusterError:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    last = lines[-1] if lines else ""
    said = f"{type(error).__name__}: {last[:_LONGEST]}"
    return ClusterError(
        f"{_name(engine)} gave up, nothing was computed: {said} · Mend: see the workers' logs; they need the same "
        "ltoplan_widgets as here and memory for the sales, or take engine='local'"
    )
