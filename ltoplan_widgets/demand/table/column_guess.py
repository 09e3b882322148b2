"""Which column of a table plays which role, where nobody said so."""

from collections.abc import Mapping, Sequence

import numpy as np

from ltoplan_widgets.demand.table.column_word import FLAGS, KEYS, is_called, plain_name
from ltoplan_widgets.demand.table.date_column import holds_days
from ltoplan_widgets.demand.table.mark import Mark
from ltoplan_widgets.demand.table.number_column import holds_numbers, plain_numbers
from ltoplan_widgets.demand.table.table import Table

_DATES = frozenset({"date", "start", "end"})
EVERYWHERE = "all"
"""Key of the only place of a table that has no column of places."""
_DOUBTFUL = 1
"""Names from this tier on are of other things as often."""


def mapped(table: Table, given: Mapping[str, str | None], roles: Mapping[str, bool], *, further: str = "not read") -> dict[str, str | None]:
    """Column of each role: the given one, the one called so, or the only other that its name and content fit.

    What was taken is marked in the table. Where several columns fit a needed role as well as each other, or the content of
    the only one speaks against it, that is an error with a question. A needed role without a column keeps its own name, so
    that `Table.require` says what is missing.

    Args:
        table: The table.
        given: Columns that somebody named; None where a role is not wanted.
        roles: The roles, and whether a table must have them.
        further: What becomes of all further columns, for the note.

    Raises:
        InputError: It is not clear which column is meant.
    """
    columns: dict[str, str | None] = {role: name for role, name in given.items() if name is not None}
    columns |= {role: role for role in roles if role not in given and role in table.columns}
    exact, unclear = frozenset(columns), {}
    for role in (role for role in roles if role not in columns and role not in given):
        found = _likeliest(table, role, [name for name in table.columns if name not in columns.values()])
        if len(found) > 1:
            unclear[role] = found
        columns[role] = found[0] if len(found) == 1 else role if roles[role] else None
    for role in roles:
        if roles[role] and role in unclear:
            _ask(table, role, unclear[role])
        elif role == "units" and role not in exact and columns[role] in table.columns:
            _doubt_money(table, str(columns[role]))
    table.stop_on_errors()
    _mark(
        table,
        {role: name for role, name in columns.items() if role not in exact and name in table.columns},
        unclear,
        _rest(table, columns, further),
    )
    return {role: columns.get(role) for role in roles}


def without_places(
    table: Table, columns: Mapping[str, str | None], *, named: Mapping[str, str | None], by: Sequence[str]
) -> dict[str, str | None]:
    """The columns with None for the places, where the table has none in any row and needs none to tell its rows apart.

    Args:
        table: The table.
        columns: Column of each role.
        named: Columns that somebody named.
        by: Roles that tell rows apart where there is one place only.
    """
    location = columns["location"]
    keys = [str(columns[role]) for role in by]
    has_places = location in table.columns and not table.is_empty(str(location))
    if has_places or named.get("location") or not all(key in table.columns for key in keys):
        return dict(columns)
    codes = np.stack([table.words(key)[1] for key in keys])
    if np.unique(codes, axis=1).shape[1] < codes.shape[1]:
        return dict(columns)
    message = f"there is no place in any row, so all rows count as of one place, {EVERYWHERE!r}"
    table.marks.append(Mark(code="one-place", message=message, at=np.zeros(len(table), bool), count=1, value="-"))
    return {**columns, "location": None}


def guessed_column(role: str, free: Sequence[str]) -> str:
    """The column that a role is likeliest to be called; empty where there is none."""
    ranked = sorted((rank, position) for position, name in enumerate(free) if (rank := is_called(role, name)) is not None)
    return free[ranked[0][1]] if ranked else ""


def _likeliest(table: Table, role: str, free: Sequence[str]) -> list[str]:
    """The columns of a role: none, one, or several that it could be as well."""
    ranks = {name: rank for name in free if (rank := is_called(role, name)) is not None}
    fitting = {name: rank for name, rank in ranks.items() if _fits(table, role, name)}
    chosen = fitting or ({} if role not in _DATES else ranks)  # what is no date is said with its first cell
    if not chosen:
        return []
    tier = min(rank[0] for rank in chosen.values())
    names = sorted((name for name, rank in chosen.items() if rank[0] == tier), key=lambda name: chosen[name])
    if len(names) == 1 or (role in _DATES and not fitting):
        return names[:1]
    if role in KEYS | _DATES:
        finest = next((name for name in names if all(_refines(table, name, other) for other in names)), None)
        return [finest] if finest else names
    return names[:1] if all(_is_same(table, names[0], other) for other in names[1:]) else names


def _fits(table: Table, role: str, name: str) -> bool:
    if role in FLAGS:
        return table.holds_flags(name)
    if role == "units":
        return float(np.mean(~np.isnan(plain_numbers(table, name)))) > 1 / 2
    if role in _DATES:
        return holds_days(table, name)
    return holds_numbers(table, name) if role == "price" else True


def _refines(table: Table, one: str, other: str) -> bool:
    """Whether rows that agree in one column agree in the other too, as those of a shop agree in its region."""
    (_, fine), (_, coarse) = table.words(one), table.words(other)
    pairs = np.unique(np.stack([fine, coarse]), axis=1)
    return bool(len(np.unique(pairs[0])) == pairs.shape[1])


def _is_same(table: Table, one: str, other: str) -> bool:
    (first, of_first), (second, of_second) = table.words(one), table.words(other)
    return bool(np.all(np.array(first)[of_first] == np.array(second)[of_second]))


def _ask(table: Table, role: str, names: Sequence[str]) -> None:
    listed = " or ".join(map(repr, names))
    message = f"{role} may be {listed}, and they differ: which one is it?"
    table.add("unclear-column", message, f"rename the one to {role!r}, or name it: {role}={names[0]!r}", column=names[0], value=listed)


def _doubt_money(table: Table, name: str) -> None:
    """Refuse a column that is called as money often is, and holds cents."""
    rank = is_called("units", name)
    if rank is None or rank[0] < _DOUBTFUL:
        return
    values = plain_numbers(table, name)
    known = values[~np.isnan(values)]
    if len(known) and float(np.mean(np.mod(known, 1) > 0)) > 1 / 2:
        message = f"{name!r} may be money, as most of its values are not whole: are these units?"
        table.add("unclear-column", message, f"if so, rename it to 'units', or name it: units={name!r}", column=name, value=name)


def _mark(table: Table, guessed: Mapping[str, str | None], unclear: Mapping[str, Sequence[str]], rest: str) -> None:
    nowhere = np.zeros(len(table), bool)
    names = {role: str(name) for role, name in guessed.items()}
    other = {role: name for role, name in names.items() if plain_name(name) != role}
    if other or unclear:
        said = [f"{role} from {name!r}" for role, name in other.items()]
        said += [f"no {role}, as it may be {' or '.join(map(repr, found))}" for role, found in unclear.items()]
        message = ", ".join(said) + rest
        table.marks.append(Mark(code="columns-taken", message=message, at=nowhere, count=len(said), value="-"))
    marked = [name for name in names.values() if name != name.strip("\ufeff \t\r\n")]
    if marked:
        message = f"the header has a byte order mark or blanks: {', '.join(ascii(name) for name in marked)}"
        table.marks.append(Mark(code="header-mark", message=message, at=nowhere, count=len(marked), value="-"))


def _rest(table: Table, columns: Mapping[str, str | None], further: str) -> str:
    names = table.further(columns.values())
    return f"; {further}: {', '.join(names[:12])}" if names else ""
