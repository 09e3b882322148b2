"""plotly's FigureWidget at its best: one line, fixed ranges."""

from collections.abc import Callable

import plotly.graph_objects as go

from tests.bench.charts.curve import HEIGHT, START, WIDTH, X_RANGE, Y_RANGE, X, bell


def chart() -> tuple[go.FigureWidget, Callable[[float], None]]:
    """The widget, and what shows another mean."""
    layout = {"width": WIDTH, "height": HEIGHT, "xaxis": {"range": X_RANGE}, "yaxis": {"range": Y_RANGE}}
    figure = go.FigureWidget([go.Scatter(x=X, y=bell(START), mode="lines")], layout)

    def show(mean: float) -> None:
        figure.data[0].y = bell(mean)

    return figure, show
