"""Past campaigns in a history's terms: positions of places and periods instead of keys and days."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.library import CampaignLibrary

Positions = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Where and when the rows of a library ran.

    Attributes:
        library: The library.
        place: Position of each row's place in the history; -1 where it has no such place.
        start: Position of its first period; may lie outside of the history.
        end: Position of its last period; may lie outside of the history.
    """

    library: CampaignLibrary
    place: Positions
    start: Positions
    end: Positions

    @classmethod
    def of(cls, library: CampaignLibrary, history: SalesHistory) -> "Schedule":
        """Resolve a library against a history."""
        position = {key: index for index, key in enumerate(history.locations)}
        return cls(
            library=library,
            place=np.array([position.get(key, -1) for key in library.rows.location], dtype=np.int64),
            start=history.column_at(library.rows.first),
            end=history.column_at(library.rows.last),
        )

    def running(self, item: str, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """Where an item is on campaign, shape (places, periods)."""
        rows = self.library.rows_of(item)
        rows = rows[(self.place[rows] >= 0) & (self.end[rows] >= 0) & (self.start[rows] < shape[1])]
        change = np.zeros((shape[0], shape[1] + 1))
        np.add.at(change, (self.place[rows], np.maximum(self.start[rows], 0)), 1)
        np.add.at(change, (self.place[rows], np.minimum(self.end[rows] + 1, shape[1])), -1)
        return np.asarray(np.cumsum(change, axis=1)[:, :-1] > 0)
