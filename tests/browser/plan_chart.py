"""A bound normal-distribution chart as one person sees and drags it, wherever the page that shows it comes from."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.lab_page import drag

WITHIN_MS = 30_000
SOON_MS = 10_000
CHART = ".ltoplan-normal-distribution"


class PlanChart:
    """One of a page's charts.

    Attributes:
        page: The Playwright page.
        card: The chart's card.
    """

    def __init__(self, page: Page, nth: int = 0, *, chart: str = CHART) -> None:
        """The nth chart of its kind on the page, there already or not yet."""
        self.page, self.card = page, page.locator(chart).nth(nth)

    @property
    def mean(self) -> Locator:
        """Handle of the mean demand."""
        return self.handle("Mean demand")

    @property
    def spread(self) -> Locator:
        """Handle of the standard deviation."""
        return self.handle("Standard deviation of demand")

    @property
    def pill(self) -> Locator:
        """What the chart says of its connection."""
        return self.card.locator(".ltoplan-pill")

    def handle(self, name: str) -> Locator:
        """A handle by its name."""
        return self.card.locator(f"[role=slider][aria-label='{name}']").first

    def is_live(self, *, within: float = WITHIN_MS) -> "PlanChart":
        """Wait until the chart says that it is live."""
        expect(self.pill).to_have_text("Live", timeout=within)
        return self

    def says(self, words: str, *, within: float = SOON_MS) -> None:
        """Wait until the chart says this of its connection."""
        expect(self.pill).to_have_text(words, timeout=within)

    def moved(self, handle: Locator, by: int = 60) -> str:
        """Drag a handle sideways; the value it shows afterwards, which differs."""
        before = shown(handle)
        drag(self.page, handle, by=(by, 0))
        expect(handle).not_to_have_attribute("aria-valuenow", before)
        self.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        return shown(handle)

    def shows(self, handle: Locator, value: str, *, within: float = SOON_MS) -> None:
        """Wait until a handle shows a value."""
        expect(handle).to_have_attribute("aria-valuenow", value, timeout=within)


def shown(handle: Locator) -> str:
    """The value that a handle shows."""
    value = handle.get_attribute("aria-valuenow")
    assert value is not None
    return value
