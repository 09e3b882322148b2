"""What changed between two plain trees of one plan, leaf by leaf."""

from collections.abc import Iterator
from typing import Any

from ltoplan_widgets.document.layout import FILE_FIELD, PLAN, REMOVED, Segments, Shape, is_collection, root_of, same

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


def _at(segments: Segments, base: object, new: object, shape: Shape) -> Iterator[Change]:
    if shape.kind == "mapping":  # a mapping that is not there is an empty one
        base = {} if base is REMOVED else base
        new = {} if new is REMOVED else new
    if shape.kind != "plain" and isinstance(base, dict) and isinstance(new, dict):
        for key in sorted(base.keys() | new.keys()):
            yield from _at((*segments, key), base.get(key, REMOVED), new.get(key, REMOVED), shape.child(key))
    elif (new is REMOVED or base is REMOVED or not same(base, new)) and base is not new:
        yield segments, new


def additions(live: Tree, new: Tree) -> tuple[list[Change], list[Change]]:
    """What a tree adds to another, and where the two disagree: the merge when nobody knows what they both came from."""
    added: list[Change] = []
    disputed: list[Change] = []
    for segments, value in differences(live, new):
        if value is not REMOVED:
            (added if lookup(live, segments) is REMOVED else disputed).append((segments, value))
    return added, disputed


def lookup(tree: Tree, segments: Segments) -> Any:  # noqa: ANN401 - any JSON value
    """Value at an address; `REMOVED` where there is none."""
    value: Any = tree
    for segment in segments:
        if not isinstance(value, dict) or segment not in value:
            return REMOVED
        value = value[segment]
    return value


def has_parent(tree: Tree, segments: Segments) -> bool:
    """Whether the record that an address lies in is there."""
    inside_record = len(segments) > 2  # noqa: PLR2004 - collection, id, field
    return not inside_record or lookup(tree, segments[:2]) is not REMOVED
