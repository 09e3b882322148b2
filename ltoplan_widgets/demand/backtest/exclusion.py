"""Campaigns that a backtest leaves out, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """Campaigns that are left out for one reason.

    Attributes:
        reason: Short name of the reason: the code of the finding that a forecast was refused with, or `unknown-location`,
            `no-base-at-place`, `sales-unknown`.
        message: The reason in a sentence, as it was for the first of them.
        campaigns: Their keys.
        events: Keys of their launches, each once.
        method: Name of the method that could not forecast them; empty where none could be asked or scored.
    """

    reason: str
    message: str
    campaigns: tuple[str, ...]
    events: tuple[str, ...]
    method: str = ""

    def __str__(self) -> str:
        """One line with counts."""
        by = f"{self.method}: " if self.method else ""
        return f"{by}{self.reason}: {self._counts()}, such as {self.campaigns[0]} ({self.message})"

    def _counts(self) -> str:
        return f"{counted(len(self.campaigns), 'campaign')} of {counted(len(self.events), 'launch', 'launches')}"


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "day"), counted(3, "launch", "launches")
    ('1 day', '3 launches')
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def as_lines(exclusions: Sequence[Exclusion]) -> list[str]:
    """One line a reason; methods that leave the same campaigns out for the same reason share it."""
    together: dict[tuple[object, ...], list[Exclusion]] = {}
    for one in exclusions:
        together.setdefault((one.reason, one.message, one.campaigns), []).append(one)
    return [str(replace(same[0], method=", ".join(one.method for one in same if one.method))) for same in together.values()]


def gathered(exclusions: Sequence[Exclusion]) -> tuple[Exclusion, ...]:
    """One exclusion a method and reason, the most frequent first."""
    groups: dict[tuple[str, str], list[Exclusion]] = {}
    for one in exclusions:
        groups.setdefault((one.method, one.reason), []).append(one)
    joined = [_joined(members) for members in groups.values()]
    return tuple(sorted(joined, key=lambda one: (-len(one.campaigns), one.method, one.reason)))


def _joined(members: Sequence[Exclusion]) -> Exclusion:
    return Exclusion(
        reason=members[0].reason,
        message=members[0].message,
        campaigns=tuple(key for one in members for key in one.campaigns),
        events=tuple(dict.fromkeys(event for one in members for event in one.events)),
        method=members[0].method,
    )
