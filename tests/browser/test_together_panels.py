"""Two people in one notebook plan together with every panel; the kernel dies in the end, and they go on."""

from collections.abc import Iterator
from dataclasses import dataclass

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS, context_of
from tests.browser.lab_page import LabPage
from tests.browser.panel_card import SOON_MS, WITHIN_MS, PanelCard
from tests.browser.plan_chart import LOOK_MS, LOOKS, PlanChart, shown
from tests.browser.season import OPEN, end_kernels, new_season, notebook, trust

PAGE = "panels.ipynb"
WINDOW = {"width": 1360, "height": 3400}
PANELS = ("UserPresence", "CursorTracker", "ScenarioTable", "ChangeHistory", "ChangeRequests", "Comments")
CELL = f"""{OPEN}
from IPython.display import display
display(chart, {", ".join(f"lto.{panel}(plan)" for panel in PANELS)})
"""
KINDS = ("user-presence", "cursor-tracker", "scenario-table", "change-history", "change-requests", "comments")
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's page with the chart and every panel on it."""

    lab: LabPage
    chart: PlanChart
    people: PanelCard
    cursors: PanelCard
    scenarios: PanelCard
    history: PanelCard
    requests: PanelCard
    comments: PanelCard

    @property
    def notices(self):
        """What the page tells of others' changes."""
        return self.lab.page.locator(".ltoplan-notice")


@pytest.fixture(scope="module")
def room(browser, shared_server, written_season) -> Iterator[tuple[Person, Person]]:
    """Ada and Ben in one notebook that Ada has run."""
    season = new_season(shared_server, written_season, "panels")
    page = notebook(CELL)
    nbformat.write(page, season.place / PAGE)
    trust(shared_server.home, page)
    contexts = [context_of(browser, viewport=WINDOW) for _ in range(2)]
    labs = [
        LabPage(context.new_page(), url=shared_server.url, token=f"tok-{name.lower()}", user=name.lower()).open(season.at(PAGE))
        for context, name in zip(contexts, ("Ada", "Ben"), strict=True)
    ]
    labs[0].run_all()
    yield _arrived(labs[0]), _arrived(labs[1])
    for context in contexts:
        context.close()
    end_kernels(shared_server)


def _arrived(lab: LabPage) -> Person:
    chart = PlanChart(lab.page).is_live()
    return Person(lab, chart, *(PanelCard(lab.page, kind).is_there() for kind in KINDS))


def test_each_sees_who_is_here_and_where_they_point(room):
    ada, ben = room
    ben.people.says("Benyou")
    ben.people.says("Ada")
    _points_until(ada, ben.people, "points at Launch demand")
    _points_until(ada, ben.cursors, "Ada points at Launch demand")
    ada.lab.page.mouse.move(5, 5)
    ben.people.press("Follow Ada")
    ben.people.says("following Ada")
    ada.people.says("follows you")
    ben.people.press("Stop following Ada")
    ben.people.says_no_more("following Ada")


def _points_until(who: Person, panel: PanelCard, words: str) -> None:
    """Go on pointing until a panel says so: who rests for five seconds is said to no longer."""
    for look in range(LOOKS):
        who.chart.point(0.4 + look % 10 / 50)
        if words in panel.card.inner_text():
            return
        who.lab.page.wait_for_timeout(LOOK_MS)
    panel.says(words)


def test_a_change_is_announced_and_taken_back_with_one_click(room):
    ada, ben = room
    first = ada.chart.moved(ada.chart.mean)
    expect(ben.notices).to_contain_text("Ada changed expected demand from the forecast to", timeout=SOON_MS)
    ben.chart.shows(ben.chart.mean, first)
    ben.chart.moved(ben.chart.mean, -90)
    taken = ada.notices.get_by_role("button", name="Take back")
    taken.click()
    for person in (ada, ben):
        person.chart.shows(person.chart.mean, first)
        person.history.says("take-back")
    expect(ada.notices).to_have_count(0)


def test_undo_takes_back_ones_own_edit_only(room):
    ada, ben = room
    hers = shown(ada.chart.mean)
    spread = shown(ben.chart.spread)
    ben.chart.moved(ben.chart.spread, 30)
    ben.history.press("Undo my last edit")
    for person in (ada, ben):
        person.chart.shows(person.chart.spread, spread)
        person.chart.shows(person.chart.mean, hers)
    ben.history.says("Undone: spread of demand")


def test_the_history_names_a_version_and_brings_it_back(room):
    ada, ben = room
    before = shown(ada.chart.mean)
    ben.history.press("Name version of the plan as it is now")
    ben.history.fill("Name of this version", "Before TV")
    ben.history.press("Keep")
    ada.history.says("Version “Before TV”")
    ada.chart.moved(ada.chart.mean, 50)
    ada.history.press("Restore version Before TV")
    question = ada.history.row(".ltoplan-question", "Restore the plan as in “Before TV”?")
    expect(question).to_contain_text("expected demand")
    question.get_by_role("button", name="Restore", exact=True).click()
    for person in (ada, ben):
        person.chart.shows(person.chart.mean, before)
        person.history.says("restored")


def test_scenarios_are_edited_side_by_side_by_two_people(room):
    ada, ben = room
    ada.scenarios.press("New scenario")
    ada.scenarios.fill("Name", "Cheaper")
    ada.scenarios.press("Create")
    ben.scenarios.says("Cheaper")
    ada.scenarios.choose("Vary another field", "price")
    cell = ada.scenarios.card.get_by_role("button", name="price in Cheaper")
    cell.click()
    field = ada.scenarios.card.locator("[name=cell]")
    field.fill("4.95")
    ada.lab.page.keyboard.press("Enter")
    ben.scenarios.says("4.95")
    ben.scenarios.card.get_by_role("button", name="price in No TV").click()
    ben.scenarios.card.locator("[name=cell]").press_sequentially("5.15")
    tag = ada.scenarios.card.locator(".ltoplan-peer-tag")
    expect(tag).to_have_text("Ben: $ 5.15".replace("$ ", "$\u202f"), timeout=SOON_MS)
    ada.scenarios.card.get_by_role("button", name="price in Cheaper").click()
    ada.scenarios.card.locator("[name=cell]").fill("4.85")
    ben.lab.page.keyboard.press("Enter")
    ada.lab.page.keyboard.press("Enter")
    for person in (ada, ben):
        person.scenarios.says("4.85")
        person.scenarios.says("5.15")
    prices = "{s.name: s.changes['offers/latte/price'] for s in plan.plan.scenarios.values() if s.name in ('Cheaper', 'No TV')}"
    ada.lab.holds(prices, {"Cheaper": 4.85, "No TV": 5.15})


def test_a_proposal_is_decided_field_by_field(room):
    ada, ben = room
    ben.requests.press("Propose change")
    ben.requests.fill("What is it about?", "A price that rounds")
    ben.requests.fill("Why?", "Sells better with a side")
    ben.requests.choose("Add a field", "price")
    ben.requests.fill("price, proposed", "5.25")
    ben.requests.choose("Add a field", "lead time")
    ben.requests.fill("lead time, proposed", "28")
    ben.requests.press("Propose")
    ada.requests.says("A price that rounds")
    ada.requests.press("Accept price")
    ben.requests.says("✓ accepted by Ada")
    ada.lab.holds("plan.plan.offers['latte'].price", 5.25)
    ada.requests.press("Comment")
    ada.requests.fill("Comment", "The supplier delivers in three weeks.")
    ada.requests.card.locator(".ltoplan-composer").get_by_role("button", name="Comment").click()
    ben.requests.says("1 comment")
    ada.requests.press("Reject lead time")
    ben.requests.says("No change request is open.")
    ben.requests.press("Show decided and withdrawn ones")
    ben.requests.says("partly accepted")
    ada.lab.holds("plan.plan.offers['latte'].lead_days", 21.0)


def test_people_talk_mention_and_resolve(room):
    ada, ben = room
    ada.comments.press("Write a comment")
    ada.comments.choose("About", "shelf life")
    area = ada.comments.card.locator("textarea")
    area.fill("Is that confirmed, ")
    area.press_sequentially("@be")
    expect(ada.comments.card.get_by_role("option", name="Ben")).to_be_visible()
    area.press("Enter")
    area.press("Control+Enter")
    ben.comments.says("Is that confirmed, @Ben")
    thread = ben.comments.row(".ltoplan-topic", "Is that confirmed")
    expect(thread).to_contain_text("1 new")
    expect(thread.locator(".ltoplan-mention[data-own]")).to_have_text("@Ben")
    thread.get_by_role("button", name="Reply").click()
    expect(thread).not_to_contain_text("1 new", timeout=SOON_MS)
    thread.locator("textarea").fill("Yes, since Monday.")
    thread.get_by_role("button", name="Reply", exact=True).click()
    hers = ada.comments.row(".ltoplan-topic", "Is that confirmed")
    expect(hers).to_contain_text("1 reply", timeout=SOON_MS)
    hers.get_by_role("button", name="Resolve").click()
    expect(ben.comments.row(".ltoplan-topic", "Is that confirmed")).to_contain_text("resolved by Ada", timeout=SOON_MS)


@pytest.mark.parametrize("theme", THEMES)
def test_pictures_of_two_people_at_work(room, theme):
    ada, ben = room
    ada.lab.use_theme(THEMES[theme])
    ben.chart.is_seen(ada.chart, name="Ben", mark=".ltoplan-cursor-name")
    for kind in KINDS:
        card = PanelCard(ada.lab.page, kind).card
        card.scroll_into_view_if_needed()
        card.screenshot(path=str(SCREENSHOTS / f"together-{kind}-{theme}.png"))
    ada.lab.shot(SCREENSHOTS / f"together-page-{theme}.png")


def test_panels_go_on_without_a_kernel(room):
    ada, ben = room
    ada.lab.page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")
    ada.comments.press("Write a comment")
    ada.comments.card.locator("textarea").fill("The kernel is gone, we are not.")
    ada.comments.card.locator("textarea").press("Control+Enter")
    ben.comments.says("The kernel is gone, we are not.", within=WITHIN_MS)
    ben.scenarios.press("Rename Cheaper")
    ben.scenarios.fill("Name of the scenario", "Much cheaper")
    ben.lab.page.keyboard.press("Enter")
    ada.scenarios.says("Much cheaper")
    assert ada.lab.errors == ben.lab.errors == []
