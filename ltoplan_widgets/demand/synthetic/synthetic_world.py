"""Places and days of a generated chain, and how demand is drawn there."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import day_number, iso_day, weekday
from ltoplan_widgets.demand.synthetic.synthetic_offer import EverydayItem, LimitedOffer, Surprise

Array = NDArray[np.float64]

_WEEK = np.array([1.02, 1.0, 1.0, 1.03, 1.12, 1.0, 0.83])  # Monday to Sunday
_MIDSUMMER = 200  # day of the year


@dataclass(kw_only=True)
class Part:
    """Days of one item: arrays of shape (places, days), NaN where it is not sold."""

    item: str
    expected: Array
    demand: Array
    units: Array
    price: Array
    effect: float = 0.0

    def put(self, launch: "Part") -> None:
        """Let a launch of the item stand in for its everyday sales."""
        on = ~np.isnan(launch.units)
        for name in ("expected", "demand", "units", "price"):
            getattr(self, name)[on] = getattr(launch, name)[on]


@dataclass(frozen=True, kw_only=True)
class World:
    """What all items share."""

    keys: list[str]
    days: NDArray[np.int64]
    size: Array
    answer: Array
    open: Array
    surprise: Surprise
    seed: int

    @classmethod
    def of(cls, first_day: str, last_day: str, places: int, surprise: Surprise, closed_days: Sequence[str], seed: int) -> "World":  # noqa: PLR0913, PLR0917 - what a world has
        """Draw the places, and how they answer to launches."""
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
        """Places and days."""
        return len(self.keys), len(self.days)

    def stream(self, key: str) -> np.random.Generator:
        """Random numbers of one item or launch, whatever else there is."""
        return np.random.default_rng([self.seed, zlib.crc32(key.encode())])

    def everyday(self, item: EverydayItem, random: np.random.Generator) -> Part:
        """What an item sells every day."""
        season = np.exp(item.summer * np.cos(2 * np.pi * (self.days - day_number("2025-01-01") - _MIDSUMMER) / 365.25))
        taste = np.exp(random.normal(0, 0.1, len(self.keys)))
        expected = (self.size * taste)[:, None] * item.units * _WEEK[weekday(self.days)] * season * self.open
        demand = self._drawn(expected, random)
        return Part(item=item.key, expected=expected, demand=demand, units=demand.copy(), price=np.full(self.shape, item.price))

    def launch(self, offer: LimitedOffer, ground: Array, random: np.random.Generator, *, is_new: bool) -> Part:
        """What an offer sells in its window, on what sells there every day: `ground`, shape (places, days)."""
        start = day_number(offer.start) - int(self.days[0])
        window = slice(start, start + offer.days)
        effect = float(random.normal(0, self.surprise.event))
        weeks = random.normal(0, self.surprise.event_week, -(-offer.days // 7))
        at_place = self.answer * (1.0 if is_new else 0.5) + random.normal(0, self.surprise.launch_at_place, len(self.keys))
        log = effect + np.repeat(weeks, 7)[: offer.days] + at_place[:, None]
        expected = np.full(self.shape, np.nan)
        expected[:, window] = ground[:, window] * offer.ratio * _interest(offer) * np.exp(log)
        demand = self._drawn(expected, random)
        return Part(
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

    def table(self, part: Part, centers: int) -> pd.DataFrame:
        """A part's days as rows, with what was expected and wanted."""
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
        """Offers as campaigns, one row a place."""
        rows = [
            {
                "campaign": f"{offer.event}-{key}",
                "item": offer.item,
                "location": key,
                "event": offer.event,
                "start": pd.Timestamp(offer.start),
                "end": pd.Timestamp(iso_day(offer.last_day)),
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
