"""What differs between two plain trees of one plan, leaf by leaf."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.history_entry import FieldChange, Nulls
from ltoplan_widgets.plan.plan import CONVERSATION
from ltoplan_widgets.plan.shape import FILE_FIELD, PLAN, REMOVED, Segments, Shape, is_collection, is_entry_at, root_of, same

Tree = dict[str, Any]
Change = tuple[Segments, object]


def differences(base: Tree, new: Tree) -> Iterator[Change]:
    """The writes that lead from one tree to another; `REMOVED` for what is gone.

    >>> list(differences({"name": "a", "offers": {}}, {"name": "b", "offers": {}}))
    [(('name',), 'b')]
    """
    for key in sorted((base.keys() | new.keys()) - {FILE_FIELD}):
        before, after = base.get(key), new.get(key)
        if key in PLAN.fields:
            shape = PLAN.fields[key]
        else:
            shape = root_of((key,), after if is_collection(after) else before)[2]
            shape = shape if shape is not PLAN else Shape()
        yield from _at((key,), before if key in base else REMOVED, after if key in new else REMOVED, shape)


def field_changes(before: Tree, after: Tree) -> dict[str, FieldChange]:
    """What an entry of the history says of two trees: before and after by field path; only decisions count.

    >>> {path: (one.old, one.new) for path, one in field_changes({"name": "a"}, {"name": "b"}).items()}
    {'name': ('a', 'b')}
    """
    found = ((segments, new) for segments, new in differences(before, after) if segments[0] not in CONVERSATION)
    return {join(*segments): _field_change(segments, lookup(before, segments), new) for segments, new in found}


def value_before(change: FieldChange) -> Any:  # noqa: ANN401 - plain JSON
    """Value before a change; `REMOVED` where there was nothing."""
    return REMOVED if change.old is None and change.nulls != "old" else change.old


def value_after(change: FieldChange) -> Any:  # noqa: ANN401 - plain JSON
    """Value after a change; `REMOVED` where there is nothing any more."""
    return REMOVED if change.new is None and change.nulls != "new" else change.new


def touched(tree: Tree, addresses: Iterable[Segments]) -> Tree:
    """The part of a tree that some addresses lie in: whole records and the plan's own fields. It shares them with the tree."""
    part: Tree = {}
    for first, *rest in addresses:
        if rest:
            records = part.setdefault(first, {})
            if rest[0] in tree.get(first, {}):
                records[rest[0]] = tree[first][rest[0]]
        elif first in tree:
            part[first] = tree[first]
    return part


def applied(tree: Tree, changes: Iterable[Change]) -> Tree:
    """A copy of a tree with values written at addresses as the document writes them, `REMOVED` for what is taken out.

    A record that is there keeps the fields that its new value leaves out; a mapping is replaced.
    """
    after: Tree = copied(tree)
    for segments, value in changes:
        _write(after, segments, value)
    return after


def decided(tree: Tree) -> Tree:
    """A tree without what is said, remembered and computed about the decisions."""
    return {name: value for name, value in tree.items() if name not in CONVERSATION}


def copied(value: Any) -> Any:  # noqa: ANN401 - plain JSON
    """A copy whose mappings are its own."""
    return {key: copied(item) for key, item in value.items()} if isinstance(value, dict) else value


def lookup(tree: Tree, segments: Segments) -> Any:  # noqa: ANN401 - any JSON value
    """Value at an address; `REMOVED` where there is none."""
    value: Any = tree
    for segment in segments:
        if not isinstance(value, dict) or segment not in value:
            return REMOVED
        value = value[segment]
    return value


def _write(tree: Tree, segments: Segments, value: object) -> None:
    *parents, last = segments
    container, shape = tree, PLAN
    for key in parents:
        shape = shape.child(key)
        if value is REMOVED and key not in container:
            return
        container = container.setdefault(key, {})
    if value is REMOVED:
        container.pop(last, None)
    else:
        container[last] = _joined(container.get(last, REMOVED), value, shape.child(last))


def _joined(present: object, value: object, shape: Shape) -> object:
    if shape.kind != "record" or not isinstance(value, dict):
        return copied(value)
    empty: dict[str, object] = {name: {} for name, nested in shape.fields.items() if nested.kind == "mapping"}
    return (present if isinstance(present, dict) else empty) | copied(value)


def _field_change(segments: Segments, old: object, new: object) -> FieldChange:
    nulls: Nulls | msgspec.UnsetType = msgspec.UNSET
    if (old is None or new is None) and is_entry_at(segments):
        nulls = "old" if old is None else "new"
    return FieldChange(old=_none_for_nothing(old), new=_none_for_nothing(new), nulls=nulls)


def _none_for_nothing(value: object) -> Any:  # noqa: ANN401 - plain JSON
    return None if value is REMOVED else value


def _at(segments: Segments, base: object, new: object, shape: Shape) -> Iterator[Change]:
    if shape.kind == "mapping":  # a mapping that is not there is an empty one
        base = {} if base is REMOVED else base
        new = {} if new is REMOVED else new
    if shape.kind != "plain" and isinstance(base, dict) and isinstance(new, dict):
        for key in sorted(base.keys() | new.keys()):
            before, after = base.get(key, REMOVED), new.get(key, REMOVED)
            if before is not after:
                yield from _at((*segments, key), before, after, shape.child(key))
    elif (new is REMOVED or base is REMOVED or not same(base, new)) and base is not new:
        yield segments, new
