"""What happened to one field of a live plan."""

from collections.abc import Iterable
from typing import Any

import msgspec


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One field, record or entry that changed.

    Attributes:
        path: Address, ``offers/latte/price``; of a record that came or went, the record's own.
        old: Value before, plain JSON; None where there was nothing.
        new: Value after, plain JSON; None where there is nothing any more.
        author: Display name of who did it; empty where that is not known.
        reason: Why, in the author's words; empty where nobody said so.
    """

    path: str
    old: Any
    new: Any
    author: str = ""
    reason: str = ""

    def concerns(self, field: str) -> bool:
        """Whether the change lies at, below or above an address."""
        return self.path == field or self.path.startswith(f"{field}/") or field.startswith(f"{self.path}/")


RECORDS = ("history", "outlooks")
"""Collections that programs write about what people do."""


def is_record(path: str) -> bool:
    """Whether a path leads to what programs write down about the plan: its history and its outlooks."""
    return path.partition("/")[0] in RECORDS


def signed_changes(differences: Iterable[tuple[str, Any, Any]], *, author: str, reason: str) -> tuple[Change, ...]:
    """Changes of one transaction, each with author and reason of the history entry that came with it.

    Args:
        differences: Path, old and new value.
        author: Display name where no entry tells of a change.
        reason: Reason where no entry tells of a change.
    """
    found = list(differences)
    entries = [new for path, old, new in sorted(found, key=lambda one: one[0]) if path.startswith("history/") and old is None and new]
    told = {path: entry for entry in entries if isinstance(entry, dict) for path in _paths_of(entry)}
    alone = entries[0] if len(entries) == 1 else None
    return tuple(_signed(path, old, new, told.get(path, alone), author, reason) for path, old, new in found)


def _signed(path: str, old: Any, new: Any, entry: Any, author: str, reason: str) -> Change:  # noqa: ANN401, PLR0913, PLR0917 - plain JSON, and the parts of a change
    if isinstance(entry, dict) and not is_record(path):
        author, reason = str(entry.get("author") or author), str(entry.get("reason") or "")
    return Change(path=path, old=old, new=new, author=author, reason=reason)


def _paths_of(entry: dict[str, Any]) -> list[str]:
    changes = entry.get("changes")
    return list(changes) if isinstance(changes, dict) else []
