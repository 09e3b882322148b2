"""What goes wrong around two planners: kernels and servers that die, names that attack, places with awkward addresses."""

import re

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.lab_page import LabPage, drag
from tests.browser.plan_chart import PlanChart
from tests.browser.season import Season, new_season, trust
from tests.live_server import LiveServer, person

AWKWARD = "Pläne & Läger/Ünter ordner"
EVIL = '\u202e<img src=x onerror="window.isOwned = true">' + "x" * 200 + "😀"
USERS = {"tok-ada": person("Ada"), "tok-ben": person("Ben"), "tok-eve": person(EVIL)}
NAME = ".ltoplan-cursor-name"
ROOM = re.compile("api/collaboration/room/text:ltoplan")
WITHOUT_DIALOGS = ".jp-Dialog { display: none !important; }"
"""JupyterLab says in the middle of the page that its server is gone, at a moment of its own."""
WITHOUT_KERNEL = re.compile("no kernel", re.IGNORECASE)


@pytest.fixture
def at(written_season, tmp_path):
    """Starts a server whose plan lies in a folder: ``at("folder")``."""
    servers = []

    def start(folder: str = "", **options) -> Season:
        server = LiveServer(tmp_path / "root", tmp_path / "home", users=USERS, options=("--LabApp.collaborative=True",), **options)
        trust(server.home)
        season = new_season(server, written_season, folder)
        servers.append(server.start())
        return season

    yield start
    for server in servers:
        server.kill()


def _two_people(season, visit, names: tuple[str, str] = ("Ada", "Ben")) -> tuple[PlanChart, PlanChart]:
    """Two people at the chart, both live; the first ran the cell."""
    one = visit(season.server, names[0], season.at())
    one.run_all()
    first = PlanChart(one.page).is_live()
    return first, PlanChart(visit(season.server, names[1], season.at()).page).is_live()


def test_two_people_go_on_when_the_kernel_is_gone(at, visit):
    season = at()
    hers, his = _two_people(season, visit)
    hers.page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")
    moved = hers.moved(hers.mean)
    his.shows(his.mean, moved)
    expect(hers.page.locator(".ltoplan-status", has_text=WITHOUT_KERNEL)).to_be_visible()
    back = his.moved(his.mean, -90)
    hers.shows(hers.mean, back)
    hers.says("Live")
    season.holds(hers.page, lambda plan: plan.campaigns["launch"].demand_mean == float(back))


def test_edits_of_both_merge_after_the_server_was_away(at, visit):
    season = at()
    hers, his = both = _two_people(season, visit)
    for chart in both:
        chart.page.add_style_tag(content=WITHOUT_DIALOGS)
    season.server.kill()
    for chart in both:
        chart.says("Offline")
    mean, spread = hers.moved(hers.mean), his.moved(his.spread, -20)
    for chart in both:
        chart.says("Offline · 1 unsent")
    season.server.start()
    for chart in both:
        chart.is_live()
        chart.shows(chart.mean, mean)
        chart.shows(chart.spread, spread)
    season.holds(hers.page, lambda plan: _judged(plan) == (float(mean), float(spread)))


def test_a_server_that_dies_before_a_page_is_in_its_room_is_missed_at_once(at, visit, new_page):
    """Until then the page is live by the messages of the kernel alone, which dies with the server."""
    season = at()
    ada = visit(season.server, "Ada", season.at())
    ada.run_all()
    PlanChart(ada.page).is_live()
    page, door = new_page(), Door()
    page.route_web_socket(ROOM, door.enter)
    LabPage(page, url=season.server.url, token="tok-ben", user="ben").open(season.at())
    his = PlanChart(page).is_live()
    page.add_style_tag(content=WITHOUT_DIALOGS)
    season.server.kill()
    his.says("Offline")
    spread = his.moved(his.spread, -20)
    his.says("Offline · 1 unsent")
    door.is_open = True
    season.server.start()
    his.is_live()
    season.holds(page, lambda plan: plan.campaigns["launch"].demand_std_dev == float(spread))


class Door:
    """The way into the room, closed at first."""

    is_open = False

    def enter(self, socket: WebSocketRoute) -> None:
        """Let a connection through, or turn it away."""
        if self.is_open:
            socket.connect_to_server()
        else:
            socket.close()


def _judged(plan) -> tuple[float, float]:
    launch = plan.campaigns["launch"]
    return launch.demand_mean, launch.demand_std_dev


def test_a_hostile_name_is_only_a_name_even_at_an_awkward_address(at, visit):
    season = at(AWKWARD, base_url="/u/x/")
    eves, his = _two_people(season, visit, ("Eve", "Ben"))
    drag(eves.page, eves.mean, by=(60, 0), release=False)
    ghost = his.card.locator(".ltoplan-peer-words").first
    expect(ghost).to_contain_text("<img src=x")
    assert "\u202e" not in ghost.text_content()
    eves.page.mouse.up()
    moved = eves.settled(eves.mean)
    his.shows(his.mean, moved)
    eves.is_seen(his, name="<img src=x", mark=NAME)
    assert his.page.evaluate("[window.isOwned ?? null, document.querySelector('.ltoplan-widget img')]") == [None, None]
    assert his.page.evaluate(
        "(() => { const card = document.querySelector('.ltoplan-widget'); return card.scrollWidth <= card.clientWidth; })()"
    )
    season.holds(his.page, lambda plan: plan.campaigns["launch"].demand_mean == float(moved))
    eves.is_seen(his, name="<img src=x", mark=NAME)
    eves.page.context.close()
    expect(his.page.locator(NAME)).to_have_count(0)
