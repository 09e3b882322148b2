"""A chain that never was, with the truth kept: what was wanted, not only what was sold.

Real sales never tell what would have sold from an empty shelf. Here it is known, so that calibration and the treatment
of stock-outs can be tested exactly. Same arguments, same seed: same chain.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import day_number, given_day, iso_day, weekday
from ltoplan_widgets.demand.refusal import refusal

Array = NDArray[np.float64]

_WEEK = np.array([1.02, 1.0, 1.0, 1.03, 1.12, 1.0, 0.83])  # Monday to Sunday
_MIDSUMMER = 200  # day of the year


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


@dataclass(frozen=True, kw_only=True)
class SyntheticChain:
    """Tables as a company would have them, and the truth behind them.

    Attributes:
        sales: Columns item, location, distribution_center, date, units, price, stock_out, closed.
        campaigns: Columns as `CampaignLibrary` takes them.
        truth: Row by row with `sales`: expected (units, the mean of demand) and demand (units wanted).
        event_effect: Log surprise of each launch as a whole.
        place_effect: Log answer of each place to launches.
    """

    sales: pd.DataFrame
    campaigns: pd.DataFrame
    truth: pd.DataFrame
    event_effect: dict[str, float]
    place_effect: dict[str, float]


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


def synthetic_chain(  # noqa: PLR0913 - a chain has these parts
    everyday: Sequence[EverydayItem],
    offers: Sequence[LimitedOffer],
    *,
    first_day: str,
    last_day: str,
    places: int = 35,
    distribution_centers: int = 1,
    surprise: Surprise | None = None,
    closed_days: Sequence[str] = (),
    seed: int = 0,
) -> SyntheticChain:
    """Generate a chain.

    Demand is Poisson around ``size x item x weekday x season x offer``, each with its lognormal surprises; the mean of
    an offer is what its `ratio` says.

    Args:
        everyday: What is always sold.
        offers: What is sold for a limited time.
        first_day: First day of the sales, ISO date.
        last_day: Last day of the sales, ISO date.
        places: How many places there are.
        distribution_centers: How many centers serve them.
        surprise: What nobody knows in advance.
        closed_days: Days on which all places are closed, ISO dates.
        seed: Seed of the generator.

    Raises:
        InputError: An offer that does not lie within the sales.
    """
    for offer in offers:
        _check_window(offer, first_day, last_day)
    world = _World.of(first_day, last_day, places, surprise or Surprise(), closed_days, seed)
    parts = [world.everyday(item, world.stream(item.key)) for item in everyday]
    own = {item.key: part.expected for item, part in zip(everyday, parts, strict=True)}
    launches = [
        world.launch(
            offer, own.get(offer.item, sum(own.values(), np.zeros(world.shape))), world.stream(offer.event), is_new=offer.item not in own
        )
        for offer in offers
    ]
    for offer, launch in zip(offers, launches, strict=True):
        if offer.item in own:
            parts[list(own).index(offer.item)].put(launch)
        else:
            parts.append(launch)
    table = pd.concat([world.table(part, distribution_centers) for part in parts], ignore_index=True)
    return SyntheticChain(
        sales=table.drop(columns=["expected", "demand"]),
        campaigns=world.campaigns(offers),
        truth=table[["expected", "demand"]].copy(),
        event_effect={offer.event: launch.effect for offer, launch in zip(offers, launches, strict=True)},
        place_effect=dict(zip(world.keys, world.answer.tolist(), strict=True)),
    )


def _check_window(offer: LimitedOffer, first_day: str, last_day: str) -> None:
    first, last = given_day(offer.start, column="start"), day_number(offer.start) + offer.days - 1
    if first < day_number(first_day) or last > day_number(last_day) or offer.days < 1:
        message = f"{offer.days} days from here on do not lie within the sales, {first_day} to {last_day}"
        raise refusal("offer-outside", offer.start, message, "move the offer, or make the sales longer", column="start")


@dataclass(kw_only=True)
class _Part:
    """Days of one item: arrays of shape (places, days), NaN where it is not sold."""

    item: str
    expected: Array
    demand: Array
    units: Array
    price: Array
    effect: float = 0.0

    def put(self, launch: "_Part") -> None:
        """Let a launch of the item stand in for its everyday sales."""
        on = ~np.isnan(launch.units)
        for name in ("expected", "demand", "units", "price"):
            getattr(self, name)[on] = getattr(launch, name)[on]


@dataclass(frozen=True, kw_only=True)
class _World:
    """What all items share."""

    keys: list[str]
    days: NDArray[np.int64]
    size: Array
    answer: Array
    open: Array
    surprise: Surprise
    seed: int

    @classmethod
    def of(cls, first_day: str, last_day: str, places: int, surprise: Surprise, closed_days: Sequence[str], seed: int) -> "_World":  # noqa: PLR0913, PLR0917 - what a world has
        random = np.random.default_rng(seed)
        days = np.arange(day_number(first_day), day_number(last_day) + 1)
        return cls(
            keys=[f"store-{number:03d}" for number in range(1, places + 1)],
            days=days,
            size=np.exp(random.normal(0, surprise.size, places) - surprise.size**2 / 2),
            answer=random.normal(0, surprise.place, places),
            open=np.where(np.isin(days, [day_number(day) for day in closed_days]), 0.0, 1.0),
            surprise=surprise,
            seed=seed,
        )

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.keys), len(self.days)

    def stream(self, key: str) -> np.random.Generator:
        """Random numbers of one item or launch, whatever else there is."""
        return np.random.default_rng([self.seed, zlib.crc32(key.encode())])

    def everyday(self, item: EverydayItem, random: np.random.Generator) -> _Part:
        season = np.exp(item.summer * np.cos(2 * np.pi * (self.days - day_number("2025-01-01") - _MIDSUMMER) / 365.25))
        taste = np.exp(random.normal(0, 0.1, len(self.keys)))
        expected = (self.size * taste)[:, None] * item.units * _WEEK[weekday(self.days)] * season * self.open
        demand = self._drawn(expected, random)
        return _Part(item=item.key, expected=expected, demand=demand, units=demand.copy(), price=np.full(self.shape, item.price))

    def launch(self, offer: LimitedOffer, ground: Array, random: np.random.Generator, *, is_new: bool) -> _Part:
        start = day_number(offer.start) - int(self.days[0])
        window = slice(start, start + offer.days)
        effect = float(random.normal(0, self.surprise.event))
        weeks = random.normal(0, self.surprise.event_week, -(-offer.days // 7))
        at_place = self.answer * (1.0 if is_new else 0.5) + random.normal(0, self.surprise.launch_at_place, len(self.keys))
        log = effect + np.repeat(weeks, 7)[: offer.days] + at_place[:, None]
        expected = np.full(self.shape, np.nan)
        expected[:, window] = ground[:, window] * offer.ratio * _interest(offer) * np.exp(log)
        demand = self._drawn(expected, random)
        return _Part(
            item=offer.item,
            expected=expected,
            demand=demand,
            units=self._sold(demand, offer, start, random),
            price=np.where(np.isnan(demand), np.nan, offer.price),
            effect=effect,
        )

    def _drawn(self, expected: Array, random: np.random.Generator) -> Array:
        noise = random.normal(-(self.surprise.day**2) / 2, self.surprise.day, self.shape)
        mean = np.nan_to_num(expected) * np.exp(noise)
        return np.where(np.isnan(expected), np.nan, random.poisson(mean).astype(np.float64))

    def _sold(self, demand: Array, offer: LimitedOffer, start: int, random: np.random.Generator) -> Array:
        """What is left of demand where places run out: each at a day of its own, then it sells a trickle."""
        if offer.sold_out_after is None:
            return demand.copy()
        runs_out = start + offer.sold_out_after + random.integers(0, max(1, offer.days - offer.sold_out_after), len(self.keys))
        is_out = np.arange(self.shape[1]) >= runs_out[:, None]
        return np.where(is_out, np.floor(demand * random.uniform(0, 0.4, self.shape)), demand)

    def table(self, part: _Part, centers: int) -> pd.DataFrame:
        place, day = np.nonzero(~np.isnan(part.units))
        center = np.array([f"dc-{1 + index * centers // len(self.keys)}" for index in range(len(self.keys))])
        cell = (place, day)
        return pd.DataFrame(
            {
                "item": part.item,
                "location": np.array(self.keys)[place],
                "distribution_center": center[place],
                "date": self.days[day].astype("datetime64[D]").astype("datetime64[s]"),
                "units": part.units[cell],
                "price": part.price[cell],
                "stock_out": part.units[cell] < part.demand[cell],
                "closed": self.open[day] == 0,
                "expected": part.expected[cell],
                "demand": part.demand[cell],
            },
        )

    def campaigns(self, offers: Sequence[LimitedOffer]) -> pd.DataFrame:
        rows = [
            {
                "campaign": f"{offer.event}-{key}",
                "item": offer.item,
                "location": key,
                "event": offer.event,
                "start": pd.Timestamp(offer.start),
                "end": pd.Timestamp(iso_day(day_number(offer.start) + offer.days - 1)),
                **offer.covariates,
            }
            for offer in offers
            for key in self.keys
        ]
        return pd.DataFrame(rows)


def _interest(offer: LimitedOffer) -> Array:
    """Interest by day since launch, mean 1: it fades towards the end, fast at first."""
    fading = 1 - offer.fading * (1 - np.exp(-3 * np.arange(offer.days) / offer.days)) / (1 - np.exp(-3))
    return np.asarray(fading / fading.mean())
