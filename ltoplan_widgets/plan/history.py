"""The rules of a plan's history: how much is kept, and what it tells about the past."""

from collections.abc import Iterable, Mapping

import msgspec

from ltoplan_widgets.plan.difference import Change, Tree, applied, value_before
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import split
from ltoplan_widgets.plan.history_entry import FieldChange, HistoryEntry

MAX_ENTRIES = 500
"""So many entries are kept, the newest ones."""

MAX_ENTRY_BYTES = 16 * 1024
"""So much is kept of the changes of one entry, as JSON."""

LONGEST_PATH = 200
"""A change with a longer path is not kept."""


def kept(changes: Mapping[str, FieldChange]) -> tuple[dict[str, FieldChange], float]:
    """The changes that an entry keeps, by path in order while there is room, and the number of those that it leaves out."""
    found: dict[str, FieldChange] = {}
    size = 0
    for path, change in sorted(changes.items()):
        length = len(msgspec.json.encode((path, change)))
        if len(path) <= LONGEST_PATH and size + length <= MAX_ENTRY_BYTES:
            found[path] = change
            size += length
    return found, float(len(changes) - len(found))


def surplus(ids: Iterable[str]) -> list[str]:
    """The oldest entries, which go so that with one more the history is as long as it may be."""
    found = sorted(ids)
    return found[: max(len(found) + 1 - MAX_ENTRIES, 0)]


def changed_by(history: Mapping[str, HistoryEntry], path: str, entry: str = "") -> str:
    """Display name of who changed something at, above or below a path last, after an entry; empty where nobody did."""
    for key in sorted((key for key in history if key > entry), reverse=True):
        if any(overlaps(changed, path) for changed in history[key].changes):
            return history[key].author
    return ""


def state_after(tree: Tree, history: Mapping[str, HistoryEntry], entry: str) -> Tree:
    """The decisions as they were right after an entry: the later entries taken back one by one, the newest first.

    Args:
        tree: The decisions as they are now.
        history: Entries by id.
        entry: Id of the entry; empty for the state before the oldest one.

    Raises:
        PlanError: A later entry leaves changes out, so that what was before it is not known.
    """
    later = sorted((key for key in history if key > entry), reverse=True)
    for key in later:
        if history[key].omitted:
            raise PlanError(
                f"history/{key}: {history[key].omitted:g} changes of {history[key].at} were too large to be kept, so the state before "
                "is not known. Mend: restore a named version, or a later entry."
            )
    writes = (write for key in later for write in _taken_back(history[key]))
    return applied(tree, writes)


def _taken_back(entry: HistoryEntry) -> list[Change]:
    """The writes that undo an entry whatever is there; what lies in a record comes before the record itself."""
    backwards = sorted(entry.changes.items(), reverse=True)
    return [(split(path), value_before(change)) for path, change in backwards]


def overlaps(changed: str, path: str) -> bool:
    """Whether one path is the other, or lies above or below it."""
    return changed == path or changed.startswith(f"{path}/") or path.startswith(f"{changed}/")
