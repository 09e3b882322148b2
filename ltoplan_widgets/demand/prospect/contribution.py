"""One part of a forecast, in units."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

Part = Literal["base", "event", "place", "price", "feature", "season", "offer price", "early read", "judgement"]

LEVERS: tuple[Part, ...] = ("place", "price", "feature", "season")
"""Parts that a campaign's places, levers and season make."""


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """One part of a forecast.

    Attributes:
        name: ``base`` (what sells anyway), ``event`` (what a campaign of the item adds at usual levers, with the launch's own
            surprise in the interval), ``place`` (answer of these places), ``price``, ``feature`` or ``season`` (levers against
            those of a usual campaign); of an outlook also ``offer price``, ``early read`` (what the first periods changed) and ``judgement``
            (what people changed), whose intervals are points.
        units: Units; below 0 for what takes away.
        low: Lower end of the interval.
        high: Upper end.
        why: What is behind it, one sentence.
    """

    name: Part
    units: float
    low: float
    high: float
    why: str


def base_part(base: float, error: float, level: float) -> Contribution:
    """What sells anyway, with the error of the base on the log scale."""
    reach = reach_of(level) * error
    why = "what like days sold before" if base else "the item is not sold otherwise"
    return Contribution(name="base", units=base, low=float(base * np.exp(-reach)), high=float(base * np.exp(reach)), why=why)


def reach_of(level: float) -> float:
    """Half the width of an interval, in standard deviations."""
    from scipy.special import ndtri  # noqa: PLC0415 - 30 ms that only those pay who explain

    return float(ndtri((1 + level) / 2))
