"""Calendar days as whole numbers: days since 1970-01-01, so that windows are plain arithmetic."""

from datetime import date
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Days = TypeVar("Days", int, "NDArray[np.int64]")
"""One day number, or an array of them."""

_EPOCH = date(1970, 1, 1).toordinal()


def day_number(text: str) -> int:
    """Days from 1970-01-01 to an ISO date; raises `ValueError` where there is no such day.

    >>> day_number("1970-01-08")
    7
    """
    return date.fromisoformat(text).toordinal() - _EPOCH


def weekday(number: Days) -> Days:
    """Weekday of a day number, or of each of many: 0 for Monday to 6 for Sunday.

    >>> weekday(day_number("2026-01-05"))
    0
    """
    return (number + 3) % 7


def iso_day(number: int) -> str:
    """ISO date of a day number; beyond the calendar its first or last day.

    >>> iso_day(7), iso_day(-10_000_000)
    ('1970-01-08', '0001-01-01')
    """
    return date.fromordinal(min(max(int(number) + _EPOCH, 1), date.max.toordinal())).isoformat()
