"""The frozen plan out of the plain content of a document; only what was touched is read again."""

import typing
from collections.abc import Callable
from typing import Any

import msgspec

from ltoplan_widgets.document.layout import COLLECTIONS, FILE_FIELD, PLAN, SCALARS, bared
from ltoplan_widgets.document.repair import UnreadableError, repaired
from ltoplan_widgets.plan.plan import Plan

Content = dict[str, dict[str, Any]]
"""Plain content by root map."""

Place = tuple[str, str]
"""A root map and a key in it."""

_HINTS = typing.get_type_hints(Plan, include_extras=True)
_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Plan)}
_SCALAR_NAMES = tuple(name for name, shape in PLAN.fields.items() if shape.kind != "mapping" and name != FILE_FIELD)


class PlanReader:
    """Reads a plan and goes on from the last good one: a bad value never breaks it."""

    def __init__(self) -> None:
        """Start from an empty plan."""
        self._plan = Plan()
        self._records: dict[str, dict[str, Any]] = {root: {} for root in COLLECTIONS}
        self._complaints: dict[Place, list[str]] = {}

    @property
    def complaints(self) -> tuple[str, ...]:
        """What could not be read and what stands in its place, one sentence a value."""
        return tuple(complaint for place in sorted(self._complaints) for complaint in self._complaints[place])

    def read(self, content: Content, touched: set[Place]) -> Plan:
        """The plan, after the content changed at some places."""
        for root, key in touched:
            self._complaints.pop((root, key), None)
            if root in self._records:
                self._read_record(root, key, content.get(root, {}))
        values: dict[str, Any] = self._scalars(content.get(SCALARS, {}), touched)
        self._plan = Plan(**values | {root: dict(records) for root, records in self._records.items()})
        return self._plan

    def _scalars(self, found: dict[str, Any], touched: set[Place]) -> dict[str, Any]:
        read = {}
        for name in _SCALAR_NAMES:
            last = getattr(self._plan, name)
            if name in found and (SCALARS, name) in touched:
                last = repaired(found[name], _HINTS[name], path=(name,), last=last, complain=self._complain_at((SCALARS, name)))
            read[name] = last if name in found else _DEFAULTS[name]
        return read

    def _read_record(self, root: str, key: str, found: dict[str, Any]) -> None:
        records = self._records[root]
        if key not in found:
            records.pop(key, None)
            return
        complain = self._complain_at((root, key))
        key_annotation, annotation = typing.get_args(bared(_HINTS[root]))
        try:
            msgspec.convert(key, key_annotation)
            records[key] = repaired(found[key], annotation, path=(root, key), last=records.get(key, msgspec.UNSET), complain=complain)
        except (UnreadableError, msgspec.ValidationError):
            records.pop(key, None)
            complain(f"{root}/{key[:60]}: left out until it is mended.")

    def _complain_at(self, place: Place) -> Callable[[str], None]:
        return lambda complaint: self._complaints.setdefault(place, []).append(complaint)
