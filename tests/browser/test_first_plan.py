"""The first plan in a real JupyterLab: one person alone with file, chart and Python, and a kernel that is busy."""

import nbformat
from playwright.sync_api import expect

from tests.browser.plan_chart import SOON_MS, WITHIN_MS, PlanChart, shown
from tests.browser.season import notebook

HANDLES = {
    'plan.chart("forecast")': "Week of Thu, Jan 7, 2027",
    'plan.chart("launch-week")': "Mean demand",
    'plan.chart("order")': "Order quantity",
    'plan.chart("price")': "Price",
    "lto.ForecastChart(promotion": "Thu, Apr 4, 2019",
}
LONG_SECONDS = 90
"""Longer than an edit takes to the other and to the file on the slowest machine; nobody waits for the end."""
ALONE = """
import ltoplan_widgets as lto
seen = []
alone = lto.NormalDistribution(mean=1200, std_dev=240, price=5, unit_cost=2)
alone.observe(lambda change: seen.append(change.new), "mean")
alone
"""


def test_the_first_notebook_runs_and_chart_plan_file_and_python_follow_each_other(season, visit):
    ada = visit(season.server, "Ada", season.at("01-first-plan.ipynb"))
    ada.run_all()
    for cell, handle in HANDLES.items():
        ada.show(cell)
        expect(ada.page.locator(f"[role=slider][aria-label='{handle}']").first).to_be_visible(timeout=WITHIN_MS)
    ada.show('plan.chart("launch-week")')
    hers = PlanChart(ada.page).is_live()
    moved = float(hers.moved(hers.mean))
    season.holds(ada.page, lambda plan: plan.campaigns["launch"].demand_mean == moved)
    ada.holds("plan.plan.campaigns['launch'].demand_mean", moved)
    ada.python("plan.flush()")
    assert abs(ada.value("float(plan.evaluate().forecast.total().mean())") / moved - 1) < 0.01
    ada.python("plan.set('campaigns/launch/demand_mean', 333000.0); plan.flush()")
    hers.shows(hers.mean, "333000")
    assert ada.errors == []


def test_a_busy_kernel_does_not_stop_live_editing(season, visit):
    ada = visit(season.server, "Ada", season.at())
    ada.run_all()
    hers = PlanChart(ada.page).is_live()
    ben = visit(season.server, "Ben", season.at())
    his = PlanChart(ben.page).is_live()
    ada.keep_busy(LONG_SECONDS)
    moved = hers.moved(hers.mean)
    his.shows(his.mean, moved)
    season.holds(ada.page, lambda plan: plan.campaigns["launch"].demand_mean == float(moved))
    assert ada.is_busy


def test_a_widget_alone_calls_its_observers(season, visit):
    nbformat.write(notebook(ALONE), season.place / "alone.ipynb")
    ada = visit(season.server, "Ada", season.at("alone.ipynb"))
    ada.run_all()
    alone = PlanChart(ada.page)
    expect(alone.mean).to_be_attached(timeout=WITHIN_MS)
    moved = alone.moved(alone.mean)
    assert float(moved) > 1200
    ada.holds("seen[-1:]", [float(moved)])
    ada.holds("alone.mean", float(moved))
    ada.page.keyboard.press("ArrowRight")
    expect(alone.mean).not_to_have_attribute("aria-valuenow", moved, timeout=SOON_MS)
    assert float(shown(alone.mean)) > float(moved)
