"""Notebooks that the bench opens: one code cell a contestant."""

import json
from collections.abc import Iterable
from pathlib import Path

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def write(file: Path, cells: Iterable[str]) -> str:
    """Write a notebook of code cells; its name."""
    blank = {"cell_type": "code", "execution_count": None, "metadata": {"trusted": True}, "outputs": []}
    content = [{**blank, "id": f"cell-{number}", "source": source} for number, source in enumerate(cells)]
    whole = {"cells": content, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file.name
