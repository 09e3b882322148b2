import threading

import pytest

from ltoplan_widgets.document import relay as module
from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.frame import MAX_RELAYED_BYTES, SYNC, UPDATE, kind_of, update_frame
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.origin import LOCAL
from ltoplan_widgets.document.relay import Relay
from ltoplan_widgets.plan.codec import encode
from tests.python.plan.plans import latte_plan


class Browser:
    """A page that hears everything its kernel sends, as every page does, and reads only what is for it."""

    def __init__(self, relay, comm, *, name):
        self.live, self.relay, self.comm = LiveDocument(user=name), relay, comm
        self.received, self.heard = [], threading.Event()
        comm.pages.append(self)
        self.live.connect(lambda frame, origin: self.say("y", frame) if origin == LOCAL else None)

    @property
    def id(self):
        return self.live.client

    def join(self):
        self.say("hello")
        self.say("y", self.live.hello())
        self.say("y", self.live.presence_frame())

    def say(self, kind, *frames):
        self.relay.receive({"t": kind, "from": self.id, "to": ""}, list(frames), self.comm.send)

    def hear(self, content, buffers):
        if content["from"] == self.id or content["to"] not in ("", self.id):
            return
        self.received.append(content)
        reply, _ = self.live.receive(buffers[0], "kernel")
        if reply:
            self.say("y", reply)
        self.heard.set()


class Comm:
    """One widget's way to the browsers: every page of the kernel gets every message."""

    def __init__(self):
        self.pages, self.sent = [], []

    def send(self, content, buffers):
        self.sent.append((content, buffers))
        for page in self.pages:
            page.hear(content, buffers)


@pytest.fixture
def kernel():
    live = LiveDocument(user="Kernel")
    live.take_in(encode(latte_plan()))
    relay = Relay(live)
    yield live, relay
    relay.close()


def updates(comm):
    return [buffers[0] for _, buffers in comm.sent if kind_of(buffers[0]) == (SYNC, UPDATE)]


def awaited(condition):
    """Wait for what the sending window puts off."""
    deadline = threading.Event()
    for _ in range(200):
        if condition():
            return True
        deadline.wait(0.01)
    return condition()


def test_a_browser_that_says_hello_gets_plan_and_people(kernel):
    live, relay = kernel
    ada = Browser(relay, Comm(), name="Ada")
    ada.join()
    assert ada.live.plan == latte_plan()
    assert [state["user"]["name"] for state in ada.live.others().values()] == ["Kernel"]
    assert [state["user"]["name"] for state in live.others().values()] == ["Ada"]


def test_edits_reach_kernel_and_other_browsers(kernel):
    live, relay = kernel
    comm = Comm()
    ada, bob = Browser(relay, comm, name="Ada"), Browser(relay, comm, name="Bob")
    ada.join()
    bob.join()
    told = []
    live.observe(told.extend)
    ada.live.apply(Edit(changes={"offers/latte/price": 6}))
    assert live.plan.offers["latte"].price == 6.0
    assert told[0].author == "Ada"
    assert awaited(lambda: bob.live.plan.offers["latte"].price == 6.0)
    live.apply(Edit(changes={"name": "Autumn"}))
    assert awaited(lambda: ada.live.plan.name == bob.live.plan.name == "Autumn")


def test_browsers_on_different_widgets_hear_each_other_once_over_each_way(kernel):
    _, relay = kernel
    one, other = Comm(), Comm()
    ada, bob, eve = (Browser(relay, comm, name=name) for comm, name in ((one, "Ada"), (other, "Bob"), (other, "Eve")))
    for page in (ada, bob, eve):
        page.join()
    assert awaited(lambda: len(eve.live.others()) == 3)
    before = len(updates(other))
    ada.live.apply(Edit(changes={"name": "Autumn"}))
    assert awaited(lambda: bob.live.plan.name == eve.live.plan.name == "Autumn")
    assert len(updates(other)) == before + 1


def test_people_are_passed_on(kernel):
    _, relay = kernel
    comm = Comm()
    ada, bob = Browser(relay, comm, name="Ada"), Browser(relay, comm, name="Bob")
    ada.join()
    bob.join()
    ada.live.publish("cursor", {"chart": "fan", "x": 3.0})
    assert awaited(lambda: bob.live.others().get(ada.id, {}).get("cursor") == {"chart": "fan", "x": 3.0})


def test_a_cursor_that_hurries_is_sent_at_the_pace_of_the_window(kernel):
    live, relay = kernel
    comm = Comm()
    ada = Browser(relay, comm, name="Ada")
    ada.join()
    assert awaited(lambda: not relay._people)
    before = len(comm.sent)
    for step in range(200):
        live.publish("cursor", {"x": float(step)})
    assert awaited(lambda: ada.live.others()[live.client].get("cursor") == {"x": 199.0})
    assert len(comm.sent) - before < 50


def test_who_leaves_the_room_leaves_the_browsers(kernel):
    live, relay = kernel
    ada, bob = Browser(relay, Comm(), name="Ada"), LiveDocument(user="Bob")
    ada.join()
    live.receive(bob.presence_frame(), "room")
    assert awaited(lambda: bob.client in ada.live.others())
    live.receive(bob.farewell(), "room")
    assert awaited(lambda: bob.client not in ada.live.others())


def test_replies_are_for_the_one_who_asked(kernel):
    _, relay = kernel
    comm = Comm()
    ada, bob = Browser(relay, comm, name="Ada"), Browser(relay, comm, name="Bob")
    ada.join()
    assert {content["to"] for content, _ in comm.sent} <= {ada.id, ""}
    assert all(content["to"] == "" for content in bob.received)


def test_nothing_is_sent_before_somebody_listens(kernel):
    live, relay = kernel
    comm = Comm()
    detach = relay.attach(comm.send)
    live.apply(Edit(changes={"name": "Autumn"}))
    assert comm.sent == []
    detach()


def test_what_is_detached_or_silent_gets_nothing_more(kernel, monkeypatch):
    live, relay = kernel
    one, other = Comm(), Comm()
    detach = relay.attach(one.send)
    ada, bob = Browser(relay, one, name="Ada"), Browser(relay, other, name="Bob")
    ada.join()
    bob.join()
    detach()
    assert awaited(lambda: not relay._updates and not relay._people)
    count, now = len(one.sent), module.time.monotonic()
    monkeypatch.setattr(module.time, "monotonic", lambda: now + module.SILENT_SECONDS - 1)
    live.apply(Edit(changes={"name": "Autumn"}))
    assert awaited(lambda: bob.live.plan.name == "Autumn")
    assert len(one.sent) == count
    monkeypatch.setattr(module.time, "monotonic", lambda: now + module.SILENT_SECONDS + 1)
    count = len(other.sent)
    live.apply(Edit(changes={"name": "Winter"}))
    assert len(other.sent) == count
    bob.join()
    assert bob.live.plan.name == "Winter"


def test_a_burst_goes_out_as_a_few_messages(kernel):
    live, relay = kernel
    comm = Comm()
    ada = Browser(relay, comm, name="Ada")
    ada.join()
    assert awaited(lambda: not relay._updates and not relay._people)
    before = len(comm.sent)
    for step in range(200):
        live.apply(Edit(changes={"campaigns/launch/demand_mean": float(step)}))
    assert awaited(lambda: ada.live.plan.campaigns["launch"].demand_mean == 199.0)
    assert len(comm.sent) - before < 50


@pytest.mark.parametrize(
    ("content", "buffers"),
    [
        ({}, []),
        ({"t": "y"}, [b"\x00\x00\x01\x00"]),
        ({"t": "y", "from": 5}, [b"\x00\x00\x01\x00"]),
        ({"t": "y", "from": "7"}, []),
        ({"t": "y", "from": "7"}, [b""]),
        ({"t": "y", "from": "7"}, [b"\x09\x09"]),
        ({"t": "y", "from": "7"}, [update_frame(b"garbage")]),
        ({"t": "y", "from": "7"}, [b"\x01\x02\x05\x05"]),
        ({"t": "y", "from": "7"}, [memoryview(update_frame(b"\x00\x00"))]),
        ({"t": "y", "from": "7"}, [b"\x00" * (MAX_RELAYED_BYTES + 1)]),
        ({"t": "zzz", "from": "7"}, [b"x"]),
    ],
)
def test_messages_that_are_broken_or_not_ours_are_left_alone(kernel, content, buffers):
    live, relay = kernel
    comm, before = Comm(), live.text()
    relay.receive(content, buffers, comm.send)
    assert live.text() == before
    assert comm.sent == []


def test_a_frame_of_the_kernel_names_the_kernel(kernel):
    live, relay = kernel
    comm = Comm()
    Browser(relay, comm, name="Ada").join()
    assert {content["from"] for content, buffers in comm.sent if kind_of(buffers[0])[0] == 0} == {live.client}
