"""Work that any thread asks for and one of them does."""

import threading
from collections.abc import Callable


class WorkQueue:
    """Whoever asks first does the work, also what others ask for meanwhile; they only leave word and go on.

    No lock is held while the work is done, so it may call anybody. What is asked for while the queue is closed is dropped.

    Attributes:
        is_open: Whether work is done.
    """

    def __init__(self, do: Callable[[set[str]], None]) -> None:
        """Begin closed.

        Args:
            do: Does some work, given the names of all that was asked for since it was called last.
        """
        self.is_open = False
        self._do = do
        self._lock = threading.Lock()
        self._wanted: set[str] = set()
        self._is_busy = False

    def ask(self, work: str) -> None:
        """Have some work done, by this thread or by the one that is at it."""
        with self._lock:
            self._wanted.add(work)
            if self._is_busy:
                return
            self._is_busy = True
        while wanted := self._taken():
            self._done(wanted)

    def _taken(self) -> set[str]:
        with self._lock:
            wanted, self._wanted = self._wanted if self.is_open else set(), set()
            self._is_busy = bool(wanted)
            return wanted

    def _done(self, wanted: set[str]) -> None:
        try:
            self._do(wanted)
        except BaseException:
            self._is_busy = False
            raise
