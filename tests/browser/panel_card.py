"""A panel as one person sees and uses it, wherever the page that shows it comes from."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.plan_chart import SOON_MS, WITHIN_MS


class PanelCard:
    """One panel of a page.

    Attributes:
        page: The Playwright page.
        card: The panel's card.
    """

    def __init__(self, page: Page, kind: str) -> None:
        """The first panel of a kind, ``change-history``, there already or not yet."""
        self.page, self.card = page, page.locator(f".ltoplan-panel.ltoplan-{kind}").first

    def is_there(self) -> "PanelCard":
        """Wait until the panel shows the plan."""
        expect(self.card).to_have_attribute("aria-busy", "false", timeout=WITHIN_MS)
        return self

    def says(self, words: str, *, within: float = SOON_MS) -> None:
        """Wait until the panel says something."""
        expect(self.card).to_contain_text(words, timeout=within)

    def says_no_more(self, words: str, *, within: float = SOON_MS) -> None:
        """Wait until the panel no longer says something."""
        expect(self.card).not_to_contain_text(words, timeout=within)

    def button(self, name: str, *, nth: int = 0) -> Locator:
        """A button by its accessible name."""
        return self.card.get_by_role("button", name=name, exact=True).nth(nth)

    def press(self, name: str, *, nth: int = 0) -> None:
        """Press a button."""
        self.button(name, nth=nth).click()

    def fill(self, label: str, text: str) -> None:
        """Write into a field."""
        self.card.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, words: str) -> None:
        """Choose one of a list's entries by its words."""
        self.card.get_by_label(label, exact=True).select_option(label=words)

    def row(self, selector: str, words: str) -> Locator:
        """The first part of the panel that a selector finds and that holds some words."""
        return self.card.locator(selector, has_text=words).first
