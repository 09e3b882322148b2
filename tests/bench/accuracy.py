"""How accurate forecasts are on past launches: ``python -m tests.bench.accuracy`` prints the table of docs/benchmarks.md."""

from dataclasses import dataclass

import numpy as np

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.forecast import forecast
from ltoplan_widgets.demand.losses import bias, coverage, wape, weighted_quantile_loss
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


if __name__ == "__main__":
    main()
