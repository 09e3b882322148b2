"""Addresses of fields inside a plan: ``offers/latte/price``, read, checked and replaced.

A path names the record's collection, its id and the field, separated by ``/``. A ``/`` inside a key is written ``~1``
and a ``~`` is written ``~0``, as in JSON Pointer (RFC 6901). Top-level fields are one segment: ``name``.
"""

import difflib
import functools
import types
import typing
from collections.abc import Mapping
from typing import Any

import msgspec

from ltoplan_widgets.plan.campaign import taken
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.plan import Plan

_ASSUMED = frozenset({"offers", "campaigns", "period", "currency", "sales", "past_campaigns", "items"})
"""Where a scenario may change something."""

_LONGEST_SHOWN = 240
"""So much of a path is shown in a message."""


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


@functools.lru_cache(maxsize=4096)
def annotation_of(path: str) -> Any:  # noqa: ANN401 - a type annotation has no narrower type
    """Type annotation of the field at a path; raises `PlanError` where a plan has no such field."""
    annotation: Any = Plan
    for segment in split(path):
        annotation = _child(annotation, segment, path)
    return annotation


def checked(path: str, value: object) -> object:
    """The value as the field at the path holds it; raises `PlanError` naming path, value and what is allowed.

    Dates, and numbers of NumPy or pandas, are taken for what they mean.

    >>> checked("offers/latte/price", 5)
    5.0
    """
    return msgspec.to_builtins(_converted(path, value))


def checked_assumption(path: str, value: object) -> object:
    """The value as a scenario may assume it for a field; raises `PlanError`, also for what no scenario can change.

    >>> checked_assumption("offers/latte/price", 5)
    5.0
    """
    if split(path)[0] not in _ASSUMED:
        raise PlanError(f"{_short(path)}: no scenario can change this. Mend: change a field of offers or campaigns.")
    return None if value is None and is_entry(path) else checked(path, value)


def read(plan: Plan, path: str) -> Any:  # noqa: ANN401 - any field of a plan
    """Value of the field at a path; raises `PlanError` where the plan holds no such record."""
    annotation_of(path)
    value: Any = plan
    for segment in split(path):
        value = _read_child(value, segment, path)
    return value


def replaced(plan: Plan, changes: Mapping[str, object]) -> Plan:
    """The plan with some fields set; a `None` for an entry of a mapping takes the entry out.

    Raises:
        PlanError: No such field or record, or a value that the field does not allow; the given plan stays as it is.
    """
    for path, value in changes.items():
        taken_out = value is None and is_entry(path)
        plan = _with(plan, split(path), msgspec.UNSET if taken_out else _converted(path, value), path)
    return plan


def is_entry(path: str) -> bool:
    """Whether the path addresses an entry of a mapping (which can be taken out) rather than a field of a record."""
    segments = split(path)
    return len(segments) > 1 and _is_mapping(annotation_of(join(*segments[:-1])))


def is_optional(path: str) -> bool:
    """Whether the field at a path may be None.

    >>> is_optional("campaigns/launch/demand_mean"), is_optional("offers/latte/price")
    (True, False)
    """
    return type(None) in alternatives(annotation_of(path))


def default_of(path: str) -> Any:  # noqa: ANN401 - any field
    """Value of a field where nothing was said, as plain JSON; raises `PlanError` for a field that has none.

    >>> default_of("offers/latte/case_pack"), default_of("campaigns/launch/demand_mean")
    (1.0, None)
    """
    *parents, last = split(path)
    struct = _bare(annotation_of(join(*parents))) if parents else Plan
    field = next((one for one in msgspec.structs.fields(struct) if one.name == last), None) if isinstance(struct, type) else None
    if field is None or field.required:
        raise PlanError(f"{_short(path)}: there is no default value. Mend: give one.")
    default = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    return msgspec.to_builtins(default)


def nothing_at(path: str) -> Any:  # noqa: ANN401 - any field
    """What stands for nothing in an edit: None for an entry of a mapping, for a record's field its default."""
    return None if is_entry(path) else default_of(path)


def alternatives(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """The types that an annotation allows: the members of a union, or the one type itself."""
    bare = _bare(annotation)
    return typing.get_args(bare) if typing.get_origin(bare) in (typing.Union, types.UnionType) else (annotation,)


def _converted(path: str, value: object) -> Any:  # noqa: ANN401
    annotation = annotation_of(path)
    try:
        plain = msgspec.to_builtins(_taken(split(path), value), enc_hook=_native)
        msgspec.json.encode(plain)
        return msgspec.convert(plain, annotation)
    except (msgspec.ValidationError, TypeError, UnicodeError, RecursionError) as error:
        raise PlanError(f"{_short(path)}: {repr(value)[:80]} is not allowed. {error}.") from None


def _taken(segments: tuple[str, ...], value: Any) -> Any:  # noqa: ANN401
    """What Python code gives for a campaign or one of its fields, in the plan's terms: days, keys, sets of places."""
    collection, *inside = segments
    if collection != "campaigns" or not inside:
        return value
    if len(inside) == 1:
        return {name: taken(str(name), one) for name, one in value.items()} if isinstance(value, Mapping) else value
    return taken(inside[1], value) if len(inside) == 2 else value  # noqa: PLR2004 - id and field


def _native(value: Any) -> object:  # noqa: ANN401
    """A NumPy scalar as Python's own number, without importing NumPy for it."""
    if callable(getattr(value, "item", None)):
        return value.item()
    raise TypeError(f"A {type(value).__name__} is neither text, number, date nor mapping")


def _with(value: Any, segments: tuple[str, ...], new: Any, path: str) -> Any:  # noqa: ANN401
    """The value with one part replaced, everything beside the path shared; UNSET takes the part out."""
    if not segments:
        return new
    first, *rest = segments
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(value, **{first: _with(getattr(value, first), tuple(rest), new, path)})
    if rest and first not in value:
        raise _unknown(path, first, value)
    part = _with(value.get(first), tuple(rest), new, path)
    others = {key: one for key, one in value.items() if key != first} if part is msgspec.UNSET else value
    return others if part is msgspec.UNSET else {**others, first: part}


def _child(annotation: Any, segment: str, path: str) -> Any:  # noqa: ANN401
    bare = _bare(annotation)
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        if segment in bare.__struct_fields__:
            return _hints(bare)[segment]
        raise _unknown(path, segment, bare.__struct_fields__)
    if _is_mapping(annotation):
        return _entry(bare, segment, path)
    raise PlanError(f"{_short(path)}: {segment[:80]!r} lies inside a single value. Mend: end the path before it.")


def _entry(mapping: Any, segment: str, path: str) -> Any:  # noqa: ANN401
    key, value = typing.get_args(mapping)
    try:
        msgspec.convert(segment, key)
    except msgspec.ValidationError as error:
        raise PlanError(f"{_short(path)}: {segment[:80]!r} is not allowed as a key. {error}.") from None
    return value


@functools.cache
def _hints(struct: type[msgspec.Struct]) -> dict[str, Any]:
    return typing.get_type_hints(struct, include_extras=True)


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
    near = difflib.get_close_matches(segment[:80], names, 1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names[:12]) or 'none yet'}."
    return PlanError(f"{_short(path)}: there is no {segment[:80]!r}. {hint}")


def _short(path: str) -> str:
    return path if len(path) <= _LONGEST_SHOWN else f"{path[:_LONGEST_SHOWN]}…"
