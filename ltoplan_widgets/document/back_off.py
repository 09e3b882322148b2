"""Waiting longer after each failure, and never all at once."""

import random

FIRST_SECONDS = 0.1
LONGEST_SECONDS = 2.5
"""A person is waiting, so the pause stays short."""
PATIENCE_SECONDS = 5.0
LONGEST_PATIENCE_SECONDS = 60.0
"""How long a first answer may take: a question may get lost while a room opens, and a large room takes its time."""


class BackOff:
    """Pauses between attempts: doubling, capped, with jitter, so that many clients do not come back together."""

    def __init__(self) -> None:
        """Start with the shortest pause."""
        self._failures = 0

    def next_pause(self) -> float:
        """Seconds to wait before the next attempt."""
        longest: float = min(FIRST_SECONDS * 2**self._failures, LONGEST_SECONDS)
        self._failures = min(self._failures + 1, 16)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret

    @property
    def patience(self) -> float:
        """Seconds that this attempt may wait for the first answer; more after each failure."""
        return float(min(PATIENCE_SECONDS * 2**self._failures, LONGEST_PATIENCE_SECONDS))

    def reset(self) -> None:
        """Start over after a success."""
        self._failures = 0
