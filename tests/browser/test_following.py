"""Following somebody: to the chart that they look at and the part of it that they see, until one turns to something oneself."""

import pytest
from playwright.sync_api import expect

from tests.browser.plan_chart import LOOK_MS, LOOKS, SOON_MS, WITHIN_MS
from tests.browser.plan_page import PlanPage
from tests.browser.season import PLAN

FORECAST = ".ltoplan-forecast-chart"
DEMAND = ".ltoplan-normal-distribution"
SHORT = {"width": 1000, "height": 560}
IS_SEEN = """(card) => {
  const { top, bottom } = card.getBoundingClientRect();
  return Math.min(bottom, innerHeight) - Math.max(top, 0) > 0.5 * Math.min(bottom - top, innerHeight);
}"""
TICKS = "(card) => [...card.querySelectorAll('.ltoplan-axes text')].map((text) => text.textContent).join()"


@pytest.fixture
def people(season, visit):
    """Two people at one plan, on screens that show one chart at a time."""
    both = [visit(season.server, name, season.at(PLAN), kind=PlanPage).is_live() for name in ("Ada", "Ben")]
    for one in both:
        one.page.set_viewport_size(SHORT)
    return both


def _waits_for(card, expression, *, wanted: object = True) -> None:
    for _ in range(LOOKS):
        if (found := card.evaluate(expression)) == wanted:
            return
        card.page.wait_for_timeout(LOOK_MS)
    raise AssertionError(f"{found} in place of {wanted}")


def _settled(card) -> str:
    """The ticks of a chart that is laid out: a window that was made narrower has fewer."""
    before, after = "", card.evaluate(TICKS)
    while before != after:
        card.page.wait_for_timeout(LOOK_MS)  # layout announces nothing
        before, after = after, card.evaluate(TICKS)
    return after


def test_who_follows_is_taken_to_chart_and_window_until_their_own_wheel(people):
    ada, ben = people
    hers, his = (one.view.locator(FORECAST).first for one in people)
    his_demand, her_demand = (one.view.locator(DEMAND).first for one in (ben, ada))
    expect(his).to_be_attached(timeout=WITHIN_MS)
    whole = _settled(his)
    _waits_for(hers, TICKS, wanted=whole)
    ben.people.click()
    follow = ben.view.get_by_role("button", name="Follow Ada")
    follow.press("Enter")
    expect(ben.view.get_by_role("button", name="Stop following Ada")).to_have_attribute("aria-pressed", "true")

    hers.get_by_role("button", name="Zoom in").press("Enter")
    _waits_for(his, IS_SEEN)
    zoomed = _settled(hers)
    assert zoomed != whole
    _waits_for(his, TICKS, wanted=zoomed)

    her_demand.locator("[role=slider]").first.focus()
    _waits_for(his_demand, IS_SEEN)

    his_demand.hover()
    ben.page.mouse.wheel(0, 200)
    expect(ben.view.get_by_role("button", name="Follow Ada")).to_have_attribute("aria-pressed", "false", timeout=SOON_MS)
    seen = his.evaluate(TICKS)
    hers.get_by_role("button", name="Reset the zoom").press("Enter")
    expect(hers.locator(".ltoplan-axes")).to_be_visible()
    _waits_for(hers, TICKS, wanted=whole)
    assert his.evaluate(TICKS) == seen
    assert ada.errors == ben.errors == []
