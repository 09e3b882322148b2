"""Addresses of fields inside a plan: ``offers/latte/price``, read, checked and replaced.

A path names the record's collection, its id and the field, separated by ``/``. A ``/`` inside a key is written ``~1``
and a ``~`` is written ``~0``, as in JSON Pointer (RFC 6901). Top-level fields are one segment: ``name``.
"""

import difflib
import types
import typing
from collections.abc import Mapping
from typing import Any

import msgspec

from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.plan import Plan


def join(*segments: str) -> str:
    """Write a path.

    >>> join("campaigns", "launch", "locations", "N/1")
    'campaigns/launch/locations/N~11'
    """
    return "/".join(segment.replace("~", "~0").replace("/", "~1") for segment in segments)


def split(path: str) -> tuple[str, ...]:
    """Read a path into its segments.

    >>> split("offers/latte/price")
    ('offers', 'latte', 'price')
    """
    return tuple(segment.replace("~1", "/").replace("~0", "~") for segment in path.split("/"))


def annotation_of(path: str) -> Any:  # noqa: ANN401 - a type annotation has no narrower type
    """Type annotation of the field at a path; raises `PlanError` where a plan has no such field."""
    annotation: Any = Plan
    for segment in split(path):
        annotation = _child(annotation, segment, path)
    return annotation


def checked(path: str, value: object) -> object:
    """The value as the field at the path holds it; raises `PlanError` naming path, value and what is allowed.

    >>> checked("offers/latte/price", 5)
    5.0
    """
    try:
        return msgspec.to_builtins(msgspec.convert(msgspec.to_builtins(value), annotation_of(path)))
    except (msgspec.ValidationError, TypeError) as error:
        shown = repr(value)[:80]
        message = f"{path}: {shown} is not allowed. {error}."
        raise PlanError(message) from None


def read(plan: Plan, path: str) -> Any:  # noqa: ANN401 - any field of a plan
    """Value of the field at a path; raises `PlanError` where the plan holds no such record."""
    value: Any = plan
    for segment in split(path):
        annotation_of(path)
        value = _read_child(value, segment, path)
    return value


def replaced(plan: Plan, changes: Mapping[str, object]) -> Plan:
    """The plan with some fields set; a `None` for an entry of a mapping takes the entry out."""
    tree = msgspec.to_builtins(plan)
    for path, value in changes.items():
        _put(tree, path, checked(path, value) if value is not None or not is_entry(path) else None)
    return msgspec.convert(tree, Plan)


def is_entry(path: str) -> bool:
    """Whether the path addresses an entry of a mapping (which can be taken out) rather than a field of a record."""
    segments = split(path)
    return len(segments) > 1 and _is_mapping(annotation_of(join(*segments[:-1])))


def _put(tree: dict[str, Any], path: str, value: object) -> None:
    *parents, last = split(path)
    for segment in parents:
        if segment not in tree:
            raise _unknown(path, segment, tree)
        tree = tree[segment]
    if value is None and is_entry(path):
        tree.pop(last, None)
    else:
        tree[last] = value


def _child(annotation: Any, segment: str, path: str) -> Any:  # noqa: ANN401
    bare = _bare(annotation)
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        hints = typing.get_type_hints(bare, include_extras=True)
        if segment in bare.__struct_fields__:
            return hints[segment]
        raise _unknown(path, segment, bare.__struct_fields__)
    if _is_mapping(annotation):
        return typing.get_args(bare)[1]
    message = f"{path}: {segment!r} lies inside a single value. Mend: end the path before it."
    raise PlanError(message)


def _bare(annotation: Any) -> Any:  # noqa: ANN401
    while typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    return annotation


def _is_mapping(annotation: Any) -> bool:  # noqa: ANN401
    return typing.get_origin(_bare(annotation)) is dict


def _read_child(value: Any, segment: str, path: str) -> Any:  # noqa: ANN401
    if isinstance(value, msgspec.Struct):
        return getattr(value, segment)
    if isinstance(value, dict) and segment in value:
        return value[segment]
    raise _unknown(path, segment, value if isinstance(value, dict) else ())


def _unknown(path: str, segment: str, known: typing.Iterable[str]) -> PlanError:
    names = sorted(known)
    near = difflib.get_close_matches(segment, names, 1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names[:12]) or 'none yet'}."
    return PlanError(f"{path}: there is no {segment!r}. {hint}")


def is_union_with_none(annotation: Any) -> bool:  # noqa: ANN401
    """Whether a field may be None."""
    return isinstance(_bare(annotation), types.UnionType) and type(None) in typing.get_args(_bare(annotation))
