"""Where everything is measured: a JupyterLab of its own, a real Chromium, and a stopwatch in the page."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.contestants import Contestant
from tests.bench.notebook import write
from tests.browser.chromium import FLAGS, executable
from tests.browser.lab_page import LabPage
from tests.live_server import LiveServer

ROOT = Path(__file__).parents[2]
SCRIPTS = ("stopwatch.js", "messages.js")
WINDOW = {"width": 1280, "height": 900}
SETTINGS = {
    "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
    "notebook-extension/tracker": '{"windowingMode": "none"}',
}


class BenchServer(LiveServer):
    """A JupyterLab whose kernels can import the contestants, and which keeps every cell in the page."""

    def __init__(self, home: Path) -> None:
        """Write the settings."""
        root = home / "notebooks"
        root.mkdir()
        super().__init__(root, home)
        for name, text in SETTINGS.items():
            file = home / f"config/lab/user-settings/@jupyterlab/{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """The server's environment, with the project's folder among Python's."""
        return {**super().environment, "PYTHONPATH": str(ROOT)}


class Stage:
    """A server and a browser, from which notebooks are opened one after another."""

    def __init__(self, server: LiveServer, browser: Browser) -> None:
        """Hold both; one browser context, so that what a person's browser would cache is cached."""
        self._server = server
        self.browser = browser.version
        self._context = browser.new_context(viewport=WINDOW)
        for script in SCRIPTS:
            self._context.add_init_script(path=Path(__file__).with_name(script))

    @contextmanager
    def notebook(self, name: str, cells: list[str]) -> Iterator[LabPage]:
        """A new notebook of these cells, open with a kernel of its own; the kernel ends with it."""
        file = write(self._server.root / f"{name}.ipynb", cells)
        page = self._context.new_page()
        lab = LabPage(page, url=self._server.url, token=self._server.token, user=name)
        try:
            yield lab.open(file)
            if lab.errors:
                raise RuntimeError(f"{name}: the page failed: {lab.errors[0]}")
        finally:
            _end_kernel(page)
            page.close()


@contextmanager
def stage() -> Iterator[Stage]:
    """Start a server and a browser for as long as the context is open."""
    with (
        tempfile.TemporaryDirectory(prefix="ltoplan-bench-", ignore_cleanup_errors=True) as home,
        BenchServer(Path(home)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        yield Stage(server, browser)
        browser.close()


def stopwatch(page: Page, method: str, argument: Any = None) -> Any:
    """Call the page's stopwatch."""
    return page.evaluate(f"(argument) => stopwatch.{method}(argument)", argument)


def await_drawing(page: Page, cell: int, contestant: Contestant) -> None:
    """Wait until a contestant's output is there."""
    stopwatch(page, "drawn", {"cell": cell, "contestant": contestant.plain()})


def _end_kernel(page: Page) -> None:
    page.evaluate("() => window.jupyterapp?.shell?.currentWidget?.sessionContext?.shutdown()")
