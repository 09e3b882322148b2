"""Who wants to hear of something."""

import logging
from collections.abc import Callable
from typing import Generic, ParamSpec

_LOG = logging.getLogger("ltoplan_widgets")

Heard = ParamSpec("Heard")


class Listeners(Generic[Heard]):
    """Callbacks that are called one after the other; one that fails is logged and stops nobody."""

    def __init__(self, subject: str) -> None:
        """Start with none; `subject` names in the log what they listen to."""
        self._subject = subject
        self._callbacks: list[Callable[Heard, object]] = []

    def add(self, callback: Callable[Heard, object]) -> Callable[[], None]:
        """Call it from now on; returns what ends that, once or more often."""
        entry = [callback]
        self._callbacks.append(callback)

        def remove() -> None:
            if entry:
                self._callbacks.remove(entry.pop())

        return remove

    def call(self, *heard: Heard.args, **named: Heard.kwargs) -> None:
        """Call everybody who was there when it began."""
        for callback in tuple(self._callbacks):
            try:
                callback(*heard, **named)
            except Exception:  # noqa: BLE001 - a user's own code may raise anything
                _LOG.exception("a listener of %s failed", self._subject)
