"""The cases that both languages are held to; see tests/fixtures/README.md."""

import json
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures"


def cases(file: str, section: str) -> Any:
    """Parametrize a test over the cases of a section, each under its name."""
    found = floats(json.loads((FIXTURES / f"{file}.json").read_text()))[section]
    return pytest.mark.parametrize("case", found, ids=[case["name"] for case in found])


def floats(value: Any) -> Any:
    """Plain JSON as a document gives it: every number a float."""
    if isinstance(value, dict):
        return {key: floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [floats(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
