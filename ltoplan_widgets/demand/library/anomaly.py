"""Days and weeks whose sales are far from what is usual, with nothing known that explains them."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.library.side_by_side import side_by_side
from ltoplan_widgets.demand.refusal import is_number, refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.sales.usual import day_factor, robust_spread, usual_level
from ltoplan_widgets.plan.listing import Listed, Listing

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_LEAST_SPREAD = 0.05
_HALF = 0.5
_FALSE_ALARM = 0.05
_LEAST_BOUND = 4.0
_COMPANY = 3
"""From so many places on a day of the whole chain can be told from that of a place."""
_NEARLY_ALL = 0.8
_LEAST_PERIODS = {1: 28, 7: 26}


@dataclass(frozen=True, kw_only=True)
class Anomaly:
    """Sales far from the usual, over one stretch of periods.

    Attributes:
        item: Key of the item.
        location: Key of the place; empty where all places together are meant.
        start: First day, ISO date.
        end: Last day, ISO date.
        units: Units sold.
        usual: Units that like days (weeks) sell.
        deviation: Robust standard deviations off, of the period that is farthest off; below 0 for too little.
    """

    item: str
    location: str
    start: str
    end: str
    units: float
    usual: float
    deviation: float


class Anomalies(Listed, tuple[Anomaly, ...]):
    """Anomalies of a history, those that matter most in units first; a notebook shows them as a table."""

    __slots__ = ()

    def listing(self) -> Listing:
        """One row an anomaly."""
        rows = [
            (one.item, one.location or "all places", one.start, one.end, f"{one.units:,.0f}", f"{one.usual:,.0f}", f"{one.deviation:+.1f}")
            for one in self
        ]
        columns = ["item", "place", "from", "to", "units sold", "usual units", "deviations"]
        return Listing(columns, rows, note="" if rows else "Nothing is far from what is usual.")


def anomalies(history: SalesHistory, library: CampaignLibrary | None = None, *, threshold: float | None = None) -> Anomalies:
    """Stretches of days or weeks that are far off, those that matter most in units first.

    What is usual is the median of like days within 13 weeks; at a place also times what the day did everywhere, so that a
    warm day of the whole chain is named once, and not at each place. The spread is robust (median distance), with
    counting scatter on top. Campaigns, promotions, closed and sold-out days are left out.

    Args:
        history: Checked sales.
        library: Past campaigns, whose windows are not anomalies.
        threshold: Standard deviations from which on a period is far off, above 0; by default so many that a history of this
            size in which nothing is odd has none in 19 of 20 cases (Šidák 1967), at least 4.

    Raises:
        InputError: A threshold that is not above 0.
    """
    if threshold is not None and not (is_number(threshold) and threshold > 0):
        raise refusal("bad-threshold", threshold, "a threshold lies above 0", "give 4", column="threshold")
    if library is not None:
        history, library = side_by_side(history, library)
    if history.units.shape[1] < _LEAST_PERIODS[history.step_days]:
        return Anomalies()
    ordinary = np.where(_explained(history, library), np.nan, history.units)
    bound = _bound(int((~np.isnan(ordinary)).sum())) if threshold is None else threshold
    found = [*_of_chain(history, ordinary, bound), *_of_places(history, ordinary, bound)]
    return Anomalies(sorted(found, key=lambda one: (-abs(one.units - one.usual), one.item, one.location, one.start)))


def _bound(periods: int) -> float:
    """Standard deviations that none of so many normal values exceeds in 19 of 20 cases."""
    from scipy.special import ndtri  # noqa: PLC0415 - 30 ms that only those pay who look

    return max(_LEAST_BOUND, float(-ndtri(-np.expm1(np.log1p(-_FALSE_ALARM) / max(1, periods)) / 2)))


def _explained(history: SalesHistory, library: CampaignLibrary | None) -> Mask:
    known = history.closed | history.stock_out | history.promotion
    if library is None:
        return np.asarray(known)
    schedule = Schedule.of(library, history)
    for position, item in enumerate(history.items):
        own = history.item_of == position
        running = schedule.running(item, (len(history.locations), history.units.shape[1]))
        known = known | (own[:, None] & running[history.location_of])
    return np.asarray(known)


def _of_chain(history: SalesHistory, ordinary: Array, threshold: float) -> list[Anomaly]:
    """Items over all places, where most places are off; a period counts where nearly all places are known."""
    level = usual_level(ordinary, history.step_days)
    factor = day_factor(ordinary, level, history.item_of)
    found = []
    for position, item in enumerate(history.items):
        own = history.item_of == position
        if own.sum() < _COMPANY:
            continue
        both = ~np.isnan(ordinary[own]) & ~np.isnan(level[own])
        enough = both.sum(axis=0) >= np.maximum(1, _NEARLY_ALL * (~np.isnan(level[own])).sum(axis=0))
        units = np.where(enough, np.where(both, ordinary[own], 0.0).sum(axis=0), np.nan)
        usual = np.where(both, level[own], 0.0).sum(axis=0)
        change, shared = (np.log(np.maximum(one, 1e-9)) for one in (units / np.maximum(usual, 1e-9), factor[own][0]))
        is_shared = shared * np.sign(np.nan_to_num(change)) >= np.abs(np.nan_to_num(change)) / 2
        deviation = np.where(is_shared, _deviation(units, usual), 0.0)
        found += _stretches(history, item, "", units, usual, deviation, threshold)
    return found


def _of_places(history: SalesHistory, ordinary: Array, threshold: float) -> list[Anomaly]:
    level = usual_level(ordinary, history.step_days)
    expected = level * day_factor(ordinary, level, history.item_of)
    found = []
    for series in range(len(ordinary)):
        item, place = history.items[history.item_of[series]], history.locations[history.location_of[series]]
        deviation = _deviation(ordinary[series], expected[series])
        found += _stretches(history, item, place, ordinary[series], expected[series], deviation, threshold)
    return found


def _deviation(units: Array, usual: Array) -> Array:
    """Standard deviations between units and the usual ones.

    On the log scale as far as the series' own spread makes the variance; as far as counting does, the log or the Poisson
    deviance, whichever is nearer, because few units are skewed on the log scale (Pierce and Schafer 1986).
    """
    known = ~np.isnan(units) & (usual > 1)
    log = np.where(known, np.log(np.nan_to_num(units) + _HALF) - np.log(np.where(known, usual, 1.0) + _HALF), np.nan)
    level = np.maximum(np.nan_to_num(usual), 1.0)
    own, counting = np.maximum(np.nan_to_num(robust_spread(log), nan=1.0), _LEAST_SPREAD) ** 2, 1 / level
    counted = _counted(np.where(known, units, level), level)
    nearer = np.where(np.abs(counted) < np.abs(log), counted, log)
    return np.asarray((own * log + counting * nearer) / (own + counting) ** 1.5)


def _counted(units: Array, usual: Array) -> Array:
    """Signed root of the Poisson deviance, a share of the usual units' root; units half a unit nearer to the usual ones."""
    near = np.where(units < usual, np.minimum(units + _HALF, usual), np.maximum(units - _HALF, usual))
    deviance = 2 * (near * np.log(np.maximum(near, 1e-9) / usual) - (near - usual))
    return np.asarray(np.sign(near - usual) * np.sqrt(np.maximum(0.0, deviance) / usual))


def _stretches(  # noqa: PLR0913, PLR0917 - a series and its labels
    history: SalesHistory, item: str, place: str, units: Array, usual: Array, deviation: Array, threshold: float
) -> list[Anomaly]:
    """Periods that are off the same way, one after the other, as one."""
    sign = np.where(np.nan_to_num(np.abs(deviation)) > threshold, np.sign(deviation), 0.0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0.0], sign, [0.0]])))
    found = []
    for first, stop in pairwise(edges):
        if sign[first]:
            part = slice(int(first), int(stop))
            worst = float(deviation[part][np.argmax(np.abs(deviation[part]))])
            end = iso_day(history.first + int(stop) * history.step_days - 1)
            start = iso_day(history.first + int(first) * history.step_days)
            sums = float(units[part].sum()), float(usual[part].sum())
            found.append(Anomaly(item=item, location=place, start=start, end=end, units=sums[0], usual=sums[1], deviation=worst))
    return found
