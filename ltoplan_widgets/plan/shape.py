"""What a plan's fields are made of, as far as the ways of sharing, comparing and reverting them need to know.

Everything follows from the annotations of the Structs; none of their fields is named here.
"""

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from ltoplan_widgets.plan.plan import Plan

SCALARS = "plan"
"""Name under which the plan's own scalars lie in the document."""

FILE_FIELD = "format"
"""The one field of a plan that belongs to its file and not to the document."""

STATE = "state"
"""Root map of `YBaseDoc`: no part of the plan."""

Segments = tuple[str, ...]

RECORD = 2
"""Number of segments in the address of a record: collection and id."""


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


def is_entry_at(segments: Segments) -> bool:
    """Whether an address is that of an entry of a mapping inside a record, which can be None as well as not there."""
    shape = PLAN
    for key in segments[:-1]:
        shape = shape.child(key)
    return len(segments) > RECORD and shape.kind == "mapping"


def is_collection(value: object) -> bool:
    """Whether a value of an unknown name reads as records by id."""
    return isinstance(value, dict) and bool(value) and all(isinstance(record, dict) for record in value.values())


def same(one: object, other: object) -> bool:
    """Whether two plain values are the same JSON; True is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return isinstance(one, bool) == isinstance(other, bool) and one == other
