"""What a launch sells in its window, by campaign and in all, as equally likely totals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.forecast import PATHS
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.methods.method import Method, Sampling
from ltoplan_widgets.demand.schedule import Schedule
from ltoplan_widgets.demand.trial import Trial
from ltoplan_widgets.plan.campaign import Campaign

Array = NDArray[np.float64]
Rows = NDArray[np.int64]

LEVELS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975)
"""Levels of the quantiles that are kept."""


@dataclass(frozen=True, kw_only=True)
class WindowTotals:
    """Totals of the campaigns of a launch.

    Attributes:
        rows: Positions of the campaigns in the library.
        mean: Expected units in the window of each, shape (campaigns,).
        quantiles: Their quantiles, shape (levels, campaigns).
        whole: Quantiles of their sum, shape (levels,).
    """

    rows: Rows
    mean: Array
    quantiles: Array
    whole: Array


def window_totals(trial: Trial, method: Method, known: SalesHistory, schedule: Schedule) -> WindowTotals:
    """Forecast a launch and add up each campaign's window, path by path; the whole is the sum of paths, not of quantiles.

    Args:
        trial: The launch.
        method: How to forecast it.
        known: The history up to the trial's origin, and nothing after it.
        schedule: Campaigns, past and planned.
    """
    parts = [_part(campaign, rows, method, known, schedule, trial.origin) for campaign, rows in trial.campaigns(schedule.library)]
    rows, mean, totals = (np.concatenate([part[index] for part in parts], axis=-1) for index in range(3))
    order = np.argsort(rows)
    return WindowTotals(
        rows=rows[order],
        mean=mean[order],
        quantiles=np.quantile(totals, LEVELS, axis=0)[:, order],
        whole=np.quantile(totals.sum(axis=1), LEVELS),
    )


def _part(  # noqa: PLR0913, PLR0917 - what a method is given, and for whom
    campaign: Campaign, rows: Rows, method: Method, known: SalesHistory, schedule: Schedule, origin: int
) -> tuple[Rows, Array, Array]:
    """Rows, means and path totals (paths, rows) of the places that begin on one day."""
    found = method(campaign, known, schedule.library, origin=iso_day(origin), seed=0)
    position = {key: index for index, key in enumerate(found.launch.locations)}
    place = np.array([position[schedule.library.rows.location[row]] for row in rows])
    inside = np.arange(found.mean.shape[1]) <= (schedule.end - schedule.start)[rows][:, None]
    return rows, (found.mean[place] * inside).sum(axis=1), _path_totals(found, place, inside)


def _path_totals(found: Sampling, place: Rows, inside: NDArray[np.bool_]) -> Array:
    """Units of each path in the window of each campaign, shape (paths, campaigns), block by block of places."""
    totals, done = np.empty((PATHS, len(place))), 0
    for block in found.draw(PATHS):
        here = np.flatnonzero((place >= done) & (place < done + block.shape[1]))
        totals[:, here] = np.einsum("npt,pt->np", block[:, place[here] - done], inside[here], dtype=np.float64)
        done += block.shape[1]
    return totals
