"""Rows of campaigns, past or planned, as the columns of the uplift model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.regression.effect_group import Group
from ltoplan_widgets.demand.methods.regression.mixed_design import Design
from ltoplan_widgets.demand.methods.uplift.uplift_lever import Levers
from ltoplan_widgets.demand.methods.uplift.uplift_outcome import UpliftOutcomes
from ltoplan_widgets.plan.units import Scalar

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
Entry = tuple[Array | float, Codes | np.int64]
"""Value and column of one entry of every row."""

_DRIFT_DAYS = 28
_MOST_STEPS = 12
_MOST_DRIFT = 0.002
"""Largest variance of a step in which all lifts move, 4.5 % either way: what looks like more is the luck of a few launches."""
_FREE = 10.0


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What surrounds rows of campaigns, past or planned.

    Attributes:
        values: Levers by name, one value a row.
        usual: Log of the usual price, one a row; 0 where not known.
        calendar: Columns that follow from the calendar, shape (rows, columns); not standardised.
        day: Day number of each row.
    """

    values: Mapping[str, Sequence[Scalar]]
    usual: Array
    calendar: Array
    day: Codes


def uplift_design(  # noqa: PLR0913, PLR0917 - the parts of the model
    outcomes: UpliftOutcomes, setting: Setting, levers: Levers, calendar: Array, drift: Codes, items: int, places: int
) -> Design:
    """Which effects are in which row of past campaigns.

    Args:
        outcomes: The rows.
        setting: Their levers and calendar.
        levers: How covariates become columns.
        calendar: Mean and spread of the calendar's columns, see `calendar_scales`.
        drift: Days on which the level of all lifts may have moved.
        items: Number of items of the history.
        places: Number of its places.
    """
    columns = levers.columns(setting.values, setting.usual)
    dense = dense_columns(columns, levers, scaled_calendar(setting.calendar, calendar), setting.day, drift)
    week = np.unique(outcomes.launch * 100_000 + outcomes.day // 7, return_inverse=True)[1]
    launches, weeks = int(outcomes.launch.max()) + 1, int(week.max()) + 1
    several = weeks > launches
    slopes = len(levers.main)
    levels = items * (1 + slopes)
    entries = [*item_entries(outcomes.item, columns, levers, items), (1.0, levels + outcomes.launch)]
    if several:
        entries.append((1.0, levels + launches + week))
    at_place = place_entries(outcomes.place, columns, levers, places)
    groups = [
        Group(name="mean", size=1, belief=_FREE, weight=np.inf),
        Group(name="lever", size=columns.shape[1], belief=0.04, weight=1.0, most=1.0),
        Group(name="calendar", size=setting.calendar.shape[1], belief=0.003, weight=1.0, most=1.0),
        Group(name="fading", size=slopes, belief=0.003, weight=1.0, most=1.0),
        Group(name="drift", size=len(drift), belief=0.0005, weight=1.0, most=_MOST_DRIFT),
        Group(name="item", size=items, belief=0.04, weight=0.2),
        Group(name="item slope", size=items * slopes, belief=0.01, weight=1.0),
        Group(name="launch", size=launches, belief=0.0225, weight=0.5),
        *([Group(name="launch week", size=weeks, belief=0.01, weight=1.0)] if several else []),
    ]
    of_places = [
        Group(name="place", size=places, belief=0.01, weight=0.5),
        Group(name="place slope", size=places, belief=0.005, weight=1.0),
    ]
    campaigns = int(outcomes.campaign.max()) + 1
    return Design(
        covariates=dense,
        crossed=sparse_rows(entries, levels + launches + weeks * several),
        at_place=sparse_rows(at_place, places * len(at_place)),
        groups=tuple(groups),
        places=tuple(of_places[: len(at_place)]),
        pair=outcomes.item * places + outcomes.place,
        pairs=Group(name="pair", size=items * places, belief=0.01, weight=0.5),
        campaign=outcomes.campaign,
        campaigns=Group(name="campaign", size=campaigns if campaigns < len(outcomes) else 0, belief=0.005, weight=1.0),
    )


def dense_columns(columns: Array, levers: Levers, calendar: Array, day: Codes, drift: Codes) -> Array:
    """Mean, levers, calendar, how levers fade, and what moved since the first day, shape (rows, columns).

    Levers fade, or grow, by the weeks since launch, the calendar's first column: a feature may run in the first week only.
    """
    fading = columns[:, levers.main] * calendar[:, :1]
    return np.column_stack([np.ones(len(day)), columns, calendar, fading, (day[:, None] >= drift[None, :]).astype(float)])


def item_entries(item: Codes, columns: Array, levers: Levers, items: int, *, after: int = 0) -> list[Entry]:
    """Items and their answers to levers; an item of -1 is a new one."""
    known, at = (item >= 0).astype(np.float64), np.maximum(item, 0)
    slopes = after + items
    return [(known, after + at), *((known * columns[:, main], slopes + number * items + at) for number, main in enumerate(levers.main))]


def place_entries(place: Codes, columns: Array, levers: Levers, places: int, *, after: int = 0) -> list[Entry]:
    """Places and their answers to the first lever."""
    level: Entry = (1.0, after + place)
    return [level, (columns[:, levers.main[0]], after + places + place)] if levers.main else [level]


def sparse_rows(entries: Sequence[Entry], width: int) -> Any:  # noqa: ANN401 - a sparse matrix
    """A sparse matrix (CSR) with as many entries in every row: a value and its column each."""
    from scipy import sparse  # noqa: PLC0415 - 0.1 s that only those pay who fit

    rows = max(np.size(column) for _, column in entries)
    values, columns = np.empty((rows, len(entries))), np.empty((rows, len(entries)), np.int64)
    for number, (value, column) in enumerate(entries):
        values[:, number], columns[:, number] = value, column
    return sparse.csr_matrix((values.ravel(), columns.ravel(), np.arange(0, values.size + 1, len(entries))), shape=(rows, width))


def calendar_scales(calendar: Array) -> Array:
    """Mean and spread of columns, shape (2, columns); the spread of what does not vary is infinite."""
    spread = calendar.std(axis=0)
    return np.stack([calendar.mean(axis=0), np.where(spread > 1e-9, spread, np.inf)])  # noqa: PLR2004 - what does not vary says nothing


def scaled_calendar(calendar: Array, scales: Array) -> Array:
    """Columns in their spread, held within 3."""
    return np.asarray(np.clip((calendar - scales[0]) / scales[1], -3, 3))


def drift_days(day: Codes) -> Codes:
    """Days on which the level of all lifts may have moved: every four weeks, or more seldom in a long past."""
    step = max(_DRIFT_DAYS, int(day.max() - day.min()) // _MOST_STEPS + 1)
    return np.arange(int(day.min()) + step, int(day.max()) + 1, step)
