"""P13, third part: what a chart's JavaScript weighs."""

import gzip
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from bokeh.resources import INLINE
from jupyter_core.paths import jupyter_path

from tests.bench.aim import Aim
from tests.bench.table import table

PLAIN_KB, SHARED_KB = 45, 75
PEERS = {"bqplot": "bqplot", "bqscales, which bqplot needs": "bqscales", "ipympl": "jupyter-matplotlib"}


def measure() -> tuple[str, list[Aim]]:
    """Sizes now; the table and the aims."""
    ours = sorted((Path(str(files("ltoplan_widgets"))) / "widgets/static").glob("*.js"))
    if not ours:
        raise FileNotFoundError("The bundles are not built. Mend: npm run build.")
    plain = [file for file in ours if not file.name.endswith(".shared.js")]
    shared = [file for file in ours if file not in plain]
    rows = [_row(file.name, _contents([file])) for file in ours] + [_row(name, contents) for name, contents in _peers()]
    return table(("JavaScript", "kB", "kB gz"), rows), [_aim("alone", plain, PLAIN_KB), _aim("on a plan", shared, SHARED_KB)]


def _peers() -> Iterator[tuple[str, list[bytes]]]:
    """What each peer sends to a page."""
    yield "plotly FigureWidget", _contents([Path(str(files("plotly"))) / "package_data/widgetbundle.js"])
    yield "bokeh, inline resources", [text.encode() for text in INLINE.js_raw]
    for name, extension in PEERS.items():
        yield name, _contents(_extension(extension))


def _extension(name: str) -> list[Path]:
    folders = [Path(folder) / name / "static" for folder in jupyter_path("labextensions")]
    return sorted(next(folder for folder in folders if folder.is_dir()).glob("*.js"))


def _contents(found: list[Path]) -> list[bytes]:
    return [file.read_bytes() for file in found]


def _row(name: str, contents: list[bytes]) -> tuple[str, ...]:
    return name, f"{sum(map(len, contents)) / 1000:.1f}", f"{sum(map(_zipped_kb, contents)):.1f}"


def _zipped_kb(content: bytes) -> float:
    return len(gzip.compress(content, 9)) / 1000


def _aim(kind: str, found: list[Path], limit: float) -> Aim:
    return Aim(what=f"P13 largest bundle of a chart {kind}", measured=max(map(_zipped_kb, _contents(found))), limit=limit, unit=" kB gz")
