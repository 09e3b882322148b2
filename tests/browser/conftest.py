"""Chromium for the browser tests, and people with a context each."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, ensure
from tests.browser.lab_page import LabPage
from tests.browser.notebook7_page import Notebook7Page
from tests.browser.plan_chart import SOON_MS, WITHIN_MS
from tests.browser.season import USERS, Season, end_kernels, new_season, trust, write_season
from tests.browser.voila_page import VoilaPage
from tests.live_server import LiveServer
from tests.live_wire import LiveWire

WINDOW = {"width": 1360, "height": 1000}
OPTIONS = ("--LabApp.collaborative=True", "--JupyterNotebookApp.expose_app_in_browser=True")
SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
expect.set_options(timeout=SOON_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    path = ensure()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


def context_of(browser: Browser, **options: Any) -> BrowserContext:
    """A person's own browser, as patient as a slow machine needs."""
    context = browser.new_context(**{"viewport": WINDOW, **options})
    context.set_default_timeout(WITHIN_MS)
    return context


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """A page in a context of its own."""
    context = context_of(browser)
    yield context.new_page()
    context.close()


@pytest.fixture
def new_page(browser) -> Iterator[Callable[[], Page]]:
    """Gives a page in a context of its own, as often as it is asked."""
    contexts = []

    def make() -> Page:
        contexts.append(context_of(browser))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def visit(new_page) -> Callable[..., LabPage]:
    """Opens JupyterLab for a named person: ``visit(server, "Ada", "notebook.ipynb")``."""

    def open_lab(server: LiveServer | LiveWire, user: str, notebook: str, *, kind: type[LabPage] = LabPage) -> LabPage:
        return kind(new_page(), url=server.url, token=f"tok-{user.lower()}", user=user.lower()).open(notebook)

    return open_lab


@pytest.fixture
def visit_notebook7(visit) -> Callable[..., LabPage]:
    """Opens Notebook 7 for a named person."""
    return lambda server, user, notebook: visit(server, user, notebook, kind=Notebook7Page)


@pytest.fixture
def visit_voila(new_page) -> Callable[..., VoilaPage]:
    """Opens a dashboard for a named person: ``visit_voila(url, "Ada", "notebook.ipynb")``."""
    return lambda url, user, notebook="": VoilaPage(new_page(), url=url, token=f"tok-{user.lower()}").open(notebook)


@pytest.fixture(scope="session")
def written_season(tmp_path_factory) -> Path:
    """The files of a season, made once."""
    folder = tmp_path_factory.mktemp("season")
    write_season(folder)
    return folder


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory) -> Iterator[LiveServer]:
    """One server with rooms for all tests that leave it as it was; its base URL is not the root."""
    base = tmp_path_factory.mktemp("shared")
    (base / "root").mkdir()
    server = LiveServer(base / "root", base / "home", users=USERS, options=OPTIONS, base_url="/u/x/")
    trust(server.home)
    with server:
        yield server


@pytest.fixture(scope="session")
def plain_server(tmp_path_factory) -> Iterator[LiveServer]:
    """One server without collaboration for all tests that leave it as it was."""
    base = tmp_path_factory.mktemp("plain")
    (base / "root").mkdir()
    server = LiveServer(base / "root", base / "home", users=USERS, is_collaborative=False)
    trust(server.home)
    with server:
        yield server


@pytest.fixture
def season(shared_server, written_season, request) -> Iterator[Season]:
    """A folder of the test's own on the shared server, with blanks and umlauts in its name."""
    yield new_season(shared_server, written_season, f"Pläne & Läger/{re.sub(r'[^a-z]+', ' ', request.node.name)}")
    end_kernels(shared_server)
