"""A season folder on a server: the plan of the demo beside notebooks and dashboards that show it."""

import json
import shutil
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.sign import NotebookNotary

from ltoplan_widgets import write_demo
from ltoplan_widgets.plan import codec
from ltoplan_widgets.plan.plan import Plan
from tests.live_server import LiveServer, person

PLAN = "maple-oat-latte.ltoplan"
NOTEBOOK = "together.ipynb"
PAIR = "pair.ipynb"
DASHBOARD = "dashboard.ipynb"
USERS = {f"tok-{name.lower()}": person(name) for name in ("Ada", "Ben", "Cleo")}
OPEN = f"""
import ltoplan_widgets as lto
plan = lto.open_plan({PLAN!r})
plan.ready()
chart = plan.chart("launch-week")
"""
AT_ONCE = """
from IPython.display import display
display(chart, plan.chart("launch-week"), chart)
"""
ELSEWHERE = """
import os
import ltoplan_widgets as lto
sales = lto.SalesHistory.read("sales.parquet")
campaigns = lto.CampaignLibrary.read("campaigns.parquet")
plan = lto.open_plan(os.environ["SEASON_PLAN"], history=sales, library=campaigns)
plan.chart("launch-week")
"""
NOTEBOOKS = {NOTEBOOK: (OPEN + "chart",), PAIR: (OPEN + AT_ONCE,), DASHBOARD: (ELSEWHERE,)}
LOOKS = 900
LOOK_MS = 100


@dataclass(frozen=True, slots=True)
class Season:
    """One test's own folder on a server that many tests share.

    Attributes:
        server: The server.
        folder: Its path below the server's root, as addresses have it.
    """

    server: LiveServer
    folder: str

    @property
    def place(self) -> Path:
        """The folder on disk."""
        return self.server.root / self.folder

    @property
    def file(self) -> Path:
        """The plan's file."""
        return self.place / PLAN

    def at(self, name: str = NOTEBOOK) -> str:
        """Path of a notebook on the server."""
        return f"{self.folder}/{name}" if self.folder else name

    def saved(self, file: str = PLAN) -> Plan | None:
        """The plan as it is in a file; None while the server is writing it."""
        text = (self.place / file).read_text(encoding="utf-8")
        return codec.decode(text) if text.endswith("}\n") else None

    def holds(self, page, condition: Callable[[Plan], bool], *, file: str = PLAN) -> None:
        """Wait until the file fulfils a condition, pacing with a page's own clock."""
        for _ in range(LOOKS):
            plan = self.saved(file)
            if plan is not None and condition(plan):
                return
            page.wait_for_timeout(LOOK_MS)  # the file system announces nothing
        raise AssertionError((self.place / file).read_text(encoding="utf-8"))


def write_season(folder: Path) -> None:
    """Write plan, sales and notebooks of a season into a folder."""
    write_demo(folder)
    for name, cells in NOTEBOOKS.items():
        nbformat.write(notebook(*cells), folder / name)


def notebook(*cells: str) -> nbformat.NotebookNode:
    """A notebook of code cells; the same cells give the same notebook, so that one signature trusts every copy."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    made = [nbformat.v4.new_code_cell(cell, id=f"cell-{number}") for number, cell in enumerate(cells)]
    return nbformat.v4.new_notebook(cells=made, metadata=kernel)


def trust(home: Path, *further: nbformat.NotebookNode) -> None:
    """Let a server trust the notebooks of a season and others, wherever they lie."""
    notary = NotebookNotary(data_dir=str(home / "data"))
    for one in (*further, *(notebook(*cells) for cells in NOTEBOOKS.values())):
        notary.sign(one)
    notary.store.close()


def new_season(server: LiveServer, source: Path, folder: str) -> Season:
    """A copy of a written season in a folder of its own."""
    shutil.copytree(source, server.root / folder, dirs_exist_ok=True)
    return Season(server, folder)


def end_kernels(server: LiveServer) -> None:
    """Shut down every kernel of a server, so that the next test starts with none."""
    for kernel in asked(server, "api/kernels", "GET"):
        asked(server, f"api/kernels/{kernel['id']}", "DELETE")


def asked(server: LiveServer, address: str, method: str, content: object = None) -> Any:
    """What the server's API answers, with the server's own token; None where it says nothing."""
    headers = {"Authorization": f"token {server.token}", "Content-Type": "application/json"}
    body = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(server.url + address, data=body, method=method, headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read() or "null")
