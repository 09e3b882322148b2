"""One cell of a table: text, number, day, or nothing."""

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}|$)")


def day_of(text: str) -> np.datetime64:
    """Day of an ISO date, with or without a time; NaT for anything else.

    >>> day_of("2026-01-05T13:05"), day_of("05.01.2026")
    (np.datetime64('2026-01-05'), np.datetime64('NaT','D'))
    """
    try:
        return np.datetime64(text[:10], "D") if _ISO_DAY.match(text) else np.datetime64("NaT", "D")
    except ValueError:
        return np.datetime64("NaT", "D")


def numbers_of(cells: list[Any]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Numbers of cells, NaN where there is none, and which cells hold something else."""
    values, unread = np.full(len(cells), np.nan), np.zeros(len(cells), bool)
    for row, cell in enumerate(cells):
        if is_unknown(cell) or (isinstance(cell, str) and not cell):
            continue
        try:
            values[row] = np.nan if isinstance(cell, bool) else float(cell)
            unread[row] = isinstance(cell, bool)
        except (TypeError, ValueError):
            unread[row] = True
    return values, unread


def is_unknown(value: Any) -> bool:  # noqa: ANN401
    """Whether a cell holds nothing: None, NaN (which differs from itself), or pandas' NA and NaT."""
    return value is None or type(value).__name__ in {"NAType", "NaTType"} or (isinstance(value, float) and value != value)  # noqa: PLR0124


def text_of(value: object) -> str:
    """A key as text: whole numbers without a fraction, nothing where it is not known."""
    if is_unknown(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def scalar_of(value: object) -> str | float | bool | None:
    """A covariate: number or true and false where the text says so, else text; None where it is not known."""
    if is_unknown(value) or (isinstance(value, str) and value.strip().lower() in {"", "nan"}):
        return None
    if isinstance(value, bool | float | int):
        return value if isinstance(value, bool) else float(value)
    word = str(value)
    if word.lower() in {"true", "false"}:
        return word.lower() == "true"
    number = number_of(word)
    return word if number is None else number


def number_of(word: str) -> float | None:
    """The number that a text is, as other programs write them; None for other text, also for ``1_000``, which is Python's.

    >>> number_of("1e3"), number_of("12_07"), number_of("many")
    (1000.0, None, None)
    """
    try:
        return float(word) if "_" not in word else None
    except ValueError:
        return None


def natural_order(key: str) -> tuple[int, int, str]:
    """Order of keys: whole numbers by their size, then text."""
    return (0, int(key), key) if key.isascii() and key.isdigit() else (1, 0, key)
