"""P11 and the scale of the planning core: forecasts a second beside statsforecast, the pooled model, early reads and redraw data."""

import time
import warnings
from functools import cache

import numpy as np
import pandas as pd
from tqdm import tqdm

from ltoplan_widgets.demand.backtest import backtest
from ltoplan_widgets.demand.base import item_base
from ltoplan_widgets.demand.forecast import forecast
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.noise import Noise
from ltoplan_widgets.demand.persistence import Persistence, factors
from ltoplan_widgets.demand.schedule import Schedule
from ltoplan_widgets.outlook import Evaluator
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.views import forecast_chart_view
from tests.bench.aim import AIM_HEADINGS, Aim
from tests.bench.samples import Samples
from tests.bench.table import table
from tests.python import chain

SECTION = "Forecasts"
PLACES, EVENTS, WEEKS = 300, 50, 156
TESTED = 4
LEVELS = [0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975]
SERIES_OF_PEERS = {"AutoETS": 12, "SeasonalNaive": 300, "CrostonClassic": 300}
NEXT = Campaign(item="a", start="2026-12-28", end="2027-01-03", event="next", covariates={"discount": 0.2})


def measure(*, rounds: int) -> str:
    """Tables of the rounds, each contestant once a round."""
    jobs = _jobs()
    seconds = {name: Samples() for name in jobs}
    for run, _ in jobs.values():
        run()
    for _ in tqdm(range(rounds), desc="Forecasts", unit="round"):
        for name, (run, _) in jobs.items():
            begin = time.perf_counter()
            run()
            seconds[name].add([time.perf_counter() - begin])
    rate = {name: count / seconds[name].at(0.5) for name, (_, count) in jobs.items()}
    rows = [(name, f"{seconds[name].at(0.5):.4f}", f"{rate[name]:,.0f}") for name in jobs]
    aims = [aim.row() for aim in _aims(seconds, rate)]
    return f"{table(('what', 'seconds', 'series or campaigns a second'), rows)}\n\n{table(AIM_HEADINGS, aims)}"


def _jobs():
    history, library = _chain()
    peers = {
        f"{name} of statsforecast, {count} series": (lambda name=name, count=count: _peer(name, count), count)
        for name, count in SERIES_OF_PEERS.items()
    }
    return {
        **peers,
        "bases of all places, like weeks": (lambda: item_base(history, Schedule.of(library, history), "a"), PLACES),
        "analogues, quantiles by campaign and launch": (lambda: _backtested("analogue_ratio"), PLACES * TESTED),
        "pooled uplift, refitted for each launch, quantiles": (lambda: _backtested("eb_uplift"), PLACES * TESTED),
        "pooled uplift, fitted before, quantiles by place": (lambda: _quantiles(history, library, "eb_uplift"), PLACES),
        f"pooled uplift with its fit to {PLACES * EVENTS:,} campaigns": (lambda: _quantiles(*_again(), "eb_uplift"), PLACES * EVENTS),
        "early read of 100,000 campaigns": (_early_read, 100_000),
        "chart data of 2,000 places x 56 days after a new price": (_redraw, 2_000),
    }


def _aims(seconds, rate):
    fit = f"pooled uplift with its fit to {PLACES * EVENTS:,} campaigns"
    ets, naive = (f"{name} of statsforecast, {SERIES_OF_PEERS[name]} series" for name in ("AutoETS", "SeasonalNaive"))
    return (
        Aim(
            what="P11 analogues, series a second to AutoETS",
            measured=rate["analogues, quantiles by campaign and launch"] / rate[ets],
            limit=300,
            at_least=True,
        ),
        Aim(
            what="P11 campaign x place forecasts with quantiles a second",
            measured=max(rate["analogues, quantiles by campaign and launch"], rate["pooled uplift, fitted before, quantiles by place"]),
            limit=10_000,
            unit="",
            at_least=True,
        ),
        Aim(
            what="P11 bases, series a second to SeasonalNaive",
            measured=rate["bases of all places, like weeks"] / rate[naive],
            limit=1,
            at_least=True,
        ),
        Aim(what="fit of the pooled model to 15,000 campaigns", measured=seconds[fit].at(0.5), limit=5, unit=" s"),
        Aim(
            what="early read of 100,000 campaigns", measured=1000 * seconds["early read of 100,000 campaigns"].at(0.5), limit=50, unit=" ms"
        ),
        Aim(
            what="redraw data of 2,000 places x 56 days",
            measured=1000 * seconds["chart data of 2,000 places x 56 days after a new price"].at(0.5),
            limit=100,
            unit=" ms",
        ),
    )


def _quantiles(history, library, method):
    return forecast(NEXT, history, library, method=method).by_location().quantile(LEVELS)


@cache
def _tables():
    """Weekly sales of one item at many places, every third week on a deal, and the deals."""
    rng = np.random.default_rng(1)
    weeks = pd.date_range("2024-01-01", periods=WEEKS, freq="7D")
    deals = list(range(4, WEEKS - 1, 3))[:EVENTS]
    lift = np.ones(WEEKS)
    depth = rng.uniform(0.1, 0.4, EVENTS)
    lift[deals] = np.exp(2.2 * depth + rng.normal(0, 0.2, EVENTS))
    level = rng.lognormal(4, 0.5, (PLACES, 1))
    units = rng.poisson(level * lift).ravel().astype(float)
    places = [f"p{number:04d}" for number in range(PLACES)]
    dates = weeks.strftime("%Y-%m-%d")
    sales = pd.DataFrame({"item": "a", "location": np.repeat(places, WEEKS), "date": list(dates) * PLACES, "units": units})
    rows = [
        {
            "campaign": f"e{k}-{place}",
            "item": "a",
            "location": place,
            "event": f"e{k}",
            "start": dates[week],
            "end": (weeks[week] + pd.Timedelta(days=6)).strftime("%Y-%m-%d"),
            "discount": depth[k],
        }
        for k, week in enumerate(deals)
        for place in places
    ]
    return sales, pd.DataFrame(rows)


def _again():
    """The chain checked anew, so that nothing of it is remembered."""
    sales, campaigns = _tables()
    return SalesHistory.from_frame(sales, item="item", location="location", date="date", units="units"), CampaignLibrary.from_frame(
        campaigns
    )


@cache
def _chain():
    return _again()


@cache
def _frame():
    sales, _ = _tables()
    frame = sales.rename(columns={"location": "unique_id", "units": "y"}).assign(ds=pd.to_datetime(sales["date"]))
    return frame[["unique_id", "ds", "y"]]


def _peer(name, count):
    from statsforecast import StatsForecast, models

    made = {
        "AutoETS": lambda: models.AutoETS(season_length=1),
        "SeasonalNaive": lambda: models.SeasonalNaive(season_length=52),
        "CrostonClassic": models.CrostonClassic,
    }
    chosen = _frame()[lambda frame: frame["unique_id"].isin(sorted(frame["unique_id"].unique())[:count])]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        StatsForecast(models=[made[name]()], freq="7D").forecast(df=chosen, h=1)


@cache
def _read():
    """Sales and forecasts of 100,000 campaigns of 1,000 launches after their first periods, and what lasts of surprises."""
    rng = np.random.default_rng(2)
    expected = rng.lognormal(5, 1, 100_000)
    noise = Noise(ratio=0.02, count=1.0)
    persistence = Persistence(slope=0.5, spread=0.02, place=0.01, seen_noise=noise, rest_noise=noise, launches=40)
    return expected * rng.lognormal(0, 0.3, 100_000), expected, np.repeat(np.arange(1000), 100), persistence


def _early_read():
    *units, persistence = _read()
    return factors(*units, persistence, launches=1000)


def _backtested(method):
    history, library = _chain()
    starts = sorted({campaign.start for campaign in library.campaigns()})
    return backtest(history, library, methods=[method], test_from=starts[-TESTED])


@cache
def _wide():
    """An evaluator over 2,000 places, its launch of 56 days forecast already, and the plan."""
    rng = np.random.default_rng(3)
    days = pd.date_range("2026-07-01", "2026-12-31").strftime("%Y-%m-%d")
    places = [f"p{number:04d}" for number in range(2_000)]
    units = rng.poisson(40, len(days) * len(places)).astype(float)
    sales = pd.DataFrame({"item": "latte", "location": np.repeat(places, len(days)), "date": list(days) * len(places), "units": units})
    campaigns = pd.DataFrame(
        {"campaign": f"{event}-{place}", "item": "latte", "location": place, "event": event, "start": start, "end": end}
        for event, start, end in (("e1", "2026-08-17", "2026-09-13"), ("e2", "2026-10-05", "2026-11-01"))
        for place in places
    )
    history = SalesHistory.from_frame(sales, item="item", location="location", date="date", units="units")
    evaluator = Evaluator(history, CampaignLibrary.from_frame(campaigns))
    evaluator.evaluate(chain.plan())
    return evaluator


def _redraw():
    plan = replaced(chain.plan(), {"offers/latte/price": 4.0 + time.perf_counter() % 1})
    return forecast_chart_view.build(_wide().evaluate(plan))
