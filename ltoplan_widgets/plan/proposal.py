"""What a change request would change, and what becomes of it."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ltoplan_widgets.plan.change_request import ChangeRequest, Decision, ProposedChange, Status
from ltoplan_widgets.plan.difference import Tree, lookup
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import nothing_at, split
from ltoplan_widgets.plan.shape import REMOVED, same


class ProposedField(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a change request.

    Attributes:
        path: Its path.
        base: Value when it was proposed.
        value: Value that is proposed.
        present: Value in the plan now.
        is_moved_on: Whether somebody has changed the field since, to something else than what is proposed.
        decision: What was decided about it; None while it is open.
    """

    path: str
    base: Any
    value: Any
    present: Any
    is_moved_on: bool
    decision: Decision | None = None


def fields_of(request: ChangeRequest, tree: Tree) -> list[ProposedField]:
    """What a request would change in the decisions as they are, in the order of the paths."""
    return [_field(path, change, request.decisions.get(path), tree) for path, change in sorted(request.changes.items())]


def undecided(request: ChangeRequest) -> dict[str, Any]:
    """Proposed value of every field that nobody has decided yet, by path."""
    return {path: change.value for path, change in request.changes.items() if path not in request.decisions}


def status_of(status: Status, proposed: Iterable[str], decisions: Mapping[str, Decision]) -> Status:
    """The status that follows from the decisions; who withdrew a request has decided it."""
    verdicts = [decisions[path].accepted if path in decisions else None for path in proposed]
    if status == "withdrawn":
        return status
    if None in verdicts:
        return "open"
    if all(verdicts):
        return "accepted"
    return "partly_accepted" if any(verdicts) else "rejected"


def present_at(tree: Tree, path: str) -> Any:  # noqa: ANN401 - plain JSON
    """Value at a path; of a field that the tree leaves out its default, of what is not there None."""
    found = lookup(tree, split(path))
    if found is not REMOVED:
        return found
    try:
        return nothing_at(path)
    except PlanError:
        return None


def _field(path: str, change: ProposedChange, decision: Decision | None, tree: Tree) -> ProposedField:
    present = present_at(tree, path)
    is_moved_on = not same(present, change.base) and not same(present, change.value)
    return ProposedField(path=path, base=change.base, value=change.value, present=present, is_moved_on=is_moved_on, decision=decision)
