"""Plain JSON in and out of shared types: floats instead of integers, nothing that JSON cannot say."""

import json
import math
from typing import Any

from pycrdt import Array, Map, Text

from ltoplan_widgets.plan.errors import PlanError

_AS_IT_IS = frozenset({str, bool, type(None)})

MAX_DEPTH = 32
"""Deepest nesting of a value in a plan."""


def plain(value: Any) -> Any:  # noqa: ANN401 - any value that a shared type can hold
    """The value as plain JSON; what JSON cannot say (NaN, infinity) reads as None."""
    kind = type(value)
    if kind in _AS_IT_IS or (kind is float and math.isfinite(value)):  # the most frequent first: shared types are slow to ask for
        return value
    if kind is dict:
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Map | Array):
        return json.loads(str(value), parse_int=float)  # the Rust core writes JSON ten times faster than `to_py` makes objects
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value if isinstance(value, str) else _number(value)


def _number(value: Any) -> float | None:  # noqa: ANN401 - see above
    if not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def refined(value: Any, path: str = "", *, depth: int = MAX_DEPTH) -> Any:  # noqa: ANN401 - any JSON value
    """The value as a shared type can hold it; raises `PlanError` for what JSON or Yjs cannot say, naming the path."""
    if _is_refined(value, depth):
        return value
    if depth < 0:
        raise PlanError(f"{_named(path)}nested deeper than {MAX_DEPTH} levels. Mend: flatten the value.")
    if isinstance(value, dict):
        return {refined(key, path): refined(item, f"{path}/{key}".lstrip("/"), depth=depth - 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [refined(item, path, depth=depth - 1) for item in value]
    if isinstance(value, str):
        return _text(value, path)
    if value is None or isinstance(value, bool):
        return value
    number = _number(value)
    if number is None:
        raise PlanError(f"{_named(path)}{str(value)[:40]} is not a number that a plan can hold. Mend: give a finite number.")
    return number


def _is_refined(value: Any, depth: int) -> bool:  # noqa: ANN401 - see above
    """Whether a value is held as it is; most are, and looking is quicker than making it anew."""
    kind = type(value)
    if kind is dict:
        return depth > 0 and all(type(key) is str and key.isascii() and _is_refined(item, depth - 1) for key, item in value.items())
    if kind is str:
        return bool(value.isascii())
    return (kind is float and math.isfinite(value)) or value is None or kind is bool


def _named(path: str) -> str:
    return f"{path}: " if path else ""


def _text(value: str, path: str) -> str:
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        raise PlanError(f"{_named(path)}{value[:40]!r} holds half a character (a lone surrogate). Mend: type the text again.") from None
    return value
