"""How accurate forecasts are on past launches: ``python -m tests.bench.accuracy`` prints the tables of docs/benchmarks.md."""

import numpy as np

from ltoplan_widgets.demand.backtest import backtest
from ltoplan_widgets.demand.campaign_forecast import forecast
from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.losses import wape
from ltoplan_widgets.demand.synthetic import synthetic_chain
from ltoplan_widgets.demand.synthetic_offer import EverydayItem, LimitedOffer, Surprise
from ltoplan_widgets.samples.sample_data import sample_data
from tests.bench.early_reads import early_lines
from tests.python.department import department_store
from tests.python.juice import juice

DATA = {"bakery": {"test_from": "2018-01-01", "lead": 7}, "completejourney": {"test_from": "2017-09-01", "lead": 1}}
GENERATED = {
    "strong deals": (juice, {"test_from": "2021-01-01", "lead": 7}),
    "a season": (department_store, {"test_from": "2011-06-01", "lead": 7}),
}
METHODS = ("auto", "boosted_uplift", "analogue_ratio", "pooled_ratio", "base_only", "last_year")
COLUMNS = {"item": "item", "location": "location", "date": "date", "units": "units"}
BANDS = ("80 % band chain", "95 % band chain", "80 % band place", "95 % band place", "bias place")


def period_wape(history, library, *, test_from: str, lead: int) -> float:
    """WAPE over places and periods of the default method, for launches that begin on a day or later."""
    pairs = [_periods(campaign, history, library, lead) for campaign in library.campaigns() if campaign.start >= test_from]
    return wape(*(np.concatenate(values) for values in zip(*pairs, strict=True)))


def _periods(campaign, history, library, lead):
    found = forecast(campaign, history, library, origin=iso_day(day_number(campaign.start) - lead))
    start = history.column_at(day_number(campaign.start))
    sold = np.nan_to_num(history.matrix(campaign.item, found.locations)[:, start : start + len(found.starts)])
    return sold.ravel(), found.mean().ravel()


def calibrated(*, launches: int, is_new: bool, event_sd: float, runs: int) -> tuple[float, ...]:
    """The figures of `BANDS` on generated chains whose truth is known, each run with its last launch."""
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
    score = backtest(history, library, methods=["auto"], test_from=starts[-1]).leaderboard["auto"]
    return tuple(score[name] for name in BANDS)


def main() -> None:
    """Print a leaderboard a data set, and coverage on generated chains."""
    for name, options in DATA.items():
        sample = sample_data(name)
        print(f"{name}: {backtest(sample.history, sample.library, methods=METHODS, **options)}\n")
    for name, (make, options) in GENERATED.items():
        sales, campaigns = make()
        history, library = SalesHistory.from_frame(sales, **COLUMNS), CampaignLibrary.from_frame(campaigns)
        print(f"{name}: {backtest(history, library, methods=METHODS, **options)}\n")
    bakery = sample_data("bakery")
    print(f"bakery by place and day: WAPE {period_wape(bakery.history, bakery.library, **DATA['bakery']):.3f}")
    print()
    for line in early_lines():
        print(line)
    print("\n| generated chain | runs | chain 80 % | 95 % | place 80 % | 95 % | bias |\n|---|---|---|---|---|---|---|")
    for launches, is_new, event_sd, runs in ((40, False, 0.05, 100), (5, False, 0.12, 200), (5, True, 0.12, 200)):
        figures = calibrated(launches=launches, is_new=is_new, event_sd=event_sd, runs=runs)
        kind = "a new item" if is_new else "known items"
        print(f"| {launches} past launches, {kind} | {runs} | {' | '.join(f'{figure:.3f}' for figure in figures)} |")


if __name__ == "__main__":
    main()
