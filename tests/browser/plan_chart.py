"""A bound normal-distribution chart as one person sees and drags it, wherever the page that shows it comes from."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.lab_page import drag, still

WITHIN_MS = 60_000
"""So long may a kernel or a server take to start."""
SOON_MS = 15_000
"""So long may what takes a moment take on a slow machine."""
LOOKS = 300
LOOK_MS = 50
COMPANY = ".ltoplan-cursor"
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

    def is_back(self) -> None:
        """Wait until the chart is live again, whether the server has written the file already or not."""
        expect(self.pill).to_contain_text("Live", timeout=WITHIN_MS)

    def says(self, words: str, *, within: float = SOON_MS) -> None:
        """Wait until the chart says this of its connection."""
        expect(self.pill).to_have_text(words, timeout=within)

    def moved(self, handle: Locator, by: int = 60) -> str:
        """Drag a handle sideways; the value it shows afterwards, which differs."""
        before = shown(handle)
        drag(self.page, handle, by=(by, 0))
        expect(handle).not_to_have_attribute("aria-valuenow", before)
        return self.settled(handle)

    def settled(self, handle: Locator) -> str:
        """The value that a handle shows once what the mouse did is drawn."""
        self.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        return shown(handle)

    def point(self, across: float = 0.5, down: float = 0.4) -> None:
        """Move the mouse to a place in the plot, in shares of its width and height."""
        box = still(self.page, self.card.locator("svg.ltoplan-plot"))
        self.page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)

    def is_seen(self, *others: "PlanChart", name: str, mark: str = COMPANY) -> None:
        """Go on pointing until all others see it at once: who rests for five seconds is shown no longer."""
        for look in range(LOOKS):
            self.point(0.4 + look % 10 / 50)
            if all(other.card.locator(mark, has_text=name).first.is_visible() for other in others):
                return
            self.page.wait_for_timeout(LOOK_MS)
        raise AssertionError(f"{name} is not seen")

    def shows(self, handle: Locator, value: str, *, within: float = SOON_MS) -> None:
        """Wait until a handle shows a value."""
        expect(handle).to_have_attribute("aria-valuenow", value, timeout=within)


def shown(handle: Locator) -> str:
    """The value that a handle shows."""
    value = handle.get_attribute("aria-valuenow")
    assert value is not None
    return value
