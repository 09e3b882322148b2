"""A Voila dashboard as one visitor sees it: each visit has a kernel of its own."""

from urllib.parse import quote

from playwright.sync_api import Page

from tests.browser.lab_page import listen

RENDERED_MS = 90_000


class VoilaPage:
    """One visitor's dashboard in one browser context.

    Attributes:
        page: The Playwright page.
        errors: What broke in the page.
    """

    def __init__(self, page: Page, *, url: str, token: str) -> None:
        """Hold the page; nothing is opened yet."""
        self.page, self._url, self._token = page, url, token
        self.errors: list[str] = []
        listen(page, self.errors)

    def open(self, notebook: str = "") -> "VoilaPage":
        """Open a notebook as a dashboard, or the only one of a Voila that serves one; wait until every cell has run."""
        place = f"voila/render/{quote(notebook)}" if notebook else ""
        self.page.goto(f"{self._url}{place}?token={self._token}", timeout=RENDERED_MS)
        self.page.wait_for_function("() => document.getElementById('rendered_cells')", timeout=RENDERED_MS)
        return self
