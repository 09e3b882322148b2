"""The demo folder: sales, past campaigns, the plan and the notebooks."""

import logging
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from ltoplan_widgets.evaluator import Evaluator
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.samples.maple_oat_latte import maple_oat_latte_plan, maple_oat_latte_sample
from ltoplan_widgets.samples.sample import Sample
from ltoplan_widgets.together.publication import publications

NOTEBOOKS = (
    "01-first-plan.ipynb",
    "02-working-together.ipynb",
    "03-choose-analogues.ipynb",
    "04-early-read.ipynb",
    "05-backtest-your-own.ipynb",
    "06-dashboard.ipynb",
)
PLAN = "maple-oat-latte.ltoplan"
AUTHOR, MOMENT = "ltoplan demo", "2026-12-14T08:00:00.000Z"
"""Who wrote down what the plan leads to, and when: on the day after the last sales."""
_PLACES = (Path(__file__).parent / "notebooks", Path(__file__).parents[2] / "notebooks")
"""Where the notebooks lie: in the wheel, and in a source checkout."""
_log = logging.getLogger(__name__)


def write_demo(directory: str | Path) -> list[Path]:
    """Write the demo into a folder, which is made where it is missing.

    A file that is there already is kept as it is, because somebody may have changed it; the log says which.

    Args:
        directory: The folder.

    Returns:
        The files of the demo, written or kept: sales, past campaigns, plan, notebooks.

    Raises:
        InputError: The path is a file, or the folder cannot be written to.
    """
    folder = Path(directory)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _written(folder)
    except OSError as error:
        message = f"the demo cannot be written there: {error.strerror}"
        raise InputError(
            Finding(
                code="folder-not-writable",
                severity="error",
                file=str(folder),
                value=str(folder),
                message=message,
                mend="give a folder that you can write to",
            )
        ) from None


def _written(folder: Path) -> list[Path]:
    sample = maple_oat_latte_sample()
    makers: dict[str, Callable[[Path], None]] = {
        "sales.parquet": lambda path: sample.sales.to_parquet(path, compression="zstd", index=False),
        "campaigns.parquet": lambda path: sample.campaigns.to_parquet(path, compression="zstd", index=False),
        PLAN: lambda path: _write_text(path, encode(_told(maple_oat_latte_plan(), sample))),
        **{name: partial(_write_notebook, name) for name in NOTEBOOKS},
    }
    for name, make in makers.items():
        _write_if_missing(folder / name, make)
    return [folder / name for name in makers]


def _told(plan: Plan, sample: Sample) -> Plan:
    """The plan with what it leads to written down, so that it shows its charts where no kernel runs."""
    evaluator = Evaluator(sample.history, sample.library)
    found = publications(
        plan,
        evaluate=lambda case: evaluator.evaluate(case.plan, "", campaign=case.campaign),
        history=evaluator.history,
        author=AUTHOR,
        at=MOMENT,
    )
    return msgspec.structs.replace(plan, outlooks={key: one for key, one in found.items() if one is not None})


def _write_if_missing(path: Path, make: Callable[[Path], None]) -> None:
    """Write beside and move, so that a file is there as a whole or not at all."""
    if path.exists():
        _log.info("%s is kept as it is", path)
        return
    beside = path.with_name(f".{path.name}.part")
    make(beside)
    beside.replace(path)
    if path.suffix == ".ipynb":
        _sign(path)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _write_notebook(name: str, path: Path) -> None:
    source = next((folder / name for folder in _PLACES if (folder / name).is_file()), None)
    if source is None:
        raise InputError(
            Finding(
                code="no-notebook",
                severity="error",
                file=name,
                value=name,
                message="the notebook is missing from the installation",
                mend="install the package again",
            ),
        )
    shutil.copyfile(source, path)


def _sign(path: Path) -> None:
    """Trust the notebook for this user, so that its widgets show before it is run; without Jupyter there is nothing to do."""
    try:
        import nbformat  # noqa: PLC0415 - only there where Jupyter is
        from nbformat.sign import NotebookNotary  # noqa: PLC0415
    except ModuleNotFoundError:
        return
    NotebookNotary().sign(nbformat.read(path, as_version=4))  # type: ignore[no-untyped-call]
