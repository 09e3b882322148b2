"""What a process wrote into the history of a plan."""

from dataclasses import dataclass

from ltoplan_widgets.plan.history_entry import HistoryEntry


@dataclass(frozen=True, slots=True)
class Written:
    """An entry that this process wrote into the history.

    Attributes:
        id: Its id.
        entry: All of it, also what is too large for the document.
    """

    id: str
    entry: HistoryEntry
