import sys

import nbformat
import pytest
from nbclient import NotebookClient

from ltoplan_widgets.demand import progress as looked_at
from ltoplan_widgets.demand.progress import followed


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(looked_at, "_DELAY_SECONDS", 0.0)


def test_a_terminal_sees_how_far_work_is(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    assert list(followed(range(3), "Adding up", total=3)) == [0, 1, 2]
    assert "Adding up" in capsys.readouterr().err


def test_nothing_is_written_where_nobody_looks_on(capsys):
    assert list(followed("abc", "Adding up", total=3)) == ["a", "b", "c"]
    assert capsys.readouterr().err == ""


CELL = """
import ltoplan_widgets.demand.progress as progress
progress._DELAY_SECONDS = 0.0
for one in progress.followed("abc", "Adding up", total=3):
    pass
"""


def test_a_notebook_has_a_bar_of_its_own():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    (shown,) = notebook.cells[0].outputs
    assert "application/vnd.jupyter.widget-view+json" in shown["data"]
