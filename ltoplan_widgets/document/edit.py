"""One intended change of a plan: what, why and by whom; it happens as one transaction."""

from collections.abc import Mapping
from typing import Any

import msgspec

from ltoplan_widgets.document.plain import refined
from ltoplan_widgets.plan.check import hidden_characters
from ltoplan_widgets.plan.difference import Change
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import annotation_of, checked, checked_assumption, is_entry, split
from ltoplan_widgets.plan.history_entry import Action
from ltoplan_widgets.plan.moment import now
from ltoplan_widgets.plan.shape import FILE_FIELD, PLAN, REMOVED, bared
from ltoplan_widgets.plan.units import LONGEST_NAME, LONGEST_TEXT

SIGNED = ("reason", "author", "at")
"""Fields of an atomic record that say why, who and when."""


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """Changes that belong together.

    Attributes:
        changes: New value by path; None takes an entry of a mapping out.
        reason: Why, in the author's words.
        author: Display name of who makes it.
        action: What kind of edit it is in the plan's history.
        of: Id of the entry, version or change request that is undone, redone, restored or accepted.
    """

    changes: dict[str, Any]
    reason: str = ""
    author: str = ""
    action: Action = "edit"
    of: str = ""


def prepared(edit: Edit) -> dict[str, Any]:
    """The edit's values as the plan holds them, by path, signed where the plan keeps a signature.

    Raises:
        PlanError: A path that no plan has or a value that its field cannot hold; nothing of the edit is to be applied.
    """
    _demand_words(edit)
    values = {path: _prepared(path, value, edit) for path, value in edit.changes.items()}
    if edit.action == "edit":  # what somebody once let in, with a file, may come back by undo and restore
        _demand_visible(values)
    return values


def _demand_visible(values: Mapping[str, Any]) -> None:
    for path, value in values.items():
        found = next(hidden_characters({path: value}), None)
        if found is not None:
            raise PlanError(f"{repr(path)[1:-1][:240]}: {found.message}. Mend: {found.mend}.")


def writes_of(values: Mapping[str, Any]) -> list[Change]:
    """Prepared values by address; `REMOVED` for what is taken out."""
    return [(split(path), REMOVED if value is None and is_entry(path) else value) for path, value in values.items()]


def _demand_words(edit: Edit) -> None:
    for name, longest in (("reason", LONGEST_TEXT), ("author", LONGEST_NAME), ("of", LONGEST_NAME)):
        words = getattr(edit, name)
        if not isinstance(words, str) or len(words) > longest:
            raise PlanError(f"{name}: {repr(words)[:80]} is not allowed. Mend: give text of at most {longest} characters.")
        refined(words, name)


def _prepared(path: str, value: object, edit: Edit) -> Any:  # noqa: ANN401 - any field
    segments = split(path)
    if segments[0] == FILE_FIELD:
        raise PlanError(f"{path}: belongs to the file and cannot be edited. Mend: leave it out.")
    annotation = annotation_of(path)
    if len(segments) == 1 and PLAN.child(path).kind == "mapping":
        raise PlanError(f"{path}: is a whole collection. Mend: edit its records, e.g. {path}/<id>.")
    if value is None and is_entry(path):
        return None
    found = refined(checked(path, _signed(value, bared(annotation), edit)), path)
    return _checked_assumptions(segments, found)


def _checked_assumptions(segments: tuple[str, ...], value: Any) -> Any:  # noqa: ANN401 - any field
    """The value, where it changes what a scenario assumes as the fields that are meant can hold it."""
    collection, *inside = segments
    if collection != "scenarios" or not inside:
        return value
    if len(inside) == 1:
        return value | {"changes": _assumed(value["changes"])}
    if inside[1] != "changes":
        return value
    return _assumed(value) if len(inside) == 2 else _assumed({inside[2]: value})[inside[2]]  # noqa: PLR2004 - id and field


def _assumed(changes: dict[str, Any]) -> dict[str, Any]:
    return {path: refined(checked_assumption(path, value), path) for path, value in changes.items()}


def _signed(value: object, kind: Any, edit: Edit) -> object:  # noqa: ANN401 - an annotation
    if not getattr(kind, "is_atomic", False):
        return value
    record = _atomic(value, kind)
    if not isinstance(record, dict):
        return value
    signature = {"reason": edit.reason, "author": edit.author, "at": now()}
    blank = {name: signature[name] for name in SIGNED if name in kind.__struct_fields__ and not record.get(name)}
    return record | blank


def _atomic(value: object, kind: type[msgspec.Struct]) -> object:
    if isinstance(value, msgspec.Struct):
        return msgspec.to_builtins(value)
    if isinstance(value, Mapping):
        return dict(value)
    required = [field.name for field in msgspec.structs.fields(kind) if field.required]
    return {required[0]: value} if len(required) == 1 else value
