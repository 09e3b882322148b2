"""A plan opened in JupyterLab, with no kernel: live with others, saved, undone, made new, broken, and without collaboration."""

import re

import pytest
from playwright.sync_api import expect

from ltoplan_widgets.plan import codec
from tests.browser.conftest import SCREENSHOTS
from tests.browser.plan_chart import SOON_MS, WITHIN_MS, PlanChart
from tests.browser.plan_page import PlanPage
from tests.browser.season import PLAN, new_season

UNSAVED = "Local · others\N{RIGHT SINGLE QUOTATION MARK} changes are merged when you save"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


@pytest.fixture
def open_plan(visit):
    """Opens a plan for a named person."""
    return lambda server, user, path: visit(server, user, path, kind=PlanPage)


def test_a_double_click_opens_the_plan_and_its_edits_cross_to_a_notebook(season, visit, new_page):
    ada = PlanPage(new_page(), url=season.server.url, token="tok-ada", user="ada").start(season.folder)
    ada.page.locator(".jp-DirListing-item", has_text=PLAN).dblclick()
    ada.awaited().is_live()
    assert ada.page.evaluate("window.jupyterapp.shell.currentWidget.context.sessionContext.session") is None
    ben = visit(season.server, "Ben", season.at())
    ben.run_all()
    hers, his = ada.demand(), PlanChart(ben.page).is_live()
    moved = hers.moved(hers.mean)
    his.shows(his.mean, moved)
    back = his.moved(his.mean, -40)
    hers.shows(hers.mean, back)
    expect(ada.people).to_have_attribute("aria-label", re.compile("^Here now: Ada, .*Ben"), timeout=SOON_MS)
    expect(ada.decision.first).to_contain_text("cups")
    season.holds(ada.page, lambda saved: saved.campaigns["launch"].demand_mean == float(back))
    assert ada.errors == []


def test_two_people_undo_only_their_own_edits_and_save_writes_the_file(season, open_plan):
    ada, ben = (open_plan(season.server, name, season.at(PLAN)).is_live() for name in ("Ada", "Ben"))
    expect(ada.people).to_have_attribute("aria-label", "Here now: Ada, Ben", timeout=SOON_MS)
    ben.view.get_by_label("Scenario", exact=True).select_option("cold-snap")
    expect(ada.view.get_by_label("Scenario", exact=True)).to_have_value("cold-snap", timeout=SOON_MS)
    ada.name.fill("Maple season")
    ada.name.press("Enter")
    expect(ben.name).to_have_value("Maple season", timeout=SOON_MS)
    his = ben.demand()
    before = his.mean.get_attribute("aria-valuenow")
    moved = his.moved(his.mean)
    ada.demand().shows(ada.demand().mean, moved)
    ada.undo.click()
    expect(ben.name).to_have_value("Maple-oat latte", timeout=SOON_MS)
    his.shows(his.mean, moved)
    ben.run("editmenu:undo")
    ada.demand().shows(ada.demand().mean, before)
    ben.run("editmenu:redo")
    ada.demand().shows(ada.demand().mean, moved)
    ada.run("docmanager:save")
    season.holds(ada.page, lambda saved: saved.campaigns["launch"].demand_mean == float(moved) and saved.name == "Maple-oat latte")
    assert ada.errors == ben.errors == []


def test_a_new_plan_asks_for_its_first_campaign_and_shows_it_to_the_other(season, open_plan):
    ada = open_plan(season.server, "Ada", season.at(PLAN))
    ada.run("ltoplan:create", cwd=season.folder)
    form = ada.page.locator(".ltoplan-first:visible")
    form.get_by_label("What is sold").fill("Pumpkin pie")
    form.get_by_label("Price, USD a unit").fill("4.5")
    form.get_by_label("Cost, USD a unit").fill("1.5")
    form.get_by_role("button", name="Create the campaign").click()
    expect(ada.view).to_have_attribute("data-state", "ready", timeout=SOON_MS)
    ben = open_plan(season.server, "Ben", season.at("untitled.ltoplan")).is_live()
    expect(ben.view.get_by_role("spinbutton").or_(ben.view.get_by_label("Price")).first).to_be_visible(timeout=SOON_MS)
    expect(ben.view).to_contain_text("No forecast yet")
    season.holds(ada.page, lambda saved: _offers(saved) == [(4.5, 1.5)], file="untitled.ltoplan")
    assert "Pumpkin pie" in (season.place / "untitled.ltoplan").read_text(encoding="utf-8")
    assert ada.errors == ben.errors == []


def _offers(plan) -> list[tuple[float, float]]:
    return [(offer.price, offer.unit_cost) for offer in plan.offers.values()]


UNREADABLE = {"newer": '{"format": "ltoplan/7", "name": "From the future"}', "not JSON": '{"name": "half of'}


def test_what_cannot_be_read_is_shown_and_left_alone(season, open_plan):
    files = {why: season.place / f"{number}.ltoplan" for number, why in enumerate(UNREADABLE)}
    for why, file in files.items():
        file.write_text(UNREADABLE[why], encoding="utf-8")
    ada = open_plan(season.server, "Ada", season.at("0.ltoplan"))
    for why, file in files.items():
        ada.run("docmanager:open", path=season.at(file.name), factory="Plan")
        broken = ada.view.locator(".ltoplan-broken")
        expect(broken).to_contain_text(why, timeout=WITHIN_MS)
        expect(broken.locator("pre")).to_have_text(UNREADABLE[why])
        ada.says("Read only")
        ada.run("docmanager:save")
        assert file.read_text(encoding="utf-8") == UNREADABLE[why]
    assert ada.errors == []


def test_a_link_to_a_chart_opens_the_plan_at_it(season, new_page):
    page = new_page()
    ada = PlanPage(page, url=season.server.url, token="tok-ada", user="ada")
    page.set_viewport_size({"width": 1360, "height": 560})
    page.goto(f"{ada.address(season.at(PLAN))}#chart=order")
    ada.awaited().is_live()
    expect(ada.view.locator("[data-chart=order]")).to_be_in_viewport(timeout=WITHIN_MS)


def test_without_collaboration_saving_merges_what_others_saved(plain_server, written_season, open_plan):
    season = new_season(plain_server, written_season, "merge")
    ada, ben = (open_plan(plain_server, name, season.at(PLAN)) for name in ("Ada", "Ben"))
    for one in (ada, ben):
        one.says("Local · saved", within=WITHIN_MS)
    ada.name.fill("Maple season")
    ada.name.press("Enter")
    his = ben.demand()
    moved = his.moved(his.mean)
    for one in (ada, ben):
        one.says(UNSAVED)
        one.run("docmanager:save")
        one.says("Local · saved")
    expect(ben.name).to_have_value("Maple season", timeout=SOON_MS)
    saved = codec.decode(season.file.read_text(encoding="utf-8"))
    assert (saved.name, saved.campaigns["launch"].demand_mean) == ("Maple season", float(moved))
    ben.undo.click()
    ben.says(UNSAVED)
    assert ada.errors == ben.errors == []


def test_without_collaboration_no_file_is_harmed(plain_server, written_season, open_plan):
    season = new_season(plain_server, written_season, "same")
    broken = season.place / "broken.ltoplan"
    broken.write_text("{ half", encoding="utf-8")
    before = season.file.read_bytes()
    ada = open_plan(plain_server, "Ada", season.at(PLAN))
    ada.says("Local · saved", within=WITHIN_MS)
    ada.run("docmanager:save")
    assert season.file.read_bytes() == before
    ada.name.fill("Unsaved")
    ada.name.press("Enter")
    season.file.write_text("{ half", encoding="utf-8")
    ada.run("docmanager:save")
    expect(ada.page.get_by_text("The plan was not saved").first).to_be_visible(timeout=SOON_MS)
    assert season.file.read_text(encoding="utf-8") == "{ half"
    season.file.write_bytes(before)
    ada.run("docmanager:save")
    ada.says("Local · saved")
    assert codec.decode(season.file.read_text(encoding="utf-8")).name == "Unsaved"
    ada.run("docmanager:open", path=season.at(broken.name), factory="Plan")
    expect(ada.view.get_by_role("alert").first).to_contain_text("not JSON", timeout=WITHIN_MS)
    ada.run("docmanager:save")
    assert broken.read_text(encoding="utf-8") == "{ half"
    assert ada.errors == []


def test_screenshots_of_the_plan_view(season, open_plan):
    ada, ben = (open_plan(season.server, name, season.at(PLAN)).is_live() for name in ("Ada", "Ben"))
    ada.page.set_viewport_size({"width": 1700, "height": 1000})
    ada.run("application:toggle-left-area")
    his = ben.demand()
    his.moved(his.mean, 30)
    his.is_seen(ada.demand(), name="Ben")
    for theme, name in THEMES.items():
        ada.use_theme(name)
        expect(ada.page.locator("#jupyterlab-splash")).to_have_count(0)
        ada.shot(SCREENSHOTS / f"plan-view-{theme}.png")
    for width in (320, 768, 2560):
        ada.page.set_viewport_size({"width": width + 80, "height": 1000})
        ada.shot(SCREENSHOTS / f"plan-view-{width}.png")
        assert ada.view.evaluate("(view) => view.scrollWidth <= view.clientWidth + 1"), width


def test_why_is_told_beside_the_plan_and_a_past_launch_chosen_there_is_chosen_for_all(season, open_plan):
    ada, ben = (open_plan(season.server, name, season.at(PLAN)).is_live() for name in ("Ada", "Ben"))
    for page in (ada, ben):
        page.view.get_by_role("tab", name="Why").click()
    expect(ada.view.locator(".ltoplan-reasons-total")).to_contain_text("cups", timeout=WITHIN_MS)
    counts = [page.view.get_by_label("How much honey-2026 counts") for page in (ada, ben)]
    counts[0].select_option("left out")
    expect(counts[1]).to_have_value("0", timeout=SOON_MS)
    expect(ben.view.locator(".ltoplan-reasons")).to_contain_text("From before the latest changes", timeout=SOON_MS)
    season.holds(ada.page, lambda saved: saved.campaigns["launch"].analogues == {"honey-2026": 0.0})
    ada.undo.click()
    expect(counts[1]).to_have_value("1", timeout=SOON_MS)
    pins = [page.view.get_by_role("button", name=re.compile("(Pin )?pumpkin-2025( is pinned.*)?$")) for page in (ada, ben)]
    pins[1].click()
    expect(pins[0]).to_have_text("Pinned", timeout=SOON_MS)
    ada.page.screenshot(path=SCREENSHOTS / "plan-why.png")
    ben.page.reload()
    ben.awaited().is_live()
    ben.undo.click()
    expect(pins[0]).to_have_text("Pin", timeout=SOON_MS)
    season.holds(ada.page, lambda saved: saved.campaigns["launch"].pinned == {})
    assert ada.errors == []


def test_a_price_is_typed_while_the_view_is_drawn_anew(season, open_plan):
    ada, ben = (open_plan(season.server, name, season.at(PLAN)).is_live() for name in ("Ada", "Ben"))
    price = ada.view.get_by_role("textbox", name="Price")
    price.click()
    ben.name.fill("Maple season")
    ben.name.press("Enter")
    expect(ada.name).to_have_value("Maple season", timeout=SOON_MS)
    ada.page.keyboard.type("5.95")
    ada.page.keyboard.press("Enter")
    season.holds(ben.page, lambda saved: saved.offers["latte"].price == 5.95)
    assert ada.errors == ben.errors == []
