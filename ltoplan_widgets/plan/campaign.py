"""One run of an offer: its window, places and levers."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from ltoplan_widgets.plan.override import Override
from ltoplan_widgets.plan.units import Day, Factor, Key, Name, Rank, Scalar, Units


class Campaign(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An offer on sale from one day to another, in certain places, with certain levers.

    Campaigns of one launch share their ``event``: what surprises one of them tends to surprise all.

    Attributes:
        item: Key of the item in the sales history.
        start: First day on sale, ISO date.
        end: Last day on sale, ISO date.
        name: What people call it.
        offer: Id of the offer that is sold; empty where only demand is asked for.
        event: Key of the launch, as in the campaign library; empty means ``{item}-{start}``.
        locations: Places where it is sold, as a set of keys; empty means every place of the history.
        covariates: What is known in advance, under the names of the campaign library's further columns.
        analogues: Factors of the weights of past launches, by their event or item: 0 learns nothing from it, 1 changes nothing,
            2 counts twice as much among the analogues of a new item.
        pinned: Past launches that are the analogues of a new item, in place of the nearest, by their event or item; one with factor 0
            is left out all the same.
        demand_mean: Judged mean of the campaign's total demand, in units; None leaves it to the forecast.
        demand_std_dev: Judged standard deviation of the total, in units; None leaves it to the forecast.
        order_quantity: Quantity that somebody decided to order, in units; None follows the recommendation.
        overrides: Judged mean of a period by the period's first day.
        rank: Position in lists.
        deleted: True once somebody deleted it; it can be restored.
    """

    item: Key
    start: Day
    end: Day
    name: Name = ""
    offer: Key = ""
    event: Key = ""
    locations: dict[Key, bool] = msgspec.field(default_factory=dict)
    covariates: dict[Key, Scalar] = msgspec.field(default_factory=dict)
    analogues: dict[Key, Factor] = msgspec.field(default_factory=dict)
    pinned: dict[Key, bool] = msgspec.field(default_factory=dict)
    demand_mean: Units | None = None
    demand_std_dev: Units | None = None
    order_quantity: Units | None = None
    overrides: dict[Day, Override] = msgspec.field(default_factory=dict)
    rank: Rank = 0.0
    deleted: bool = False

    def __post_init__(self) -> None:
        """Take what people have at hand in Python for what it means; what a file gives is in the plan's terms already.

        Dates and timestamps are days, numbers are keys, any collection of keys is a set of places, NumPy's and pandas'
        numbers are numbers.

        >>> from datetime import date
        >>> spring = Campaign(item=7, start=date(2027, 3, 1), end="2027-03-28", locations=["north", "east"])
        >>> spring.item, spring.start, spring.locations
        ('7', '2027-03-01', {'north': True, 'east': True})
        """
        for name in _TAKERS:
            given = getattr(self, name)
            value = taken(name, given)
            if value is not given:
                msgspec.structs.force_setattr(self, name, value)

    @property
    def event_key(self) -> str:
        """The launch that this campaign belongs to."""
        return self.event or f"{self.item}-{self.start}"


def taken(field: str, value: Any) -> Any:  # noqa: ANN401 - whatever Python code gives; the doors refuse what it cannot mean
    """What Python code gives for a field of a campaign, in the plan's terms.

    >>> taken("locations", ["north", 7])
    {'north': True, '7': True}
    """
    return _TAKERS[field](value) if field in _TAKERS else value


def _key(value: Any) -> Any:  # noqa: ANN401 - whatever Python code gives; the doors refuse what it cannot mean
    if isinstance(value, str):
        return value if type(value) is str else str(value)
    number = _plain(value)
    if isinstance(number, float) and number.is_integer():
        return str(int(number))
    return str(number) if isinstance(number, int | float) and not isinstance(number, bool) else value


def _day(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return value
    is_numpy = type(value).__name__ == "datetime64"
    return str(value)[:10] if is_numpy or callable(getattr(value, "isoformat", None)) else value


def _places(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        return value
    if not isinstance(value, Mapping):
        return {_key(_plain(key)): True for key in value}
    return value if all(type(key) is str for key in value) else {_key(key): is_in for key, is_in in value.items()}


def _levers(value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, Mapping) or all(type(one) in _PLAIN and one == one for one in value.values()):  # noqa: PLR0124 - NaN is the value that differs from itself
        return value
    return {name: _plain(one) for name, one in value.items()}


def _by_day(value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, Mapping) or all(type(key) is str for key in value):
        return value
    return {_day(key): one for key, one in value.items()}


_PLAIN = frozenset({str, bool, int, float, type(None)})


def _plain(value: Any) -> Any:  # noqa: ANN401
    """A number of NumPy as Python's own, and nothing for what is not known: NaN, pandas' NA and NaT."""
    one = value.item() if callable(getattr(value, "item", None)) and getattr(value, "ndim", 0) == 0 else value
    is_unknown = (isinstance(one, float) and one != one) or type(one).__name__ in {"NAType", "NaTType"}  # noqa: PLR0124
    return None if is_unknown else one


_TAKERS: dict[str, Callable[[Any], Any]] = {
    "item": _key,
    "start": _day,
    "end": _day,
    "event": _key,
    "locations": _places,
    "covariates": _levers,
    "analogues": _levers,
    "pinned": _places,
    "overrides": _by_day,
}
