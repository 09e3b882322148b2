"""How every widget looks: pictures in both themes to look at, no barrier that axe knows, nothing wider than the window."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS, context_of
from tests.browser.lab_page import drag
from tests.browser.plan_chart import WITHIN_MS

ROOT = Path(__file__).parents[2]
DEMO = (ROOT / "js/demo/index.html").as_uri()
PANELS = (ROOT / "js/demo/together.html").as_uri()
AXE = ROOT / "node_modules/axe-core/axe.min.js"
NOTEBOOK = "01-first-plan.ipynb"
SHOWN = {
    "forecast": ".ltoplan-forecast-chart",
    "launch-week": ".ltoplan-normal-distribution",
    "order": ".ltoplan-order-chart",
    "price": ".ltoplan-slider",
}
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

COVERED = """() => [...document.querySelectorAll('.ltoplan-normal-distribution, .ltoplan-order-chart')].flatMap((chart) => {
  const words = [...chart.querySelectorAll('.ltoplan-words .ltoplan-label tspan')].filter((one) => one.getClientRects().length && one.textContent);
  const boxes = words.map((one) => [one, one.getBoundingClientRect()]);
  const card = chart.getBoundingClientRect();
  const covers = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  const pairs = boxes.flatMap(([one, a], place) => boxes.slice(place + 1).filter(([other, b]) => one.parentNode !== other.parentNode && covers(a, b))
    .map(([other]) => `${one.textContent} covers ${other.textContent}`));
  return [...pairs, ...boxes.filter(([, box]) => box.left < card.left || box.right > card.right).map(([one]) => `${one.textContent} is cut off`)];
})"""
SMALL = """() => {
  const least = (part) => (part.matches('[type=radio], [type=checkbox]') ? 24 : 43.5);
  const pressed = [...document.querySelectorAll('main :is(button, select, summary, input, textarea, a[href]), .ltoplan-notice button')];
  const boxes = pressed.map((part) => [part, part.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
  return boxes.filter(([part, box]) => Math.min(box.width, box.height) < least(part)).map(([part]) => part.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("width", [320, 768, 1360, 2560])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_chart_in_a_plain_page(page, theme, width):
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(f"{DEMO}?theme={theme}&people")
    expect(page.locator(".ltoplan-normal-distribution [role=slider]").first).to_be_attached()
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=str(SCREENSHOTS / f"demo-{theme}-{width}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_barrier(page, theme):
    page.goto(f"{DEMO}?theme={theme}")
    expect(page.locator(".ltoplan-normal-distribution [role=slider]").first).to_be_attached()
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run('#demo').then((result) => result.violations.map(({ id, nodes }) => [id, nodes[0].html]))")
    assert found == []


@pytest.mark.parametrize("width", [230, 320, 560, 620, 768])
def test_no_figure_and_no_title_is_cut_off(page, width):
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(DEMO)
    expect(page.locator(".ltoplan-normal-distribution .ltoplan-value").first).to_be_attached()
    cut = """() => [...document.querySelectorAll('.ltoplan-value, .ltoplan-title')]
      .filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.textContent)"""
    assert page.evaluate(cut) == []


@pytest.mark.parametrize("width", [320, 420])
@pytest.mark.parametrize(
    ("chart", "handle"),
    [
        ("normal-distribution", "Mean demand"),
        ("normal-distribution", "Standard deviation of demand"),
        ("normal-distribution", "Order quantity"),
        ("order-chart", "Order quantity"),
    ],
)
def test_no_word_covers_another_while_something_is_dragged(page, width, chart, handle):
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(DEMO)
    grip = page.locator(f".ltoplan-{chart} [role=slider][aria-label='{handle}']").first
    expect(grip).to_be_attached()
    found = page.evaluate(COVERED)
    for to in (-30, -60, -90, 40, 80):
        drag(page, grip, by=(to, 0), steps=3, release=False)
        page.evaluate("() => new Promise(requestAnimationFrame)")
        found += page.evaluate(COVERED)
        page.keyboard.press("Escape")
        page.mouse.up()
    assert found == []


@pytest.mark.parametrize("width", [320, 768, 1360, 2560])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_panel_in_a_plain_page(page, theme, width):
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(f"{PANELS}?theme={theme}&notice")
    expect(page.locator(".ltoplan-notice")).to_be_visible()
    page.screenshot(path=str(SCREENSHOTS / f"panels-{theme}-{width}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize(("address", "shown"), [(f"{DEMO}?people", ".ltoplan-handle"), (f"{PANELS}?notice", ".ltoplan-notice")])
def test_what_fingers_press_is_large_enough(browser, address, shown, width):
    """44 pixels each way; a radio button of a table, which stands alone in its cell, 24."""
    context = context_of(browser, viewport={"width": width, "height": 1000}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address)
    expect(page.locator(shown).first).to_be_attached()
    small = page.evaluate(SMALL)
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert (small, wide) == ([], width)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["", "empty", "readonly"])
def test_axe_finds_no_barrier_in_panels(page, theme, kind):
    page.goto(f"{PANELS}?theme={theme}&notice&{kind}")
    expect(page.locator(".ltoplan-panel")).to_have_count(6)
    for words in ("New scenario", "Compare", "Propose change", "Comment", "New chart", "Name version of the plan as it is now"):
        tool = page.get_by_role("button", name=words, exact=True)
        if tool.count():
            tool.first.click()
    for opener in ("[data-tool=talk]", "[data-tool=open]"):
        if page.locator(opener).count():
            page.locator(opener).first.click()
    page.add_script_tag(path=str(AXE))
    found = page.evaluate(
        "axe.run(document).then((result) => result.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))"
    )
    assert found == []


def test_screenshots_of_every_widget_in_jupyterlab(season, visit):
    ada = visit(season.server, "Ada", season.at(NOTEBOOK))
    ada.run_all()
    for theme, name in THEMES.items():
        ada.use_theme(name)
        for key, selector in SHOWN.items():
            ada.show(f'plan.chart("{key}")')
            widget = ada.page.locator(selector).first
            expect(widget.locator("[role=slider]").first).to_be_visible(timeout=WITHIN_MS)
            widget.screenshot(path=str(SCREENSHOTS / f"lab-{key}-{theme}.png"))
            assert _is_as_wide_as_its_place(widget), key
    ada.use_theme(THEMES["light"])


def _is_as_wide_as_its_place(widget) -> bool:
    """Whether the plot fills its card, also after the page had been hidden meanwhile."""
    fits = "(card) => [...card.querySelectorAll('svg.ltoplan-plot')].every((svg) => +svg.getAttribute('width') === svg.parentElement.clientWidth)"
    for _ in range(200):
        if widget.evaluate(fits):
            return True
        widget.page.wait_for_timeout(50)  # layout after a change of theme announces nothing
    return False
