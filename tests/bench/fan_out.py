"""How fast and how surely one person's edit reaches everybody in a room of the stock server.

Clients are websockets of one process that speak the room's protocol: each sends updates of a document of its own, whose values
carry who sent them and which they are, and notes when it sees the others'. Their processor time is not the server's.
"""

import asyncio
import contextlib
import os
import re
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pycrdt import Doc, Map, create_update_message
from tqdm import tqdm
from websockets.asyncio.client import ClientConnection, connect

from ltoplan_widgets import write_demo
from ltoplan_widgets.document.server_address import ServerAddress
from ltoplan_widgets.document.session import Session, ask_session
from tests.bench.table import table
from tests.live_server import LiveServer

SECTION = "Fan-out"
PACKAGES = ("jupyter_server_ydoc", "pycrdt", "pycrdt-websocket", "websockets")
CLIENTS = (10, 50, 100)
SECONDS = 10
GRACE_SECONDS = 5
EDITS_A_SECOND = 1.0
MARK = re.compile(rb"#(\d+):(\d+)#")
NO_UPDATE = bytes((0, 1, 2, 0, 0))
PLAN = "maple-oat-latte.ltoplan"


def measure(_stage: object, *, rounds: int, moves: int) -> str:  # noqa: ARG001 - the same call for every section
    """A table by number of clients; a server for each and each round."""
    found = [[_round(clients) for clients in CLIENTS] for _ in tqdm(range(rounds), desc=SECTION, unit="round")]
    rows = [_row(clients, of_rounds) for clients, of_rounds in zip(CLIENTS, zip(*found, strict=True), strict=True)]
    head = ("clients in the stock room", "deliveries a second", "p50 ms", "p95 ms", "p99 ms", "delivered", "server CPU of one core")
    return table(head, rows)


def _row(clients: int, rounds: Sequence[Sequence[float]]) -> tuple[str, ...]:
    p50, p95, p99, delivered, spent = (statistics.median(figures) for figures in zip(*rounds, strict=True))
    rate = clients * (clients - 1) * EDITS_A_SECOND
    return (f"{clients}", f"{rate:,.0f}", f"{p50:.0f}", f"{p95:.0f}", f"{p99:.0f}", f"{delivered:.1%}", f"{spent:.0%}")


def _round(clients: int) -> tuple[float, ...]:
    with tempfile.TemporaryDirectory(prefix="ltoplan-fan-out-", ignore_cleanup_errors=True) as home:
        root = Path(home) / "root"
        root.mkdir()
        write_demo(root)
        # a thread apart, as the browser's driver runs a loop in this one
        with LiveServer(root, Path(home)) as server, ThreadPoolExecutor(1) as apart:
            return apart.submit(asyncio.run, _Crowd(server, clients).run()).result()


class _Crowd:
    """Clients of one room."""

    def __init__(self, server: LiveServer, clients: int) -> None:
        self._server, self._clients = server, clients
        self._sent: dict[tuple[int, int], float] = {}
        self._latencies: list[float] = []

    async def run(self) -> tuple[float, ...]:
        """Everybody joins, edits for a while at a moment of their own, and listens a little longer."""
        address = ServerAddress(url=self._server.url, token=self._server.token)
        session = ask_session(address, PLAN)
        async with contextlib.AsyncExitStack() as stack:
            sockets = [await stack.enter_async_context(self._join(address, session)) for _ in range(self._clients)]
            listeners = [asyncio.create_task(self._listen(number, socket)) for number, socket in enumerate(sockets)]
            await asyncio.sleep(1)  # the first questions are answered before the clock starts
            before, began = self._server_seconds(), time.perf_counter()
            await asyncio.gather(*(self._edit(number, socket) for number, socket in enumerate(sockets)))
            spent = (self._server_seconds() - before) / (time.perf_counter() - began)
            await asyncio.sleep(GRACE_SECONDS)
            for listener in listeners:
                listener.cancel()
            await asyncio.gather(*listeners, return_exceptions=True)
        return self._figures(spent)

    def _join(self, address: ServerAddress, session: Session) -> connect:
        url = f"{address.websocket_url}api/collaboration/room/{session.room}?sessionId={session.sessionId}"
        return connect(url, additional_headers={"Authorization": f"token {address.token}"}, max_size=None, proxy=None)

    async def _listen(self, number: int, socket: ClientConnection) -> None:
        async for frame in socket:
            now = time.perf_counter()
            if isinstance(frame, bytes):
                if frame[:2] == b"\x00\x00":
                    await socket.send(NO_UPDATE)
                for client, edit in MARK.findall(frame):
                    if int(client) != number and (sent := self._sent.get((int(client), int(edit)))):
                        self._latencies.append(now - sent)

    async def _edit(self, number: int, socket: ClientConnection) -> None:
        doc: Doc[Any] = Doc()
        plan, pause = doc.get("plan", type=Map), 1 / EDITS_A_SECOND
        await asyncio.sleep(pause * number / self._clients)
        for edit in range(int(SECONDS * EDITS_A_SECOND)):
            before = doc.get_state()
            plan[f"bench {number}"] = f"#{number}:{edit}#"
            self._sent[number, edit] = time.perf_counter()
            await socket.send(create_update_message(doc.get_update(before)))
            await asyncio.sleep(pause)

    def _server_seconds(self) -> float:
        """Processor time of the server so far."""
        fields = Path(f"/proc/{self._server.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _figures(self, spent: float) -> tuple[float, ...]:
        """Three cuts of the latencies in ms, the share that was delivered, and the server's share of a core."""
        expected = len(self._sent) * (self._clients - 1)
        cuts = statistics.quantiles([1000 * one for one in self._latencies], n=100)
        return (cuts[49], cuts[94], cuts[98], len(self._latencies) / expected, spent)
