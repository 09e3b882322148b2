"""The people at a live document: who is here, what they show, and what this process shows of itself."""

from collections.abc import Iterable
from typing import Any

from ltoplan_widgets.document.live_core import LiveCore
from ltoplan_widgets.document.origin import LOCAL
from ltoplan_widgets.plan.units import LONGEST_NAME


class LiveCompany(LiveCore):
    """A live document's presence."""

    @property
    def user(self) -> str:
        """Display name of who edits in this process."""
        with self._lock:
            return self._presence.name[:LONGEST_NAME]

    @property
    def username(self) -> str:
        """Name under which the server knows who edits in this process."""
        with self._lock:
            return self._presence.username[:LONGEST_NAME]

    @property
    def client(self) -> str:
        """Own client id, as browsers write it."""
        return str(self._presence.client)

    def others(self) -> dict[str, dict[str, Any]]:
        """Awareness states of the others by client id."""
        with self._lock:
            return self._presence.others()

    def publish(self, name: str, value: object) -> None:
        """Set a field of the own awareness state; None takes it out."""
        with self._lock:
            frame = self._presence.publish(name, value)
        self._senders.call(frame, LOCAL)

    def presence_frame(self, clients: Iterable[int] = (), *, everybody: bool = False) -> bytes:
        """Frame of the own awareness state, of some clients', or of everybody's."""
        with self._lock:
            return self._presence.frame(None if everybody else list(clients) or [self._presence.client])

    def heartbeat(self) -> bytes:
        """Renew the own awareness state and forget who is silent; returns the frame to send."""
        with self._lock:
            frame, gone = self._presence.renew(), self._presence.expire()
        if gone:
            self._presence_listeners.call()
        return frame

    def farewell(self) -> bytes:
        """Frame that tells the others that this client leaves."""
        with self._lock:
            return self._presence.farewell()

    def forget_presence(self, way: str) -> None:
        """Forget everybody who came by a transport that is gone."""
        with self._lock:
            gone = self._presence.forget(way)
        if gone:
            self._presence_listeners.call()

    def _receive_presence(self, payload: bytes, frame: bytes, origin: str) -> list[int]:
        with self._lock:
            added, changed = self._presence.receive(payload, origin)
        if added or changed:
            self._senders.call(frame, origin)
            self._presence_listeners.call()
        return added
