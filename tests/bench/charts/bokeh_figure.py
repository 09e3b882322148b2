"""bokeh in the notebook's widget protocol: one line, fixed ranges, its script taken from the package."""

from collections.abc import Callable

from bokeh.io import output_notebook
from bokeh.models import ColumnDataSource
from bokeh.plotting import figure
from bokeh.resources import INLINE
from jupyter_bokeh.widgets import BokehModel

from tests.bench.charts.curve import HEIGHT, START, WIDTH, X_RANGE, Y_RANGE, X, bell


def chart() -> tuple[BokehModel, Callable[[float], None]]:
    """The widget, and what shows another mean."""
    output_notebook(INLINE, hide_banner=True)
    data = ColumnDataSource({"x": X, "y": bell(START)})
    plot = figure(width=WIDTH, height=HEIGHT, x_range=X_RANGE, y_range=Y_RANGE)
    plot.line("x", "y", source=data)

    def show(mean: float) -> None:
        data.data = {"x": X, "y": bell(mean)}

    return BokehModel(plot), show
