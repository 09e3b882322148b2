"""One websocket to a room, from its opening to its end."""

import asyncio
import random
import time
from collections import deque
from typing import Any

from websockets.asyncio.client import ClientConnection

from ltoplan_widgets.document.edit_count import EditCount
from ltoplan_widgets.document.frame import RAW, STEP2, SYNC, UPDATE, FrameError, kind_of, raw_of, save_frame
from ltoplan_widgets.document.live_core import Deliver
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.origin import ROOM
from ltoplan_widgets.document.plan_document import digest
from ltoplan_widgets.document.presence import HEARTBEAT_SECONDS

WRITE_ATTEMPTS = 3
AGAIN_SECONDS = 15.0
"""How often a file that could not be written is tried again."""

QUIET_SECONDS = 0.5
"""A save is asked for this long after the last edit ..."""

BUSY_SECONDS = 5.0
"""... and at the latest this long after the first unsaved one: every further edit puts off the server's own save."""

GREETING_SECONDS = 0.3
"""Newcomers are greeted within this time, not all at once: the server tells them nothing of those already there."""


class ConflictError(Exception):
    """The server holds another history of the document, which cannot be brought together with this one."""


class RoomConnection:
    """Frames in and out while a websocket lasts. Lives on the network thread's loop; no method may be called elsewhere."""

    def __init__(self, document: LiveDocument, socket: ClientConnection, count: EditCount, deliver: Deliver) -> None:
        """Wrap an open websocket."""
        self._document, self._socket, self._count, self._deliver = document, socket, count, deliver
        self._outgoing: asyncio.Queue[bytes] = asyncio.Queue()
        self._steps: deque[asyncio.Future[None]] = deque()
        self._saves: dict[int, asyncio.Future[str]] = {}
        self._unsaved = asyncio.Event()
        self._last_edit = 0.0
        self._again: asyncio.TimerHandle | None = None
        self.synced = asyncio.Event()

    async def run(self, patience: float) -> None:
        """Serve until the websocket ends; raises what ended it, and `TimeoutError` where no answer came in so many seconds."""
        first = self._ask_step()
        first.add_done_callback(lambda future: None if future.cancelled() else self.synced.set())
        self.send(self._document.presence_frame())
        tasks = [asyncio.create_task(work) for work in (self._receive(), self._transmit(), self._beat(), self._save_in_time(patience))]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._give_up()
            if self._again is not None:
                self._again.cancel()

    def send(self, frame: bytes) -> None:
        """Queue a frame; an update is a reason to ask for a save soon."""
        self._outgoing.put_nowait(frame)
        if kind_of(frame) == (SYNC, UPDATE):
            self.ask_for_save()

    def ask_for_save(self) -> None:
        """Have the file written soon."""
        self._last_edit = time.monotonic()
        self._unsaved.set()

    async def settle(self) -> None:
        """Wait until the server has taken in all that was queued so far.

        The server works through one client's frames in order, so its answer to a question asked now comes after the rest.
        """
        queued = self._count.queued
        await self._ask_step()
        self._count.confirm(queued)

    async def save(self) -> str:
        """Have the file written now; returns the server's ``success``, ``skipped`` or ``failed``."""
        request = len(self._saves) + 1
        self._saves[request] = asyncio.get_running_loop().create_future()
        self._outgoing.put_nowait(save_frame(request))
        return await self._saves[request]

    async def leave(self) -> None:
        """Say good-bye and close."""
        await self._outgoing.join()
        await self._socket.send(self._document.farewell())
        await self._socket.close()

    def _ask_step(self) -> "asyncio.Future[None]":
        step: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._steps.append(step)
        self._outgoing.put_nowait(self._document.hello())
        return step

    async def _transmit(self) -> None:
        while True:
            frame = await self._outgoing.get()
            try:
                await self._socket.send(frame)
            finally:
                self._outgoing.task_done()

    async def _receive(self) -> None:
        async for message in self._socket:
            if isinstance(message, bytes):
                self._take(message)
        raise ConnectionAbortedError  # a close without an error ends the iteration

    def _take(self, frame: bytes) -> None:
        try:
            kind, step = kind_of(frame)
            if kind == RAW:
                self._take_raw(raw_of(frame))
                return
            reply, newcomers = self._document.receive(frame, ROOM, deliver=self._deliver)
        except FrameError:  # a newer server may say more than this release understands
            return
        if reply is not None:
            self.send(reply)
        if newcomers:
            self._greet()
        if (kind, step) == (SYNC, STEP2) and self._steps:
            answered = self._steps.popleft()
            if not answered.done():
                answered.set_result(None)

    def _take_raw(self, message: dict[str, Any]) -> None:
        if message.get("type") == "conflict":
            raise ConflictError("the server holds another history of the plan, open the plan again")
        answer = self._saves.get(message.get("responseTo", 0))
        if message.get("type") == "save" and answer is not None and not answer.done():
            answer.set_result(str(message.get("status")))

    def _greet(self) -> None:
        pause = random.uniform(0, GREETING_SECONDS)  # noqa: S311 - no secret
        asyncio.get_running_loop().call_later(pause, lambda: self.send(self._document.presence_frame()))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            self.send(self._document.heartbeat())

    async def _save_in_time(self, patience: float) -> None:
        await asyncio.wait_for(self.synced.wait(), patience)
        if self._count.unsent:
            self.ask_for_save()
        while True:
            await self._unsaved.wait()
            await self._quiet()
            self._unsaved.clear()
            await self.settle()
            if await self.save() != "success":
                await asyncio.sleep(QUIET_SECONDS)
                self._unsaved.set()
            elif not await self._is_written():
                self._again = asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._unsaved.set)

    async def _is_written(self) -> bool:
        """Whether the file holds what is in the document; the stock server says "success" also where writing failed.

        Only after it wrote does it note the file's digest in the document. A file that was changed outside is merged by
        one save and written by the next.
        """
        for _ in range(WRITE_ATTEMPTS):
            await self.settle()  # the digest of what was written comes with the answer
            is_written = self._document.saved_digest == digest(await asyncio.to_thread(self._document.text)) or self._unsaved.is_set()
            if is_written:
                break
            await self.save()
        self._document.note_file(is_written=is_written)
        return is_written

    async def _quiet(self) -> None:
        latest = time.monotonic() + BUSY_SECONDS
        while (pause := min(self._last_edit + QUIET_SECONDS, latest) - time.monotonic()) > 0:  # noqa: ASYNC110 - every edit moves the end
            await asyncio.sleep(pause)

    def _give_up(self) -> None:
        waiting: list[asyncio.Future[Any]] = [*self._steps, *self._saves.values()]
        for future in waiting:
            if not future.done():
                future.set_exception(ConnectionAbortedError("the connection to the room ended"))
                future.exception()  # nobody may be waiting for it
