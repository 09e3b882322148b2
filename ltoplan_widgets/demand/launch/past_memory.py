"""Past launches that were made for one origin and hold for the next one too."""

import numpy as np

from ltoplan_widgets.demand.launch.past_launch import Made
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.sales.history import SalesHistory


class PastMemory:
    """Past launches of one library as they were made last, on own bases and on those of everything.

    What a past launch sold, and its base as known before it, does not change when the history goes on, unless what is inferred
    of its time does: whether a place was closed, or sold nothing. So a backtest makes each past launch once.
    """

    def __init__(self) -> None:
        """Nothing is remembered yet."""
        self._last: tuple[SalesHistory, int, dict[bool, Made]] | None = None

    def of(self, known: SalesHistory, schedule: Schedule, lead: int) -> dict[bool, Made]:
        """What was made already of a history and lead, by whether bases are the items' own; what is made later is added by the caller."""
        before = self._last
        made: dict[bool, Made] = {True: {}, False: {}}
        if before and before[1] == lead:
            made = before[2] if before[0] is known else _still(before[2], schedule, _alike_until(known, before[0]))
        self._last = known, lead, made
        return made


def _still(made: dict[bool, Made], schedule: Schedule, until: int) -> dict[bool, Made]:
    """Launches that were over before a period."""
    last = schedule.touched[1]
    over = {(event, item) for event, item, rows in schedule.library.launches() if last[rows].max() < until}
    return {is_own: {key: one for key, one in dict(of).items() if key in over} for is_own, of in made.items()}


def _alike_until(one: SalesHistory, other: SalesHistory) -> int:
    """Position of the first period in which two histories differ."""
    if any(getattr(one, name) != getattr(other, name) for name in ("items", "locations", "first", "step_days")):
        return 0
    if not (np.array_equal(one.item_of, other.item_of) and np.array_equal(one.location_of, other.location_of)):
        return 0
    periods = min(one.units.shape[1], other.units.shape[1])
    differ = np.zeros(periods, bool)
    for name in ("units", "stock_out", "promotion", "closed"):
        mine, its = (getattr(of, name)[:, :periods] for of in (one, other))
        differ |= ((mine != its) & ~((mine != mine) & (its != its))).any(axis=0)  # noqa: PLR0124 - what is not known is not even itself
    return int(np.argmax(differ)) if differ.any() else periods
