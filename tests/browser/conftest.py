"""Chromium for the browser tests, and people with a context each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import FLAGS, ensure
from tests.browser.lab_page import LabPage
from tests.live_server import LiveServer

SCREENSHOTS = Path(__file__).parents[1] / "screenshots"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    path = ensure()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """A page in a context of its own."""
    context = browser.new_context(viewport={"width": 1360, "height": 1000})
    yield context.new_page()
    context.close()


@pytest.fixture
def visit(browser) -> Iterator[Callable[..., LabPage]]:
    """Opens JupyterLab for a named person: ``visit(server, "Ada", "notebook.ipynb")``."""
    contexts = []

    def open_lab(server: LiveServer, user: str, notebook: str) -> LabPage:
        context = browser.new_context(viewport={"width": 1360, "height": 1000})
        contexts.append(context)
        lab = LabPage(context.new_page(), url=server.url, token=f"tok-{user.lower()}", user=user.lower())
        return lab.open(notebook)

    yield open_lab
    for context in contexts:
        context.close()
