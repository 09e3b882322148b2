"""matplotlib in an Output widget: a picture for every value."""

from collections.abc import Callable

import ipywidgets
from IPython.core.getipython import get_ipython
from IPython.core.pylabtools import select_figure_formats
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from tests.bench.charts.curve import HEIGHT, START, WIDTH, X_RANGE, Y_RANGE, X, bell


def chart() -> tuple[ipywidgets.Output, Callable[[float], None]]:
    """The widget, and what shows another mean."""
    select_figure_formats(get_ipython(), {"png"})
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(xlim=X_RANGE, ylim=Y_RANGE)
    (line,) = axes.plot(X, bell(START))
    output = ipywidgets.Output()

    def show(mean: float) -> None:
        line.set_ydata(bell(mean))
        with output:
            output.clear_output(wait=True)
            display(figure)

    show(START)
    return output, show
