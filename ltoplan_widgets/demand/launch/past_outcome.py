"""What past launches sold at their places, over a base and the course that they had in common."""

from collections.abc import Sequence

import numpy as np

from ltoplan_widgets.demand.launch.launch import Launch
from ltoplan_widgets.demand.launch.launch_curve import LaunchCurve, launch_curve
from ltoplan_widgets.demand.launch.past_launch import PastLaunch, courses
from ltoplan_widgets.demand.launch.place_effect import Outcomes
from ltoplan_widgets.demand.sales.history import SalesHistory


def common_curve(launch: Launch, past: Sequence[PastLaunch]) -> LaunchCurve:
    """How interest runs since launch, pulled to the item's own course, over the launch's periods."""
    units, base = courses(past)
    is_same_item = np.array([one.item == launch.item for one in past])
    return launch_curve(units, base, is_same_item=is_same_item, periods=len(launch.starts), cycle=max(1, 7 // launch.unit_days))


def outcomes_of(past: Sequence[PastLaunch], curve: LaunchCurve, known: SalesHistory) -> Outcomes:
    """Rows of past launches by place: units sold over the window, against base times curve."""
    launch = np.repeat(np.arange(len(past)), [len(one.places) for one in past])
    position = {key: index for index, key in enumerate(known.items)}
    return Outcomes(
        sold=np.concatenate([one.units.sum(axis=1) for one in past]),
        expected=np.concatenate([one.base @ curve.over(one.base.shape[1]) for one in past]),
        launch=launch,
        place=np.concatenate([one.places for one in past]),
        item=np.array([position[one.item] for one in past])[launch],
    )
