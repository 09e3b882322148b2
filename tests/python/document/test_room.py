"""Kernels in a room of a real Jupyter server with jupyter-collaboration."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from ltoplan_widgets.document import back_off
from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.room import Room
from ltoplan_widgets.document.server_address import ServerAddress
from ltoplan_widgets.plan.codec import decode, encode
from ltoplan_widgets.plan.errors import ConnectionRefusedByServerError, NotReadyError, PlanError
from tests.live_server import LiveServer
from tests.python.plan.plans import latte_plan

PATH = "sub dir/plän 1.ltoplan"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    base = tmp_path_factory.mktemp("room")
    (base / "root/sub dir").mkdir(parents=True)
    one = LiveServer(base / "root", base / "home", base_url="/u/x/")
    with one:
        yield one


@pytest.fixture
def path(server, request):
    """A plan of its own for each test."""
    name = f"sub dir/plän {abs(hash(request.node.name))}.ltoplan"
    (server.root / name).write_text(encode(latte_plan()))
    return name


@pytest.fixture
def joined(server, path):
    rooms = []

    def join(user="Ada", at=path, token=server.token):
        live = LiveDocument(user=user)
        rooms.append(Room(live, ServerAddress(url=server.url, token=token), at))
        return live, rooms[-1]

    yield join
    for room in rooms:
        room.close()


def ready(pair):
    pair[1].ready(20)
    return pair


def heard(live, condition):
    """An event that is set once the plan is as wanted."""
    event = threading.Event()
    live.observe(lambda _: event.set() if condition(live.plan) else None)
    if condition(live.plan):
        event.set()
    return event


def awaited(condition, seconds=15.0):
    """Wait for a file or a server, which announce nothing."""
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        pause.wait(0.02)
    return condition()


def price(value):
    return lambda plan: plan.offers["latte"].price == value


def on_disk(server, path):
    """The plan in the file; the server writes in place, so that a reader may come upon half of it."""
    pause = threading.Event()
    for _ in range(50):
        with contextlib.suppress(PlanError):
            return decode((server.root / path).read_text())
        pause.wait(0.02)
    return decode((server.root / path).read_text())


def test_the_room_s_plan_arrives(joined):
    live, room = ready(joined())
    assert live.plan == latte_plan()
    assert room.state == "live"
    assert room.is_live
    assert room.session.room.startswith("text:ltoplan:")


def test_two_see_each_other_and_the_file_follows(server, path, joined):
    ada, room = ready(joined("Ada"))
    bob, _ = ready(joined("Bob"))
    assert awaited(lambda: [state["user"]["name"] for state in bob.others().values()] == ["Ada"], 3)
    assert awaited(lambda: [state["user"]["name"] for state in ada.others().values()] == ["Bob"], 3)
    told = []
    bob.observe(told.extend)
    arrived = heard(bob, price(6.0))
    ada.apply(Edit(changes={"offers/latte/price": 6, "campaigns/launch/overrides/2027-01-07": 1200}, reason="milk"))
    room.flush()
    assert arrived.wait(5)
    assert {change.author for change in told} == {"Ada"}
    assert awaited(lambda: price(6.0)(on_disk(server, path)))
    bob.publish("cursor", {"chart": "fan", "x": 1.0})
    assert awaited(lambda: any(state.get("cursor") == {"chart": "fan", "x": 1.0} for state in ada.others().values()), 3)


def test_saved_means_on_disk(server, path, joined):
    live, room = ready(joined())
    for step in range(3):
        live.apply(Edit(changes={"offers/latte/price": float(step)}))
        room.save()
        assert price(float(step))(on_disk(server, path))


def test_continuous_editing_is_saved_all_the_same(server, path, joined):
    """Every edit puts off the server's own save; the room asks for one after five seconds at the latest."""
    live, _ = ready(joined())
    end, step, pause = time.monotonic() + 8, 0, threading.Event()
    while time.monotonic() < end and price(5.0)(on_disk(server, path)):
        step += 1
        live.apply(Edit(changes={"offers/latte/price": 100.0 + step}))
        pause.wait(0.2)
    assert not price(5.0)(on_disk(server, path))


def test_an_outside_edit_beside_a_live_one_keeps_both_here_and_on_disk(server, path, joined):
    ada, room = ready(joined("Ada"))
    bob, _ = ready(joined("Bob"))
    room.save()
    arrived = heard(bob, lambda plan: plan.name == "Autumn" and plan.offers["latte"].price == 6.0)
    ada.apply(Edit(changes={"offers/latte/price": 6}))
    file = server.root / path
    file.write_text(file.read_text().replace('"name": "Spring"', '"name": "Autumn"'))
    assert arrived.wait(15)
    assert awaited(lambda: on_disk(server, path).name == "Autumn" and price(6.0)(on_disk(server, path)))


def test_a_broken_file_is_reported_in_the_room_and_harms_nothing(server, path, joined):
    live, room = ready(joined())
    room.save()
    live.apply(Edit(changes={"offers/latte/price": 6}))
    room.save()
    (server.root / path).write_text("<<<<<<< HEAD")
    assert awaited(lambda: any("not JSON" in complaint for complaint in live.complaints))
    assert price(6.0)(live.plan)
    (server.root / path).write_text(encode(latte_plan()).replace('"name": "Spring"', '"name": "Mended"'))
    assert awaited(lambda: live.plan.name == "Mended")
    assert live.complaints == ()


def test_a_file_that_is_no_plan_opens_empty_and_stays_as_it_is(server, path, joined):
    (server.root / path).write_text("{ <<<<<<< HEAD")
    live, room = ready(joined())
    assert live.is_empty
    assert "not JSON" in live.complaints[0]
    room.flush()
    assert (server.root / path).read_text() == "{ <<<<<<< HEAD"


def test_a_missing_file_is_refused(joined):
    _, room = joined(at="sub dir/nothing.ltoplan")
    with pytest.raises(ConnectionRefusedByServerError, match=r"nothing\.ltoplan"):
        room.ready(20)
    with pytest.raises(ConnectionRefusedByServerError):
        room.flush()


def test_a_wrong_token_is_refused_without_being_told(joined):
    _, room = joined(token="wr0ng-t0ken")
    with pytest.raises(ConnectionRefusedByServerError, match="says no") as refused:
        room.ready(20)
    assert "wr0ng-t0ken" not in f"{refused.value} {room.state} {vars(room)}"


def test_a_closed_room_says_so_and_the_others_know(joined):
    ada, _ = ready(joined("Ada"))
    _, room = ready(joined("Bob"))
    assert awaited(lambda: len(ada.others()) == 1, 3)
    room.close()
    room.close()
    assert awaited(lambda: ada.others() == {}, 3)
    assert room.state == "closed"
    with pytest.raises(NotReadyError, match="closed"):
        room.flush()


def test_a_room_that_never_heard_the_first_question_is_asked_again(joined, monkeypatch):
    """A server may lose a frame while it opens the room: without a limit the plan would never arrive."""
    monkeypatch.setattr(back_off, "PATIENCE_SECONDS", 0.5)
    asked, hello = [], LiveDocument.hello

    def first_is_lost(live):
        asked.append(live)
        return hello(live) if len(asked) > 1 else live.heartbeat()

    monkeypatch.setattr(LiveDocument, "hello", first_is_lost)
    live, room = joined()
    room.ready(20)
    assert room.state == "live"
    assert not live.is_empty


def test_states_are_told(joined):
    _, room = joined()
    states, live = [], threading.Event()
    room.observe_state(lambda state: (states.append(state), live.set()))
    room.ready(20)
    assert live.wait(5)
    assert states == ["live"]


def test_a_busy_main_thread_stops_nothing(joined):
    ada, _ = ready(joined("Ada"))
    bob, _ = ready(joined("Bob"))
    ping = heard(ada, price(7.0))
    bob.observe(lambda changes: bob.apply(Edit(changes={"offers/latte/price": 7})) if changes[0].new == 6.0 else None)
    ada.apply(Edit(changes={"offers/latte/price": 6}))
    end = time.monotonic() + 20
    while not ping.is_set() and time.monotonic() < end:
        sum(range(10_000))  # a cell that computes, and never waits
    assert ping.is_set()


def test_another_process_joins_and_leaves_without_a_trace(server, path, joined):
    ada, room = ready(joined("Ada"))
    code = (
        "import sys; from ltoplan_widgets.document.live_document import LiveDocument; from ltoplan_widgets.document.room import Room;"
        "from ltoplan_widgets.document.server_address import ServerAddress; from ltoplan_widgets.document.edit import Edit;"
        "live = LiveDocument(user='Bob'); room = Room(live, ServerAddress(url=sys.argv[1], token=sys.argv[2]), sys.argv[3]); room.ready(20);"
        "live.apply(Edit(changes={'offers/latte/price': live.plan.offers['latte'].price + 1}))"
    )
    people = []
    ada.observe_presence(lambda: people.append(len(ada.others())))
    ada.apply(Edit(changes={"offers/latte/price": 41}))
    room.flush()
    arrived = heard(ada, price(42.0))
    subprocess.run([sys.executable, "-c", code, server.url, server.token, path], check=True, timeout=60)
    assert arrived.wait(5)
    assert awaited(lambda: ada.others() == {}, 3)
    assert max(people, default=0) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_is_told_to_open_the_plan_again(joined):
    live, room = ready(joined())
    child = os.fork()
    if child == 0:
        try:
            room.flush(1)
            os._exit(1)
        except ConnectionRefusedByServerError as error:
            os._exit(0 if "forked" in str(error) and live.plan == latte_plan() else 2)
        finally:
            os._exit(3)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    live.apply(Edit(changes={"offers/latte/price": 6}))
    room.flush()
    assert room.state == "live"


# Faults, each with a server of its own


@pytest.fixture
def mortal(tmp_path):
    (tmp_path / "root").mkdir()
    (tmp_path / "root/plan.ltoplan").write_text(encode(latte_plan()))
    with LiveServer(tmp_path / "root", tmp_path / "home") as one:
        yield one


@pytest.fixture
def guests(mortal):
    rooms = []

    def join(user):
        live = LiveDocument(user=user)
        rooms.append(Room(live, ServerAddress(url=mortal.url, token=mortal.token), "plan.ltoplan"))
        rooms[-1].ready(20)
        return live, rooms[-1]

    yield join
    for room in rooms:
        room.close()


def test_a_killed_server_loses_nothing_that_reached_it(mortal, guests):
    ada, one = guests("Ada")
    bob, other = guests("Bob")
    for step in range(40):
        ada.apply(Edit(changes={f"campaigns/launch/covariates/before-{step}": 1.0}))
    one.flush()
    mortal.kill()
    for step in range(40):
        ada.apply(Edit(changes={f"campaigns/launch/covariates/while-{step}": 1.0}))
        bob.apply(Edit(changes={f"campaigns/launch/covariates/too-{step}": 1.0}))
    assert awaited(lambda: one.state == other.state == "offline")
    assert one.unsent == 40
    with pytest.raises(NotReadyError, match="40 unsent"):
        one.flush(0.5)
    mortal.start()
    one.flush(20)
    other.flush(20)
    one.flush(20)
    assert len(ada.plan.campaigns["launch"].covariates) == 120
    assert ada.text() == bob.text()
    one.save()
    assert len(on_disk(mortal, "plan.ltoplan").campaigns["launch"].covariates) == 120


def test_a_killed_server_and_kernel_lose_nothing_that_reached_the_update_store(mortal, guests):
    ada, room = guests("Ada")
    for step in range(80):
        ada.apply(Edit(changes={f"campaigns/launch/covariates/key-{step}": 1.0}))
    room.flush()
    assert awaited(lambda: _stores(mortal, [f"key-{step}" for step in range(80)]))
    mortal.kill()
    room.close()
    mortal.start()
    again, room = guests("Ada")
    assert len(again.plan.campaigns["launch"].covariates) == 80
    room.save()
    assert len(on_disk(mortal, "plan.ltoplan").campaigns["launch"].covariates) == 80


def _stores(server, keys):
    """Whether the update store holds an edit of each key."""
    with contextlib.closing(sqlite3.connect(f"file:{server.home / 'updates.db'}?mode=ro", uri=True)) as store:
        updates = [row[0] for row in store.execute("SELECT yupdate FROM yupdates")]
    return all(any(bytes([len(key)]) + key.encode() in update for update in updates) for key in keys)


def test_a_server_that_forgot_its_sessions_is_asked_again(mortal, guests):
    ada, room = guests("Ada")
    session = room.session
    room.save()
    mortal.kill()
    for file in mortal.root.rglob("collaboration_sessions.json"):
        file.unlink()
    ada.apply(Edit(changes={"offers/latte/price": 6}))
    mortal.start()
    room.flush(20)
    assert room.session.sessionId != session.sessionId
    room.save()
    assert price(6.0)(on_disk(mortal, "plan.ltoplan"))


def test_a_server_that_lost_its_update_store_and_had_its_file_changed_agrees_with_who_comes_back(mortal, guests):
    """The room is rebuilt from another file: two histories of one plan, which must end as one."""
    ada, one = guests("Ada")
    bob, other = guests("Bob")
    ada.apply(Edit(changes={"offers/latte/price": 6}))
    one.save()
    mortal.kill()
    for file in mortal.home.glob("updates.db*"):
        file.unlink()
    file = mortal.root / "plan.ltoplan"
    file.write_text(file.read_text().replace('"name": "Spring"', '"name": "Autumn"'))
    ada.apply(Edit(changes={"offers/latte/unit_cost": 1}))
    mortal.start()
    for room in (one, other, one):
        room.flush(20)
    assert ada.text() == bob.text()
    one.save()
    assert file.read_text() == ada.text()
