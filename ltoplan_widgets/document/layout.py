"""How the plan's Structs map to shared types; every field follows from its annotation, none is named here.

Root map `plan` holds the plan's own scalars (not `format`, which belongs to the file). Every field of `Plan` that is a
mapping is a root map of its own. A Struct inside it is a map of its fields, a mapping inside a Struct is a nested map
that is made with the record, and everything else, an atomic Struct too, is one plain JSON value::

    plan                     {"name": "Spring", "currency": "USD", ...}
    campaigns                {"launch": {"item": "latte", "overrides": {"2027-01-07": {"units": 1200.0, ...}}}}

Names that this release does not know are kept: a mapping of records becomes a root map, all else a plain value.
"""

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

import msgspec
from pycrdt import Doc, Map

from ltoplan_widgets.document.plain import plain
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.plan import Plan

SCALARS = "plan"
"""Root map of the plan's own scalars."""

FILE_FIELD = "format"
"""The one field of a plan that belongs to its file and not to the document."""

STATE = "state"
"""Root map of `YBaseDoc`: no part of the plan."""

Segments = tuple[str, ...]


class Removed:
    """Stands for the value of what is taken out."""

    def __repr__(self) -> str:
        """Its name."""
        return "REMOVED"


REMOVED = Removed()


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field is made of.

    Attributes:
        kind: ``plain`` for one JSON value, ``record`` for a map of known fields, ``mapping`` for a map of entries.
        fields: Shapes of a record's fields.
        entries: Shape of a mapping's values.
    """

    kind: Literal["plain", "record", "mapping"] = "plain"
    fields: Mapping[str, "Shape"] = field(default_factory=lambda: MappingProxyType({}))
    entries: "Shape | None" = None

    def child(self, key: str) -> "Shape":
        """Shape of what lies under a key; plain where nothing is known of it."""
        if self.kind == "mapping" and self.entries is not None:
            return self.entries
        return self.fields.get(key, PLAIN)


PLAIN = Shape()
UNKNOWN_COLLECTION = Shape(kind="mapping", entries=Shape(kind="record"))


@cache
def shape_of(annotation: Any) -> Shape:  # noqa: ANN401 - an annotation has no narrower type
    """Shape of a field with this annotation."""
    bare = bared(annotation)
    if typing.get_origin(bare) is dict:
        return Shape(kind="mapping", entries=shape_of(typing.get_args(bare)[1]))
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct) and not getattr(bare, "is_atomic", False):
        hints = typing.get_type_hints(bare, include_extras=True)
        return Shape(kind="record", fields=MappingProxyType({name: shape_of(hints[name]) for name in bare.__struct_fields__}))
    return PLAIN


def bared(annotation: Any) -> Any:  # noqa: ANN401 - see above
    """The annotation without what `Annotated` says about it."""
    while typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    return annotation


PLAN = shape_of(Plan)
"""Shape of a whole plan."""

COLLECTIONS = tuple(name for name, shape in PLAN.fields.items() if shape.kind == "mapping")
"""Names of the fields of a plan that are root maps of their own."""

ROOTS = (SCALARS, *COLLECTIONS)
"""Every root map of a plan."""


def root_of(segments: Segments, value: object = None) -> tuple[str, Segments, Shape]:
    """Where an address leads: the root map, the keys below it, and the shape of the root.

    `value` decides about names that are not known: a mapping of mappings is a collection.
    """
    first = segments[0]
    if first in COLLECTIONS:
        return first, segments[1:], PLAN.fields[first]
    if first not in PLAN.fields and first not in (SCALARS, STATE) and (len(segments) > 1 or is_collection(value)):
        return first, segments[1:], UNKNOWN_COLLECTION
    return SCALARS, segments, PLAN


def is_collection(value: object) -> bool:
    """Whether a value of an unknown name reads as records by id."""
    return isinstance(value, dict) and bool(value) and all(isinstance(record, dict) for record in value.values())


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
    elif key not in parent or not same(plain(present), value):
        parent[key] = _built(value, shape)


def _container(parent: Map[Any], key: str, shape: Shape) -> Map[Any]:
    present = parent.get(key)
    if not isinstance(present, Map):
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


def same(one: object, other: object) -> bool:
    """Whether two plain values are the same JSON; True is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return isinstance(one, bool) == isinstance(other, bool) and one == other


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
