"""Dates as people write them, read only where the column proves how they are meant."""

import re
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.table.cell import day_of

Days = NDArray[np.datetime64]

_PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[T ]\d{1,2}:\d{2}.*)?$")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?$|(\d{4})(\d{2})(\d{2})$")
_NAMED_MONTH = re.compile(r"(\d{1,2})[. -]*([A-Za-zÀ-ÿ]{3,9})\.?[ ,-]*(\d{4})$|([A-Za-zÀ-ÿ]{3,9})\.? +(\d{1,2}),? +(\d{4})$")
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})$")
_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})$")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ](\d{2}):(\d{2})(?::(\d{2}))?")
_MONTHS = 12
EVENING = 18
"""Midnights of the next day, as other time zones tell them, fall on this hour or later."""
_CENTURY = 2000
_YEAR_DIGITS = 4
_ABBREVIATED = (
    ("jan", "ene", "gen"), ("feb", "fév", "fev"), ("mar", "mär", "mrz"), ("apr", "avr", "abr"), ("may", "mai", "mag"), ("jun", "juin", "giu"),
    ("jul", "juil", "lug"), ("aug", "aoû", "aou", "ago"), ("sep", "set"), ("oct", "okt", "ott"), ("nov",), ("dec", "dez", "déc", "dic"),
)  # fmt: skip
"""What names of months begin with, in English, German, French, Spanish and Italian."""


def days_of(words: list[str], others: list[str] | None = None, *, is_end: bool = False) -> tuple[Days, str]:
    """Days of texts, NaT where there is none, and the kind of finding that the reading deserves; empty for ISO dates.

    Day-first and month-first dates are told apart only where a number above 12 proves it.

    >>> days_of(["31/01/2026", "01/02/2026"])[1], days_of(["20260131"])[1], days_of(["5-Jan-2026"])[1]
    ('day-first-date', 'written-date', 'written-date')
    >>> days_of(["01/02/2026"])
    (array(['NaT'], dtype='datetime64[D]'), 'unclear-date')
    >>> days_of(["01/02/2026"], ["14/02/2026"])[1]
    'day-first-date'

    Args:
        words: The texts.
        others: Texts of another column that is written alike, such as the ends of the campaigns whose starts are read.
        is_end: Whether the days are the last ones of something, so that a week counts by its last day.
    """
    iso = np.array([day_of(word) for word in words], dtype="datetime64[D]")
    unread = [word for word, day in zip(words, iso, strict=True) if word and np.isnat(day)]
    kind = _kind(unread, len(words), unread + (others or []))
    if not kind or kind == "unclear-date":
        return iso, kind
    read = np.array([_read(word, kind, is_end=is_end) for word in words], dtype="datetime64[D]")
    return np.where(np.isnat(iso), read, iso), kind


def evening_hours(words: list[str]) -> bool:
    """Whether all times of texts are whole hours of a late evening, at most two neighbouring ones."""
    times = [found.groups() for word in words if (found := _TIME.match(word))]
    if len(times) < len(words) or not times:
        return False
    hours = {int(hour) for hour, _, _ in times}
    whole = all(int(minute) == 0 and int(second or 0) == 0 for _, minute, second in times)
    return whole and min(hours) >= EVENING and max(hours) - min(hours) <= 1


def _kind(unread: list[str], count: int, proofs: list[str]) -> str:
    """How the texts that are no ISO dates are written, if nearly all are."""
    if len(unread) * 2 <= count:
        return ""
    for pattern, kind in ((_WEEK, "week-date"), (_SPAN, "written-date"), (_YEAR_FIRST, "written-date"), (_NAMED_MONTH, "written-date")):
        if sum(pattern.match(word) is not None for word in unread) * 2 > count:
            return kind
    if sum(_PARTS.match(word) is not None for word in unread) * 2 <= count:
        return ""
    parts = [found for word in proofs if (found := _PARTS.match(word))]
    day_first, month_first = (any(int(found[group]) > _MONTHS for found in parts) for group in (1, 3))
    years, days = ({found[group] for found in parts} for group in (4, 1))
    may_end_in_days = len(years) > len(days) and any(len(year) < _YEAR_DIGITS for year in years)
    return "unclear-date" if day_first == month_first or may_end_in_days else "day-first-date" if day_first else "month-first-date"


def _read(word: str, kind: str, *, is_end: bool) -> np.datetime64:
    try:
        if kind == "week-date":
            return np.datetime64(_of_week(word, weekday=7 if is_end else 1), "D")
        if kind == "written-date":
            return np.datetime64(_written(word, is_end=is_end), "D")
        return np.datetime64(_numbered(word, is_day_first=kind == "day-first-date"), "D")
    except ValueError:
        return np.datetime64("NaT", "D")


def _of_week(word: str, *, weekday: int) -> date:
    week = _WEEK.match(word)
    if not week:
        raise ValueError(word)
    return date.fromisocalendar(int(week[1]), int(week[2]), weekday)


def _numbered(word: str, *, is_day_first: bool) -> date:
    parts = _PARTS.match(word)
    if not parts:
        raise ValueError(word)
    first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
    day, month = (first, second) if is_day_first else (second, first)
    return date(year + _CENTURY if len(parts[4]) < _YEAR_DIGITS else year, month, day)


def _written(word: str, *, is_end: bool) -> date:
    if span := _SPAN.match(word):
        return date.fromisoformat(span[2 if is_end else 1])
    if year_first := _YEAR_FIRST.match(word):
        year, month, day = (int(part) for part in year_first.groups() if part)
        return date(year, month, day)
    named = _NAMED_MONTH.match(word)
    if not named:
        raise ValueError(word)
    day_of_month, name, of_year = (named[1], named[2], named[3]) if named[1] else (named[5], named[4], named[6])
    number = next((index for index, known in enumerate(_ABBREVIATED, 1) if name.lower().startswith(known)), 0)
    return date(int(of_year), number, int(day_of_month))
