"""The first plan in a real JupyterLab, with real people: one alone, two together, a kernel that is busy."""

import contextlib
import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ltoplan_widgets import write_demo
from ltoplan_widgets.plan import codec
from ltoplan_widgets.plan.errors import PlanError
from tests.browser.lab_page import LabPage, drag
from tests.live_server import LiveServer, person

PLAN = "maple-oat-latte.ltoplan"
NOTEBOOK = "01-first-plan.ipynb"
SHORT = "together.ipynb"
USERS = {"tok-ada": person("Ada"), "tok-ben": person("Ben")}
WITHIN_MS = 30_000
SOON_MS = 10_000
HANDLES = {
    'plan.chart("forecast")': "Week of Thu, Jan 7, 2027",
    'plan.chart("launch-week")': "Mean demand",
    'plan.chart("order")': "Order quantity",
    'plan.chart("price")': "Price",
    "lto.ForecastChart(promotion": "Thu, Apr 4, 2019",
}
OPEN_AND_SHOW = f"""
import ltoplan_widgets as lto
plan = lto.open_plan({PLAN!r})
plan.ready()
plan.chart("launch-week")
"""
ALONE = """
import ltoplan_widgets as lto
seen = []
alone = lto.NormalDistribution(mean=1200, std_dev=240, price=5, unit_cost=2)
alone.observe(lambda change: seen.append(change.new), "mean")
alone
"""


def _notebook(*cells: str) -> str:
    import nbformat

    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata=kernel))


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """The files of the demo, made once."""
    folder = tmp_path_factory.mktemp("demo")
    write_demo(folder)
    (folder / SHORT).write_text(_notebook(OPEN_AND_SHOW))
    (folder / "alone.ipynb").write_text(_notebook(ALONE))
    return folder


@pytest.fixture
def root(demo, tmp_path) -> Path:
    """A folder of its own for each test."""
    return Path(shutil.copytree(demo, tmp_path / "root"))


@pytest.fixture
def server(root, tmp_path):
    """JupyterLab with collaboration, which knows Ada and Ben."""
    with LiveServer(root, tmp_path / "home", users=USERS, options=("--LabApp.collaborative=True",)) as running:
        yield running


def _launch(root: Path):
    return codec.decode((root / PLAN).read_text()).campaigns["launch"]


def _mean(lab: LabPage):
    return lab.page.locator(".ltoplan-normal-distribution [role=slider][aria-label='Mean demand']").first


def _shown_mean(lab: LabPage) -> float:
    return float(_mean(lab).get_attribute("aria-valuenow"))


def _is_live(lab: LabPage) -> None:
    expect(lab.page.locator(".ltoplan-normal-distribution .ltoplan-pill").first).to_have_text("Live", timeout=WITHIN_MS)


def _on_disk(lab: LabPage, root: Path, holds) -> None:
    """Wait until the file fulfils a condition, pacing with the page's own clock."""
    for _ in range(150):
        with contextlib.suppress(PlanError):  # the file is empty while the server writes it
            if holds(_launch(root)):
                return
        lab.page.wait_for_timeout(100)  # the file system announces nothing
    raise AssertionError(_launch(root))


def test_the_first_notebook_runs_and_a_drag_changes_plan_file_and_python(server, root, visit):
    ada = visit(server, "Ada", NOTEBOOK)
    ada.run_all()
    for cell, handle in HANDLES.items():
        ada.show(cell)
        expect(ada.page.locator(f"[role=slider][aria-label='{handle}']").first).to_be_visible(timeout=WITHIN_MS)
    ada.show('plan.chart("launch-week")')
    _is_live(ada)
    before = _shown_mean(ada)
    drag(ada.page, _mean(ada), by=(60, 0))
    after = _shown_mean(ada)
    assert after > before
    _on_disk(ada, root, lambda launch: launch.demand_mean == after)
    assert ada.value("plan.plan.campaigns['launch'].demand_mean") == after
    ada.python("plan.flush()")
    assert abs(ada.value("float(plan.evaluate().forecast.total().mean())") / after - 1) < 0.01
    assert ada.errors == []


def test_two_people_see_each_others_edits_and_named_cursors(server, root, visit):
    ada = visit(server, "Ada", SHORT)
    ada.run_all()
    _is_live(ada)
    ben = visit(server, "Ben", SHORT)
    _is_live(ben)

    drag(ada.page, _mean(ada), by=(50, 0))
    moved = _shown_mean(ada)
    expect(_mean(ben)).to_have_attribute("aria-valuenow", f"{moved:g}", timeout=SOON_MS)
    expect(ben.page.locator(".ltoplan-cursor", has_text="Ada").first).to_be_visible(timeout=SOON_MS)

    drag(ben.page, _mean(ben), by=(-80, 0))
    back = _shown_mean(ben)
    assert back < moved
    expect(_mean(ada)).to_have_attribute("aria-valuenow", f"{back:g}", timeout=SOON_MS)
    expect(ada.page.locator(".ltoplan-cursor", has_text="Ben").first).to_be_visible(timeout=SOON_MS)
    _on_disk(ada, root, lambda launch: launch.demand_mean == back)
    assert ada.errors == ben.errors == []


def test_a_reload_keeps_what_was_planned(server, root, visit):
    ada = visit(server, "Ada", SHORT)
    ada.run_all()
    _is_live(ada)
    drag(ada.page, _mean(ada), by=(50, 0))
    moved = _shown_mean(ada)
    _on_disk(ada, root, lambda launch: launch.demand_mean == moved)
    ada.reload()
    expect(_mean(ada)).to_have_attribute("aria-valuenow", f"{moved:g}", timeout=WITHIN_MS)
    _is_live(ada)


def test_a_busy_kernel_does_not_stop_live_editing(server, root, visit):
    ada = visit(server, "Ada", SHORT)
    ada.run_all()
    _is_live(ada)
    ben = visit(server, "Ben", SHORT)
    _is_live(ben)
    ada.keep_busy(20)
    drag(ada.page, _mean(ada), by=(70, 0))
    moved = _shown_mean(ada)
    expect(_mean(ben)).to_have_attribute("aria-valuenow", f"{moved:g}", timeout=SOON_MS)
    _on_disk(ada, root, lambda launch: launch.demand_mean == moved)
    assert ada.is_busy


def test_python_edits_reach_the_browser_while_a_cell_runs(server, visit):
    ada = visit(server, "Ada", SHORT)
    ada.run_all()
    _is_live(ada)
    ada.python("plan.set('campaigns/launch/demand_mean', 333000.0); plan.flush()")
    expect(_mean(ada)).to_have_attribute("aria-valuenow", "333000", timeout=SOON_MS)


def test_a_widget_alone_calls_its_observers(server, visit):
    ada = visit(server, "Ada", "alone.ipynb")
    ada.run_all()
    expect(_mean(ada)).to_be_attached(timeout=WITHIN_MS)
    drag(ada.page, _mean(ada), by=(60, 0))
    shown = _shown_mean(ada)
    assert shown > 1200
    for _ in range(100):
        seen = json.loads(ada.python("import json; print(json.dumps(seen))"))
        if seen and seen[-1] == shown:
            break
        ada.page.wait_for_timeout(50)  # the kernel's answer is asked for again
    assert seen[-1] == shown
    assert ada.value("alone.mean") == shown
    ada.page.keyboard.press("ArrowRight")
    expect(_mean(ada)).not_to_have_attribute("aria-valuenow", f"{shown:g}", timeout=SOON_MS)
    assert _shown_mean(ada) > shown


def test_without_collaboration_the_same_notebook_works_on_the_local_file(root, tmp_path, visit):
    with LiveServer(root, tmp_path / "home", users=USERS, is_collaborative=False) as plain:
        ada = visit(plain, "Ada", SHORT)
        ada.run_all()
        expect(_mean(ada)).to_be_attached(timeout=WITHIN_MS)
        drag(ada.page, _mean(ada), by=(60, 0))
        moved = _shown_mean(ada)
        _on_disk(ada, root, lambda launch: launch.demand_mean == moved)
        assert ada.value("plan.plan.campaigns['launch'].demand_mean") == moved
        assert ada.value("plan.state") == "local"
