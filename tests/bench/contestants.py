"""Who is measured: how each is opened, what it draws on, and by what it is moved."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """One way to show a curve in a notebook.

    Attributes:
        name: Name in the tables.
        module: Module of ``tests.bench.charts`` that makes it.
        marks: What it draws on: ``svg``, ``canvas`` or ``image``.
        selector: The mark whose repaint counts.
        handle: What a pointer takes hold of; empty where the kernel draws after a range input.
        role: ``control``, ``ours`` or ``peer``.
    """

    name: str
    module: str
    marks: str
    selector: str
    handle: str = ""
    role: str = "peer"

    @property
    def kernel_draws(self) -> bool:
        """Whether a source drives it through the kernel."""
        return self.role == "peer"

    def plain(self) -> dict[str, Any]:
        """The fields as the page takes them."""
        return asdict(self)


CONTROL = Contestant(name="control: pure JS redraw", module="control", marks="svg", selector="path", handle=".bench-handle", role="control")
OURS = Contestant(
    name="ltoplan_widgets NormalDistribution",
    module="normal_distribution",
    marks="svg",
    selector=".ltoplan-bell",
    handle='[role="slider"][aria-label="Mean demand"]',
    role="ours",
)
BARE = Contestant(name="bare anywidget", module="bare_anywidget", marks="svg", selector=".bench-curve")
PLOTLY = Contestant(name="plotly FigureWidget", module="plotly_figure", marks="svg", selector=".js-line")
PEERS = (
    BARE,
    Contestant(name="bqplot", module="bqplot_figure", marks="svg", selector=".curve_group path, .lines path, path.line"),
    Contestant(name="bokeh (jupyter_bokeh)", module="bokeh_figure", marks="canvas", selector="canvas"),
    PLOTLY,
    Contestant(name="ipympl", module="ipympl_canvas", marks="canvas", selector="canvas"),
    Contestant(name="matplotlib in Output", module="matplotlib_output", marks="image", selector="img"),
)
ALL = (CONTROL, OURS, *PEERS)
