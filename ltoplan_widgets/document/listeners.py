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
        self._seats: list[list[Callable[Heard, object]]] = []

    def add(self, callback: Callable[Heard, object]) -> Callable[[], None]:
        """Call it from now on; returns what ends that, once or more often."""
        seat = [callback]
        self._seats.append(seat)

        def leave() -> None:
            if seat:
                seat.clear()
                self._seats.remove(seat)

        return leave

    def call(self, *heard: Heard.args, **named: Heard.kwargs) -> None:
        """Call everybody who is there."""
        self.audience()(*heard, **named)

    @property
    def is_empty(self) -> bool:
        """Whether nobody listens."""
        return not any(self._seats)

    def audience(self) -> Callable[Heard, None]:
        """What calls those who are there now, later: nobody who comes meanwhile, and nobody who has left by then."""
        seats = tuple(self._seats)

        def call(*heard: Heard.args, **named: Heard.kwargs) -> None:
            for seat in seats:
                for callback in tuple(seat):
                    self._call(callback, *heard, **named)

        return call

    def _call(self, callback: Callable[Heard, object], *heard: Heard.args, **named: Heard.kwargs) -> None:
        try:
            callback(*heard, **named)
        except Exception:  # noqa: BLE001 - a user's own code may raise anything
            _LOG.exception("a listener of %s failed", self._subject)
