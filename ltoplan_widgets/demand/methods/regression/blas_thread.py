"""Linear algebra on one processor."""

from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any


def one_blas_thread() -> AbstractContextManager[Any]:
    """While it lasts, numpy and scipy multiply and invert on one processor.

    OpenBLAS splits even a matrix of a few hundred rows, and its threads wait for each other busily: where something else runs
    on the machine, inverting takes ten times as long as on one processor, and where nothing does it is hardly slower.
    """
    return _controller().limit(limits=1, user_api="blas")  # type: ignore[no-any-return]  # threadpoolctl ships no types


@lru_cache(maxsize=1)
def _controller() -> Any:  # noqa: ANN401 - threadpoolctl ships no types
    """The libraries are looked for once, after scipy has brought its own."""
    import scipy.linalg  # noqa: F401, PLC0415 - 0.1 s that only those pay who fit
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415 - the same

    return ThreadpoolController()
