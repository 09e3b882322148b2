"""Calendar days as whole numbers: days since 1970-01-01, so that windows are plain arithmetic."""

import math
import re
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from ltoplan_widgets.demand.refusal import refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Days = TypeVar("Days", int, "NDArray[np.int64]")
"""One day number, or an array of them."""

_EPOCH = date(1970, 1, 1).toordinal()
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")
"""What other programs write behind a day."""


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


GivenDay = str | date
"""A day as people give it: an ISO date, or a date (with or without a time)."""


def day_text(day: object) -> str:
    """What somebody gives as a day, as text: of a `date` its ISO date.

    >>> day_text(date(2027, 1, 7)), day_text("soon")
    ('2027-01-07', 'soon')
    """
    return day.isoformat()[:10] if isinstance(day, date) else str(day)


def given_day(day: object, *, column: str) -> int:
    """Day number of a day that somebody gives as an ISO date (its midnight, too) or as a `date`; `column` names the argument.

    Raises:
        InputError: There is no such day, or it is written otherwise.

    >>> given_day(date(1970, 1, 8), column="today"), given_day("1970-01-08 00:00:00", column="today")
    (7, 7)
    """
    said = _MIDNIGHT.sub("", day_text(day))
    if not is_day(said):
        raise refusal("no-such-day", said, "there is no such day in the calendar", "give a day as YYYY-MM-DD", column=column)
    return day_number(said)


def given_iso_day(day: GivenDay, *, column: str) -> str:
    """The same as ISO date.

    Raises:
        InputError: As `given_day` raises it.
    """
    return iso_day(given_day(day, column=column))


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar as YYYY-MM-DD, so that texts compare as their days do.

    >>> is_day("2027-01-07"), is_day("20270107"), is_day("2027-02-30")
    (True, False, False)
    """
    try:
        return text == iso_day(day_number(text))
    except ValueError:
        return False


def days_between(first: str, last: str) -> int:
    """Days from one ISO date to another; below 0 where the other comes before.

    >>> days_between("2027-01-07", "2027-01-14")
    7
    """
    return day_number(last) - day_number(first)


def day_before(day: str, days: float) -> str:
    """ISO date so many days, rounded up, before an ISO date.

    >>> day_before("2027-01-07", 6.5)
    '2026-12-31'
    """
    return iso_day(day_number(day) - math.ceil(days))
