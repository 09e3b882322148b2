"""How the plan's Structs map to shared types; every field follows from its annotation, none is named here.

Root map `plan` holds the plan's own scalars (not `format`, which belongs to the file). Every field of `Plan` that is a
mapping is a root map of its own. A Struct inside it is a map of its fields, a mapping inside a Struct is a nested map
that is made with the record, and everything else, an atomic Struct too, is one plain JSON value::

    plan                     {"name": "Spring", "currency": "USD", ...}
    campaigns                {"launch": {"item": "latte", "overrides": {"2027-01-07": {"units": 1200.0, ...}}}}

Names that this release does not know are kept: a mapping of records becomes a root map, all else a plain value.
"""

from collections.abc import Mapping
from typing import Any

from pycrdt import Doc, Map

from ltoplan_widgets.document.plain import plain
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.shape import COLLECTIONS, PLAIN, PLAN, REMOVED, ROOTS, SCALARS, STATE, Segments, Shape, root_of, same


def write(doc: Doc[Any], segments: Segments, value: object) -> None:
    """Write a value at an address, or take it out with `REMOVED`; what is equal already is left alone.

    Records and mappings are never replaced: their fields are written one by one, so that what others write at the same
    time merges. A missing record on the way is made.
    """
    root, keys, shape = root_of(segments, value)
    parent: Map[Any] = doc.get(root, type=Map)
    if not keys:
        _fill(parent, value if isinstance(value, dict) else {}, shape)
        return
    for key in keys[:-1]:
        shape = shape.child(key)
        parent = _container(parent, key, shape)
    _assign(parent, keys[-1], value, shape.child(keys[-1]))


def _assign(parent: Map[Any], key: str, value: object, shape: Shape) -> None:
    if value is REMOVED:
        if key in parent:
            del parent[key]
        return
    present = parent.get(key)
    if isinstance(present, Map) and shape.kind != "plain" and isinstance(value, dict):
        _fill(present, value, shape)
    elif (present is None and key not in parent) or not same(plain(present), value):
        parent[key] = _built(value, shape)


def _container(parent: Map[Any], key: str, shape: Shape) -> Map[Any]:
    present = parent.get(key)
    if isinstance(present, Map):
        return present
    # What another release wrote as one value keeps its entries.
    parent[key] = _built(present if isinstance(present, dict) else {}, shape)
    container: Map[Any] = parent[key]
    return container


def _built(value: object, shape: Shape) -> object:
    """The value as it enters a map: a record with all its mappings, in one order for everybody."""
    if shape.kind == "plain" or not isinstance(value, dict):
        return value
    empty: dict[str, object] = {name: {} for name, nested in shape.fields.items() if nested.kind == "mapping"}
    return Map({key: _built(item, shape.child(key)) for key, item in sorted((empty | value).items())})


def _fill(container: Map[Any], value: Mapping[str, object], shape: Shape) -> None:
    if shape.kind == "mapping":
        for key in sorted(set(container.keys()) - set(value)):
            del container[key]
    for key, item in sorted(value.items()):
        _assign(container, key, item, shape.child(key))


def read(doc: Doc[Any]) -> dict[str, Any]:
    """The whole document as a plain tree in the form of a plan, names of newer releases with it."""
    roots = dict(doc.items())
    tree: dict[str, Any] = _plain_root(doc, SCALARS, roots)
    for name in sorted(roots.keys() - {*ROOTS, STATE}):
        if records := _plain_root(doc, name, roots):
            tree[name] = records
    return tree | {name: _plain_root(doc, name, roots) for name in COLLECTIONS}


def _plain_root(doc: Doc[Any], name: str, roots: Mapping[str, Any]) -> dict[str, Any]:
    root = roots.get(name)
    if root is None and name in roots:  # it came over the wire, and nobody here has said yet what it is
        try:
            root = doc.get(name, type=Map)
        except RuntimeError:  # inside an observer nothing can be said; the next reading does
            return {}
    found = plain(root)
    return found if isinstance(found, dict) else {}


def check(tree: Mapping[str, Any]) -> None:
    """Raise `PlanError` where something that is not an object stands in the place of a record or a mapping."""
    for key, value in tree.items():
        _check(value, PLAN.fields.get(key, PLAIN), (key,))


def _check(value: object, shape: Shape, segments: Segments) -> None:
    if shape.kind == "plain":
        return
    if not isinstance(value, dict):
        raise PlanError(f"{join(*segments)}: {str(value)[:40]!r} stands where an object is expected. Mend: restore the last good version.")
    for key, item in value.items():
        _check(item, shape.child(key), (*segments, key))
