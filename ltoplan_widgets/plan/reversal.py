"""Back to what was, as an edit like any other: undo, redo, restore and take-back are one thing."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from ltoplan_widgets.plan.difference import Tree, differences, lookup, value_after, value_before
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import default_of, is_entry, join, nothing_at, split
from ltoplan_widgets.plan.history_entry import FieldChange
from ltoplan_widgets.plan.plan import DECISIONS
from ltoplan_widgets.plan.shape import RECORD, REMOVED, Segments, is_entry_at, same

NULL: Final = object()
"""Stands for an entry of a mapping that is there and holds None."""


class Reversal(msgspec.Struct, frozen=True, kw_only=True):
    """The edit that takes an entry back, as far as nobody has changed its fields since.

    Attributes:
        changes: New value by path.
        skipped: Paths that are left alone, because they do not hold any more what the entry wrote.
    """

    changes: dict[str, Any]
    skipped: tuple[str, ...] = ()


def reverted(changes: Mapping[str, FieldChange], tree: Tree) -> Reversal:
    """Take changes back.

    A field takes its old value where it still holds the new one. A record that came is marked as deleted, whatever its
    fields hold by now; a record that went comes back. What has its old value already is neither changed nor skipped.

    Args:
        changes: Before and after by path, of one entry.
        tree: The decisions as they are now.

    >>> reverted({"name": FieldChange(old="a", new="b")}, {"name": "b"})
    Reversal(changes={'name': 'a'}, skipped=())
    >>> reverted({"name": FieldChange(old="a", new="b")}, {"name": "c"})
    Reversal(changes={}, skipped=('name',))
    """
    back: dict[str, Any] = {}
    skipped = []
    for path, change in sorted(changes.items()):
        try:
            back |= _reverted(path, change, tree)
        except PlanError:
            skipped.append(path)
    return Reversal(changes=_with_nulls(back, tree), skipped=tuple(skipped))


def leading_to(tree: Tree, target: Tree) -> dict[str, Any]:
    """The edit that makes one state of the decisions of another; records that the target lacks are marked as deleted."""
    found: dict[str, Any] = {}
    for segments, value in differences(tree, target):
        path = join(*segments)
        if value is not REMOVED:
            found[path] = NULL if value is None and is_entry_at(segments) else value
        elif _is_record(segments):
            found |= _deleted(path, lookup(tree, segments))
        else:
            found[path] = nothing_at(path)
    return _with_nulls(found, tree)


def _reverted(path: str, change: FieldChange, tree: Tree) -> dict[str, Any]:
    segments = split(path)
    found = lookup(tree, segments)
    if _is_record(segments) and change.old is None:
        return _deleted(path, found)
    old, written = value_before(change), value_after(change)
    if not is_entry(path):  # a field that is left out is its default
        old, written, found = default_of(path) if old is REMOVED else old, change.new, None if found is REMOVED else found
    if same(found, old):
        return {}
    is_astray = len(segments) > RECORD and lookup(tree, segments[:2]) is REMOVED
    if is_astray or not same(found, written):
        raise PlanError(f"{path}: does not hold any more what was written.")
    return {path: None if old is REMOVED else NULL if old is None and is_entry(path) else old}


def _with_nulls(edit: dict[str, Any], tree: Tree) -> dict[str, Any]:
    """The edit with `NULL` spelled out: None takes an entry out, so one that holds None is written with its whole mapping, first."""
    mappings: dict[str, dict[str, Any]] = {}
    for path, value in edit.items():
        if value is NULL:
            *parents, key = split(path)
            present = lookup(tree, tuple(parents))
            mappings.setdefault(join(*parents), {} if present is REMOVED else dict(present))[key] = None
    return mappings | {path: value for path, value in edit.items() if value is not NULL}


def _deleted(path: str, record: object) -> dict[str, Any]:
    return {f"{path}/deleted": True} if isinstance(record, dict) and not record.get("deleted") else {}


def _is_record(segments: Segments) -> bool:
    return len(segments) == RECORD and segments[0] in DECISIONS
