"""A plan as text: canonical JSON, one record a line, so that a diff between two versions reads well."""

import json
from typing import Any

import msgspec

from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.migrations import migrated
from ltoplan_widgets.plan.plan import Plan

MAX_BYTES = 16 * 1024 * 1024
"""Largest plan file that is read."""


def encode(plan: Plan) -> str:
    """Canonical text of a plan: sorted keys, one record a line, whole numbers without a fraction."""
    return encode_tree(msgspec.to_builtins(plan))


def encode_tree(tree: dict[str, Any]) -> str:
    """Canonical text of a plan given as plain mappings; see `encode`."""
    lines = [f"{_text(key)}: {_collection(value) if isinstance(value, dict) else _text(value)}" for key, value in sorted(tree.items())]
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
        message = f"{_where(file)}{error}. Mend: correct the field, or restore an older version of the file."
        raise PlanError(message) from None


def decode_tree(text: str, *, file: str = "") -> dict[str, Any]:
    """Read the text of a plan into plain mappings of the current format, without looking at the fields."""
    if len(text.encode()) > MAX_BYTES:
        message = f"{_where(file)}the plan is larger than {MAX_BYTES // 2**20} MiB. Mend: keep bulk data in the sales history."
        raise PlanError(message)
    try:
        tree = json.loads(text, parse_constant=_refuse_constant)
    except ValueError as error:
        message = f"{_where(file)}this is not JSON: {error}. Mend: restore the last good version of the file."
        raise PlanError(message) from None
    if not isinstance(tree, dict):
        message = f"{_where(file)}a plan is a JSON object, found {type(tree).__name__}. Mend: open an .ltoplan file."
        raise PlanError(message)
    return migrated(tree, file=file)


def _collection(records: dict[str, Any]) -> str:
    if not records:
        return "{}"
    return "{\n" + ",\n".join(f"{_text(key)}: {_text(record)}" for key, record in sorted(records.items())) + "\n}"


def _text(value: object) -> str:
    return json.dumps(_integers_restored(value), sort_keys=True, ensure_ascii=False, allow_nan=False)


def _integers_restored(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _integers_restored(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_integers_restored(item) for item in value]
    return value


def _refuse_constant(name: str) -> float:
    message = f"{name} is not a number that a plan can hold"
    raise ValueError(message)


def _where(file: str) -> str:
    return f"{file}: " if file else ""
