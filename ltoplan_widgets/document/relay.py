"""A live document between the kernel and the browsers that show its widgets (transport T3), by custom messages.

Every custom message reaches every browser of the kernel, so each names the client it is for, or nobody for all. One page
shows several widgets and each has its own way to the browser; what goes to all goes once over each way on which somebody
said hello, and not at all before that.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pycrdt import merge_updates

from ltoplan_widgets.document.frame import MAX_RELAYED_BYTES, SYNC, FrameError, kind_of, payload_of, people_of, update_frame
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.network_thread import network_thread
from ltoplan_widgets.document.presence import HEARTBEAT_SECONDS

WINDOW_SECONDS = 0.066
"""Updates within this time go out as one: unbatched, a kernel's messages queue above one a frame."""

SILENT_SECONDS = 4 * HEARTBEAT_SECONDS
"""A browser that was silent for so long has muted this transport, or is gone."""

Send = Callable[[dict[str, Any], list[bytes]], None]


class Relay:
    """Answers browsers, and passes on what any of them, the room or this process changes."""

    def __init__(self, document: LiveDocument) -> None:
        """Relay for a document."""
        self._document = document
        self._lock = threading.RLock()
        self._ways: dict[str, tuple[Send, float]] = {}
        self._attached: list[Send] = []
        self._updates: dict[str, list[bytes]] = {}
        self._people: set[int] = set()
        self._last_sent = 0.0
        self._disconnect = document.connect(self._forward)

    def attach(self, send: Send) -> Callable[[], None]:
        """Add a way to the browsers; returns what takes it away."""
        with self._lock:
            self._attached.append(send)

        def detach() -> None:
            with self._lock:
                if send in self._attached:
                    self._attached.remove(send)
                self._ways = {client: way for client, way in self._ways.items() if way[0] != send}

        return detach

    def receive(self, content: Mapping[str, Any], buffers: Sequence[bytes | memoryview], send: Send) -> None:
        """Take in a custom message; what is no message of ours, or is broken, is left alone.

        Args:
            content: ``{"t": "hello" | "y", "from": client id, "to": client id or ""}``.
            buffers: One frame, for ``y``.
            send: The way back.
        """
        client = content.get("from")
        if not isinstance(client, str) or not client:
            return
        kind = content.get("t")
        if kind in {"hello", "y"}:
            with self._lock:
                self._ways[client] = (send, time.monotonic())
        if kind == "hello":
            self._greet(client, send)
        elif kind == "y" and buffers and len(buffers[0]) <= MAX_RELAYED_BYTES:
            self._take(client, bytes(buffers[0]), send)

    def close(self) -> None:
        """Stop relaying."""
        self._disconnect()
        with self._lock:
            self._ways.clear()
            self._attached.clear()

    def _greet(self, client: str, send: Send) -> None:
        for frame in (self._document.hello(), self._document.presence_frame(everybody=True)):
            self._say(send, frame, to=client)

    def _take(self, client: str, frame: bytes, send: Send) -> None:
        try:
            reply, _ = self._document.receive(frame, _origin(client))
        except FrameError:
            return
        if reply is not None:
            self._say(send, reply, to=client)

    def _forward(self, frame: bytes, origin: str) -> None:
        with self._lock:
            if not self._ways:
                return
            is_waiting = bool(self._updates or self._people)
            if kind_of(frame)[0] == SYNC:
                self._updates.setdefault(origin, []).append(payload_of(frame))
            else:
                self._people.update(people_of(payload_of(frame)))
        if not is_waiting:
            pause = max(self._last_sent + WINDOW_SECONDS - time.monotonic(), 0.0)
            network = network_thread()
            network.call(network.loop.call_later, pause, self._send_waiting)

    def _send_waiting(self) -> None:
        with self._lock:
            updates, self._updates = self._updates, {}
            people, self._people = self._people, set()
            self._last_sent = time.monotonic()
            ways = self._heard_ways()
        frames = [(origin, update_frame(_merged(group))) for origin, group in updates.items()]
        if people:
            frames.append(("", self._document.presence_frame(people)))
        for origin, frame in frames:
            for way in ways:
                self._say(way, frame, origin=origin)

    def _heard_ways(self) -> list[Send]:
        """The ways of those who were heard of lately; who comes back later asks for what was missed anyway."""
        oldest = time.monotonic() - SILENT_SECONDS
        self._ways = {client: way for client, way in self._ways.items() if way[1] > oldest}
        return list(dict.fromkeys(send for send, _ in self._ways.values()))

    def _say(self, send: Send, frame: bytes, *, to: str = "", origin: str = "") -> None:
        name = origin.removeprefix("relay:") if origin.startswith("relay:") else self._document.client
        send({"t": "y", "from": name, "to": to}, [frame])


def _origin(client: str) -> str:
    return f"relay:{client}"


def _merged(updates: list[bytes]) -> bytes:
    return merge_updates(*updates) if len(updates) > 1 else updates[0]
