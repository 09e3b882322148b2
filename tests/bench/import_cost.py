"""P13, first part: processor time of an import in a fresh process."""

import os
import subprocess
import sys
import tempfile

from tqdm import tqdm

from tests.bench.aim import Aim
from tests.bench.samples import Samples
from tests.bench.table import table

CONTROL = "pass"
REFERENCE = "import anywidget, numpy"
OURS = "import ltoplan_widgets"
CHART = "from ltoplan_widgets import NormalDistribution"
STATEMENTS = (
    CONTROL,
    REFERENCE,
    OURS,
    CHART,
    "from ltoplan_widgets import open_plan",
    "import pandas",
    "import scipy.stats",
    "import bqplot",
    "import jupyter_bokeh.widgets, bokeh.plotting",
    "from plotly.graph_objects import FigureWidget",
    "import matplotlib.figure, ipympl.backend_nbagg",
)


def measure(*, rounds: int) -> tuple[str, list[Aim]]:
    """Run the rounds; the table and the aims."""
    costs = {statement: Samples() for statement in STATEMENTS}
    with tempfile.TemporaryDirectory() as elsewhere:
        for statement in STATEMENTS:
            _milliseconds(statement, elsewhere)  # the first run compiles and fills the disk's cache
        for _ in tqdm(range(rounds), desc="Imports", unit="round"):
            for statement, samples in costs.items():
                samples.add([_milliseconds(statement, elsewhere)])
    rows = [_row(statement, samples, costs[REFERENCE]) for statement, samples in costs.items()]
    aims = [_aim(what, costs[statement].ratio(costs[REFERENCE], 0.5)) for what, statement in (("the package", OURS), ("a chart", CHART))]
    return table(("fresh process", "CPU ms", "to anywidget + numpy"), rows), aims


def _aim(what: str, ratio: float) -> Aim:
    return Aim(what=f"P13 import of {what}, CPU to anywidget + numpy", measured=ratio, limit=1.25)


def _row(statement: str, samples: Samples, reference: Samples) -> tuple[str, ...]:
    return f"`{statement}`", f"{samples.at(0.5):.0f}", f"{samples.ratio(reference, 0.5):.2f}x"


def _milliseconds(statement: str, folder: str) -> float:
    """User and system time of one process, outside the project's folder."""
    process = subprocess.Popen([sys.executable, "-c", statement], cwd=folder)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{statement!r} failed with {process.returncode}.")
    return 1000 * (usage.ru_utime + usage.ru_stime)
