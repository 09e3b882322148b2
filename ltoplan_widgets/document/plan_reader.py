"""The frozen plan out of the plain content of a document; only what was touched is read again."""

import typing
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from ltoplan_widgets.document.repair import UnreadableError, repaired
from ltoplan_widgets.plan.plan import CONVERSATION, DECISIONS, Plan
from ltoplan_widgets.plan.shape import COLLECTIONS, FILE_FIELD, PLAN, SCALARS, bared

Content = dict[str, dict[str, Any]]
"""Plain content by root map."""

Place = tuple[str, str]
"""A root map and a key in it."""

MANY = 100
"""So many records of a collection are read at once: three times faster than one by one."""

_HINTS = typing.get_type_hints(Plan, include_extras=True)
_PARTS = {root: typing.get_args(bared(_HINTS[root])) for root in COLLECTIONS}
_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Plan)}
_SCALAR_NAMES = tuple(name for name, shape in PLAN.fields.items() if shape.kind != "mapping" and name != FILE_FIELD)


class PlanReader:
    """Reads a plan and goes on from the last good one: a bad value never breaks it."""

    def __init__(self) -> None:
        """Start from an empty plan."""
        self._plan: Plan | None = None
        self._decisions: Plan | None = None
        self._scalars: dict[str, Any] = {name: _DEFAULTS[name] for name in _SCALAR_NAMES}
        self._records: dict[str, dict[str, Any]] = {root: {} for root in COLLECTIONS}
        self._frozen: dict[str, dict[str, Any]] = {}
        self._complaints: dict[Place, list[str]] = {}

    @property
    def complaints(self) -> tuple[str, ...]:
        """What could not be read and what stands in its place, one sentence a value."""
        return tuple(complaint for place in sorted(self._complaints) for complaint in self._complaints[place])

    @property
    def plan(self) -> Plan:
        """The plan; the same object until something is read anew."""
        if self._plan is None:
            self._plan = Plan(**self._scalars | {root: self._collection(root) for root in COLLECTIONS})
        return self._plan

    @property
    def decisions(self) -> Plan:
        """The plan without what is said, remembered and computed; the same object until a decision changes."""
        if self._decisions is None:
            self._decisions = Plan(**self._scalars | {root: self._collection(root) for root in DECISIONS})
        return self._decisions

    def _collection(self, root: str) -> dict[str, Any]:
        """A collection as plans hold it: copied once it changes, not for every plan."""
        if root not in self._frozen:
            self._frozen[root] = dict(self._records[root])
        return self._frozen[root]

    def read(self, content: Content, touched: Iterable[Place]) -> None:
        """Read anew what changed at some places of the content.

        It is done after every change, not when somebody asks: what was good a moment ago stands in for what is bad now.
        """
        places = list(touched)
        for root, keys in _many(places):
            if self._read_all(root, keys, content[root]):
                places = [place for place in places if place[0] != root]
        for root, key in places:
            self._forget(root)
            self._complaints.pop((root, key), None)
            if root in self._records:
                self._read_record(root, key, content[root])
            elif key in self._scalars:
                self._read_scalar(key, content[root])

    def _forget(self, root: str) -> None:
        """What was made of a collection is made anew when it is asked for."""
        self._plan = None
        self._decisions = None if root not in CONVERSATION else self._decisions
        self._frozen.pop(root, None)

    def _read_all(self, root: str, keys: list[str], found: dict[str, Any]) -> bool:
        """Read many new records at once; False where one of them is bad, and nothing was read."""
        try:
            read = msgspec.convert({key: found[key] for key in keys}, bared(_HINTS[root]))
        except (KeyError, msgspec.ValidationError):
            return False
        self._records[root] |= read
        self._forget(root)
        for key in keys:
            self._complaints.pop((root, key), None)
        return True

    def _read_scalar(self, name: str, found: dict[str, Any]) -> None:
        complain, last = self._complain_at((SCALARS, name)), self._scalars[name]
        read = repaired(found[name], _HINTS[name], path=(name,), last=last, complain=complain) if name in found else _DEFAULTS[name]
        self._scalars[name] = read

    def _read_record(self, root: str, key: str, found: dict[str, Any]) -> None:
        records = self._records[root]
        if key not in found:
            records.pop(key, None)
            return
        complain = self._complain_at((root, key))
        key_annotation, annotation = _PARTS[root]
        try:
            if key not in records:
                msgspec.convert(key, key_annotation)
            records[key] = repaired(found[key], annotation, path=(root, key), last=records.get(key, msgspec.UNSET), complain=complain)
        except (UnreadableError, msgspec.ValidationError):
            records.pop(key, None)
            complain(f"{root}/{key[:60]}: left out until it is mended.")

    def _complain_at(self, place: Place) -> Callable[[str], None]:
        return lambda complaint: self._complaints.setdefault(place, []).append(complaint)


def _many(places: list[Place]) -> Iterator[tuple[str, list[str]]]:
    """Collections of which so many records are touched that they are better read at once."""
    for root in COLLECTIONS:
        keys = [key for place, key in places if place == root] if len(places) >= MANY else []
        if len(keys) >= MANY:
            yield root, keys
