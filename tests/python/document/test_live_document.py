import queue
import sys
import threading

import pytest

from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.frame import FrameError, update_frame
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.origin import LOCAL
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.errors import PlanError
from tests.python.plan.plans import latte_plan


def opened(user="Ada", plan=None):
    live = LiveDocument(user=user)
    live.take_in(encode(plan or latte_plan()))
    return live


def joined(*lives):
    """Documents that hear each other at once, as over a wire."""
    for one in lives:
        for other in lives:
            if other is not one:
                one.connect(lambda frame, origin, other=other: other.receive(frame, "wire") if origin == LOCAL else None)
    for one in lives:
        for other in lives:
            if other is not one:
                other.receive(one.presence_frame(), "wire")


class Wire:
    """Carries frames between two documents on a thread of its own."""

    def __init__(self, one, other):
        self._frames = queue.SimpleQueue()
        one.connect(lambda frame, origin: self._frames.put((other, frame)) if origin == LOCAL else None)
        other.connect(lambda frame, origin: self._frames.put((one, frame)) if origin == LOCAL else None)
        self._thread = threading.Thread(target=self._carry)
        self._thread.start()

    def close(self):
        self._frames.put(None)
        self._thread.join(60)

    def _carry(self):
        while (item := self._frames.get()) is not None:
            live, frame = item
            live.receive(frame, "wire")


def test_a_change_is_told_with_old_new_author_and_reason():
    live, told = opened(), []
    live.observe(told.extend)
    live.apply(Edit(changes={"offers/latte/price": 6}, reason="milk"))
    [change] = told
    assert (change.path, change.old, change.new, change.author, change.reason) == ("offers/latte/price", 5.0, 6.0, "Ada", "milk")


def test_changes_of_others_name_their_author():
    ada, bob = opened("Ada"), opened("Bob")
    told = []
    joined(ada, bob)
    bob.observe(told.extend)
    ada.apply(Edit(changes={"campaigns/launch/overrides/2027-01-07": 9}))
    [change] = told
    assert (change.path, change.author) == ("campaigns/launch/overrides/2027-01-07", "Ada")
    assert change.new["author"] == "Ada"


def test_who_listens_later_does_not_hear_of_what_was_before():
    """What came over the wire is told on another thread, perhaps only when somebody new listens."""
    live, other, put_off, told = LiveDocument(), opened(), [], []
    frame = update_frame(other._document.ydoc.get_update())
    live.observe(lambda changes: told.append(("early", len(changes))))
    live.receive(frame, "wire", deliver=put_off.append)
    live.observe(lambda changes: told.append(("late", len(changes))))
    assert live.plan == latte_plan()
    for work in put_off:
        work()
    assert [who for who, _ in told] == ["early"]


def test_entries_that_come_and_go_are_told():
    live, told = opened(), []
    live.observe(told.extend)
    live.apply(Edit(changes={"offers/mocha": {"name": "Mocha"}}))
    live.apply(Edit(changes={"campaigns/launch/locations/N~11": True}))
    live.apply(Edit(changes={"campaigns/launch/locations/N~11": None}))
    live.apply(Edit(changes={"offers/mocha": None}))
    assert [change.path for change in told] == [
        "offers/mocha",
        "campaigns/launch/locations/N~11",
        "campaigns/launch/locations/N~11",
        "offers/mocha",
    ]
    assert [change.new is None for change in told] == [False, False, True, True]
    assert told[-1].old["name"] == "Mocha"


def test_what_is_told_is_a_copy():
    live, told = opened(), []
    live.observe(told.extend)
    live.apply(Edit(changes={"offers/mocha": {"name": "Mocha"}}))
    told[0].new["name"] = "spoilt"
    live.apply(Edit(changes={"offers/mocha/price": 1}))
    assert live.plan.offers["mocha"].name == "Mocha"


def test_an_edit_is_one_transaction():
    live, batches = opened(), []
    live.observe(batches.append)
    live.apply(Edit(changes={"name": "Autumn", "offers/mocha": {"name": "Mocha"}, "offers/mocha/price": 3}))
    assert len(batches) == 1
    assert live.plan.offers["mocha"].price == 3.0


def test_of_a_refused_edit_nothing_is_made():
    live = opened()
    before = live.text()
    for changes in (
        {"name": "Autumn", "offers/latte/price": -1},
        {"name": "Autumn", "offers/tea/price": 1},
        {"name": "Autumn", "campaigns/tea/overrides/2027-01-07": 1},
    ):
        with pytest.raises(PlanError):
            live.apply(Edit(changes=changes))
    assert live.text() == before


def test_an_edit_that_changes_nothing_tells_nobody():
    live, told = opened(), []
    live.observe(told.append)
    live.connect(lambda *frame: told.append(frame))
    live.apply(Edit(changes={"offers/latte/price": 5.0}))
    assert told == []


def test_a_plan_whose_file_cannot_be_read_cannot_be_edited():
    live = LiveDocument()
    live.take_in("{")
    with pytest.raises(PlanError, match="cannot be read"):
        live.apply(Edit(changes={"name": "Autumn"}))


def test_the_plan_is_the_same_object_until_it_changes():
    live = opened()
    before = live.plan
    assert live.plan is before
    live.apply(Edit(changes={"name": "Autumn"}))
    assert (before.name, live.plan.name) == ("Spring", "Autumn")
    assert live.plan.campaigns["launch"] is before.campaigns["launch"]


def test_a_bad_value_from_elsewhere_is_replaced_by_the_last_good_one():
    live, other = opened(), opened()
    other._document.roots["offers"]["latte"]["price"] = -3.0
    live.receive(update_frame(other._document.ydoc.get_update()), "wire")
    assert live.plan.offers["latte"].price == 5.0
    assert "offers/latte/price" in live.complaints[0]


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x00",
        b"\x07\x01\x00",
        b"\x00\x09\x00",
        b"\x00\x02\x05abc",
        update_frame(b"garbage"),
        update_frame(b"\x05\x01\x01\xff\xff\xff\xff\xff\x0f"),
    ],
)
def test_bytes_that_are_no_frame_change_nothing(frame):
    live = opened()
    before = live.text()
    with pytest.raises(FrameError):
        live.receive(frame, "wire")
    assert live.text() == before


def test_listeners_are_called_outside_the_lock_on_the_thread_of_the_change():
    live, seen = opened(), []

    def listen(_):
        other = threading.Thread(target=lambda: seen.append(live.plan.name))
        other.start()
        other.join(5)
        seen.append(threading.current_thread())

    live.observe(listen)
    live.apply(Edit(changes={"name": "Autumn"}))
    assert seen == ["Autumn", threading.current_thread()]


def test_a_listener_may_edit_and_one_that_fails_hurts_nobody(caplog):
    live, told = opened(), []

    def fail(_):
        raise ValueError("mine")

    live.observe(fail)
    live.observe(lambda changes: live.apply(Edit(changes={"notes": changes[0].new})) if changes[0].path == "name" else None)
    unsubscribe = live.observe(told.extend)
    live.apply(Edit(changes={"name": "Autumn"}))
    assert live.plan.notes == "Autumn"
    assert {change.path for change in told} == {"name", "notes"}
    assert "a listener of the plan failed" in caplog.text
    unsubscribe()
    live.apply(Edit(changes={"name": "Winter"}))
    assert len(told) == 2


def test_threads_edit_read_and_hear_each_other_without_losing_anything():
    """What shared types alone do not survive: four threads, two documents, a switch every ten microseconds."""
    one, other = opened(), opened()
    wire = Wire(one, other)
    told = []
    one.observe(told.extend)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)

    def work(live, place):
        for step in range(100):
            live.apply(Edit(changes={f"campaigns/launch/covariates/{place}-{step}": float(step)}))
            assert f"{place}-{step}" in live.plan.campaigns["launch"].covariates

    threads = [
        threading.Thread(target=work, args=(live, f"{name}{n}")) for name, live in (("one", one), ("other", other)) for n in range(2)
    ]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    finally:
        sys.setswitchinterval(before)
        wire.close()
    assert len(one.plan.campaigns["launch"].covariates) == 400
    assert one.text() == other.text()
    assert len({change.path for change in told}) == 400


def test_every_operation_reaches_the_wire_in_order_so_that_nobody_sees_a_gap():
    """Also what is written beside the plan, and whichever of several threads is quicker."""
    live, other = opened(), LiveDocument()
    frames = []
    live.connect(lambda frame, _: frames.append(frame))
    other.receive(update_frame(live._document.ydoc.get_update()), "wire")
    other.connect(lambda *_: None)

    def work(place):
        for step in range(50):
            live.apply(Edit(changes={f"campaigns/launch/covariates/{place}-{step}": float(step)}))
            live.confirm_saved(live.hand_out())

    threads = [threading.Thread(target=work, args=(place,)) for place in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for frame in frames:
        other.receive(frame, "wire")
        assert other._content._gaps == {}
    assert other.text() == live.text()
