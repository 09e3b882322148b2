"""What goes wrong while a plan is open: the network, the kernel, the file; what is said of it, and that no edit is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.plan_chart import SOON_MS, PlanChart
from tests.live_wire import LiveWire

WITHOUT_DIALOGS = ".jp-Dialog { display: none !important; }"
"""JupyterLab says in the middle of the page that its server is gone, at a moment of its own."""
AWAY_MS = 10_000
AGAIN_MS = 30_000
NO_KERNEL = re.compile("no kernel", re.IGNORECASE)
"""With the last figures that a kernel wrote into the plan, or without any."""


@pytest.fixture
def wire(shared_server):
    """A wire to the shared server."""
    with LiveWire(shared_server.url) as one:
        yield one


def _both(season, wire, visit) -> tuple[PlanChart, PlanChart]:
    """Ben at the server itself, who ran the cell, and Ada at the far end of the wire."""
    ben = visit(season.server, "Ben", season.at())
    ben.run_all()
    his = PlanChart(ben.page).is_live()
    ada = visit(wire, "Ada", season.at())
    ada.page.add_style_tag(content=WITHOUT_DIALOGS)
    return his, PlanChart(ada.page).is_live()


def test_ten_seconds_offline_with_edits_on_both_sides(season, wire, visit):
    his, hers = _both(season, wire, visit)
    wire.cut()
    hers.says("Offline")
    moved = hers.moved(hers.mean)
    hers.says("Offline · 1 unsent")
    back = his.moved(his.spread, -20)
    his.says("Live")
    hers.page.wait_for_timeout(AWAY_MS)  # the length of the absence is the point
    hers.says("Offline · 1 unsent")
    wire.mend()
    hers.is_live(within=AGAIN_MS)
    for chart in (his, hers):
        chart.shows(chart.mean, moved)
        chart.shows(chart.spread, back)
    season.holds(his.page, lambda plan: plan.campaigns["launch"].demand_mean == float(moved))


def test_a_network_that_swallows_everything_is_found_out(season, wire, visit):
    his, hers = _both(season, wire, visit)
    wire.stall()
    moved = hers.moved(hers.mean)
    hers.says("Offline · 1 unsent", within=SOON_MS)
    wire.mend()
    hers.is_live(within=AGAIN_MS)
    his.shows(his.mean, moved)


def test_everybody_hears_that_somebody_shut_the_kernel_down(season, visit):
    ada, ben = visit(season.server, "Ada", season.at()), visit(season.server, "Ben", season.at())
    ada.run_all()
    hers, his = PlanChart(ada.page).is_live(), PlanChart(ben.page).is_live()
    ada.page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")
    for chart in (hers, his):
        expect(chart.page.locator(".ltoplan-status", has_text=NO_KERNEL)).to_be_visible(timeout=SOON_MS)
    moved = his.moved(his.mean)
    hers.shows(hers.mean, moved)
    hers.says("Live")


@pytest.mark.parametrize("how", ["deleted", "moved"])
def test_a_plan_whose_file_is_gone_says_so(season, visit, how):
    ada = visit(season.server, "Ada", season.at())
    ada.run_all()
    hers = PlanChart(ada.page).is_live()
    text = season.file.read_text(encoding="utf-8")
    if how == "moved":
        season.file.rename(season.place / "elsewhere.ltoplan")
    else:
        season.file.unlink()
    moved = hers.moved(hers.mean)
    hers.says("Live · not saved", within=AGAIN_MS)
    assert "Mend: put the file back" in hers.pill.get_attribute("title")
    season.file.write_text(text, encoding="utf-8")
    back = hers.moved(hers.spread, -20)
    hers.is_live(within=AGAIN_MS)
    season.holds(ada.page, lambda plan: _judged(plan) == (float(moved), float(back)))


def _judged(plan) -> tuple[float, float]:
    launch = plan.campaigns["launch"]
    return launch.demand_mean, launch.demand_std_dev
