"""How far long work has come, shown where somebody looks on."""

import importlib.util
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")

_DELAY_SECONDS = 1.0
"""Work that is done before nobody waits for."""


@contextmanager
def progress(what: str, total: float | None, *, unit: str = "", scaled: bool = False) -> Iterator[Any]:
    """A bar with ``update(n)``, in a terminal or in a notebook; elsewhere, and within the first second, nothing is shown.

    Args:
        what: What is done, in two or three words.
        total: How much there is to do; None where nobody knows.
        unit: What is counted.
        scaled: Whether large numbers are shortened, as bytes are.
    """
    bar = _kind_of_bar()
    shown: dict[str, Any] = {"delay": _DELAY_SECONDS, "leave": False, "unit": unit, "unit_scale": scaled}
    # elsewhere than in a notebook tqdm itself finds out whether a person or a file takes what it writes
    with bar(total=total, desc=what, disable=False if _is_notebook() else None, **shown) as running:
        yield running


def followed(work: Iterable[T], what: str, *, total: int, unit: str = "") -> Iterator[T]:
    """The same things one after the other, with a bar as of `progress`."""
    with progress(what, total, unit=unit) as bar:
        for one in work:
            yield one
            bar.update()


def _kind_of_bar() -> Any:  # noqa: ANN401 - tqdm's own class, or the one for notebooks
    if _is_notebook() and importlib.util.find_spec("ipywidgets"):
        from tqdm.notebook import tqdm as in_notebook  # noqa: PLC0415 - loads ipywidgets, which a kernel has by then

        return in_notebook
    from tqdm import tqdm  # noqa: PLC0415 - 20 ms that only those pay who wait

    return tqdm


def _is_notebook() -> bool:
    """Whether this process is a notebook's kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and "IPKernelApp" in shell.config
