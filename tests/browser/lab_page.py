"""JupyterLab as one person sees it: opens a notebook, runs it, asks the kernel, drags in charts."""

import json
import time
import zlib
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from playwright.sync_api import Error as PageError
from playwright.sync_api import FloatRect, Locator, Page

OPEN = "() => window.jupyterapp?.shell?.currentWidget?.context?.isReady"
PATIENCE_MS = 120_000
OF_OTHERS = ("[anywidget] Failed to initialize model.", "Canceled future for create_subshell_request")
"""What others' code says on a slow machine: anywidget of a model that takes more than two seconds and is ready later all the same,
JupyterLab of a kernel that a test shuts down before it has answered."""
MOST_FRAMES = 600
"""Ten seconds of drawing: so long a handle may be off the page while its chart is put in anew."""
WITHIN = """async (body, argument, patience) => {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("JupyterLab did not answer in time")), patience));
  return Promise.race([body(argument), late]);
}"""
READY = """async () => {
  const panel = window.jupyterapp.shell.currentWidget;
  await panel.context.ready;
  await panel.sessionContext.ready;
  await panel.sessionContext.session.kernel.info;
}"""
RUN_ALL = """async () => {
  const { content, sessionContext } = window.jupyterapp.shell.currentWidget;
  const sources = () => content.widgets.map((cell) => cell.model.sharedModel.getSource());
  while (!sources().some(Boolean)) await new Promise(requestAnimationFrame);
  await window.jupyterapp.commands.execute("notebook:run-all-cells");
  const waiting = content.widgets.filter((cell) => cell.model.type === "code" && cell.model.executionCount === null);
  if (waiting.length) throw new Error(`not run: ${waiting.length} of ${sources().length}; kernel ${sessionContext.kernelDisplayStatus}`);
}"""
SHOW = """async (text) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const index = notebook.widgets.findIndex((cell) => cell.model.sharedModel.getSource().includes(text));
  if (index < 0) throw new Error(`no cell holds ${text}`);
  await notebook.scrollToItem(index, "start");
}"""
EXECUTE = """async ([code, wait]) => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const future = kernel.requestExecute({ code, store_history: false }, false);
  const lines = [];
  const started = new Promise((resolve) => {
    future.onIOPub = (message) => {
      const { msg_type: kind } = message.header;
      if (kind === "status" && message.content.execution_state === "busy") resolve();
      if (kind === "stream") lines.push(message.content.text);
      if (kind === "error") lines.push(message.content.traceback.join("\\n"));
    };
  });
  if (!wait) {
    window.isCellDone = false;
    future.done.finally(() => { window.isCellDone = true; });
    await started;
    return "";
  }
  const reply = await future.done;
  if (reply.content.status !== "ok") throw new Error(lines.join(""));
  return lines.join("");
}"""


class LabPage:
    """One person's JupyterLab in one browser context.

    Attributes:
        page: The Playwright page.
        user: Who it is; workspaces have it in their names, so that people do not switch each other's tabs.
    """

    def __init__(self, page: Page, *, url: str, token: str, user: str) -> None:
        """Hold the page; nothing is opened yet."""
        self.page, self.user, self._url, self._token = page, user, url.rstrip("/"), token
        self.errors: list[str] = []
        listen(page, self.errors)

    def address(self, notebook: str) -> str:
        """Where a notebook opens: in a workspace of its own, because a restored one brings other notebooks along."""
        workspace = f"{self.user}-{zlib.crc32(notebook.encode()):08x}"
        return f"{self._url}/lab/workspaces/{workspace}/tree/{quote(notebook)}?token={self._token}"

    def open(self, notebook: str) -> Self:
        """Open a notebook and wait until its kernel answers."""
        self.page.goto(self.address(notebook))
        self.page.wait_for_function(OPEN, timeout=90_000)
        self._evaluate(READY)
        return self

    def reload(self) -> None:
        """Reload the page and wait until the kernel answers again."""
        self.page.reload()
        self.page.wait_for_function(OPEN, timeout=90_000)
        self._evaluate(READY)

    def run_all(self) -> None:
        """Run every cell and wait for the last."""
        self._evaluate(RUN_ALL)

    def show(self, text: str) -> None:
        """Scroll to the cell whose source holds a text; JupyterLab draws only cells near the window."""
        self._evaluate(SHOW, text)

    def use_theme(self, name: str) -> None:
        """Change the theme: ``JupyterLab Light`` or ``JupyterLab Dark``."""
        self._evaluate("async (theme) => { await window.jupyterapp.commands.execute('apputils:change-theme', { theme }); }", name)
        self.page.wait_for_selector(f"body[data-jp-theme-name='{name}']", state="attached")

    def python(self, code: str) -> str:
        """Run code in the notebook's kernel, outside its cells; what it prints."""
        return str(self._evaluate(EXECUTE, [code, True]))

    def value(self, expression: str) -> Any:
        """Value of a Python expression in the notebook's kernel."""
        return json.loads(self.python(f"import json; print(json.dumps({expression}))"))

    def holds(self, expression: str, value: Any) -> None:
        """Ask the kernel until an expression has a value: what a page did reaches it over the server."""
        until = time.monotonic() + PATIENCE_MS / 1000
        while (found := self.value(expression)) != value:
            assert time.monotonic() < until, f"{expression} is {found!r}, not {value!r}"

    def keep_busy(self, seconds: float) -> None:
        """Occupy the kernel's main thread with a cell that does not give way; returns once it runs."""
        self._evaluate(EXECUTE, [f"import time; time.sleep({seconds})", False])

    @property
    def is_busy(self) -> bool:
        """Whether that cell still runs; the kernel's status does not tell, for messages of widgets are answered beside it."""
        return self.page.evaluate("window.isCellDone") is False

    def _evaluate(self, body: str, argument: object = None) -> Any:
        """Run an asynchronous function in the page, with a limit: Playwright itself sets none."""
        return self.page.evaluate(f"(argument) => ({WITHIN})({body}, argument, {PATIENCE_MS})", argument)

    def shot(self, path: Path) -> None:
        """Take a picture of the page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(path))


def listen(page: Page, errors: list[str]) -> None:
    """Note what breaks in a page, but not what others' code says of a slow machine."""

    def note(error: PageError) -> None:
        if not any(words in str(error) for words in OF_OTHERS):
            errors.append(str(error))

    page.on("pageerror", note)


def drag(page: Page, handle: Locator, *, by: tuple[float, float], steps: int = 12, release: bool = True) -> None:
    """Drag a handle by so many pixels with real pointer events."""
    box = still(page, handle)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0], y + by[1], steps=steps)
    if release:
        page.mouse.up()


def still(page: Page, handle: Locator) -> FloatRect:
    """Where something is drawn, once it stays there for a frame: while a page is being laid out its charts are taken out and put back."""
    before: FloatRect | None = None
    for _ in range(MOST_FRAMES):
        try:
            handle.scroll_into_view_if_needed()
        except PageError as error:  # a picture that makes room for its widget goes while it is waited for
            if "not attached" not in error.message:
                raise
            continue
        box = handle.bounding_box()
        if box is not None and box == before:
            return box
        before = box
        page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError("what is looked for is not on the page")
