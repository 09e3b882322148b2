"""Numbers in a column of a table, however they are written, and what was odd about them."""

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.table.cell import numbers_of, scalar_of
from ltoplan_widgets.demand.table.number_text import numbers_of_words, sign_of, unclear_numbers
from ltoplan_widgets.demand.table.table import Table, are_few, loaded_narwhals
from ltoplan_widgets.plan.units import LIMIT, Scalar

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_AS_COMMA = "the comma is read as the decimal one"


def numbers_in(table: Table, name: str, *, optional: bool = False) -> Array:
    """Finite numbers, shape (rows,); what is not one is among the findings.

    Args:
        table: The table; it takes what is found.
        name: The column.
        optional: Whether a cell may be empty, NaN then, and a currency sign may stand beside a number.
    """
    values, unread = _read(table, name, signs=optional)
    table.flag(unread, "not-a-number", "this is not a number", column=name, is_mendable=optional or are_few(unread))
    null = np.isnan(values) & ~unread
    if not optional:
        table.flag(null, "missing-number", "the number is missing", column=name, is_mendable=are_few(null))
    table.flag(np.isinf(values), "infinite-number", "the number is infinite", column=name)
    return values


def scalars_in(table: Table, name: str) -> list[Scalar]:
    """Values as a plan holds them: text, number, true or false, or nothing; numbers that it cannot hold are nothing too."""
    written = _shares_or_commas(table, name) if _is_text(table, name) else None
    values = [scalar_of(value) for value in (table.series(name).to_list() if written is None else written)]
    wild = np.array([isinstance(value, float) and not abs(value) <= LIMIT for value in values])
    table.flag(wild, "unusable-number", "a plan cannot hold this number, so it counts as not known", column=name)
    return [None if is_wild else value for value, is_wild in zip(values, wild, strict=True)]


def holds_numbers(table: Table, name: str) -> bool:
    """Whether a column has nothing but numbers and empty cells; nothing is reported."""
    return not numbers_of_words(table.words(name)[0], signs=True)[1].any()


def plain_numbers(table: Table, name: str) -> Array:
    """Numbers of a column, shape (rows,), NaN where there is none; nothing is reported."""
    words, code = table.words(name)
    return numbers_of_words(words, signs=True)[0][code]


def _is_text(table: Table, name: str) -> bool:
    return bool(table.series(name).dtype == loaded_narwhals().String)


def _read(table: Table, name: str, *, signs: bool) -> tuple[Array, Mask]:
    """Numbers, NaN where there is none, and which cells hold something else."""
    series = table.series(name)
    if series.dtype.is_numeric():
        values = np.asarray(series.cast(loaded_narwhals().Float64).to_numpy(), dtype=np.float64)
        return values, np.zeros(len(values), bool)
    return _written(table, name, signs=signs) if _is_text(table, name) else numbers_of(series.to_list())


def _written(table: Table, name: str, *, signs: bool) -> tuple[Array, Mask]:
    words, code = table.words(name)
    values, unread, is_comma = numbers_of_words(words, signs=signs)
    unclear = np.zeros(len(words), bool) if signs or is_comma else unclear_numbers(words)
    if unclear.any():
        message = "these may be thousands or decimals, and no other number of the column tells"
        table.flag(unclear[code], "unclear-number", message, column=name)
        values, unread = np.where(unclear, 0.0, values), unread & ~unclear
    if is_comma:
        commas = np.array(["," in word or word.count(".") > 1 for word in words])
        table.flag((commas & ~unread)[code], "decimal-comma", _AS_COMMA, column=name)
    if signs:
        _report_currencies(table, name, np.array([sign_of(word) for word in words])[code])
    return values[code], unread[code]


def _report_currencies(table: Table, name: str, signs: NDArray[np.str_]) -> None:
    kinds, count = np.unique(signs[signs != ""], return_counts=True)
    if len(kinds) > 1:
        usual = kinds[np.argmax(count)]
        message = f"prices are in {' and '.join(kinds)}"
        table.flag((signs != "") & (signs != usual), "mixed-currency", message, column=name)
    else:
        table.flag(signs != "", "currency-sign", "the currency sign is left out", column=name)


def _shares_or_commas(table: Table, name: str) -> list[float] | None:
    """Numbers of a column that is written with decimal commas, or as ``20 %``; None where it is not."""
    words, code = table.words(name)
    known = [word for word in words if word]
    is_share = bool(known) and all(word.endswith("%") for word in known)
    values, unread, is_comma = numbers_of_words([word.rstrip("% ") for word in words] if is_share else words, signs=True)
    if unread.any() or not (is_comma or is_share):
        return None
    at = np.array([bool(word) for word in words])[code]
    code_of, message = ("percent-sign", "read as a share: 20 % is 0.2") if is_share else ("decimal-comma", _AS_COMMA)
    table.flag(at, code_of, message, column=name)
    return [float(value) for value in (values / 100 if is_share else values)[code]]
