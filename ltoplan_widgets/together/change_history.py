"""Who changed what, when, from what to what; and the way back to any of it."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ltoplan_widgets.plan.codec import decode
from ltoplan_widgets.plan.difference import Tree, decided, field_changes
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.history import overlaps, state_after
from ltoplan_widgets.plan.history_entry import HistoryEntry
from ltoplan_widgets.plan.listing import Listing
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.reversal import leading_to
from ltoplan_widgets.together.editor import Editor, Undone
from ltoplan_widgets.together.version_set import VersionSet

NOW = ""
"""Stands for the plan as it is, where a version or an entry is asked for."""

_COLUMNS = ("id", "at", "author", "username", "action", "reason", "path", "old", "new")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute."""


class FieldDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A field that differs between two versions.

    Attributes:
        path: Its path; of a record that only one of them has, the record's own.
        before: Value in the first version, plain JSON; None where it has none.
        after: Value in the second version.
    """

    path: str
    before: Any
    after: Any


class Comparison(tuple[FieldDifference, ...]):
    """What differs between two versions, by path; a notebook shows it as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return Listing(["field", "before", "after"], [[one.path, one.before, one.after] for one in self]).html()


class ChangeHistory(Mapping[str, HistoryEntry]):
    """Entries by id, the newest first; a plan keeps the latest 500."""

    def __init__(self, editor: Editor) -> None:
        """Read and edit by an editor."""
        self._editor = editor
        self.versions = VersionSet(editor)

    def __getitem__(self, entry: str) -> HistoryEntry:
        """The entry of an id."""
        return self._editor.plan.history[entry]

    def __iter__(self) -> Iterator[str]:
        """Ids, the newest first."""
        return iter(sorted(self._editor.plan.history, reverse=True))

    def __len__(self) -> int:
        """Number of entries that are kept."""
        return len(self._editor.plan.history)

    def __repr__(self) -> str:
        """How many there are, and the newest."""
        newest = next(iter(self.values()), None)
        return f"<{len(self)} entries{f', the newest by {newest.author} at {newest.at}' if newest else ''}>"

    def _repr_html_(self) -> str:
        rows = [[one["at"], one["author"], one["action"], one["path"], one["old"], one["new"], one["reason"]] for one in self._rows()[:50]]
        return Listing(["at", "author", "action", "field", "old", "new", "reason"], rows).html()

    def entries(
        self, *, author: str | None = None, field: str | None = None, since: str | None = None, action: str | None = None
    ) -> dict[str, HistoryEntry]:
        """Entries by id, the newest first.

        Args:
            author: Only those of a person, by display name or user name.
            field: Only those that changed something at, above or below a path.
            since: Only those from this moment on, ISO date or date and time in UTC.
            action: Only those of one kind: ``edit``, ``undo``, ``redo``, ``take_back``, ``restore``, ``accept``, ``file``.
        """
        return {
            key: one
            for key, one in self.items()
            if (author is None or author in {one.author, one.username})
            and (field is None or any(overlaps(path, field) for path in one.changes))
            and (since is None or one.at >= since)
            and (action is None or one.action == action)
        }

    # The way back

    def restore(self, entry: str, *, field: str | None = None, reason: str = "") -> Undone:
        """Take one change back: each field that still holds what was written takes the value that it had before.

        Args:
            entry: Id of the entry.
            field: Only this field of it; None for all.
            reason: Why.

        Returns:
            What was changed, and what was left alone because somebody has changed it since.

        Raises:
            PlanError: There is no such entry, or it has no such field.
        """
        changes = self._entry(entry).changes
        if field is not None and field not in changes:
            raise PlanError(f"history/{entry}: did not change {field}; it changed {', '.join(changes)}. Mend: name one of these.")
        chosen = changes if field is None else {field: changes[field]}
        return self._editor.take_back(entry, chosen, action="restore", reason=reason)

    def restore_version(self, version: str, *, reason: str = "") -> str:
        """Bring all decisions back to a version, or to what they were right after an entry, as one edit.

        Args:
            version: Id or name of a version, or id of an entry.
            reason: Why.

        Returns:
            Id of the entry that tells of it; empty where nothing differs.

        Raises:
            PlanError: There is no such version or entry, or what was then is not known.
        """
        target, of = self._tree(version), version if version in self else self.versions.id_of(version)
        return self._editor.revise(lambda: leading_to(self._editor.tree(), target), reason=reason, action="restore", of=of)

    # Versions

    def name_version(self, name: str, *, note: str = "", entry: str = NOW) -> str:
        """Keep the decisions as they are, or as they were right after an entry, under a name; returns the version's id."""
        at = self._entry(entry).at if entry else ""
        return self.versions.save(name, self._tree(entry), at=at, note=note)

    def state_at(self, version: str = NOW) -> Plan:
        """The plan of a version (id or name), right after an entry (id), or as it is; without the conversation."""
        return msgspec.convert(self._tree(version), Plan)

    def compare(self, before: str, after: str = NOW) -> Comparison:
        """What differs between two versions, field by field.

        Args:
            before: Id or name of a version, or id of an entry.
            after: The same; by default the plan as it is.
        """
        changes = field_changes(self._tree(before), self._tree(after))
        return Comparison(FieldDifference(path=path, before=one.old, after=one.new) for path, one in changes.items())

    # Out

    def export(self, file: str | Path, *, author: str | None = None, field: str | None = None, since: str | None = None) -> Path:
        """Write entries into a file, one row a changed field, the newest first.

        Args:
            file: Path of a ``.csv`` or ``.json`` file.
            author: See `entries`.
            field: See `entries`.
            since: See `entries`.

        Raises:
            PlanError: Another kind of file.
        """
        path = Path(file)
        told = self._rows(self.entries(author=author, since=since))
        rows = [row for row in told if field is None or overlaps(row["path"], field)]
        if path.suffix == ".json":
            path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        elif path.suffix == ".csv":
            _write_csv(path, rows)
        else:
            raise PlanError(f"{path}: the history is written as .csv or .json. Mend: give a name that ends so.")
        return path

    def _rows(self, entries: Mapping[str, HistoryEntry] | None = None) -> list[dict[str, Any]]:
        told = self if entries is None else entries
        return [
            {**_signature(key, one), "path": path, "old": change.old, "new": change.new}
            for key, one in told.items()
            for path, change in one.changes.items()
        ]

    def _entry(self, entry: str) -> HistoryEntry:
        if entry not in self:
            raise PlanError(f"history: there is no entry {entry[:80]!r}; a plan keeps the latest ones only. Mend: see plan.changes.")
        return self[entry]

    def _tree(self, version: str) -> Tree:
        if not version:
            return self._editor.tree()
        if version in self:
            return _filled(state_after(self._editor.tree(), self._editor.plan.history, version), f"history/{version}")
        return decided(msgspec.to_builtins(decode(self.versions[self.versions.id_of(version)].text, file=f"version {version}")))


def _filled(tree: Tree, what: str) -> Tree:
    """The tree with its defaults; raises `PlanError` where it is no plan, because somebody edited without leaving an entry."""
    try:
        return decided(msgspec.to_builtins(msgspec.convert(tree, Plan)))
    except msgspec.ValidationError as error:
        raise PlanError(f"{what}: what was decided then is not known: {error}. Mend: restore a named version.") from None


def _signature(key: str, entry: HistoryEntry) -> dict[str, Any]:
    return {"id": key, "at": entry.at, "author": entry.author, "username": entry.username, "action": entry.action, "reason": entry.reason}


def _write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows([_harmless(row[name]) for name in _COLUMNS] for row in rows)


def _harmless(value: object) -> object:
    """A cell that no spreadsheet computes."""
    if value is None or isinstance(value, int | float):
        return "" if value is None else value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) else text
