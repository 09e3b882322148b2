"""JupyterLab without jupyter-collaboration, and a Voila of its own: the kernel's messages are the way to the plan."""

from tests.browser.plan_chart import PlanChart, shown
from tests.browser.season import DASHBOARD, NOTEBOOK, PLAN, new_season
from tests.live_server import LiveServer
from tests.live_voila import LiveVoila
from tests.live_wire import LiveWire

WITHOUT_DIALOGS = ".jp-Dialog { display: none !important; }"
SAVE = "async () => { await window.jupyterapp.shell.currentWidget.context.save(); }"
RECONNECT = "async () => { await window.jupyterapp.commands.execute('notebook:reconnect-to-kernel'); }"
"""JupyterLab does it by itself, too, at a moment of its own."""


def test_two_browsers_on_one_kernel_share_the_plan(plain_server, written_season, visit):
    season = new_season(plain_server, written_season, "Pläne")
    ada = visit(plain_server, "Ada", season.at())
    ada.run_all()
    hers = PlanChart(ada.page).is_live()
    ada.page.evaluate(SAVE)
    ben = visit(plain_server, "Ben", season.at())
    his = PlanChart(ben.page).is_live()
    moved = hers.moved(hers.mean)
    his.shows(his.mean, moved)
    back = his.moved(his.spread, -20)
    hers.shows(hers.spread, back)
    his.is_seen(hers, name="Ben")
    season.holds(ada.page, lambda plan: plan.campaigns["launch"].demand_mean == float(moved))
    assert ada.value("plan.state") == "local"
    text = season.file.read_text(encoding="utf-8")
    season.file.write_text(text.replace('"unit_cost": 1.15', '"unit_cost": 2.6'), encoding="utf-8")
    ada.python("import time; [time.sleep(0.1) for _ in range(200) if plan.plan.offers['latte'].unit_cost != 2.6]")
    his.shows(his.mean, moved)
    ada.holds("[plan.plan.offers['latte'].unit_cost, plan.plan.campaigns['launch'].demand_mean]", [2.6, float(moved)])
    assert ada.errors == ben.errors == []


def test_a_page_knows_at_once_that_its_server_is_out_of_reach(plain_server, written_season, visit):
    """Only the kernel's messages carry the plan here, and the page keeps them silently while it reaches nobody."""
    season = new_season(plain_server, written_season, "Weg")
    with LiveWire(plain_server.url) as wire:
        ada = visit(wire, "Ada", season.at())
        ada.run_all()
        hers = PlanChart(ada.page).is_live()
        ada.page.add_style_tag(content=WITHOUT_DIALOGS)
        wire.cut()
        hers.says("Offline")
        moved = hers.moved(hers.mean)
        hers.says("Offline · 1 unsent")
        wire.mend()
        ada.page.evaluate(RECONNECT)
        hers.is_live()
        season.holds(ada.page, lambda plan: plan.campaigns["launch"].demand_mean == float(moved))


def test_two_visitors_of_a_dashboard_of_its_own_meet_in_the_room_of_a_server(season, visit, visit_voila, tmp_path):
    """Its kernels are told where the server is; the page never is."""
    cleo = visit(season.server, "Cleo", season.at())
    cleo.run_all()
    third = PlanChart(cleo.page).is_live()
    there = {"SEASON_PLAN": season.at(PLAN), "LTOPLAN_SERVER_URL": season.server.url, "LTOPLAN_TOKEN": season.server.token}
    with LiveVoila(season.place / DASHBOARD, tmp_path / "voila", environment=there) as voila:
        ada, ben = visit_voila(voila.url, "Ada"), visit_voila(voila.url, "Ben")
        first, second = PlanChart(ada.page).is_live(), PlanChart(ben.page).is_live()
        for mover, others in ((first, (second, third)), (third, (first, second)), (second, (first, third))):
            moved = mover.moved(mover.mean, 40)
            for chart in others:
                chart.shows(chart.mean, moved)
        assert season.server.token not in ada.page.content()
        season.holds(cleo.page, lambda plan: plan.campaigns["launch"].demand_mean == float(shown(third.mean)))
        assert ada.errors == ben.errors == []


def test_a_dashboard_of_its_own_without_a_server_works_on_the_file(written_season, tmp_path, visit_voila):
    season = new_season(LiveServer(tmp_path / "root", tmp_path / "unused"), written_season, "")
    with LiveVoila(season.place / NOTEBOOK, tmp_path / "voila") as voila:
        ada = visit_voila(voila.url, "Ada")
        hers = PlanChart(ada.page).is_live()
        moved = hers.moved(hers.mean)
        season.holds(ada.page, lambda plan: plan.campaigns["launch"].demand_mean == float(moved))
        ben = visit_voila(voila.url, "Ben")
        his = PlanChart(ben.page).is_live()
        his.shows(his.mean, moved)
        back = his.moved(his.spread, -20)
        hers.shows(hers.spread, back)
