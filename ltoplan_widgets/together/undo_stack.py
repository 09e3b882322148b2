"""The entries that this process wrote, in the order in which undo and redo walk through them."""

import threading
from collections import deque

from ltoplan_widgets.document.written import Written

MOST_STEPS = 200
"""So many steps lead back."""


class UndoStack:
    """Steps back and, once steps were taken back, forth again; safe to use from any thread."""

    def __init__(self) -> None:
        """Start with none."""
        self._done: deque[Written] = deque(maxlen=MOST_STEPS)
        self._lock = threading.Lock()
        self._undone: deque[Written] = deque(maxlen=MOST_STEPS)

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to do again."""
        return bool(self._undone)

    def note(self, step: Written) -> None:
        """Remember an entry that this process wrote; anything but undo and redo ends what could be done again."""
        action = step.entry.action
        with self._lock:
            (self._undone if action == "undo" else self._done).append(step)
            if action not in {"undo", "redo"}:
                self._undone.clear()

    def take(self) -> Written | None:
        """Take the next step off, as it is being undone; None where there is none."""
        with self._lock:
            return self._done.pop() if self._done else None

    def take_again(self) -> Written | None:
        """Take off the undo that is being done again; None where there is none."""
        with self._lock:
            return self._undone.pop() if self._undone else None
