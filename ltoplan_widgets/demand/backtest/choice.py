"""Which method a backtest's launches were forecast by, where the method was to choose one, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from ltoplan_widgets.demand.backtest.exclusion import counted


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Launches for which one method was chosen.

    Attributes:
        method: Name of the method that chose.
        chosen: Name of the method that was chosen.
        why: Why, as it was for the first of them.
        events: Keys of the launches.
    """

    method: str
    chosen: str
    why: str
    events: tuple[str, ...]

    def __str__(self) -> str:
        """One line.

        >>> print(Choice(method="auto", chosen="new_item", why="nothing sold of it", events=("e1 of a", "e2 of b")))
        auto took new_item for 2 launches, such as e1 of a (nothing sold of it)
        """
        return (
            f"{self.method} took {self.chosen} for {counted(len(self.events), 'launch', 'launches')}, such as {self.events[0]} ({self.why})"
        )


def joined(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """One choice a method chosen, the most frequent first."""
    groups: dict[tuple[str, str], list[Choice]] = {}
    for one in choices:
        groups.setdefault((one.method, one.chosen), []).append(one)
    found = [
        Choice(method=method, chosen=chosen, why=members[0].why, events=tuple(event for one in members for event in one.events))
        for (method, chosen), members in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.events), one.chosen)))
