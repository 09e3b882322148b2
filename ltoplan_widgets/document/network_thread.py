"""The one thread of this process that talks to servers: an asyncio loop that many documents share.

Being a daemon with its own loop it goes on while the main thread is busy, and never keeps the process alive. What
listeners do happens on a second thread, so that a slow one does not hold up the network.
"""

import asyncio
import os
import queue
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any

from ltoplan_widgets.document.live_core import renew_locks


class NetworkThread:
    """A running loop and a queue of deliveries."""

    def __init__(self) -> None:
        """Start both threads."""
        self.loop = asyncio.new_event_loop()
        self._deliveries: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self.loop.run_forever, name="ltoplan-network", daemon=True)
        self._thread.start()
        threading.Thread(target=self._deliver_all, name="ltoplan-listeners", daemon=True).start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        """Start a coroutine on the loop, from any thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def call(self, work: Callable[..., object], *arguments: object) -> None:
        """Call a function on the loop, from any thread."""
        self.loop.call_soon_threadsafe(work, *arguments)

    def deliver(self, work: Callable[[], None]) -> None:
        """Call a function on the listeners' thread, in order."""
        self._deliveries.put(work)

    def settle(self, timeout: float) -> bool:
        """Wait until everything that was delivered so far has been heard; False when that took too long."""
        done = threading.Event()
        self.deliver(done.set)
        return done.wait(timeout)

    def is_current(self) -> bool:
        """Whether this is the network thread itself."""
        return threading.current_thread() is self._thread

    def _deliver_all(self) -> None:
        while True:
            self._deliveries.get()()


_lock = threading.Lock()
_running: NetworkThread | None = None


def network_thread() -> NetworkThread:
    """The process's network thread, started when it is first asked for."""
    global _running  # noqa: PLW0603 - one a process is the point
    with _lock:
        if _running is None:
            _running = NetworkThread()
        return _running


def _after_fork() -> None:
    """The child has no copy of the parent's threads: it starts its own when it needs one."""
    global _running, _lock
    _running, _lock = None, threading.Lock()
    renew_locks()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
