"""Demand of a whole campaign as few equally likely outcomes, so that a browser can recompute an order while somebody drags."""

import numpy as np

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.supply.sample_demand import SampleDemand

MOST = 1000
"""So many outcomes a chart gets at most: all of a forecast's paths, so that the browser finds the very order that the kernel finds."""


def demand_sample(total: Forecast) -> list[float]:
    """Quantile mid-points of a total, ascending, moved and stretched to its mean and standard deviation, at least 0."""
    points = SampleDemand(total.paths()).midpoints(MOST)
    spread = float(points.std())
    stretch = float(total.std_dev()) / spread if spread > 0 else 1.0
    fitted = float(total.mean()) + (points - float(points.mean())) * stretch
    return [float(units) for units in np.maximum(fitted, 0.0)]
