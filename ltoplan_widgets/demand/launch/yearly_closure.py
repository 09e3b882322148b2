"""Days on which places will be closed, because they were on the same holiday of the years before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import day_number, iso_day, weekday
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.sales.holiday import easter

Mask = NDArray[np.bool_]
Rule = tuple[str, int, int, int]
"""How a holiday finds its day: after Easter, on a weekday of a month, or on a date."""

_WEEK = 7
_AROUND_EASTER = (-48, -47, -3, -2, -1, 0, 1, 39, 49, 50, 60)
"""Days from Easter Sunday to the public holidays that go with it, from carnival to Corpus Christi."""
_MONDAY, _THURSDAY = 0, 3
_ON_WEEKDAY = (
    *((month, _MONDAY, nth) for month, nth in ((1, 3), (2, 3), (5, 1), (5, -1), (6, 1), (8, 1), (8, -1), (9, 1), (10, 2))),
    (11, _THURSDAY, 4),
)
"""Month, weekday and which of them, -1 for the last: the public holidays of several countries that are kept on a weekday."""
_FEW_PLACES = 0.15
_MOSTLY = 0.5


@dataclass(frozen=True, kw_only=True)
class YearlyClosures:
    """When the places of a history were closed, though they usually sell on such a weekday.

    Attributes:
        shut: Closed on a day on which the place usually sells, shape (places, days).
        sells: Days on which the place usually sells, same shape.
        first: Day number of the first day.
    """

    shut: Mask
    sells: Mask
    first: int

    @classmethod
    def of(cls, closed: Mask, first: int) -> "YearlyClosures":
        """Compare each day with the same weekday beside it: a place sells on it that did so in the two weeks before and after.

        So the first and last days of a closure that takes longer, such as a refit or a lockdown, are no holidays.

        Args:
            closed: Where places did not sell at all, shape (places, days).
            first: Day number of the first day.
        """
        days = closed.shape[1]
        beside = np.pad(~closed, ((0, 0), (2 * _WEEK, 2 * _WEEK)))
        before, last, following, after = (beside[:, shift : shift + days] for shift in _WEEK * np.array([0, 1, 3, 4]))
        sells = (before | last) & (following | after)
        return cls(shut=closed & sells, sells=sells, first=first)

    def expected(self, first: int, days: int) -> Mask:
        """Where places will be closed, in days from a first one on, shape (places, days).

        A holiday counts if several places kept it, and a place keeps it that did so in most of the years that are known of it.
        """
        found = np.zeros((len(self.shut), days), bool)
        for offset in range(days):
            for rule in _rules(first + offset):
                found[:, offset] |= self._keeps.get(rule, False)
        return found

    @cached_property
    def _keeps(self) -> dict[Rule, Mask]:
        """Which places keep which holiday. Those that move with Easter or the weekday come first, and explain their days."""
        several = self.shut.sum(axis=0) >= np.maximum(2, _FEW_PLACES * self.sells.sum(axis=0))
        days = [self.first + int(day) for day in np.flatnonzero(several)]
        kept: dict[Rule, Mask] = {}
        explained: set[int] = set()
        for is_moving in (True, False):
            rules = {rule for day in days if day not in explained for rule in _rules(day) if (rule[0] != "date") == is_moving}
            kept |= {rule: who for rule in sorted(rules) if (who := self._who_keeps(rule)).any()}
            explained |= {day for rule in kept for day in self._days(rule)}
        return kept

    def _who_keeps(self, rule: Rule) -> Mask:
        at = [day - self.first for day in self._days(rule)]
        sells = self.sells[:, at].sum(axis=1)
        return np.asarray(self.shut[:, at].sum(axis=1) > _MOSTLY * sells)

    def _days(self, rule: Rule) -> Iterator[int]:
        """Days of the history on which a holiday was."""
        last = self.first + self.shut.shape[1] - 1
        for year in range(int(iso_day(self.first)[:4]), int(iso_day(last)[:4]) + 1):
            day = _day_of(rule, year)
            if day is not None and self.first <= day <= last:
                yield day


def places_closed(history: SalesHistory) -> Mask:
    """Where a place was closed with all that it sells, shape (places, periods)."""
    open_at = np.zeros((len(history.locations), history.units.shape[1]), bool)
    for item in range(len(history.items)):
        series = history.item_of == item  # of different places
        open_at[history.location_of[series]] |= ~history.closed[series]
    return ~open_at


def _rules(day: int) -> Iterator[Rule]:
    """What a day may be the holiday of."""
    on = date.fromisoformat(iso_day(day))
    after = day - easter(on.year)
    if after in _AROUND_EASTER:
        yield "easter", after, 0, 0
    is_last = (on + timedelta(days=_WEEK)).month != on.month
    for nth in ((on.day - 1) // _WEEK + 1, *((-1,) if is_last else ())):
        if (on.month, weekday(day), nth) in _ON_WEEKDAY:
            yield "weekday", on.month, weekday(day), nth
    yield "date", on.month, on.day, 0


def _day_of(rule: Rule, year: int) -> int | None:
    """Day number of a holiday in a year; None where it has no such day."""
    kind, one, two, nth = rule
    if kind == "easter":
        return easter(year) + one
    if kind == "date":
        try:
            return day_number(date(year, one, two).isoformat())
        except ValueError:
            return None
    from_first = day_number(date(year + (one == 12 and nth < 0), one % 12 + 1 if nth < 0 else one, 1).isoformat())  # noqa: PLR2004 - December
    return from_first + (two - weekday(from_first)) % _WEEK + _WEEK * (nth - (nth > 0))
