"""matplotlib's own widget, ipympl: the canvas stays, its picture is sent anew."""

from collections.abc import Callable

from ipympl.backend_nbagg import Canvas, FigureManager
from matplotlib.figure import Figure

from tests.bench.charts.curve import HEIGHT, START, WIDTH, X_RANGE, Y_RANGE, X, bell


def chart() -> tuple[Canvas, Callable[[float], None]]:
    """The widget, and what shows another mean."""
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100)
    canvas = Canvas(figure)
    FigureManager(canvas, 1)
    (line,) = figure.add_subplot(xlim=X_RANGE, ylim=Y_RANGE).plot(X, bell(START))

    def show(mean: float) -> None:
        line.set_ydata(bell(mean))
        canvas.draw_idle()

    return canvas, show
