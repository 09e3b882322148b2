"""How accurate forecasts are on past launches: ``python -m tests.bench.accuracy`` prints the table of docs/benchmarks.md."""

from dataclasses import dataclass

import numpy as np

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.forecast import forecast
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.losses import bias, coverage, wape, weighted_quantile_loss
from ltoplan_widgets.demand.synthetic import EverydayItem, LimitedOffer, Surprise, synthetic_chain
from ltoplan_widgets.samples.sample_data import sample_data

LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)


@dataclass(frozen=True, kw_only=True)
class Score:
    """Figures over test launches; places are scored by their window's total, the chain by the launch's."""

    events: int
    places: int
    wape: float
    naive: float
    bias: float
    period_wape: float
    wql: float
    place_80: float
    place_95: float
    chain_80: float
    chain_95: float


def scored(history, library, *, since: str, lead_days: int, every: int = 1) -> Score:
    """Forecast the launches since a day as they would have been forecast so many days ahead, and compare."""
    tested = [one for one in library.campaigns() if one.start >= since][::every]
    rows = [_scored_one(campaign, history, library, lead_days=lead_days) for campaign in tested]
    total, mean, base, quantiles = (np.concatenate([row[name] for row in rows], axis=-1) for name in ("total", "mean", "base", "quantiles"))
    chain, bands = np.array([row["total"].sum() for row in rows]), np.stack([row["chain"] for row in rows], axis=-1)
    periods, expected = (np.concatenate([row[name].ravel() for row in rows]) for name in ("periods", "expected"))
    return Score(
        events=len(rows),
        places=len(total),
        wape=wape(total, mean),
        naive=wape(total, base),
        bias=bias(total, mean),
        period_wape=wape(periods, expected),
        wql=weighted_quantile_loss(total, quantiles, levels=LEVELS),
        place_80=coverage(total, quantiles[[1, 5]]),
        place_95=coverage(total, quantiles[[0, 6]]),
        chain_80=coverage(chain, bands[[1, 5]]),
        chain_95=coverage(chain, bands[[0, 6]]),
    )


def _scored_one(campaign, history, library, *, lead_days):
    found = forecast(campaign, history, library, origin=iso_day(day_number(campaign.start) - lead_days))
    start = history.column_at(day_number(campaign.start))
    sold = np.nan_to_num(history.matrix(campaign.item, found.locations)[:, start : start + len(found.starts)])
    return {
        "total": sold.sum(axis=1),
        "mean": found.mean().sum(axis=1),
        "base": found.baseline.sum(axis=1),
        "quantiles": found.by_location().quantile(LEVELS),
        "chain": found.total().quantile(LEVELS),
        "periods": sold,
        "expected": found.mean(),
    }


def calibrated(*, launches: int, is_new: bool, event_sd: float, runs: int) -> tuple[float, ...]:
    """Coverage of chain totals (80 %, 95 %) and places (80 %, 95 %), and bias, on generated chains whose truth is known."""
    return tuple(np.mean([_calibrated_one(launches, is_new, event_sd, seed) for seed in range(runs)], axis=0))


def _calibrated_one(launches, is_new, event_sd, seed):
    starts = [iso_day(day_number("2024-03-04") + 28 * k) for k in range(launches + 1)]
    offers = [
        LimitedOffer(
            event=f"e{k}", item=f"n{k}" if is_new else "ab"[k % 2], start=start, days=14, ratio=0.15 if is_new else 1.4, fading=0.3
        )
        for k, start in enumerate(starts)
    ]
    everyday = [EverydayItem(key="a", units=60), EverydayItem(key="b", units=30), EverydayItem(key="c", units=15)]
    end = iso_day(day_number(starts[-1]) + 13)
    made = synthetic_chain(everyday, offers, first_day="2024-01-01", last_day=end, places=8, surprise=Surprise(event=event_sd), seed=seed)
    history = SalesHistory.from_frame(made.sales, item="item", location="location", date="date", units="units")
    library = CampaignLibrary.from_frame(made.campaigns)
    row = _scored_one(library.campaign(f"e{launches}"), history, library, lead_days=1)
    total, mean, places, chain = row["total"].sum(), row["mean"].sum(), row["quantiles"], row["chain"]
    of_chain = [float(chain[low] <= total <= chain[high]) for low, high in ((1, 5), (0, 6))]
    of_places = [coverage(row["total"], places[[low, high]]) for low, high in ((1, 5), (0, 6))]
    return (*of_chain, *of_places, mean / total - 1)


def main() -> None:
    """Print one row a data set."""
    print("| data | launches | launch x place | base only | WAPE | bias | by period | wQL | place 80 % | 95 % | chain 80 % | 95 % |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for name, since, lead, every in (("bakery", "2018-01-01", 7, 1), ("completejourney", "2017-09-01", 1, 5)):
        sample = sample_data(name)
        score = scored(sample.history, sample.library, since=since, lead_days=lead, every=every)
        figures = (
            score.naive,
            score.wape,
            score.bias,
            score.period_wape,
            score.wql,
            score.place_80,
            score.place_95,
            score.chain_80,
            score.chain_95,
        )
        print(f"| {name} | {score.events} | {score.places} | {' | '.join(f'{figure:.3f}' for figure in figures)} |")
    print("\n| generated chain | runs | chain 80 % | 95 % | place 80 % | 95 % | bias |\n|---|---|---|---|---|---|---|")
    for launches, is_new, event_sd, runs in ((40, False, 0.05, 100), (5, False, 0.12, 200), (5, True, 0.12, 200)):
        figures = calibrated(launches=launches, is_new=is_new, event_sd=event_sd, runs=runs)
        kind = "a new item" if is_new else "known items"
        print(f"| {launches} past launches, {kind} | {runs} | {' | '.join(f'{figure:.3f}' for figure in figures)} |")


if __name__ == "__main__":
    main()
