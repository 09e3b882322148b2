"""People's independent estimates of what nothing in the past is like."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ltoplan_widgets.demand.refusal import refusal

WIDER = 2.0
"""Demand scatters this many times as widely as the panel's estimates (Fisher, Hammond, Obermeyer and Raman 1994)."""
_FEWEST = 2


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What a panel says of a total.

    Attributes:
        mean: Mean of the estimates, units.
        std_dev: Standard deviation of demand, units: twice that of the estimates.
        members: How many people estimated.
    """

    mean: float
    std_dev: float
    members: int


def panel(estimates: Sequence[float]) -> Panel:
    """Mean of independent estimates, with twice their standard deviation: for `Forecast.judged`, where no analogue is usable.

    Ask each person apart: estimates that were discussed agree for the wrong reason.

    Args:
        estimates: Units of the whole campaign, one a person, each at least 0.

    Raises:
        InputError: Fewer than two estimates, or one that is no number of at least 0.

    >>> panel([900, 1000, 1100])
    Panel(mean=1000.0, std_dev=200.0, members=3)
    """
    try:
        units = np.asarray(estimates, dtype=np.float64)
    except (TypeError, ValueError):
        units = np.full(1, np.nan)
    if units.size < _FEWEST or not (np.isfinite(units) & (units >= 0)).all():
        message = f"a panel needs at least {_FEWEST} estimates, each a number of at least 0"
        raise refusal("no-panel", estimates, message, "ask more people, each apart", column="estimates")
    return Panel(mean=float(units.mean()), std_dev=float(WIDER * units.std(ddof=1)), members=int(units.size))
