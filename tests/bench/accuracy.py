"""How accurate forecasts are on past launches: ``python -m tests.bench.accuracy`` prints the tables of docs/benchmarks.md."""

import numpy as np

from ltoplan_widgets.demand.backtest.backtest import backtest
from ltoplan_widgets.demand.backtest.losses import absolute_error
from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.samples.sample_data import sample_data
from tests.bench.band_coverage import coverage_lines
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


def period_wape(history, library, *, test_from: str, lead: int) -> float:
    """WAPE over places and periods of the default method, for launches that begin on a day or later."""
    pairs = [_periods(campaign, history, library, lead) for campaign in library.campaigns() if campaign.start >= test_from]
    sold, expected = (np.concatenate(values) for values in zip(*pairs, strict=True))
    return float(absolute_error(sold, expected).sum() / sold.sum())


def _periods(campaign, history, library, lead):
    found = forecast(campaign, history, library, origin=iso_day(day_number(campaign.start) - lead))
    start = history.column_at(day_number(campaign.start))
    sold = np.nan_to_num(history.matrix(campaign.item, found.locations)[:, start : start + len(found.starts)])
    return sold.ravel(), found.mean().ravel()


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
    print()
    for line in coverage_lines():
        print(line)


if __name__ == "__main__":
    main()
