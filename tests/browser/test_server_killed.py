"""The server dies while two browsers and a kernel edit: what reached its update store is there when it comes back."""

import sqlite3
from pathlib import Path

import pytest
from pycrdt import Doc, Map

from tests.browser.conftest import OPTIONS
from tests.browser.plan_chart import PlanChart
from tests.browser.season import USERS, new_season, trust
from tests.live_server import LiveServer

WITHOUT_DIALOGS = ".jp-Dialog { display: none !important; }"
PLACE = "campaigns/launch/covariates"
EDIT = """([who, pause, place]) => {
  const [{ link }] = [...globalThis[Symbol.for("%s")].values()];
  window.made = 0;
  const next = () => {
    link.apply({ [`${place}/${who} ${window.made}`]: window.made });
    window.made += 1;
  };
  const timer = setInterval(next, pause);
  window.rest = () => { clearInterval(timer); return window.made; };
}"""
PAUSE_MS = 120
KERNEL = f"""
import itertools, threading, time
def edit():
    for number in itertools.count():
        plan.set(f"{PLACE}/kernel {{number}}", float(number))
        time.sleep({PAUSE_MS / 1000})
threading.Thread(target=edit, daemon=True).start()
"""
WHO = ("Ada", "Ben", "kernel")
DEEP_IN = 20
OFFLINE = 10


@pytest.fixture
def season(written_season, tmp_path):
    """A season on a server that a test may end."""
    server = LiveServer(tmp_path / "root", tmp_path / "home", users=USERS, options=OPTIONS)
    trust(server.home)
    one = new_season(server, written_season, "")
    server.start()
    yield one
    server.kill()


def _registry() -> str:
    source = (Path(__file__).parents[2] / "js/src/document/link-registry.ts").read_text(encoding="utf-8")
    return source.partition('Symbol.for("')[2].partition('"')[0]


def _stored(server: LiveServer) -> set[str]:
    """Keys of the edits in the server's update store, read as the server reads them."""
    doc = Doc()
    with sqlite3.connect(server.home / "updates.db") as store:
        for (update,) in store.execute("SELECT yupdate FROM yupdates WHERE path LIKE '%ltoplan%' ORDER BY rowid"):
            doc.apply_update(update)
    keys = doc.get("campaigns", type=Map)["launch"]["covariates"].to_py()
    return {key for key in keys if key.startswith(WHO)}


def _start_editing(season, visit):
    ada = visit(season.server, "Ada", season.at())
    ada.run_all()
    PlanChart(ada.page).is_live()
    ben = visit(season.server, "Ben", season.at())
    PlanChart(ben.page).is_live()
    ada.python(KERNEL)
    for lab in (ada, ben):
        lab.page.add_style_tag(content=WITHOUT_DIALOGS)
        lab.page.evaluate(EDIT % _registry(), [lab.user.title(), PAUSE_MS, PLACE])
    _await_store(season, ben.page, WHO)
    return ada, ben


def _await_store(season, page, names: tuple[str, ...]) -> None:
    while not all(sum(key.startswith(name) for key in _stored(season.server)) > DEEP_IN for name in names):
        page.wait_for_timeout(50)  # the store announces nothing


def _ended(season, ada, ben, end) -> set[str]:
    """End the server and start it again; what must survive: all that its store had, and all that the browsers made."""
    end(season.server)
    kept = _stored(season.server) | _rest(ada, "Ada") | _rest(ben, "Ben")
    season.server.start()
    return kept


def _rest(lab, name: str) -> set[str]:
    """Stop a browser's edits some after the server's death; keys of all that it made."""
    made = lab.page.evaluate("window.made")
    lab.page.wait_for_function("(enough) => window.made > enough", arg=made + OFFLINE)
    return {f"{name} {number}" for number in range(lab.page.evaluate("window.rest()"))}


def _in_the_file(season, page, keys: set[str]) -> None:
    season.holds(page, lambda plan: set(plan.campaigns["launch"].covariates) >= keys)


def test_no_edit_is_lost_by_a_crash_whoever_comes_back(season, visit):
    """First those who edited come back; the second time nobody does, and the file on disk is older than the store."""
    ada, ben = _start_editing(season, visit)
    first = _ended(season, ada, ben, LiveServer.kill)
    for lab in (ada, ben):
        PlanChart(lab.page).is_back()
    _in_the_file(season, ada.page, first)
    for lab in (ada, ben):
        lab.page.evaluate(EDIT % _registry(), [f"{lab.user.title()} again", PAUSE_MS, PLACE])
    _await_store(season, ada.page, ("Ada again", "Ben again"))
    season.server.kill()
    stored = _stored(season.server)
    for lab in (ada, ben):
        lab.page.context.close()
    season.server.start()
    cleo = visit(season.server, "Cleo", season.at())
    cleo.run_all()
    PlanChart(cleo.page).is_live()
    assert first | stored <= set(cleo.value("list(plan.plan.campaigns['launch'].covariates)"))
    cleo.python("plan.set('name', 'after the crash'); plan.save()")
    _in_the_file(season, cleo.page, first | stored)


def test_no_edit_is_lost_by_a_restart(season, visit):
    ada, ben = _start_editing(season, visit)
    kept = _ended(season, ada, ben, LiveServer.stop)
    for lab in (ada, ben):
        PlanChart(lab.page).is_back()
    _in_the_file(season, ada.page, kept)
