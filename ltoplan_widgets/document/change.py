"""What happened to one field of a live plan."""

from typing import Any

import msgspec


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One field, record or entry that changed.

    Attributes:
        path: Address, ``offers/latte/price``; of a record that came or went, the record's own.
        old: Value before, plain JSON; None where there was nothing.
        new: Value after, plain JSON; None where there is nothing any more.
        author: Display name of who did it; empty where that is not known.
        reason: Why, where the change was made in this process and said so.
    """

    path: str
    old: Any
    new: Any
    author: str = ""
    reason: str = ""

    def concerns(self, field: str) -> bool:
        """Whether the change lies at, below or above an address."""
        return self.path == field or self.path.startswith(f"{field}/") or field.startswith(f"{self.path}/")
