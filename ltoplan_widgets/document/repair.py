"""A plan out of a document that may hold anything: what is bad is replaced and named, nothing breaks."""

import typing
from collections.abc import Callable
from typing import Any

import msgspec

from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.shape import bared, shape_of

Complain = Callable[[str], None]


class UnreadableError(Exception):
    """A value that cannot be read, with nothing to put in its place."""


def repaired(value: object, annotation: Any, *, path: tuple[str, ...], last: object, complain: Complain) -> Any:  # noqa: ANN401 - any field
    """The value as its annotation wants it.

    Args:
        value: Plain JSON.
        annotation: Annotation of the field, with its bounds.
        path: Segments of the field's address, for the complaints.
        last: The last good value of the field, or `msgspec.UNSET`.
        complain: Called once for each value that is replaced, with path, what was found and what stands in its place.

    Raises:
        UnreadableError: The value is bad and there is neither a last good value nor a default.
    """
    try:
        return msgspec.convert(value, annotation)
    except msgspec.ValidationError as error:
        shape = shape_of(annotation)
        if shape.kind == "record" and isinstance(value, dict):
            return _record(value, bared(annotation), path=path, last=last, complain=complain)
        if shape.kind == "mapping" and isinstance(value, dict):
            return _mapping(value, bared(annotation), path=path, last=last, complain=complain)
        return _stand_in(value, path, last=last, complain=complain, why=str(error))


def _record(value: dict[str, object], kind: type[msgspec.Struct], *, path: tuple[str, ...], last: object, complain: Complain) -> Any:  # noqa: ANN401
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = {}
    for field in msgspec.structs.fields(kind):
        before = getattr(last, field.name, msgspec.UNSET)
        default = _default(field) if before is msgspec.UNSET else before
        if field.name in value:
            fields[field.name] = repaired(value[field.name], hints[field.name], path=(*path, field.name), last=default, complain=complain)
        elif field.required:
            fields[field.name] = _stand_in(None, (*path, field.name), last=before, complain=complain, why="it is missing")
    return kind(**fields)


def _mapping(value: dict[str, object], annotation: Any, *, path: tuple[str, ...], last: object, complain: Complain) -> dict[str, Any]:  # noqa: ANN401
    key_annotation, item_annotation = typing.get_args(annotation)
    before = last if isinstance(last, dict) else {}
    read = {}
    for key, item in value.items():
        try:
            msgspec.convert(key, key_annotation)
            read[key] = repaired(item, item_annotation, path=(*path, key), last=before.get(key, msgspec.UNSET), complain=complain)
        except msgspec.ValidationError as error:
            complain(f"{join(*path, key)}: left out, {error}.")
        except UnreadableError:
            complain(f"{join(*path, key)}: left out until its fields are mended.")
    return read


def _stand_in(value: object, path: tuple[str, ...], *, last: object, complain: Complain, why: str) -> Any:  # noqa: ANN401
    shown = repr(value)[:60]
    if last is msgspec.UNSET:
        complain(f"{join(*path)}: {shown} cannot be read: {why}.")
        raise UnreadableError
    complain(f"{join(*path)}: {shown} cannot be read: {why}. {last!r} stands in its place.")
    return last


def _default(field: msgspec.structs.FieldInfo) -> Any:  # noqa: ANN401
    if field.default is not msgspec.NODEFAULT:
        return field.default
    return field.default_factory() if field.default_factory is not msgspec.NODEFAULT else msgspec.UNSET
