"""Lengths of periods: what they are called, and how many shorter ones a day or a week has."""

from ltoplan_widgets.demand.refusal import refusal

_DAYS = {"day": 1, "week": 7}
_NAMES = {1: ("day", "days"), 7: ("week", "weeks")}


def period_names(unit_days: int) -> tuple[str, str]:
    """What periods of so many days are called: one of them, several of them.

    >>> period_names(7), period_names(28)
    (('week', 'weeks'), ('period', 'periods'))
    """
    return _NAMES.get(unit_days, ("period", "periods"))


def periods_in(period: str, unit_days: int) -> int:
    """How many periods of so many days a ``day`` or a ``week`` has.

    >>> periods_in("week", 1), periods_in("week", 7)
    (7, 1)

    Raises:
        InputError: Another period, or one that does not consist of whole ones.
    """
    days = _DAYS.get(period)
    if days is None:
        raise refusal("period", period, 'a period is "day" or "week"', 'give "week"')
    if days % unit_days:
        raise refusal("period-too-short", period, f"the forecast is by {unit_days} days", 'give "week", or a daily history')
    return days // unit_days
