"""Examples of the guides run as they stand, from top to bottom."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("guide", ["orders.md"])
def test_examples_run(guide, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / guide).read_text(encoding="utf-8"), re.DOTALL)
    names = {}
    for block in blocks:
        exec(compile(block, guide, "exec"), names)
    shown = capsys.readouterr().out
    assert len(blocks) > 1
    assert "risk of running out" in shown
