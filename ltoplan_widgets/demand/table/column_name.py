"""Names of columns as text, and the one that may be meant."""

import difflib
import re
from typing import Any

from ltoplan_widgets.demand.table.column_word import WORDS, is_called

_ROW_NUMBER = re.compile(r"|Unnamed: \d+|__index_level_\d+__")


def is_row_number(name: str) -> bool:
    """Whether a column is the index that pandas wrote into a file, which says nothing of its rows.

    >>> is_row_number("Unnamed: 0"), is_row_number("__index_level_0__"), is_row_number("units")
    (True, True, False)
    """
    return _ROW_NUMBER.fullmatch(name) is not None


def with_index_as_columns(frame: Any) -> Any:  # noqa: ANN401
    """A pandas table with the named levels of its index as columns, as a table that was grouped has its keys there."""
    levels = [name for name in getattr(getattr(frame, "index", None), "names", ()) if name is not None]
    if not hasattr(frame, "reset_index") or not levels:
        return frame
    there = set(getattr(frame, "columns", ()))
    return frame.reset_index() if not there.intersection(levels) else frame


def with_text_names(frame: Any) -> Any:  # noqa: ANN401
    """A pandas table with its columns' names as text; those of several levels are joined, numbers are spelt out."""
    if not hasattr(frame, "set_axis") or not hasattr(frame, "columns") or all(type(name) is str for name in frame.columns):
        return frame
    names = [" ".join(str(part) for part in name if str(part)) if isinstance(name, tuple) else str(name) for name in frame.columns]
    return frame.set_axis(names, axis=1)


def eager_names(frame: Any) -> list[str]:  # noqa: ANN401
    """Names of an Arrow or pandas table, which let names recur; nothing for others."""
    named: Any = getattr(frame, "column_names", None) or (getattr(frame, "columns", ()) if hasattr(frame, "iloc") else ())
    return [str(name) for name in named]


def likely_column(role: str, name: str, free: list[str]) -> str:
    """The column that may be meant: spelt nearly so, or called as others call it; empty where there is none."""
    plain = {column.strip().lower(): column for column in reversed(free)}
    wanted = (name.strip().lower(), role)
    exact = next((plain[word] for word in wanted if word in plain), "")
    ranked = sorted((rank, column) for column in free if (rank := is_called(role, column)) is not None) if role in WORDS else []
    near = [column for word in wanted for column in difflib.get_close_matches(word, plain, n=1, cutoff=0.7)]
    return exact or (ranked[0][1] if ranked else plain[near[0]] if near else "")
