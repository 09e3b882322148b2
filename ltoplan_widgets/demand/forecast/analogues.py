"""Past campaigns that a forecast leans on."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.launch.launch import Launch
from ltoplan_widgets.demand.launch.past_launch import PastLaunch
from ltoplan_widgets.plan.listing import Listed, Listing


@dataclass(frozen=True, kw_only=True, repr=False)
class Analogue:
    """A past launch with its weight in a forecast.

    Attributes:
        event: Key of the launch, over all its places.
        campaign: Key of its first campaign row.
        item: What was sold.
        start: First day, ISO date.
        end: Last day, ISO date.
        weight: Share in the forecast, 0 to 1; the weights of a forecast add up to 1.
        ratio: Units over the base, all places together.
        units: Units wanted in the window, all places together: sold, with closed and sold-out days filled in.
        why: Why it counts as much as it does, one sentence.
        curve: Share of `units` by period since launch; adds up to 1 where anything was sold.
        unit_days: Length of the curve's periods, in days.
    """

    event: str
    campaign: str
    item: str
    start: str
    end: str
    weight: float
    ratio: float
    units: float
    why: str
    curve: tuple[float, ...]
    unit_days: int

    def __repr__(self) -> str:
        """Event, weight and units in one line."""
        return f"<Analogue {self.event}: weight {100 * self.weight:.0f} %, {self.units:,.0f} units>"

    def in_periods(self, days: int) -> "Analogue":
        """The same launch with its curve in periods of so many days since launch."""
        step = max(1, days // self.unit_days)
        curve = np.add.reduceat(np.asarray(self.curve), np.arange(0, len(self.curve), step)) if self.curve else np.zeros(0)
        return replace(self, curve=tuple(float(share) for share in curve), unit_days=step * self.unit_days)


class Analogues(Listed, tuple[Analogue, ...]):
    """The analogues of a forecast, the weightiest first; a notebook shows them as a table."""

    __slots__ = ()

    def listing(self) -> Listing:
        """One row an analogue that counts."""
        counting = [one for one in self if one.weight > 0]
        rows = [(one.event, f"{100 * one.weight:.0f} %", one.start, f"{one.units:,.0f}", one.why) for one in counting]
        nothing = len(self) - len(counting)
        note = f"Looked at too, without weight: {nothing} past launch{'es' if nothing > 1 else ''}." if nothing else ""
        return Listing(["past launch", "weight", "start", "units", "why"], rows, note=note if rows else "No past launch is behind it.")


def analogues_of(past: list[PastLaunch], weights: NDArray[np.float64], launch: Launch) -> tuple[Analogue, ...]:
    """Past launches with their weights, the weightiest first."""
    found = [_analogue(one, float(weight), launch) for one, weight in zip(past, weights, strict=True)]
    return tuple(sorted(found, key=lambda analogue: (-analogue.weight, analogue.event)))


def _analogue(past: PastLaunch, weight: float, launch: Launch) -> Analogue:
    demand = past.demand()
    return Analogue(
        event=past.event,
        campaign=past.campaign,
        item=past.item,
        start=iso_day(past.first),
        end=iso_day(past.last),
        weight=weight,
        ratio=float(demand.sum() / past.whole.sum()),
        units=float(demand.sum()),
        why=_why(past, launch),
        curve=tuple(float(share) for share in demand / max(float(demand.sum()), 1e-9)),
        unit_days=launch.unit_days,
    )


def _why(past: PastLaunch, launch: Launch) -> str:
    weeks = (launch.first - past.first) // 7
    item = "the same item" if past.item == launch.item else f"item {past.item}"
    done = "are filled in" if past.is_filled_in else "do not count"
    sold_out = f"; it sold out {past.sold_out:,} times (places and days), which {done}" if past.sold_out else ""
    return f"{item}, {weeks} weeks earlier, at {len(past.places)} places{sold_out}"
