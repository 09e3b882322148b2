"""Places of which nothing is known a year ago."""

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.launch.comparison import Comparison
from ltoplan_widgets.demand.refusal import warning
from ltoplan_widgets.plan.errors import Finding

Array = NDArray[np.float64]


def gaps_filled(units: Array, ground: Comparison) -> tuple[Array, tuple[Finding, ...]]:
    """Units of last year, and at places without any the base at the others' rate; with a warning where there are such places.

    Args:
        units: Shape (places, periods); NaN all over at places of which nothing is known.
        ground: Units expected without the campaign, same shape.
    """
    without: NDArray[np.bool_] = np.asarray(np.isnan(units).all(axis=1))
    if not without.any():
        return units, ()
    base = float(ground.expected[~without].sum())
    rate = float(units[~without].sum()) / base if base > 0 else 1.0
    message = f"{int(without.sum())} of {len(without)} places have no sales of the item a year ago; their base stands in"
    found = warning("no-last-year", int(without.sum()), message, "add the sales of that time, or choose another method", column="method")
    return np.where(without[:, None], ground.expected * rate, units), (found,)
