"""Dates as people write them, read only where the column proves how they are meant."""

import re
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.cell import day_of

Days = NDArray[np.datetime64]

_PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[T ]\d{1,2}:\d{2}.*)?$")
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})$")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ](\d{2}):(\d{2})(?::(\d{2}))?")
_MONTHS = 12
_EVENING = 18
"""Midnights of the next day, as other time zones tell them, fall on this hour or later."""


def days_of(words: list[str]) -> tuple[Days, str]:
    """Days of texts, NaT where there is none, and the kind of finding that the reading deserves; empty for ISO dates.

    Day-first and month-first dates are told apart only where a number above 12 proves it.

    >>> days_of(["31/01/2026", "01/02/2026"])[1]
    'day-first-date'
    >>> days_of(["01/02/2026"])[0]
    array(['NaT'], dtype='datetime64[D]')
    """
    iso = np.array([day_of(word) for word in words], dtype="datetime64[D]")
    kind = _kind([word for word, day in zip(words, iso, strict=True) if word and np.isnat(day)], len(words))
    if not kind:
        return iso, ""
    read = np.array([_read(word, kind) for word in words], dtype="datetime64[D]")
    return np.where(np.isnat(iso), read, iso), kind


def evening_hours(words: list[str]) -> bool:
    """Whether all times of texts are whole hours of a late evening, at most two neighbouring ones."""
    times = [found.groups() for word in words if (found := _TIME.match(word))]
    if len(times) < len(words) or not times:
        return False
    hours = {int(hour) for hour, _, _ in times}
    whole = all(int(minute) == 0 and int(second or 0) == 0 for _, minute, second in times)
    return whole and min(hours) >= _EVENING and max(hours) - min(hours) <= 1


def _kind(unread: list[str], count: int) -> str:
    """How the texts that are no ISO dates are written, if nearly all are."""
    if len(unread) * 2 <= count:
        return ""
    if sum(_WEEK.match(word) is not None for word in unread) * 2 > count:
        return "week-date"
    parts = [found for word in unread if (found := _PARTS.match(word))]
    if len(parts) * 2 <= count:
        return ""
    day_first, month_first = (any(int(found[group]) > _MONTHS for found in parts) for group in (1, 3))
    return "" if day_first == month_first else "day-first-date" if day_first else "month-first-date"


def _read(word: str, kind: str) -> np.datetime64:
    try:
        if kind == "week-date" and (week := _WEEK.match(word)):
            return np.datetime64(date.fromisocalendar(int(week[1]), int(week[2]), 1))
        parts = _PARTS.match(word)
        if kind == "week-date" or not parts:
            return np.datetime64("NaT", "D")
        first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
        day, month = (first, second) if kind == "day-first-date" else (second, first)
        return np.datetime64(date(year, month, day))
    except ValueError:
        return np.datetime64("NaT", "D")
