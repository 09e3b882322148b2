"""Which column of a table plays which role, where nobody said so."""

from collections.abc import Mapping

import numpy as np

from ltoplan_widgets.demand.column_name import guessed_column, plain_name
from ltoplan_widgets.demand.mark import Mark
from ltoplan_widgets.demand.table import Table

_NUMBERS = frozenset({"price"})
_FLAGS = frozenset({"stock_out", "promotion", "closed"})


def mapped(table: Table, given: Mapping[str, str | None], roles: Mapping[str, bool]) -> dict[str, str | None]:
    """Column of each role: the given one, the one called so, or the likeliest other; what was taken is marked in the table.

    A role that is not needed takes a column only where its content fits. A needed role without a column keeps its own
    name, so that `Table.require` says what is missing.

    Args:
        table: The table.
        given: Columns that somebody named.
        roles: The roles, and whether a table must have them.
    """
    columns: dict[str, str | None] = {role: name for role, name in given.items() if name is not None}
    columns |= {role: role for role in roles if role not in given and role in table.columns}
    exact = frozenset(columns)
    for role in (role for role in roles if role not in columns and role not in given):
        free = [name for name in table.columns if name not in columns.values()]
        found = guessed_column(role, free)
        columns[role] = found if found and _fits(table, role, found) else role if roles[role] else None
    _mark(table, {role: name for role, name in columns.items() if role not in exact and name in table.columns}, columns)
    return {role: columns.get(role) for role in roles}


def _fits(table: Table, role: str, name: str) -> bool:
    if role in _FLAGS:
        return table.holds_flags(name)
    return table.holds_numbers(name) if role in _NUMBERS else True


def _mark(table: Table, guessed: Mapping[str, str | None], columns: Mapping[str, str | None]) -> None:
    nowhere = np.zeros(len(table), bool)
    names = {role: str(name) for role, name in guessed.items()}
    other = {role: name for role, name in names.items() if plain_name(name) != role}
    if other:
        unused = table.further(columns.values())
        said = ", ".join(f"{role} from {name!r}" for role, name in other.items())
        message = said + _unused(unused)
        table.marks.append(Mark(code="columns-taken", message=message, at=nowhere, count=len(other), value="-"))
    marked = [name for name in names.values() if name != name.strip("\ufeff \t\r\n")]
    if marked:
        message = f"the header has a byte order mark or blanks: {', '.join(ascii(name) for name in marked)}"
        table.marks.append(Mark(code="header-mark", message=message, at=nowhere, count=len(marked), value="-"))


def _unused(names: list[str]) -> str:
    return f"; not read: {', '.join(names[:12])}" if names else ""
