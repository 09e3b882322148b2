import gc
import json
import sys
import threading
import weakref
from datetime import date

import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets import shared_plan as module
from ltoplan_widgets.document.frame import update_frame
from ltoplan_widgets.document.plan_document import PlanDocument
from ltoplan_widgets.plan.codec import decode, encode
from ltoplan_widgets.plan.errors import ConnectionRefusedByServerError, InputError, LtoPlanError, PlanClosedError, PlanError, ReadOnlyError
from ltoplan_widgets.plan.visualization import Visualization
from ltoplan_widgets.shared_plan import open_plan
from tests.live_server import free_port
from tests.python import chain

OVERRIDE = "campaigns/launch/overrides/2027-01-07"


@pytest.fixture(scope="module")
def history():
    return chain.history()


@pytest.fixture(scope="module")
def library():
    return chain.library()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("JPY_PARENT_PID", "LTOPLAN_SERVER_URL", "LTOPLAN_TOKEN", "JUPYTERHUB_SERVICE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spring.ltoplan").write_text(encode(chain.plan()))
    return tmp_path


@pytest.fixture
def shared(folder, history, library):
    with open_plan(folder / "spring.ltoplan", history=history, library=library, user="Ada") as plan:
        yield plan


# Opening


def test_a_plan_is_open_on_its_file_where_there_is_no_server(shared, folder):
    assert shared.state == "local"
    assert shared.plan == chain.plan()
    assert shared.user == "Ada"
    assert shared.complaints == ()
    shared.set("offers/latte/price", 6)
    shared.flush()
    assert decode((folder / "spring.ltoplan").read_text()).offers["latte"].price == 6.0
    assert "Spring" in repr(shared)
    assert "local" in repr(shared)


def test_a_missing_file_is_named_with_what_is_near(folder):
    (folder / "autumn.ltoplan").write_text("")
    with pytest.raises(PlanError, match=r"sprng\.ltoplan: there is no such file.*spring\.ltoplan.*create=True"):
        open_plan("sprng.ltoplan")
    with pytest.raises(PlanError, match="there is no folder"):
        open_plan("nowhere/spring.ltoplan")
    (folder / "sub").mkdir()
    with pytest.raises(PlanError, match="this is a folder"):
        open_plan("sub")


@pytest.mark.usefixtures("folder")
def test_an_empty_plan_is_made_on_request_and_nothing_is_overwritten():
    with open_plan("winter.ltoplan", create=True) as plan:
        assert plan.plan.name == "winter"
    with open_plan("spring.ltoplan", create=True) as plan:
        assert plan.plan == chain.plan()


@pytest.mark.parametrize("text", ["{", '{"format": "ltoplan/nine"}', "[]", '{"offers": {}, "offers": {}}', "[" * 100_000, '{"name": NaN}'])
def test_a_file_that_is_no_plan_is_refused_and_left_alone(folder, text):
    (folder / "broken.ltoplan").write_text(text)
    with pytest.raises(PlanError, match=r"broken\.ltoplan"):
        open_plan("broken.ltoplan")
    assert (folder / "broken.ltoplan").read_text() == text


@pytest.mark.parametrize("shown", ["Later", None])
def test_a_plan_of_a_newer_format_can_be_read_and_never_written(folder, shown):
    file = folder / "later.ltoplan"
    file.write_text(json.dumps({"format": "ltoplan/9", "name": shown, "offers": {} if shown else []}))
    before, states = file.read_bytes(), []
    with open_plan(file) as plan:
        assert plan.state.startswith("read-only: ")
        assert "newer than 'ltoplan/1'" in plan.complaints[0]
        assert plan.plan.name == (shown or "")
        plan.observe_state(states.append)
        for edit in (lambda: plan.set("name", "x"), lambda: plan.comments.add("why?"), lambda: plan.changes.name_version("v")):
            with pytest.raises(ReadOnlyError, match="upgrade ltoplan_widgets"):
                edit()
        plan.save()
    assert file.read_bytes() == before


def test_a_plan_that_becomes_newer_while_it_is_open_is_locked_and_freed(folder, shared):
    file, changed = folder / "spring.ltoplan", threading.Event()
    shared.observe_state(lambda _: changed.set())
    shared.save()
    ours = file.read_text()
    file.write_text(ours.replace("ltoplan/1", "ltoplan/9"))
    assert changed.wait(20)
    assert shared.state.startswith("read-only")
    with pytest.raises(ReadOnlyError):
        shared.set("name", "x")
    shared.save()
    assert "ltoplan/9" in file.read_text()
    changed.clear()
    file.write_text(ours)
    assert changed.wait(20)
    assert shared.state == "local"
    shared.set("name", "Autumn")


@pytest.mark.usefixtures("folder")
def test_a_server_that_was_asked_for_must_be_there():
    address = f"http://127.0.0.1:{free_port()}/"
    with pytest.raises(ConnectionRefusedByServerError, match="No server answers") as refused:
        open_plan("spring.ltoplan", server=address, token="s3cret")
    assert "s3cret" not in str(refused.value)


@pytest.mark.usefixtures("folder")
def test_a_server_that_was_only_found_may_be_away(monkeypatch):
    monkeypatch.setenv("LTOPLAN_SERVER_URL", f"http://127.0.0.1:{free_port()}/")
    with open_plan("spring.ltoplan") as plan:
        assert plan.state == "local"
        assert "open as a file only" in plan.complaints[0]


# Editing


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("offers/latte/prise", 1),
        ("offers/late/price", 1),
        ("offers/latte/price", -1),
        ("offers/latte/price", float("inf")),
        ("period", "month"),
        ("campaigns/launch/overrides/soon", 5),
    ],
)
def test_what_the_plan_cannot_hold_never_enters(shared, path, value):
    before = shared.plan
    with pytest.raises(PlanError):
        shared.set(path, value)
    assert shared.plan is before


def test_an_override_says_who_and_why(shared):
    shared.set(OVERRIDE, 1200, reason="a flight")
    override = shared.read(OVERRIDE)
    assert (override.units, override.author, override.reason) == (1200.0, "Ada", "a flight")
    shared.set(OVERRIDE, None)
    with pytest.raises(PlanError):
        shared.read(OVERRIDE)


def test_an_edit_is_one_transaction_or_nothing(shared):
    seen = []
    shared.observe(lambda change: seen.append((change.path, shared.plan.name)))
    with shared.edit("together") as draft:
        draft.set("name", "Autumn")
        draft.set(OVERRIDE, 900)
    assert sorted(seen) == [(OVERRIDE, "Autumn"), ("name", "Autumn")]
    assert shared.read(OVERRIDE).reason == "together"
    with pytest.raises(PlanError, match="nme"):
        _rename_badly(shared)
    assert shared.plan.name == "Autumn"


def _rename_badly(shared):
    with shared.edit() as draft:
        draft.set("name", "Winter")
        draft.set("nme", "Winter")


def test_one_field_can_be_listened_to(shared):
    heard = []
    stop = shared.observe(heard.append, field="offers/latte/price")
    shared.set("offers/latte/unit_cost", 1)
    shared.set("offers/latte/price", 6)
    shared.apply({"offers/latte": {"name": "Latte", "price": 7}})
    assert [(change.old, change.new) for change in heard] == [(5.0, 6.0), (6.0, 7.0)]
    stop()
    stop()
    shared.set("offers/latte/price", 8)
    assert len(heard) == 2


def test_undo_and_redo_are_those_of_this_process(shared):
    assert not shared.can_undo
    shared.set("offers/latte/price", 6, reason="milk")
    assert shared.changes[next(iter(shared.changes))].reason == "milk"
    assert shared.undo().changes == {"offers/latte/price": 5.0}
    assert (shared.can_undo, shared.can_redo) == (False, True)
    assert shared.redo().changes == {"offers/latte/price": 6.0}
    assert shared.redo() is None


def test_history_and_outlooks_are_heard_of_only_where_they_are_asked_for(shared):
    everything, entries, comments = [], [], []
    shared.observe(everything.append)
    shared.observe(entries.append, field="history")
    shared.observe(comments.append, field="comments")
    shared.set("name", "Autumn")
    shared.comments.add("why?")
    shared.publish()
    assert [change.path.partition("/")[0] for change in everything] == ["name", "comments"]
    assert [change.new["author"] for change in entries] == ["Ada"]
    assert len(comments) == 1


def test_dates_places_and_numbers_are_taken_as_people_have_them(shared):
    shared.apply(
        {
            "campaigns/launch/start": date(2027, 1, 14),
            "campaigns/launch/end": pd.Timestamp("2027-03-10"),
            "campaigns/launch/locations": ["north", 7],
            "campaigns/launch/covariates/tv": np.int64(2),
            "campaigns/launch/overrides": {pd.Timestamp("2027-01-14"): {"units": np.float32(1200)}},
            "campaigns/second": {"item": 7, "start": pd.Timestamp("2027-05-01"), "end": date(2027, 5, 28), "locations": {"east"}},
        }
    )
    launch, second = shared.plan.campaigns["launch"], shared.plan.campaigns["second"]
    assert (launch.start, launch.end, launch.locations) == ("2027-01-14", "2027-03-10", {"north": True, "7": True})
    assert (launch.covariates["tv"], launch.overrides["2027-01-14"].units) == (2.0, 1200.0)
    assert (second.item, second.start, second.end, second.locations) == ("7", "2027-05-01", "2027-05-28", {"east": True})


def test_a_bad_value_that_reached_the_document_never_breaks_the_outlook(shared):
    good = shared.outlook
    stranger = PlanDocument()
    stranger.ydoc.apply_update(shared._live.document._document.ydoc.get_update())
    for path, value in (("price", "cheap"), ("unit_cost", -3.0), ("case_pack", float("inf"))):
        stranger.roots["offers"]["latte"][path] = value
    stranger.roots["offers"]["__proto__"] = {"name": "x"}
    stranger.roots["history"]["odd"] = {"changes": "none"}
    stranger.roots["outlooks"]["launch"] = 5.0
    shared._live.document.receive(update_frame(stranger.ydoc.get_update()), "wire")
    assert shared.outlook.order == good.order
    said = " ".join(shared.complaints)
    for path in (
        "offers/latte/price",
        "offers/latte/unit_cost",
        "offers/latte/case_pack",
        "offers/__proto__",
        "history/odd",
        "outlooks/launch",
    ):
        assert path in said
    shared.set("offers/latte/price", 6)
    assert shared.outlook.offer.price == 6.0


def test_names_in_a_file_that_read_as_something_else_are_named(folder):
    (folder / "odd.ltoplan").write_text(encode(chain.plan()).replace('"Spring"', '"Spring\\u202etxt"'))
    with open_plan("odd.ltoplan") as plan:
        assert any("name" in one and "cannot be seen" in one for one in plan.complaints)
        assert "\u202e" not in " ".join(plan.complaints)
        plan.set("name", "Spring")
        assert plan.complaints == ()


# The outlook


def test_the_outlook_follows_the_plan(shared):
    first = shared.outlook
    shared.set("offers/latte/unit_cost", 4)
    assert shared.outlook.order.critical_ratio < first.order.critical_ratio
    assert shared.outlook is shared.outlook
    assert shared.evaluate("warm").order.critical_ratio > shared.outlook.order.critical_ratio


def test_listeners_get_the_outlook_of_the_latest_plan(shared):
    heard, arrived = [], threading.Event()

    def listen(outlook):
        heard.append((threading.current_thread(), outlook))
        if outlook.offer.price == 29.0:
            arrived.set()

    shared.observe_outlook(listen)
    for price in range(10, 30):
        shared.set("offers/latte/price", price)
    assert arrived.wait(30)
    assert all(thread is not threading.current_thread() for thread, _ in heard)
    assert heard[-1][1] is shared.outlook


def test_a_change_that_allows_no_outlook_keeps_the_last_good_one(shared):
    good, told = shared.outlook, threading.Event()
    shared.observe_outlook(lambda outlook: told.set() if outlook is good else None)
    shared.set("campaigns/launch/end", "2026-01-01")
    assert shared.outlook is good
    assert told.wait(30)
    assert any("ends before it starts" in complaint for complaint in shared.complaints)
    shared.set("campaigns/launch/end", "2027-03-03")
    assert shared.outlook is not good
    assert shared.complaints == ()


@pytest.mark.usefixtures("folder")
def test_without_any_outlook_the_reason_is_raised():
    with open_plan("spring.ltoplan") as plan, pytest.raises(InputError, match=r"sales\.csv"):
        _ = plan.outlook


def test_sales_and_past_campaigns_are_read_from_beside_the_plan(folder):
    chain.sales().to_csv(folder / "sales.csv", index=False)
    chain.campaigns().to_csv(folder / "campaigns.csv", index=False)
    with open_plan("spring.ltoplan") as plan:
        assert plan.outlook.order.quantity > 0


@pytest.mark.parametrize("named", ["../sales.csv", "/etc/passwd", "a/../../b", "C:\\x", "..\\x", "\\\\host\\x"])
@pytest.mark.usefixtures("folder")
def test_a_plan_never_reaches_beyond_its_folder(named):
    with open_plan("spring.ltoplan") as plan:
        plan.set("sales", named)
        with pytest.raises(InputError, match="must lie in the plan's folder"):
            _ = plan.outlook


# Charts and browsers


def test_a_chart_is_found_by_its_type(shared, monkeypatch):
    shared.set("visualizations/fan", Visualization(name="Fan", type="forecast_chart"))
    shared.set("visualizations/odd", Visualization(name="Odd", type="pie"))

    class Entry:
        name = "forecast_chart"

        def load(self):
            return lambda plan, key, **traits: (plan, key, traits)

    monkeypatch.setattr(module.importlib.metadata, "entry_points", lambda group: [Entry()] if group == module.CHARTS else [])
    assert shared.chart("fan", theme="dark") == (shared, "fan", {"theme": "dark"})
    assert shared.chart("Fan") == (shared, "fan", {})
    with pytest.raises(InputError, match=r"there is no visualization 'fam'.*did you mean 'fan'"):
        shared.chart("fam")
    with pytest.raises(InputError, match=r"there is no type 'pie'.*there are: forecast_chart"):
        shared.chart("odd")
    shared.set("visualizations/fan/deleted", value=True)
    with pytest.raises(InputError, match="there are: odd"):
        shared.chart("fan")


def test_what_a_browser_is_told_is_plain_and_holds_no_secret(shared):
    link = json.loads(json.dumps(shared.link))
    assert link == {"document": link["document"], "path": "", "session": None, "kernel_live": False, "client": link["client"]}
    with open_plan("spring.ltoplan") as other:
        assert other.link["document"] != link["document"]


def test_a_browser_joins_over_the_kernel(shared):
    sent = []
    detach = shared.attach_relay(lambda content, buffers: sent.append((content, buffers)))
    shared.receive_relay({"t": "hello", "from": "7", "to": ""}, [], lambda content, buffers: sent.append((content, buffers)))
    assert {content["to"] for content, _ in sent} == {"7"}
    detach()


# Threads and the end


def test_many_threads_may_edit_read_and_listen(shared):
    heard, before = [], sys.getswitchinterval()
    shared.observe(heard.append)
    sys.setswitchinterval(1e-5)

    def work(place):
        for step in range(50):
            shared.set(f"campaigns/launch/covariates/{place}-{step}", float(step))
            assert shared.read(f"campaigns/launch/covariates/{place}-{step}") == step

    threads = [threading.Thread(target=work, args=(place,)) for place in "abcd"]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    finally:
        sys.setswitchinterval(before)
    assert len({change.path for change in heard}) == 200
    assert len(shared.plan.campaigns["launch"].covariates) == 200


def test_a_closed_plan_is_written_and_can_be_closed_again(folder):
    plan = open_plan("spring.ltoplan")
    plan.set("name", "Autumn")
    plan.close()
    plan.close()
    assert decode((folder / "spring.ltoplan").read_text()).name == "Autumn"


def test_a_plan_that_nobody_has_any_more_closes_by_itself(folder):
    plan = open_plan("spring.ltoplan")
    plan.set("name", "Autumn")
    gone = weakref.ref(plan)
    del plan
    gc.collect()
    assert gone() is None
    assert decode((folder / "spring.ltoplan").read_text()).name == "Autumn"


def test_a_plan_that_is_open_already_is_joined_and_closed_with_the_last(folder):
    first, second = open_plan("spring.ltoplan", user="Ada"), open_plan(folder / "spring.ltoplan", user="Ada")
    other = open_plan("spring.ltoplan", user="Bob")
    threads = threading.active_count()
    third = open_plan("spring.ltoplan", user="Ada")
    assert threading.active_count() == threads
    assert first.link["document"] == second.link["document"] == third.link["document"] != other.link["document"]
    heard = []
    second.observe(heard.append)
    third.close()
    third.close()
    first.close()
    second.set("name", "Autumn")
    assert first.plan.name == "Autumn"
    assert (first.state, second.state) == ("closed", "local")
    assert len(heard) == 1
    for edit in (lambda: first.set("name", "x"), lambda: first.apply({}), first.undo, first.publish):
        with pytest.raises(PlanClosedError, match=r"spring\.ltoplan: the plan is closed. Mend: open it again"):
            edit()
    with pytest.raises(PlanClosedError), first.edit("late") as draft:
        draft.set("name", "x")
    second.close()
    assert decode((folder / "spring.ltoplan").read_text()).name == "Autumn"
    with pytest.raises(PlanClosedError):
        second.comments.add("late")
    other.close()


def test_running_a_cell_again_leaves_one_plan_and_one_listener(folder):
    heard = []
    for _ in range(3):
        plan = open_plan(folder / "spring.ltoplan", user="Ada")
        plan.observe(heard.append)
        gc.collect()
    plan.set("name", "Autumn")
    assert len(heard) == 1
    plan.close()
    with pytest.raises(PlanClosedError):
        plan.set("name", "Winter")


@pytest.mark.usefixtures("folder")
def test_other_sales_are_used_from_now_on_by_everybody_who_has_it_open(history, library):
    with open_plan("spring.ltoplan", user="Ada") as plan:
        with pytest.raises(InputError):
            _ = plan.outlook
        with open_plan("spring.ltoplan", history=history, library=library, user="Ada"):
            assert plan.outlook.order.quantity > 0


def test_threads_that_open_one_plan_at_once_share_it(folder):
    plans = []
    threads = [threading.Thread(target=lambda: plans.append(open_plan(folder / "spring.ltoplan", user="Ada"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len({plan.link["document"] for plan in plans}) == 1
    for plan in plans:
        plan.close()


@pytest.mark.usefixtures("folder")
def test_every_error_of_ours_is_one_kind():
    with pytest.raises(LtoPlanError):
        open_plan("nothing.ltoplan")
