"""What past launches sold against their base, one row a campaign and week: what the uplift model learns from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.launch.launch_curve import LaunchCurve
from ltoplan_widgets.demand.launch.past_launch import PastLaunch

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_WEEK = 7
_KNOWN_SHARE = 0.5


@dataclass(frozen=True, kw_only=True)
class UpliftOutcomes:
    """Rows of campaigns and weeks.

    Attributes:
        sold: Units sold where sales tell demand.
        expected: Units expected anyway, over the same days, with the launch curve; above 0.
        launch: Position of the launch among the past ones.
        campaign: Number of the campaign (launch at a place).
        row: Position of the campaign in the library.
        item: Position of the item in the history.
        place: Position of the place in the history.
        day: Day number of the week's first day.
        week: Week since launch, from 0.
    """

    sold: Array
    expected: Array
    launch: Codes
    campaign: Codes
    row: Codes
    item: Codes
    place: Codes
    day: Codes
    week: Codes

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.sold)


def uplift_outcomes(
    past: Sequence[PastLaunch], curve: LaunchCurve, *, firsts: Codes, items: dict[str, int], step_days: int
) -> UpliftOutcomes:
    """Rows of past launches.

    Args:
        past: The launches.
        curve: Their course since launch, pooled.
        firsts: Day number of the first day of each campaign of the library.
        items: Position of each item.
        step_days: 1 or 7.
    """
    parts = [_of_launch(number, one, curve, firsts, items, step_days) for number, one in enumerate(past)]
    columns = [np.concatenate(values) for values in zip(*parts, strict=True)]
    campaign = np.unique(columns[3], return_inverse=True)[1]
    codes = [column.astype(np.int64) for column in columns[4:]]
    return UpliftOutcomes(
        sold=columns[0],
        expected=columns[1],
        launch=columns[2].astype(np.int64),
        campaign=campaign,
        row=codes[0],
        item=codes[1],
        place=codes[2],
        day=codes[3],
        week=codes[4],
    )


def _of_launch(  # noqa: PLR0913, PLR0917 - what a row is made of
    number: int, one: PastLaunch, curve: LaunchCurve, firsts: Codes, items: dict[str, int], step_days: int
) -> tuple[NDArray[Any], ...]:
    step = max(1, _WEEK // step_days)
    edges = np.arange(0, one.units.shape[1], step)
    sold, known, length = (
        np.add.reduceat(values, edges, axis=1) for values in (one.units, one.counted.astype(float), np.ones_like(one.units))
    )
    expected = np.add.reduceat(one.base * curve.over(one.base.shape[1]), edges, axis=1)
    place, week = np.nonzero((expected > 0) & (known >= _KNOWN_SHARE * length))
    cell = (place, week)
    row = one.rows[place]
    rows = len(place)
    return (
        sold[cell],
        expected[cell],
        np.full(rows, number),
        row,
        row,
        np.full(rows, items[one.item]),
        one.places[place],
        firsts[row] + _WEEK * week,
        week,
    )
