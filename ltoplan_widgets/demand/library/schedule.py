"""Past campaigns in a history's terms: positions of places and periods instead of keys and days."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory

Positions = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Where and when the rows of a library ran.

    Attributes:
        library: The library.
        place: Position of each row's place in the history; -1 where it has no such place.
        start: Position of the first period that it fills; may lie outside of the history.
        end: Position of the last period that it fills; may lie outside of the history.
        touched: Positions of the first and the last period that it touches at all, shape (2, rows). Those of a window that
            does not begin and end with the weeks of weekly sales are more than it fills.
    """

    library: CampaignLibrary
    place: Positions
    start: Positions
    end: Positions
    touched: Positions

    @classmethod
    def of(cls, library: CampaignLibrary, history: SalesHistory) -> "Schedule":
        """Resolve a library against a history."""
        first, last, step = library.rows.first, library.rows.last, history.step_days
        touched = np.stack([(first - history.first) // step, (last - history.first) // step])
        start = np.minimum(history.column_at(first), touched[1])
        return cls(
            library=library,
            place=_places(library, history.locations),
            start=start,
            end=np.minimum(start + (last - first) // step, touched[1]),
            touched=touched,
        )

    def running(self, item: str, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """Where an item is on campaign, also for a part of the period; shape (places, periods); not to be changed."""
        if (item, shape) not in self._running:
            self._running[item, shape] = self._running_anew(item, shape)
        return self._running[item, shape]

    @cached_property
    def _running(self) -> dict[tuple[str, tuple[int, int]], NDArray[np.bool_]]:
        return {}

    def _running_anew(self, item: str, shape: tuple[int, int]) -> NDArray[np.bool_]:
        rows, (start, end) = self.library.rows_of(item), self.touched
        rows = rows[(self.place[rows] >= 0) & (end[rows] >= 0) & (start[rows] < shape[1])]
        at, periods = self.place[rows] * (shape[1] + 1), shape[0] * (shape[1] + 1)
        begun = np.bincount(at + np.maximum(start[rows], 0), minlength=periods)
        over = np.bincount(at + np.minimum(end[rows] + 1, shape[1]), minlength=periods)
        return np.asarray(np.cumsum((begun - over).reshape(shape[0], -1), axis=1)[:, :-1] > 0)


@lru_cache(maxsize=2)
def _places(library: CampaignLibrary, locations: tuple[str, ...]) -> Positions:
    """Position of each row's place among places; cuts of one history share it."""
    position = {key: index for index, key in enumerate(locations)}
    return np.array([position.get(key, -1) for key in library.rows.location], dtype=np.int64)
