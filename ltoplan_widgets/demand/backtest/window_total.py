"""What a launch sells in its window, by campaign and in all, as equally likely totals: from launch on, or from some period on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.backtest.trial import Trial
from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.forecast.forecast import PATHS
from ltoplan_widgets.demand.forecast.hindsight import Hindsight
from ltoplan_widgets.demand.forecast.path_quantile import path_quantiles
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.methods.method import Method, Sampling
from ltoplan_widgets.demand.sales.history import SalesHistory
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

    @classmethod
    def of(cls, rows: Rows, mean: Array, totals: Array) -> "WindowTotals":
        """Quantiles of path totals, shape (paths, campaigns); the whole is the sum of paths, not of quantiles."""
        return cls(rows=rows, mean=mean, quantiles=path_quantiles(totals, LEVELS), whole=path_quantiles(totals.sum(axis=1), LEVELS))


@dataclass(frozen=True, kw_only=True)
class LaunchPaths:
    """A launch as a method sees it before it begins.

    Attributes:
        rows: Positions of its campaigns in the library, ascending.
        expected: Expected units by campaign and period since its start, shape (campaigns, periods); 0 outside of its window.
        rest: By number of periods left out from the start on: units of the others in each path, shape (paths, campaigns).
        hindsights: Past launches against forecasts that did not know them, where the method tells of them.
        method: Name of the method that was chosen, where choosing was the method.
        why: Why it was chosen.
    """

    rows: Rows
    expected: Array
    rest: dict[int, Array]
    hindsights: tuple[Hindsight, ...] = ()
    method: str = ""
    why: str = ""

    def totals(self) -> WindowTotals:
        """Totals from launch on."""
        return WindowTotals.of(self.rows, self.expected.sum(axis=1), self.rest[0])


def launch_paths(trial: Trial, method: Method, known: SalesHistory, schedule: Schedule, *, periods: Sequence[int] = ()) -> LaunchPaths:
    """Forecast a launch and add up each campaign's window, path by path.

    Args:
        trial: The launch.
        method: How to forecast it.
        known: The history up to the trial's origin, and nothing after it.
        schedule: Campaigns, past and planned.
        periods: Numbers of periods since launch after which the rest is wanted too.
    """
    parts = [
        _part(campaign, rows, method, known, schedule, trial.origin, (0, *periods)) for campaign, rows in trial.campaigns(schedule.library)
    ]
    if len(parts) == 1 and (np.diff(parts[0].rows) > 0).all():
        return parts[0]
    longest = max(part.expected.shape[1] for part in parts)
    rows = np.concatenate([part.rows for part in parts])
    order = np.argsort(rows)
    expected = np.concatenate([np.pad(part.expected, ((0, 0), (0, longest - part.expected.shape[1]))) for part in parts])
    return LaunchPaths(
        rows=rows[order],
        expected=expected[order],
        rest={seen: np.concatenate([part.rest[seen] for part in parts], axis=1)[:, order] for seen in (0, *periods)},
        hindsights=parts[0].hindsights,
        method=parts[0].method,
        why=parts[0].why,
    )


def expected_units(trial: Trial, method: Method, known: SalesHistory, schedule: Schedule) -> tuple[Rows, Array, bool]:
    """The campaigns of a launch, ascending, their expected units by period, and whether the method tells of past launches itself."""
    parts, tells = [], False
    for campaign, rows in trial.campaigns(schedule.library):
        found = method(campaign, known, schedule.library, origin=iso_day(trial.origin), seed=0)
        parts.append((rows, _inside(found, rows, schedule)[1]))
        tells = tells or bool(found.hindsights)
    longest = max(expected.shape[1] for _, expected in parts)
    rows = np.concatenate([rows for rows, _ in parts])
    order = np.argsort(rows)
    padded = [np.pad(expected, ((0, 0), (0, longest - expected.shape[1]))) for _, expected in parts]
    return rows[order], np.concatenate(padded)[order], tells


def _part(  # noqa: PLR0913, PLR0917 - what a method is given, for whom, and what is wanted
    campaign: Campaign, rows: Rows, method: Method, known: SalesHistory, schedule: Schedule, origin: int, periods: Sequence[int]
) -> LaunchPaths:
    """The places that begin on one day."""
    found = method(campaign, known, schedule.library, origin=iso_day(origin), seed=0)
    place, expected, inside = _inside(found, rows, schedule)
    wanted = {seen: inside & (np.arange(inside.shape[1]) >= seen) for seen in periods}
    rest = _path_totals(found, place, wanted)
    return LaunchPaths(rows=rows, expected=expected, rest=rest, hindsights=found.hindsights, method=found.method, why=found.why)


def _inside(found: Sampling, rows: Rows, schedule: Schedule) -> tuple[Rows, Array, NDArray[np.bool_]]:
    """Position of each row's place in the forecast, its expected units by period, and which periods are in its window."""
    position = {key: index for index, key in enumerate(found.launch.locations)}
    place = np.array([position[schedule.library.rows.location[row]] for row in rows])
    inside = np.arange(found.mean.shape[1]) <= (schedule.end - schedule.start)[rows][:, None]
    return place, found.mean[place] * inside, inside


def _path_totals(found: Sampling, place: Rows, wanted: dict[int, NDArray[np.bool_]]) -> dict[int, Array]:
    """Units of each path in the wanted periods of each campaign, shape (paths, campaigns), block by block of places."""
    totals = {seen: np.empty((PATHS, len(place))) for seen in wanted}
    done = 0
    for block in found.draw(PATHS):
        here = np.flatnonzero((place >= done) & (place < done + block.shape[1]))
        at = place[here] - done
        chosen = block if np.array_equal(at, np.arange(block.shape[1])) else block[:, at]
        for seen, periods in wanted.items():
            totals[seen][:, here] = np.einsum("npt,pt->np", chosen, periods[here], dtype=np.float64)
        done += block.shape[1]
    return totals
