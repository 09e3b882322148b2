"""How often bands hold what was sold on generated chains, where there are as many launches as one likes: lines for tables."""

from collections.abc import Iterator

import numpy as np

from ltoplan_widgets.demand.backtest.backtest import backtest
from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.synthetic.synthetic import synthetic_chain
from ltoplan_widgets.demand.synthetic.synthetic_offer import EverydayItem, LimitedOffer, Surprise

BANDS = ("80 % band chain", "95 % band chain", "80 % band place", "95 % band place", "bias place")
LAST = ((40, "ab", 0.05, 0.0, 250), (5, "ab", 0.12, 0.0, 200), (5, "", 0.12, 0.0, 200), (5, "", 0.12, 0.3, 100), (10, "", 0.12, 0.3, 100))
"""Past launches, items in turn (none: new ones), surprise of a launch, spread of items, runs."""
ROLLING = ((0.0, 49, 30, 20), (0.02, 49, 30, 20), (0.05, 49, 30, 30), (0.12, 49, 30, 20), (0.05, 24, 10, 20), (0.12, 24, 10, 20))
"""Surprise of a launch, launches, from which on they are forecast, runs."""
EVERYDAY = (EverydayItem(key="a", units=60), EverydayItem(key="b", units=30), EverydayItem(key="c", units=15))
RATIOS = {"a": 1.4, "b": 1.6, "c": 1.3}


def last_launch(launches: int, items: str, event_sd: float, item_sd: float, seed: int) -> tuple[float, ...]:
    """The figures of `BANDS` for the last of some launches of two weeks, every fourth week, at 8 places."""
    starts = _starts("2024-03-04", launches + 1, every=28)
    apart = np.exp(item_sd * np.random.default_rng(seed + 5000).standard_normal(len(starts)))
    offers = [
        LimitedOffer(
            event=f"e{k}",
            item=items[k % len(items)] if items else f"n{k}",
            start=start,
            days=14,
            ratio=(1.4 if items else 0.15) * float(apart[k]),
            fading=0.3,
        )
        for k, start in enumerate(starts)
    ]
    return _scored(offers, "2024-01-01", event_sd, seed, places=8, test_from=starts[-1], lead=1)


def weekly(event_sd: float, launches: int, first: int, seed: int) -> tuple[float, ...]:
    """The figures of `BANDS` for promotions of a week of three items in turn, every third week, at 16 places, from one of them on."""
    starts = _starts("2016-03-07", launches, every=21)
    keys = [item.key for item in EVERYDAY]
    offers = [
        LimitedOffer(event=f"e{k}", item=keys[k % 3], start=start, days=7, ratio=RATIOS[keys[k % 3]]) for k, start in enumerate(starts)
    ]
    return _scored(offers, "2016-01-01", event_sd, seed, places=16, test_from=starts[first], lead=7)


def _starts(first: str, launches: int, *, every: int) -> list[str]:
    return [iso_day(day_number(first) + every * k) for k in range(launches)]


def _scored(offers, first_day, event_sd, seed, *, places, test_from, lead):
    last = offers[-1]
    end = iso_day(day_number(last.start) + last.days - 1)
    made = synthetic_chain(EVERYDAY, offers, first_day=first_day, last_day=end, places=places, surprise=Surprise(event=event_sd), seed=seed)
    history = SalesHistory.from_frame(made.sales, item="item", location="location", date="date", units="units")
    score = backtest(history, CampaignLibrary.from_frame(made.campaigns), methods=["auto"], test_from=test_from, lead=lead)
    return tuple(score.leaderboard["auto"][name] for name in BANDS)


def coverage_lines() -> Iterator[str]:
    """Both tables, line by line."""
    yield "| generated chain | runs | chain 80 % | 95 % | place 80 % | 95 % | bias |"
    yield "|---|---|---|---|---|---|---|"
    for launches, items, event_sd, item_sd, runs in LAST:
        figures = np.mean([last_launch(launches, items, event_sd, item_sd, seed) for seed in range(runs)], axis=0)
        kind = "known items" if items else "a new item" + (f", items differ by {item_sd:.0%}" if item_sd else "")
        yield f"| {launches} past launches, {kind} | {runs} | {' | '.join(f'{figure:.3f}' for figure in figures)} |"
    yield ""
    yield "| event surprise | past launches | runs | launches | chain 80 % | 95 % | place 80 % | 95 % |"
    yield "|---|---|---|---|---|---|---|---|"
    for event_sd, launches, first, runs in ROLLING:
        figures = np.mean([weekly(event_sd, launches, first, seed) for seed in range(runs)], axis=0)[:4]
        tried = f"{first} to {launches - 1} | {runs} | {runs * (launches - first)}"
        yield f"| {event_sd:.0%} | {tried} | {' | '.join(f'{figure:.3f}' for figure in figures)} |"
