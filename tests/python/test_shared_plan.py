import gc
import json
import sys
import threading
import weakref

import pytest

from ltoplan_widgets import shared_plan as module
from ltoplan_widgets.plan.codec import decode, encode
from ltoplan_widgets.plan.errors import ConnectionRefusedByServerError, InputError, LtoPlanError, PlanError
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


@pytest.mark.parametrize("text", ["{", '{"format": "ltoplan/9"}', "[]"])
def test_a_file_that_is_no_plan_is_refused_and_left_alone(folder, text):
    (folder / "broken.ltoplan").write_text(text)
    with pytest.raises(PlanError, match=r"broken\.ltoplan"):
        open_plan("broken.ltoplan")
    assert (folder / "broken.ltoplan").read_text() == text


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


@pytest.mark.usefixtures("folder")
def test_every_error_of_ours_is_one_kind():
    with pytest.raises(LtoPlanError):
        open_plan("nothing.ltoplan")
