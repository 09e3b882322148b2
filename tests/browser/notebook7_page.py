"""Notebook 7 as one person sees it: a notebook a page, on the same server as JupyterLab."""

from urllib.parse import quote

from tests.browser.lab_page import LabPage


class Notebook7Page(LabPage):
    """One person's Notebook 7 in one browser context; what differs from JupyterLab is the address."""

    def address(self, notebook: str) -> str:
        """Where a notebook opens."""
        return f"{self._url}/notebooks/{quote(notebook)}?token={self._token}"
