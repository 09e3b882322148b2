"""Ways between replicas that lose, repeat and reorder what they carry, one for each transport."""

import random
from collections.abc import Callable
from typing import Any

from pycrdt import Doc, create_sync_message, create_update_message, handle_sync_message

from ltoplan_widgets.document import relay as relay_module
from ltoplan_widgets.document.frame import SYNC, kind_of
from ltoplan_widgets.document.origin import ROOM
from ltoplan_widgets.document.plan_document import PlanDocument
from ltoplan_widgets.document.relay import Relay
from tests.python.document.replica import Replica

Message = Callable[[], None]


class Post:
    """What is under way: each message may be lost, come twice, or overtake others."""

    def __init__(self, rng: random.Random) -> None:
        self._rng, self._waiting = rng, []

    def send(self, message: Message) -> None:
        self._waiting.append(message)

    def deliver(self) -> None:
        """Deliver something that is under way, with every mishap of the post."""
        if not self._waiting:
            return
        message = self._waiting.pop(self._rng.randrange(len(self._waiting)))
        for _ in range(self._rng.choices((1, 0, 2), (8, 1, 1))[0]):
            message()

    def deliver_all(self) -> None:
        """Deliver what is under way in order, and what that leads to."""
        while self._waiting:
            self._waiting.pop(0)()

    def lose_all(self) -> None:
        self._waiting.clear()


class FrameMesh:
    """Frames of the y-protocol from everybody to everybody (T1 and T2 without a server in between)."""

    def __init__(self, replicas: list[Replica], rng: random.Random) -> None:
        self._replicas, self._rng, self._post = replicas, rng, Post(rng)
        for replica in replicas:
            replica.live.connect(lambda frame, origin, replica=replica: self._spread(replica, frame, origin))

    def step(self) -> None:
        self._rng.choices((self._post.deliver, self._resync, self._post.lose_all), (40, 2, 0.2))[0]()

    def settle(self) -> None:
        self._post.lose_all()
        for _ in range(2):
            for one in self._replicas:
                for other in self._replicas:
                    self._ask(one, other)

    def _spread(self, sender: Replica, frame: bytes, origin: str) -> None:
        for replica in self._replicas:
            if origin != "wire" and replica is not sender:
                self._post.send(lambda replica=replica: replica.live.receive(frame, "wire"))

    def _resync(self) -> None:
        self._ask(*self._rng.sample(self._replicas, 2))

    def _ask(self, one: Replica, other: Replica) -> None:
        reply, _ = one.live.receive(other.live.hello(), "wire")
        other.live.receive(reply, "wire")


class StockRoom:
    """A room as the stock server keeps it; connections keep the order but break, and the server forgets and restarts."""

    def __init__(self, replicas: list[Replica], rng: random.Random) -> None:
        self._replicas, self._rng = replicas, rng
        self._lines: dict[Replica, tuple[list[bytes], list[bytes]]] = {}
        self._document, self._stored = PlanDocument(Doc()), []
        self._open(replicas[0].live.text())
        for replica in replicas:
            replica.live.connect(lambda frame, origin, replica=replica: self._leave(replica, frame, origin))
            self._join(replica)

    def step(self) -> None:
        replica = self._rng.choice(self._replicas)
        acts = (self._carry_up, self._carry_down, self._join, self._cut, self._restart, self._save)
        self._rng.choices(acts, (20, 20, 2, 1, 0.3, 1))[0](replica)

    def settle(self) -> None:
        for replica in self._replicas:
            self._cut(replica)
            self._join(replica)
        for _ in range(3):
            for replica in self._replicas:
                while any(self._lines[replica]):
                    self._carry_up(replica)
                    self._carry_down(replica)
        assert self._document.text() == self._replicas[0].live.text()

    def _open(self, text: str) -> None:
        """As the server opens a room: its update store, else the file; and the file again where the two differ."""
        self._document, self._file = PlanDocument(Doc()), text
        for update in self._stored:
            self._document.ydoc.apply_update(update)
        if self._document.get() != text:
            self._document.set(text)
        self._stored = [self._document.ydoc.get_update()]
        self._document.ydoc.observe(lambda event: self._stored.append(event.update))

    def _save(self, _replica: Replica) -> None:
        self._file = self._document.get()

    def _restart(self, _replica: Replica) -> None:
        """The update store is whole; the file is as old as its last save."""
        self._lines.clear()
        self._open(self._file)

    def _cut(self, replica: Replica) -> None:
        self._lines.pop(replica, None)

    def _join(self, replica: Replica) -> None:
        self._lines[replica] = ([replica.live.hello()], [create_sync_message(self._document.ydoc)])

    def _leave(self, replica: Replica, frame: bytes, origin: str) -> None:
        if replica in self._lines and origin != ROOM and kind_of(frame)[0] == SYNC:
            self._lines[replica][0].append(frame)

    def _carry_up(self, replica: Replica) -> None:
        up, down = self._lines.get(replica, ([], []))
        if not up:
            return
        frame, updates = up.pop(0), []
        subscription = self._document.ydoc.observe(lambda event: updates.append(event.update))
        reply = handle_sync_message(frame[1:], self._document.ydoc)
        self._document.ydoc.unobserve(subscription)
        if reply is not None:
            down.append(reply)
        for other, (_, far) in self._lines.items():
            if other is not replica:
                far.extend(create_update_message(update) for update in updates)

    def _carry_down(self, replica: Replica) -> None:
        up, down = self._lines.get(replica, ([], []))
        if down:
            reply, _ = replica.live.receive(down.pop(0), ROOM)
            if reply is not None:
                up.append(reply)


class KernelRelay:
    """Browsers at one kernel by custom messages (T3): batched, addressed, and heard by every browser of the kernel."""

    def __init__(self, replicas: list[Replica], rng: random.Random, timers: "FakeTimers") -> None:
        self._kernel, *self._browsers = replicas
        self._rng, self._timers, self._post = rng, timers, Post(rng)
        self._relay = Relay(self._kernel.live)
        for browser in self._browsers:
            browser.live.connect(lambda frame, origin, browser=browser: self._tell(browser, frame, origin))
            self._hello(browser)

    def step(self) -> None:
        acts = (self._post.deliver, self._timers.run, lambda: self._hello(self._rng.choice(self._browsers)))
        self._rng.choices(acts, (30, 8, 2))[0]()

    def settle(self) -> None:
        for _ in range(3):
            for browser in self._browsers:
                self._hello(browser)
            self._post.deliver_all()
            self._timers.run()
            self._post.deliver_all()
        self._relay.close()

    def _hello(self, browser: Replica) -> None:
        self._up(browser, {"t": "hello"}, [])
        self._up(browser, {"t": "y"}, [browser.live.hello()])

    def _tell(self, browser: Replica, frame: bytes, origin: str) -> None:
        if origin != "relay" and kind_of(frame)[0] == SYNC:
            self._up(browser, {"t": "y"}, [frame])

    def _up(self, browser: Replica, content: dict[str, Any], buffers: list[bytes]) -> None:
        signed = content | {"from": browser.live.client, "to": ""}
        self._post.send(lambda: self._relay.receive(signed, buffers, self._down))

    def _down(self, content: dict[str, Any], buffers: list[bytes]) -> None:
        for browser in self._browsers:
            if content["from"] != browser.live.client and content["to"] in {"", browser.live.client}:
                self._post.send(lambda browser=browser: self._take(browser, buffers[0]))

    def _take(self, browser: Replica, frame: bytes) -> None:
        reply, _ = browser.live.receive(frame, "relay")
        if reply is not None:
            self._up(browser, {"t": "y"}, [reply])


class FakeTimers:
    """In place of the network thread: what waits for its time runs when a test says so."""

    def __init__(self, monkeypatch) -> None:
        self._waiting: list[Callable[[], None]] = []
        self.loop = self
        monkeypatch.setattr(relay_module, "network_thread", lambda: self)

    def call(self, work: Callable[..., None], *arguments: Any) -> None:
        work(*arguments)

    def call_later(self, _pause: float, callback: Callable[[], None]) -> None:
        self._waiting.append(callback)

    def run(self) -> None:
        waiting, self._waiting = self._waiting, []
        for callback in waiting:
            callback()
