"""Ours: the mean is dragged in the chart itself, the curve and the order that depend on it are drawn in the page."""

from ltoplan_widgets import NormalDistribution
from tests.bench.charts.curve import HEIGHT, SPREAD, START, WIDTH

PRICE, UNIT_COST = 4.5, 1.6


def chart() -> NormalDistribution:
    """The chart; its handle drives it."""
    layout = {"width": f"{WIDTH}px"}
    return NormalDistribution(mean=START, std_dev=SPREAD, price=PRICE, unit_cost=UNIT_COST, snap=0, height=HEIGHT, layout=layout)
