"""A plan as text: canonical JSON, one record a line, so that a diff between two versions reads well."""

import json
from typing import Any

import msgspec

from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import annotation_of, checked, join
from ltoplan_widgets.plan.migrations import migrated
from ltoplan_widgets.plan.plan import CONVERSATION, Plan

MAX_BYTES = 16 * 1024 * 1024
"""Largest plan file that is read."""

_AS_IT_IS = frozenset({str, bool, int, type(None)})


def encode(plan: Plan) -> str:
    """Canonical text of a plan: sorted keys, one record a line, whole numbers without a fraction."""
    return encode_tree(msgspec.to_builtins(plan))


def encode_tree(tree: dict[str, Any]) -> str:
    """Canonical text of a plan given as plain mappings; see `encode`."""
    kept = {key: value for key, value in tree.items() if value or key not in CONVERSATION}
    lines = [
        f"{json_text(key)}: {_collection(value) if isinstance(value, dict) else json_text(value)}" for key, value in sorted(kept.items())
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def decode(text: str, *, file: str = "") -> Plan:
    """Read a plan.

    Args:
        text: What `encode` wrote, or any JSON of the same shape, also of an older format.
        file: Name of the file for messages.

    Raises:
        PlanError: Not JSON, too large, a newer format, an unknown field, or a value out of range; the message names
            the path, what was found and what is allowed.
    """
    tree = decode_tree(text, file=file)
    try:
        return msgspec.convert(tree, Plan)
    except msgspec.ValidationError as error:
        fault = _first_fault(tree) or f"{error}."
        raise PlanError(f"{_where(file)}{fault} Mend: correct the field, or restore an older version of the file.") from None


def decode_tree(text: str, *, file: str = "") -> dict[str, Any]:
    """Read the text of a plan into plain mappings of the current format, without looking at the fields."""
    return migrated(decode_json(text, file=file), file=file)


def decode_json(text: str, *, file: str = "") -> dict[str, Any]:
    """Read the text of a plan of any format into plain mappings."""
    if len(text) > MAX_BYTES or len(text.encode(errors="replace")) > MAX_BYTES:
        raise PlanError(f"{_where(file)}the plan is larger than {MAX_BYTES // 2**20} MiB. Mend: keep bulk data in the sales history.")
    try:
        tree = json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse_constant, object_pairs_hook=_unique)
        msgspec.json.encode(tree)
    except RecursionError:
        raise PlanError(
            f"{_where(file)}the values are nested too deeply for a plan. Mend: restore the last good version of the file."
        ) from None
    except ValueError as error:
        raise PlanError(f"{_where(file)}this is not JSON: {error}. Mend: restore the last good version of the file.") from None
    if not isinstance(tree, dict):
        raise PlanError(f"{_where(file)}a plan is a JSON object, found {type(tree).__name__}. Mend: open an .ltoplan file.")
    return tree


def _first_fault(value: object, *segments: str) -> str:
    """What is wrong at the first faulty path, found top down so that an unknown field is named before what is in it."""
    try:
        if segments:
            annotation_of(join(*segments))
        faults = (_first_fault(part, *segments, key) for key, part in value.items()) if isinstance(value, dict) else iter(())
        fault = next(filter(None, faults), "")
        if segments and not fault:
            checked(join(*segments), value)
    except PlanError as error:
        return str(error)
    return fault


def _collection(records: dict[str, Any]) -> str:
    if not records:
        return "{}"
    return "{\n" + ",\n".join(f"{json_text(key)}: {json_text(record)}" for key, record in sorted(records.items())) + "\n}"


def json_text(value: object) -> str:
    """Canonical JSON of one value: sorted keys, whole numbers without a fraction."""
    return json.dumps(_integers_restored(value), sort_keys=True, ensure_ascii=False, allow_nan=False)


def _integers_restored(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {key: part if type(part) in _AS_IT_IS else _integers_restored(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_integers_restored(item) for item in value]
    return value


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number that a plan can hold")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, value in pairs:
        if key in tree:
            raise ValueError(f"the key {key[:80]!r} occurs twice in one object, so that one of its values would be lost")
        tree[key] = value
    return tree


def _where(file: str) -> str:
    return f"{file}: " if file else ""
