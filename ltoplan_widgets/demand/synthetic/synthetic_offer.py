"""What a generated chain sells, always and for a limited time, and what nobody knows of it in advance."""

from dataclasses import dataclass, field

from ltoplan_widgets.demand.day import day_number, given_day
from ltoplan_widgets.demand.refusal import refusal


@dataclass(frozen=True, kw_only=True)
class EverydayItem:
    """Something that is always sold.

    Attributes:
        key: Its key.
        units: Units a day at a place of usual size.
        price: Price of a unit.
        summer: Log of how much more it sells in midsummer than in spring; negative for what warms.
    """

    key: str
    units: float
    price: float = 3.0
    summer: float = 0.0


@dataclass(frozen=True, kw_only=True)
class LimitedOffer:
    """Something that is sold, or sold more, for a limited time.

    Attributes:
        event: Key of the launch.
        item: Key of the item; one of the everyday items, or a new one.
        start: First day, ISO date.
        days: How many days it runs.
        ratio: For an everyday item: expected units over everyday units. For a new one: its part of all that the place
            sells every day. In the mean of the window.
        price: Price of a unit.
        fading: How much of the first week's interest is gone in the end, 0 to below 1.
        sold_out_after: Days after which places begin to run out; None for never.
        covariates: What was known in advance.
    """

    event: str
    item: str
    start: str
    days: int
    ratio: float
    price: float = 5.0
    fading: float = 0.0
    sold_out_after: int | None = None
    covariates: dict[str, float] = field(default_factory=dict)

    @property
    def last_day(self) -> int:
        """Day number of the last day."""
        return day_number(self.start) + self.days - 1

    def check_within(self, first_day: str, last_day: str) -> None:
        """Refuse an offer that does not lie within sales (ISO dates).

        Raises:
            InputError: It begins before them, ends after them, or has no day.
        """
        first = given_day(self.start, column="start")
        if first < day_number(first_day) or self.last_day > day_number(last_day) or self.days < 1:
            message = f"{self.days} days from here on do not lie within the sales, {first_day} to {last_day}"
            raise refusal("offer-outside", self.start, message, "move the offer, or make the sales longer", column="start")


@dataclass(frozen=True, kw_only=True)
class Surprise:
    """Standard deviations of what nobody knows in advance, on the log scale.

    Attributes:
        event: Of a launch as a whole.
        event_week: Of a week of a launch, at all places.
        place: Of a place's answer to launches.
        launch_at_place: Of one launch at one place.
        day: Of a day at a place; counting scatter comes on top.
        size: Of the places' sizes.
    """

    event: float = 0.12
    event_week: float = 0.04
    place: float = 0.1
    launch_at_place: float = 0.08
    day: float = 0.08
    size: float = 0.35
