"""What surrounds a planned campaign, set beside what is usual: settings of the uplift model with some levers as planned."""

from collections.abc import Sequence

import numpy as np

from ltoplan_widgets.demand.methods.uplift.uplift_design import Setting
from ltoplan_widgets.demand.methods.uplift.uplift_pool import UpliftPool

_SEASON_COLUMNS = 2
"""Columns of the calendar that tell the season, the last ones, where the history is long enough for them."""


def usual_levers(pool: UpliftPool, planned: Setting) -> Setting:
    """A campaign with the levers, and in the season, of a usual one."""
    calendar = planned.calendar.copy()
    if pool.calendar.is_long:
        calendar[:, -_SEASON_COLUMNS:] = pool.setting.calendar[:, -_SEASON_COLUMNS:].mean(axis=0)
    return Setting(
        values={name: [None] * len(planned.day) for name in planned.values}, usual=planned.usual, calendar=calendar, day=planned.day
    )


def with_levers(plain: Setting, planned: Setting, names: Sequence[str]) -> Setting:
    """A plain setting with some levers, by name, as they are planned."""
    values = {name: planned.values[name] if name in names else column for name, column in plain.values.items()}
    return Setting(values=values, usual=plain.usual, calendar=plain.calendar, day=plain.day)


def middle(setting: Setting, weeks: int) -> Setting:
    """Of each place the week in the middle; rows are by place, then by one of so many weeks."""
    rows = np.arange(weeks // 2, len(setting.day), weeks)
    values = {name: [column[int(row)] for row in rows] for name, column in setting.values.items()}
    return Setting(values=values, usual=setting.usual[rows], calendar=setting.calendar[rows], day=setting.day[rows])


def repeated(setting: Setting, count: int) -> Setting:
    """The mean of a setting, so many times."""
    return Setting(
        values={name: [None] * count for name in setting.values},
        usual=np.full(count, float(setting.usual.mean())),
        calendar=np.tile(setting.calendar.mean(axis=0), (count, 1)),
        day=np.full(count, setting.day[0]),
    )


def joined(settings: Sequence[Setting]) -> Setting:
    """The rows of several settings of the same levers, one setting after the other."""
    return Setting(
        values={name: [value for one in settings for value in one.values[name]] for name in settings[0].values},
        usual=np.concatenate([one.usual for one in settings]),
        calendar=np.concatenate([one.calendar for one in settings]),
        day=np.concatenate([one.day for one in settings]),
    )
