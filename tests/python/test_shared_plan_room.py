"""`open_plan` where a Jupyter server with collaboration holds the plan, found as a kernel finds it."""

import json
import subprocess
import sys
import threading
import time

import pytest

from ltoplan_widgets.document import server_address
from ltoplan_widgets.plan.codec import decode, encode
from ltoplan_widgets.plan.errors import ConnectionRefusedByServerError, PlanError
from ltoplan_widgets.shared_plan import open_plan
from tests.live_server import LiveServer
from tests.python import chain


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    base = tmp_path_factory.mktemp("shared")
    (base / "root/season").mkdir(parents=True)
    with LiveServer(base / "root", base / "home") as one:
        yield one


@pytest.fixture
def kernel(server, monkeypatch):
    """The environment of a kernel of that server, in a folder that it serves."""
    [runtime] = (server.home / "runtime").glob("jpserver-*.json")
    for name in ("LTOPLAN_SERVER_URL", "LTOPLAN_TOKEN", "JUPYTERHUB_SERVICE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(server_address, "jupyter_runtime_dir", lambda: str(runtime.parent))
    monkeypatch.setenv("JPY_PARENT_PID", runtime.stem.removeprefix("jpserver-"))
    monkeypatch.chdir(server.root / "season")
    return server


@pytest.fixture
def path(server, request):
    name = f"{request.node.name}.ltoplan"
    (server.root / "season" / name).write_text(encode(chain.plan()))
    return name


def awaited(condition, seconds=15.0):
    """Wait for a file, which announces nothing."""
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        pause.wait(0.02)
    return condition()


def test_a_kernel_finds_its_server_and_joins_the_room(kernel, path):
    with open_plan(path, user="Ada") as plan:
        assert plan.state == "live"
        assert plan.plan == chain.plan()
        assert plan.complaints == ()
        assert plan.link["path"] == f"season/{path}"
        assert plan.link["kernel_live"] is True
        assert plan.link["document"] == "text:ltoplan:" + plan.link["session"]["fileId"]
        assert kernel.token not in json.dumps(plan.link) + repr(plan)


def test_two_plans_of_one_file_are_one(kernel, path):
    with open_plan(path, user="Ada") as ada, open_plan(path, user="Bob") as bob:
        assert ada.link["document"] == bob.link["document"]
        assert awaited(lambda: ada.people and bob.people, 3)
        heard = threading.Event()
        changes = []
        bob.observe(lambda change: (changes.append(change), heard.set()), field="campaigns/launch/overrides")
        ada.set("campaigns/launch/overrides/2027-01-07", 1200, reason="a flight")
        assert heard.wait(5)
        assert (changes[0].author, changes[0].new["author"], changes[0].new["reason"]) == ("Ada", "Ada", "a flight")
        ada.save()
        assert decode((kernel.root / "season" / path).read_text()).campaigns["launch"].overrides["2027-01-07"].units == 1200.0


@pytest.mark.usefixtures("kernel")
def test_the_outlook_follows_what_others_do(path):
    history, library = chain.history(), chain.library()
    with open_plan(path, history=history, library=library) as ada, open_plan(path) as bob:
        before, arrived = ada.outlook, threading.Event()
        ada.observe_outlook(lambda outlook: arrived.set() if outlook.offer.unit_cost == 4.0 else None)
        bob.set("offers/latte/unit_cost", 4)
        assert arrived.wait(30)
        assert ada.outlook.order.critical_ratio < before.order.critical_ratio


def test_another_process_sees_and_edits_the_same_plan(kernel, path):
    code = (
        "import sys, threading; from ltoplan_widgets.shared_plan import open_plan\n"
        "plan = open_plan(sys.argv[1], server=sys.argv[2], token=sys.argv[3], user='Bob')\n"
        "seen = threading.Event(); plan.observe(lambda change: seen.set() if change.new == 6.0 else None, field='offers/latte/price')\n"
        "plan.set('name', 'Bob is here'); plan.flush(); assert seen.wait(20); plan.set('offers/latte/price', 7); plan.save(); plan.close()\n"
    )
    with open_plan(path, user="Ada") as plan:
        here, answered = threading.Event(), threading.Event()
        plan.observe(lambda _: here.set(), field="name")
        plan.observe(lambda change: answered.set() if change.new == 7.0 else None, field="offers/latte/price")
        other = subprocess.Popen([sys.executable, "-c", code, f"season/{path}", kernel.url, kernel.token])
        assert here.wait(30)
        plan.set("offers/latte/price", 6)
        assert answered.wait(30)
        assert other.wait(30) == 0


@pytest.mark.usefixtures("kernel")
def test_a_missing_file_is_named_and_made_on_request(request):
    name = f"{request.node.name}.ltoplan"
    with pytest.raises(PlanError, match="there is no such file"):
        open_plan(name)
    with open_plan(name, create=True) as plan:
        assert plan.state == "live"
        assert plan.plan.name == request.node.name


def test_a_missing_file_on_a_server_that_is_only_known_by_address_is_refused(kernel, monkeypatch):
    monkeypatch.delenv("JPY_PARENT_PID")
    with pytest.raises(ConnectionRefusedByServerError, match=r"nothing\.ltoplan"):
        open_plan("season/nothing.ltoplan", server=kernel.url, token=kernel.token)


def test_a_wrong_token_is_refused_where_the_server_was_asked_for_and_complained_of_where_not(kernel, path, monkeypatch):
    with pytest.raises(ConnectionRefusedByServerError, match="says no") as refused:
        open_plan(path, server=kernel.url, token="wr0ng")
    assert "wr0ng" not in str(refused.value)
    monkeypatch.setenv("LTOPLAN_SERVER_URL", kernel.url)
    monkeypatch.setenv("LTOPLAN_TOKEN", "wr0ng")
    with open_plan(path) as plan:
        assert plan.state == "local"
        assert "says no" in plan.complaints[0]


@pytest.mark.usefixtures("kernel")
def test_a_file_outside_the_server_s_folder_is_a_local_one(tmp_path):
    (tmp_path / "away.ltoplan").write_text(encode(chain.plan()))
    with open_plan(tmp_path / "away.ltoplan") as plan:
        assert plan.state == "local"
        assert "outside the folder" in plan.complaints[0]


@pytest.mark.usefixtures("kernel")
def test_a_file_and_a_room_on_the_same_plan_meet_on_disk(path, monkeypatch):
    """One kernel in the room, one that knows of no server: both edit, the file brings them together."""
    with open_plan(path) as live:
        live.save()
        monkeypatch.delenv("JPY_PARENT_PID")
        with open_plan(path) as local:
            assert (live.state, local.state) == ("live", "local")
            local.set("name", "Autumn")
            live.set("offers/latte/price", 6)
            assert awaited(lambda: live.plan.name == local.plan.name == "Autumn")
            assert awaited(lambda: live.plan.offers["latte"].price == local.plan.offers["latte"].price == 6.0)


def test_a_broken_file_is_refused_by_name(kernel, request):
    path = kernel.root / "season" / f"{request.node.name}.ltoplan"
    path.write_text("{")
    with pytest.raises(PlanError, match="not JSON"):
        open_plan(path)
    assert path.read_text() == "{"


def test_a_file_that_is_gone_is_said_and_edits_go_on(kernel, path):
    """The stock server answers "success" also where it could not write."""
    file = kernel.root / "season" / path
    with open_plan(path, user="Ada") as plan:
        plan.save()
        text = file.read_text()
        file.unlink()
        plan.set("name", "Spring, without a file")
        assert awaited(lambda: any("does not write the plan's file" in one for one in plan.complaints))
        assert (plan.state, plan.plan.name) == ("live", "Spring, without a file")
        file.write_text(text)
        plan.set("notes", "It is back")
        assert awaited(lambda: plan.complaints == ())
        assert decode(file.read_text()).name == "Spring, without a file"
