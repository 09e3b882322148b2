"""bqplot at its best: one line, fixed scales, no animation."""

from collections.abc import Callable

import bqplot

from tests.bench.charts.curve import HEIGHT, START, WIDTH, X_RANGE, Y_RANGE, X, bell


def chart() -> tuple[bqplot.Figure, Callable[[float], None]]:
    """The widget, and what shows another mean."""
    scales = {"x": bqplot.LinearScale(min=X_RANGE[0], max=X_RANGE[1]), "y": bqplot.LinearScale(min=Y_RANGE[0], max=Y_RANGE[1])}
    line = bqplot.Lines(x=X, y=bell(START), scales=scales)
    axes = [bqplot.Axis(scale=scales["x"]), bqplot.Axis(scale=scales["y"], orientation="vertical")]
    layout = {"width": f"{WIDTH}px", "height": f"{HEIGHT}px"}

    def show(mean: float) -> None:
        line.y = bell(mean)

    return bqplot.Figure(marks=[line], axes=axes, layout=layout, animation_duration=0), show
