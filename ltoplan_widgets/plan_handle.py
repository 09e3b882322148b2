"""One hold on a live plan: its connection, who hears of what, and letting go."""

import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from ltoplan_widgets.document.change import Change, is_record
from ltoplan_widgets.document.relay import Send
from ltoplan_widgets.live_plan import LivePlan
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.errors import PlanClosedError
from ltoplan_widgets.together.editor import Editor

Unsubscribe = Callable[[], None]


class PlanHandle:
    """A plan that is open, until it is closed or nobody has it any more.

    Attributes:
        path: The plan's file as it was given.
    """

    def __init__(self, live: LivePlan, path: Path, *, leave: Callable[[], None]) -> None:
        """Put together by `open_plan`."""
        self.path = path
        self._live = live
        self._ends: list[Unsubscribe] = []
        # Nothing below holds this object, so that a plan that nobody has any more leaves its room by itself.
        self._finalizer = weakref.finalize(self, _let_go, self._ends, leave)

    def __enter__(self) -> Self:
        """The plan itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        self.close()

    # Listening

    def observe(self, callback: Callable[[Change], None], *, field: str | None = None) -> Unsubscribe:
        """Call back for each change, or for those at, above or below one address; returns what ends it."""

        def tell(changes: Sequence[Change]) -> None:
            for change in changes:
                if field is None or change.concerns(field):
                    callback(change)

        document = self._live.document
        is_of_records = field is not None and is_record(field)
        return self._until_closed(document.observe_records(tell) if is_of_records else document.observe(tell))

    def observe_outlook(self, callback: Callable[[Outlook], None]) -> Unsubscribe:
        """Call back with each new outlook, on a thread of its own; returns what ends it."""
        return self._until_closed(self._live.outlook.observe(callback))

    def observe_state(self, callback: Callable[[str], None]) -> Unsubscribe:
        """Call back with the state of the connection when it changes; returns what ends it."""
        ends = [
            self._live.transport.observe_state(lambda _: callback(self._live.state)),
            self._live.document.observe_read_only(lambda: callback(self._live.state)),
        ]

        def end() -> None:
            for one in ends:
                one()

        return self._until_closed(end)

    def observe_people(self, callback: Callable[[], None]) -> Unsubscribe:
        """Call back when somebody comes, moves or goes; returns what ends it."""
        return self._until_closed(self._live.document.observe_presence(callback))

    # The connection

    @property
    def state(self) -> str:
        """``connecting``, ``live``, ``offline``, ``local`` (a file without a server), ``read-only: why``, ``refused: why`` or ``closed``."""
        return self._live.state if self._finalizer.alive else "closed"

    def ready(self, timeout: float = 30.0) -> None:
        """Wait until the plan has arrived; raises `NotReadyError` after `timeout` seconds."""
        self._live.transport.ready(timeout)

    def flush(self, timeout: float = 10.0) -> None:
        """Wait until every edit made here has reached the room, or the file; raises `NotReadyError` after `timeout` seconds."""
        self._live.transport.flush(timeout)

    def save(self, timeout: float = 10.0) -> None:
        """Wait until the file holds every edit made here; raises `NotReadyError` after `timeout` seconds."""
        self._live.transport.save(timeout)

    def close(self) -> None:
        """Send what is left and let go; a second call does nothing.

        Where the plan was opened several times, the others go on with it; what was observed here ends.
        """
        self._finalizer()

    def _until_closed(self, end: Unsubscribe) -> Unsubscribe:
        self._ends.append(end)
        return end

    @property
    def _editor(self) -> Editor:
        if not self._finalizer.alive:
            raise PlanClosedError(f"{self.path}: the plan is closed. Mend: open it again with open_plan(…).")
        return self._live.editor

    # The browser

    @property
    def link(self) -> dict[str, Any]:
        """What a browser needs to join: never a token."""
        room = self._live.room
        session = room.session if room else None
        return {
            "document": session.room if session else f"kernel:{self._live.key}",
            "path": room.path if room else "",
            "session": msgspec.to_builtins(session),
            "kernel_live": bool(room and room.is_live),
            "client": self._live.document.client,
        }

    def attach_relay(self, send: Send) -> Unsubscribe:
        """Add a way to the browsers, ``send(content, buffers)``; returns what takes it away."""
        return self._until_closed(self._live.relay.attach(send))

    def receive_relay(self, content: Mapping[str, Any], buffers: Sequence[bytes | memoryview], send: Send) -> None:
        """Take in a browser's custom message; the answer goes back by `send`."""
        self._live.relay.receive(content, buffers, send)


def _let_go(ends: list[Unsubscribe], leave_it: Callable[[], None]) -> None:
    for end in ends:
        end()
    leave_it()
