"""What goes wrong around two planners: kernels and servers that die, names that attack, places with awkward addresses."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from playwright.sync_api import expect

from ltoplan_widgets import write_demo
from ltoplan_widgets.plan import codec
from tests.browser.lab_page import LabPage, drag
from tests.live_server import LiveServer, person

PLAN = "maple-oat-latte.ltoplan"
NOTEBOOK = "together.ipynb"
AWKWARD = "Pläne & Läger/Ünter ordner"
EVIL = '\u202e<img src=x onerror="window.isOwned = true">' + "x" * 200 + "😀"
USERS = {"tok-ada": person("Ada"), "tok-ben": person("Ben"), "tok-eve": person(EVIL)}
WITHIN_MS = 30_000
SOON_MS = 10_000
CELL = f"""
import ltoplan_widgets as lto
plan = lto.open_plan({PLAN!r})
plan.ready()
plan.chart("launch-week")
"""
WITHOUT_DIALOGS = ".jp-Dialog { display: none !important; }"
"""JupyterLab says in the middle of the page that its server is gone, at a moment of its own."""
WITHOUT_KERNEL = re.compile("no kernel", re.IGNORECASE)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """The files of the demo and a notebook of one cell, made once."""
    folder = tmp_path_factory.mktemp("demo")
    write_demo(folder)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)], metadata=kernel), folder / NOTEBOOK)
    return folder


@pytest.fixture
def at(demo, tmp_path):
    """Starts a server whose plan lies in a folder: ``at("folder")``."""
    servers = []

    def start(folder: str = "", **options) -> tuple[LiveServer, Path]:
        root = tmp_path / "root"
        shutil.copytree(demo, root / folder)
        server = LiveServer(root, tmp_path / "home", users=USERS, options=("--LabApp.collaborative=True",), **options)
        trusted = NotebookNotary(data_dir=str(tmp_path / "home/data"))
        trusted.sign(nbformat.read(root / folder / NOTEBOOK, as_version=4))
        servers.append(server.start())
        return server, root / folder / PLAN

    yield start
    for server in servers:
        server.kill()


def _slider(lab: LabPage, name: str):
    return lab.page.locator(f".ltoplan-normal-distribution [role=slider][aria-label='{name}']").first


def _mean(lab: LabPage):
    return _slider(lab, "Mean demand")


def _spread(lab: LabPage):
    return _slider(lab, "Standard deviation of demand")


def _shown(slider) -> str:
    return slider.get_attribute("aria-valuenow")


def _pill(lab: LabPage):
    return lab.page.locator(".ltoplan-normal-distribution .ltoplan-pill").first


def _two_people(server, visit, notebook: str = NOTEBOOK, names: tuple[str, str] = ("Ada", "Ben")) -> tuple[LabPage, LabPage]:
    """Two people at the chart, both live; the first ran the cell."""
    one = visit(server, names[0], notebook)
    one.run_all()
    expect(_pill(one)).to_have_text("Live", timeout=WITHIN_MS)
    other = visit(server, names[1], notebook)
    expect(_pill(other)).to_have_text("Live", timeout=WITHIN_MS)
    return one, other


def _moved(lab: LabPage, slider, by: int) -> str:
    before = _shown(slider)
    drag(lab.page, slider, by=(by, 0))
    after = _shown(slider)
    assert after != before
    return after


def _on_disk(lab: LabPage, plan: Path, holds) -> None:
    """Wait until the file fulfils a condition, pacing with the page's own clock."""
    for _ in range(150):
        text = plan.read_text()  # empty while the server writes it
        if text.endswith("}\n") and holds(codec.decode(text).campaigns["launch"]):
            return
        lab.page.wait_for_timeout(100)  # the file system announces nothing
    raise AssertionError(text)


def test_two_people_go_on_when_the_kernel_is_gone(at, visit):
    server, plan = at()
    ada, ben = _two_people(server, visit)
    ada.page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")
    moved = _moved(ada, _mean(ada), 60)
    expect(_mean(ben)).to_have_attribute("aria-valuenow", moved, timeout=SOON_MS)
    expect(ada.page.locator(".ltoplan-status", has_text=WITHOUT_KERNEL)).to_be_visible(timeout=SOON_MS)
    back = _moved(ben, _mean(ben), -90)
    expect(_mean(ada)).to_have_attribute("aria-valuenow", back, timeout=SOON_MS)
    expect(_pill(ada)).to_have_text("Live")
    _on_disk(ada, plan, lambda launch: launch.demand_mean == float(back))


def test_edits_of_both_merge_after_the_server_was_away(at, visit):
    server, plan = at()
    ada, ben = _two_people(server, visit)
    for lab in (ada, ben):
        lab.page.add_style_tag(content=WITHOUT_DIALOGS)
    server.kill()
    for lab in (ada, ben):
        expect(_pill(lab)).to_have_text("Offline", timeout=SOON_MS)
    mean, spread = _moved(ada, _mean(ada), 60), _moved(ben, _spread(ben), -20)
    for lab in (ada, ben):
        expect(_pill(lab)).to_have_text("Offline · 1 unsent")
    server.start()
    for lab in (ada, ben):
        expect(_pill(lab)).to_have_text("Live", timeout=WITHIN_MS)
        expect(_mean(lab)).to_have_attribute("aria-valuenow", mean, timeout=SOON_MS)
        expect(_spread(lab)).to_have_attribute("aria-valuenow", spread, timeout=SOON_MS)
    _on_disk(ada, plan, lambda launch: (launch.demand_mean, launch.demand_std_dev) == (float(mean), float(spread)))


def test_a_hostile_name_is_only_a_name_even_at_an_awkward_address(at, visit):
    server, plan = at(AWKWARD, base_url="/u/x/")
    eve, ben = _two_people(server, visit, f"{AWKWARD}/{NOTEBOOK}", ("Eve", "Ben"))
    drag(eve.page, _mean(eve), by=(60, 0), release=False)
    ghost = ben.page.locator(".ltoplan-peer-words").first
    expect(ghost).to_contain_text("<img src=x", timeout=SOON_MS)
    assert "\u202e" not in ghost.text_content()
    eve.page.mouse.up()
    moved = _shown(_mean(eve))
    expect(_mean(ben)).to_have_attribute("aria-valuenow", moved, timeout=SOON_MS)
    expect(ben.page.locator(".ltoplan-cursor-name").first).to_contain_text("<img src=x", timeout=SOON_MS)
    assert ben.page.evaluate("[window.isOwned ?? null, document.querySelector('.ltoplan-widget img')]") == [None, None]
    assert ben.page.evaluate(
        "(() => { const card = document.querySelector('.ltoplan-widget'); return card.scrollWidth <= card.clientWidth; })()"
    )
    _on_disk(eve, plan, lambda launch: launch.demand_mean == float(moved))
    eve.page.context.close()
    expect(ben.page.locator(".ltoplan-cursor-name")).to_have_count(0, timeout=SOON_MS)
