"""A live document in its room on a Jupyter server (transport T2): kernel to room, over a websocket."""

import asyncio
import atexit
import concurrent.futures
import logging
import os
import threading
import weakref
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from ltoplan_widgets.document.back_off import BackOff
from ltoplan_widgets.document.closing import Closing
from ltoplan_widgets.document.edit_count import EditCount
from ltoplan_widgets.document.frame import SYNC, kind_of
from ltoplan_widgets.document.listeners import Listeners
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.network_thread import NetworkThread, network_thread
from ltoplan_widgets.document.origin import ROOM
from ltoplan_widgets.document.plan_document import digest
from ltoplan_widgets.document.room_connection import ConflictError, RoomConnection
from ltoplan_widgets.document.server_address import ServerAddress
from ltoplan_widgets.document.session import (
    NoCollaborationError,
    Session,
    SessionRefusedError,
    ask_session,
    headers_of,
    is_loopback,
    tls_of,
)
from ltoplan_widgets.plan.errors import ConnectionRefusedByServerError, NotReadyError

MAX_FRAME_BYTES = 64 * 1024 * 1024
FORBIDDEN = frozenset({401, 403})
OPEN_SECONDS = 10.0
LEAVE_SECONDS = 1.0
SAVE_ATTEMPTS = 4
SAVE_PAUSE_SECONDS = 0.2

_LOG = logging.getLogger("ltoplan_widgets")
_OPEN: "weakref.WeakSet[Room]" = weakref.WeakSet()


class Room:
    """Keeps a live document in step with its room until it is closed.

    Attributes:
        path: Path of the file as the server names it.
        session: What opens the room; None until the server has said so.
        state: ``connecting``, ``live``, ``offline``, ``refused: why`` or ``closed``.
    """

    def __init__(self, document: LiveDocument, address: ServerAddress, path: str, *, session: Session | None = None) -> None:
        """Connect in the background.

        Args:
            document: What to keep in step; it is empty until the first sync.
            address: The server.
            path: Path of the file as the server names it.
            session: The session, where it has been asked for already.
        """
        self._document, self._address, self.path, self.session = document, address, path, session
        self.state = "connecting"
        self._synced = threading.Event()
        self._settled = threading.Event()
        self._listeners: Listeners[[str]] = Listeners("the connection")
        self._network: NetworkThread | None = network_thread()
        self._connection: RoomConnection | None = None
        self._live = asyncio.Event()
        self._count = EditCount()
        self._unsubscribe = [document.connect(self._forward), document.observe_merge(self._on_merge)]
        self._task = self._network.run(self._stay())
        self._task.add_done_callback(self._on_end)
        _OPEN.add(self)

    @property
    def is_live(self) -> bool:
        """Whether edits reach the room right now."""
        return self.state == "live"

    @property
    def is_shared(self) -> bool:
        """Whether others can see what is written into the document now."""
        return self.is_live

    @property
    def unsent(self) -> int:
        """How many own edits the server may not have."""
        return self._count.unsent

    def observe_state(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call back with the state when it changes; returns what ends it."""
        return self._listeners.add(listener)

    def ready(self, timeout: float = 30.0) -> None:
        """Wait until the room's plan has arrived once.

        Raises:
            ConnectionRefusedByServerError: The server said no.
            NotReadyError: It took longer than `timeout` seconds.
        """
        self._settled.wait(timeout)
        self._raise_refusal()
        if not self._synced.is_set():
            raise NotReadyError(f"{self.path}: the room at {self._address.url} did not answer within {timeout:g} s (state: {self.state}).")

    def flush(self, timeout: float = 10.0) -> None:
        """Wait until the server has every edit that was made here so far; errors as `ready`."""
        self._wait_for(self._flush, timeout, "take in every edit")

    def save(self, timeout: float = 10.0) -> None:
        """Wait until the file holds every edit that was made here so far; errors as `ready`."""
        self._wait_for(self._save, timeout, "write the file")

    def close(self, timeout: float = LEAVE_SECONDS) -> None:
        """Send what is left, say good-bye and stop; nothing happens when it is closed already."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        _OPEN.discard(self)
        if self._network is not None and not self._task.done() and not self._network.is_current():
            with suppress(TimeoutError, OSError, ConnectionClosed, concurrent.futures.CancelledError):
                self._network.run(self._leave()).result(timeout)  # the others forget a silent client by themselves
            self._task.cancel()
        self._set_state("closed")

    # Any thread

    def _forward(self, frame: bytes, origin: str) -> None:
        if origin == ROOM or self._network is None:
            return
        if kind_of(frame)[0] == SYNC:
            self._count.made += 1
        self._network.call(self._enqueue, frame)

    def _on_merge(self) -> None:
        if self._network is not None:
            self._network.call(lambda: self._connection.ask_for_save() if self._connection else None)

    def _wait_for(self, work: Callable[[], Awaitable[None]], timeout: float, what: str) -> None:
        self._raise_refusal()
        if self._network is None or self.state == "closed":
            raise NotReadyError(f"{self.path}: the plan is closed. Mend: open it again.")
        if self._network.is_current():
            raise NotReadyError(f"{self.path}: waiting on the network thread would wait for ever. Mend: wait on another thread.")
        future = self._network.run(asyncio.wait_for(work(), timeout))
        try:
            future.result(timeout + 1)
        except NotReadyError:
            raise
        except TimeoutError:
            future.cancel()
            self._raise_refusal()
            raise NotReadyError(
                f"{self.path}: the server did not {what} within {timeout:g} s (state: {self.state}, {self.unsent} unsent)."
            ) from None

    def _raise_refusal(self) -> None:
        if self.state.startswith("refused"):
            raise ConnectionRefusedByServerError(f"{self.path}: {self.state.rstrip('.')}.")

    # On the network thread

    def _on_end(self, task: "concurrent.futures.Future[None]") -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("the connection to the room of %s broke", self.path, exc_info=error)
            self._set_state(f"refused: {error}")

    def _enqueue(self, frame: bytes) -> None:
        if kind_of(frame)[0] == SYNC:
            self._count.queued += 1
        if self._connection is not None:
            self._connection.send(frame)

    async def _stay(self) -> None:
        pause = BackOff()
        while True:
            try:
                await self._visit(pause)
            except (SessionRefusedError, ConflictError) as error:
                self._set_state(f"refused: {error}")
                return
            except (OSError, InvalidHandshake, ConnectionClosed, NoCollaborationError, TimeoutError):
                self._set_state("offline" if self._synced.is_set() else "connecting")
            await asyncio.sleep(pause.next_pause())

    async def _visit(self, pause: BackOff) -> None:
        if self.session is None:
            self.session = await asyncio.to_thread(ask_session, self._address, self.path)
        try:
            async with connect(
                f"{self._address.websocket_url}api/collaboration/room/{self.session.room}?sessionId={self.session.sessionId}",
                **self._options(),
            ) as socket:
                await self._converse(RoomConnection(self._document, socket, self._count, network_thread().deliver), pause)
        except InvalidStatus as error:
            if error.response.status_code in FORBIDDEN:
                raise SessionRefusedError(f"the room at {self._address.url} says no ({error.response.status_code})") from None
            raise
        except ConnectionClosed as error:
            closing = Closing.of(error)
            if closing.is_session_lost:
                self.session = None
            raise closing.refusal or error from None

    def _options(self) -> dict[str, Any]:
        options: dict[str, Any] = {
            "additional_headers": headers_of(self._address),
            "max_size": MAX_FRAME_BYTES,
            "open_timeout": OPEN_SECONDS,
            "ssl": tls_of(self._address),
        }
        return options | ({"proxy": None} if is_loopback(self._address) else {})

    async def _converse(self, connection: RoomConnection, pause: BackOff) -> None:
        self._connection = connection
        arrival = asyncio.create_task(self._arrive(connection, pause))
        try:
            await connection.run(pause.patience)
        finally:
            arrival.cancel()
            self._live.clear()
            self._connection = None
            self._document.forget_presence(ROOM)

    async def _arrive(self, connection: RoomConnection, pause: BackOff) -> None:
        await connection.synced.wait()
        pause.reset()
        self._live.set()
        self._synced.set()
        self._set_state("live")

    async def _flush(self) -> None:
        while True:
            try:
                await (await self._live_connection()).settle()
            except ConnectionAbortedError:
                continue
            return

    async def _save(self) -> None:
        await self._flush()
        before = self._document.saved_digest
        for _ in range(SAVE_ATTEMPTS):
            connection = await self._live_connection()
            await connection.save()
            await self._flush()  # the digest of what was written comes with it
            saved = self._document.saved_digest
            if saved and (saved != before or saved == digest(await asyncio.to_thread(self._document.text))):
                return
            await asyncio.sleep(SAVE_PAUSE_SECONDS)
        raise NotReadyError(f"{self.path}: the server did not write the file. Mend: see whether it is read-only, or the disk full.")

    async def _live_connection(self) -> RoomConnection:
        while self._connection is None or not self._live.is_set():
            await self._live.wait()
        return self._connection

    async def _leave(self) -> None:
        if self._connection is not None:
            await self._connection.leave()

    def _set_state(self, state: str) -> None:
        if self.state in {state, "closed"}:
            return
        self.state = state
        if state != "connecting":
            self._settled.set()
        if self._network is not None:
            self._network.deliver(partial(self._listeners.audience(), state))


def _leave_all() -> None:
    for room in tuple(_OPEN):
        room.close()


def _abandon_all() -> None:
    """In a forked child: the parent's connections are not ours, and its network thread is not here."""
    for room in tuple(_OPEN):
        room._network = None  # noqa: SLF001 - the same module
        room.state = "refused: this process was forked, open the plan again"


atexit.register(_leave_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_abandon_all)
