"""What every forecast method takes and gives."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.analogues import Analogue
from ltoplan_widgets.demand.forecast.hindsight import Hindsight
from ltoplan_widgets.demand.launch.launch import Launch
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import Finding


@dataclass(frozen=True, kw_only=True)
class Sampling:
    """What a method found: means, and how to draw paths around them.

    Attributes:
        launch: The campaign as places and periods.
        mean: Expected units, shape (places, periods).
        baseline: Units expected without the campaign, shape (places, periods); zeros where the item is not sold otherwise.
        draw: Number of paths -> blocks of paths, arrays of shape (paths, places of the block, periods).
        analogues: Past launches behind it, the weightiest first.
        findings: Warnings.
        hindsights: Past launches against forecasts that did not know them, where the method makes such; an early read learns
            from them. Otherwise it has the method forecast past launches anew, each as of its own origin.
        method: Name of the method that was chosen, where choosing was the method; empty otherwise.
        why: Why it was chosen, one sentence; empty where nobody chose.
    """

    launch: Launch
    mean: NDArray[np.float64]
    baseline: NDArray[np.float64]
    draw: Callable[[int], Iterable[NDArray[np.floating]]]
    analogues: tuple[Analogue, ...] = ()
    findings: tuple[Finding, ...] = ()
    hindsights: tuple[Hindsight, ...] = ()
    method: str = ""
    why: str = ""


class Method(Protocol):
    """A forecast method: a campaign and what is known by the origin, to a distribution."""

    __name__: str

    def __call__(self, campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
        """Forecast; `origin` None means the day before the start."""
        ...
