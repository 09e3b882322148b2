import numpy as np

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.judgement.judged_forecast import judged, sold_by_period
from ltoplan_widgets.plan.campaign import Campaign

START = "2027-01-07"


def days(count: int) -> Forecast:
    labels = tuple(iso_day(day_number(START) + k) for k in range(count))
    paths = np.random.default_rng(0).lognormal(3, 0.2, (1000, count)).astype(np.float32)
    mean = paths.mean(axis=0, dtype=np.float64)
    return Forecast(lambda n: (paths[:n],), mean=mean, baseline=mean, starts=labels, ends=labels, locations=("all",), unit_days=1)


def test_days_that_are_sold_count_in_their_own_week_also_where_the_last_is_short():
    weeks = days(10).by_period("week")
    assert sold_by_period(np.arange(10.0), weeks, unit_days=1).tolist() == [0 + 1 + 2 + 3 + 4 + 5 + 6, 7 + 8 + 9]
    assert sold_by_period(np.array([4.0, 0.0]), weeks, unit_days=7).tolist() == [4.0, 0.0]


def test_a_judged_total_moves_what_is_left_and_not_what_is_sold():
    forecast = days(10)
    sold = np.where(np.arange(10) < 4, forecast.mean(), 0.0)
    campaign = Campaign(item="latte", start=START, end="2027-01-16", demand_mean=2 * float(forecast.mean().sum()))
    whole = judged(campaign, forecast, sold)[1]
    assert np.allclose(whole.mean().sum(), campaign.demand_mean)
    assert np.all(whole.paths().sum(axis=1) >= sold.sum() - 1e-3)
