"""Moments as a plan writes them."""

from datetime import UTC, datetime


def now() -> str:
    """The moment, as ISO date and time in UTC with milliseconds, as browsers write it.

    >>> len(now()), now()[-1]
    (24, 'Z')
    """
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
