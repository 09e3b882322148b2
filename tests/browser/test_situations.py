"""One live plan, however one came to it: early, late, by JupyterLab, by Notebook 7 or by a dashboard, at an awkward address."""

import nbformat

from tests.browser.plan_chart import PlanChart, shown
from tests.browser.season import OPEN, PAIR, notebook


def test_who_was_there_before_and_who_comes_late_see_the_same(season, visit):
    ben, ada = visit(season.server, "Ben", season.at()), visit(season.server, "Ada", season.at())
    ada.run_all()
    his, hers = PlanChart(ben.page).is_live(), PlanChart(ada.page).is_live()
    moved = hers.moved(hers.mean)
    his.shows(his.mean, moved)
    cleo = visit(season.server, "Cleo", season.at())
    late = PlanChart(cleo.page).is_live()
    late.shows(late.mean, moved)
    back = late.moved(late.mean, -90)
    for chart in (his, hers):
        chart.shows(chart.mean, back)
    late.is_seen(his, hers, name="Cleo")
    season.holds(ada.page, lambda plan: plan.campaigns["launch"].demand_mean == float(back))
    ben.reload()
    his.is_live()
    his.shows(his.mean, back)
    assert ada.errors == ben.errors == cleo.errors == []


def test_whoever_has_an_untrusted_copy_open_sees_the_chart_live_when_another_runs_it(season, visit):
    """A notebook that was copied or cloned is trusted by nobody; its output shows the chart from the room, without its code."""
    nbformat.write(notebook(OPEN, "chart  # copied"), season.place / "copied.ipynb")
    ben, ada = visit(season.server, "Ben", season.at("copied.ipynb")), visit(season.server, "Ada", season.at("copied.ipynb"))
    ada.run_all()
    hers, his = PlanChart(ada.page).is_live(), PlanChart(ben.page).is_live()
    moved = hers.moved(hers.mean)
    his.shows(his.mean, moved)
    back = his.moved(his.mean, -90)
    hers.shows(hers.mean, back)
    season.holds(ada.page, lambda plan: plan.campaigns["launch"].demand_mean == float(back))


def test_two_widgets_of_one_plan_and_two_views_of_one_widget_on_a_page(season, visit):
    ada = visit(season.server, "Ada", season.at(PAIR))
    ada.run_all()
    charts = [PlanChart(ada.page, nth).is_live() for nth in range(3)]
    moved = charts[0].moved(charts[0].mean)
    for chart in charts:
        chart.shows(chart.mean, moved)
    back = charts[2].moved(charts[2].spread, -20)
    for chart in charts:
        chart.shows(chart.spread, back)
    season.holds(ada.page, lambda plan: plan.campaigns["launch"].demand_std_dev == float(back))
    ada.holds("[chart.mean, chart.std_dev]", [float(moved), float(back)])
    ada.holds("len(plan.people)", 1)
    assert ada.errors == []


def test_the_file_changed_outside_beside_a_live_edit(season, visit):
    ada = visit(season.server, "Ada", season.at())
    ada.run_all()
    hers = PlanChart(ada.page).is_live()
    ben = visit(season.server, "Ben", season.at())
    his = PlanChart(ben.page).is_live()
    moved = hers.moved(hers.mean)
    text = season.file.read_text(encoding="utf-8")
    assert '"unit_cost": 1.15' in text
    season.file.write_text(text.replace('"unit_cost": 1.15', '"unit_cost": 2.6'), encoding="utf-8")
    back = his.moved(his.spread, -20)
    season.holds(ada.page, lambda plan: _is_merged(plan, float(moved), float(back)))
    for chart in (his, hers):
        chart.shows(chart.mean, moved)
        chart.shows(chart.spread, back)
    ada.holds("[offer.unit_cost for offer in plan.plan.offers.values()]", [2.6])
    assert ada.value("list(plan.complaints)") == []


def _is_merged(plan, mean, spread) -> bool:
    launch = plan.campaigns["launch"]
    return (launch.demand_mean, launch.demand_std_dev, plan.offers[launch.offer].unit_cost) == (mean, spread, 2.6)


def test_a_dashboard_on_the_server_a_notebook_and_jupyterlab_share_one_plan(season, visit_notebook7, visit_voila):
    """Two visitors of a dashboard have two kernels, the notebook a third."""
    ada = visit_voila(season.server.url, "Ada", season.at("06-dashboard.ipynb"))
    ben = visit_voila(season.server.url, "Ben", season.at("06-dashboard.ipynb"))
    cleo = visit_notebook7(season.server, "Cleo", season.at())
    cleo.run_all()
    first, second, third = (PlanChart(one.page).is_live() for one in (ada, ben, cleo))
    for mover, others in ((first, (second, third)), (second, (first, third)), (third, (first, second))):
        moved = mover.moved(mover.mean, 40)
        for chart in others:
            chart.shows(chart.mean, moved)
    third.is_seen(first, name="Cleo")
    second.is_seen(third, name="Ben")
    season.holds(cleo.page, lambda plan: plan.campaigns["launch"].demand_mean == float(shown(third.mean)))
    assert ada.errors == ben.errors == []  # Notebook 7 reports errors of the collaboration extension itself
