"""The edits of this process: checked, made as one transaction, remembered, so that they can be taken back."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.journal import HISTORY
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.plan.difference import Tree, decided
from ltoplan_widgets.plan.errors import PlanClosedError, PlanError
from ltoplan_widgets.plan.field import annotation_of, join, read, split
from ltoplan_widgets.plan.history import changed_by
from ltoplan_widgets.plan.history_entry import Action, FieldChange
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.reversal import Reversal, reverted
from ltoplan_widgets.plan.shape import RECORD
from ltoplan_widgets.together.undo_stack import UndoStack


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """A field that is left alone, because somebody has changed it since.

    Attributes:
        path: Its path.
        by: Display name of who did; empty where the history does not say.
    """

    path: str
    by: str = ""


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken back, or done again.

    Attributes:
        entry: Id of the entry that tells of it; empty where nothing was left to take back.
        of: Id of the entry that was taken back.
        changes: New value by path.
        skipped: What was left alone.
    """

    entry: str
    of: str
    changes: dict[str, Any]
    skipped: tuple[Skipped, ...] = ()


class Editor:
    """Edits one live plan on behalf of one person; safe to use from any thread."""

    def __init__(self, document: LiveDocument) -> None:
        """Edit a document."""
        self._document = document
        self._stack = UndoStack()
        self._is_closed = False

    @property
    def plan(self) -> Plan:
        """The plan as it is now, with everything that is said and remembered."""
        return self._document.plan

    @property
    def decisions(self) -> Plan:
        """The plan without the conversation."""
        return self._document.decisions

    @property
    def user(self) -> str:
        """Display name under which edits are made."""
        return self._document.user

    @property
    def username(self) -> str:
        """Name under which the server knows who edits."""
        return self._document.username

    def people(self) -> dict[str, str]:
        """Display names of everybody who is known here, by user name: who is here, and who has said or done something."""
        states = [state.get("user") for state in self._document.others().values()]
        here = {
            str(one.get("username", "")): str(one.get("display_name") or one.get("name") or "") for one in states if isinstance(one, dict)
        }
        plan = self.plan
        entries, said = plan.history.values(), plan.comments.values()
        told = {one.username: one.author for one in entries} | {one.username: one.author for one in said}
        return {username: name for username, name in {**told, **here, self.username: self.user}.items() if username}

    def apply(self, changes: Mapping[str, Any], *, reason: str = "", action: Action = "edit", of: str = "") -> str:
        """Make changes by path in one transaction, all of them or none.

        Returns:
            Id of the entry in the history; empty where no decision changed.

        Raises:
            PlanError: A path or value that the plan cannot hold.
            PlanClosedError: The plan is closed.
        """
        self._demand_open()
        self._demand_honest(changes)
        written = self._document.apply(Edit(changes=dict(changes), reason=reason, action=action, of=of), note=self._stack.note)
        return written.id if written else ""

    def revise(self, make: Callable[[], Mapping[str, Any]], *, reason: str = "", action: Action = "edit", of: str = "") -> str:
        """As `apply`, with changes that depend on the plan as it is; nobody changes it in between."""
        self._demand_open()
        written = self._document.revise(lambda: Edit(changes=dict(make()), reason=reason, action=action, of=of), note=self._stack.note)
        return written.id if written else ""

    @property
    def can_undo(self) -> bool:
        """Whether there is an own edit to take back."""
        return self._stack.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is an own edit to do again."""
        return self._stack.can_redo

    def undo(self) -> Undone | None:
        """Take back the latest own edit, where nobody has changed its fields since; None where there is none."""
        self._demand_open()
        step = self._stack.take()
        return self.take_back(step.id, step.entry.changes, action="undo") if step else None

    def redo(self) -> Undone | None:
        """Do again what was undone last; None where there is nothing."""
        self._demand_open()
        step = self._stack.take_again()
        return self.take_back(step.id, step.entry.changes, action="redo") if step else None

    def take_back(self, of: str, changes: Mapping[str, FieldChange], *, action: Action, reason: str = "") -> Undone:
        """Take changes of an entry back as far as their fields still hold what it wrote; see `reversal.reverted`."""
        found: list[Reversal] = []

        def back() -> dict[str, Any]:
            found.append(reverted(changes, self.tree(changes)))
            return found[0].changes

        entry = self.revise(back, reason=reason, action=action, of=of)
        history = self.plan.history
        skipped = tuple(Skipped(path=path, by=changed_by(history, path, of)) for path in found[0].skipped)
        return Undone(entry=entry, of=of, changes=found[0].changes, skipped=skipped)

    def tree(self, paths: Iterable[str] | None = None) -> Tree:
        """The decisions as plain data: all of them, or the records and fields that some paths lie in."""
        plan = self.decisions
        if paths is None:
            return decided(msgspec.to_builtins(plan))
        tree: Tree = {}
        for first, *inside in map(split, paths):
            value = getattr(plan, first, None)
            if not inside or not isinstance(value, dict):
                tree[first] = value
            elif inside[0] in value:
                tree.setdefault(first, {})[inside[0]] = msgspec.to_builtins(value[inside[0]])
        return tree

    def demand_field(self, path: str) -> None:
        """Raise `PlanError` for the path of a field that no plan has, or that lies in a record which this one lacks."""
        annotation_of(path)
        segments = split(path)
        if len(segments) > RECORD:
            read(self.decisions, join(*segments[:RECORD]))

    @staticmethod
    def _demand_honest(changes: Mapping[str, Any]) -> None:
        """The history is written by edits, with their true author, and by nothing else."""
        told = next((path for path in changes if split(path)[0] == HISTORY), None)
        if told is not None:
            raise PlanError(f"{told[:240]}: the history cannot be edited. Mend: edit the plan, or restore an entry.")

    def close(self) -> None:
        """Edit no more."""
        self._is_closed = True

    def _demand_open(self) -> None:
        if self._is_closed:
            raise PlanClosedError("The plan is closed, so nothing can be edited. Mend: open it again with open_plan(…).")
