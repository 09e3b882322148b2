"""P11 and the scale of the planning core: forecasts a second beside statsforecast, the pooled model, early reads and redraw data."""

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import pandas as pd
from tqdm import tqdm

from ltoplan_widgets.demand.backtest.backtest import backtest
from ltoplan_widgets.demand.forecast.persistence import factors
from ltoplan_widgets.demand.launch.base import item_base
from ltoplan_widgets.demand.launch.comparison import comparison
from ltoplan_widgets.demand.launch.launch import launch_of
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.methods.uplift.uplift import fitted_uplift
from ltoplan_widgets.demand.methods.uplift.uplift_pool import uplift_pool
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.views import forecast_chart_view
from tests.bench import sample_chain
from tests.bench.aim import AIM_HEADINGS, Aim
from tests.bench.sample_chain import EVENTS, MANY_EVENTS, MANY_PLACES, NEXT, PLACES
from tests.bench.samples import Samples
from tests.bench.table import table
from tests.python import chain

SECTION = "Forecasts"
TESTED = 4
LEVELS = [0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975]
BANDS = [80, 95]
DRAGGED = 120
FEWER_PLACES, MORE_PLACES, FEW_EVENTS = 1_000, 4_000, 25


@dataclass(frozen=True)
class Job:
    """One contestant.

    Attributes:
        name: In the table.
        run: What is timed.
        count: Series or campaigns of one run.
        is_single: Whether it runs in one round only, as it takes long.
        is_again: Whether the second of two runs is timed, which finds what the first one learned.
        prepare: Runs before each run, not timed.
    """

    name: str
    run: Callable[[], object]
    count: int
    is_single: bool = False
    is_again: bool = False
    prepare: Callable[[], object] = lambda: None

    @property
    def label(self) -> str:
        """The name, and whether it ran once."""
        return f"{self.name} (one run)" if self.is_single else self.name


def measure(*, rounds: int) -> str:
    """Tables of the rounds, each contestant once a round."""
    jobs = _jobs()
    seconds = {name: Samples() for name in jobs}
    for job in jobs.values():
        if not job.is_single:
            job.run()
    for number in tqdm(range(rounds), desc="Forecasts", unit="round"):
        for name, job in jobs.items():
            if number and job.is_single:
                continue
            if job.is_again:
                job.run()
            job.prepare()
            begin = time.perf_counter()
            job.run()
            seconds[name].add([time.perf_counter() - begin])
    rows = [(job.label, f"{seconds[name].at(0.5):.4f}", f"{job.count / seconds[name].at(0.5):,.0f}") for name, job in jobs.items()]
    aims = [aim.row() for aim in _aims(jobs, seconds)]
    return f"{table(('what', 'seconds', 'series or campaigns a second'), rows)}\n\n{table(AIM_HEADINGS, aims)}"


def _jobs() -> dict[str, Job]:
    history, library = sample_chain.weekly()
    return {
        "ets daily": Job("AutoETS of statsforecast, a week of days with bands", partial(_peer, "daily", "AutoETS", 12), 12),
        "ets": Job("AutoETS of statsforecast, a week with bands", partial(_peer, "weekly", "AutoETS", 60), 60),
        "naive": Job("SeasonalNaive of statsforecast, a week with bands", partial(_peer, "weekly", "SeasonalNaive", PLACES), PLACES),
        "croston": Job("CrostonClassic of statsforecast, a week", partial(_peer, "weekly", "CrostonClassic", PLACES), PLACES),
        "bases": Job("bases of all places, like weeks", lambda: item_base(history, Schedule.of(library, history), "a"), PLACES),
        "analogues daily": _backtest("analogues", "daily", "analogue_ratio"),
        "analogues": _backtest("analogues", "weekly", "analogue_ratio"),
        "pooled": _backtest("the pooled uplift", "weekly", "eb_uplift"),
        "analogues again": Job(
            "analogues, sales and library seen before", partial(_quantiles, history, library, "analogue_ratio"), PLACES, is_again=True
        ),
        "pooled again": Job("pooled uplift, fitted before", partial(_quantiles, history, library, "eb_uplift"), PLACES, is_again=True),
        "variance": Job("pooled uplift, fitted before: means and variances of parameters", _with_variance, PLACES, is_again=True),
        "fit": Job(f"pooled uplift with its fit to {PLACES * EVENTS:,} campaigns", _fitted_anew, PLACES * EVENTS),
        "large fit": _large_fit(MANY_PLACES, MANY_EVENTS),
        "fit fewer": _large_fit(FEWER_PLACES, FEW_EVENTS),
        "fit more": _large_fit(MORE_PLACES, FEW_EVENTS),
        "early read": Job("early read of 100,000 campaigns", _early_read, 100_000),
        "drag": Job(f"a moved lever to the outlook, {DRAGGED} places x 56 days", _dragged, DRAGGED, is_again=True),
        "redraw": Job("chart data of 2,000 places x 56 days after a moved judgement", _redraw, 2_000, is_again=True),
    }


def _aims(jobs: dict[str, Job], seconds: dict[str, Samples]) -> list[Aim]:
    def times(ours: str, peer: str) -> float:
        return seconds[peer].ratio(seconds[ours], 0.5) * jobs[ours].count / jobs[peer].count

    def rate(name: str) -> float:
        return jobs[name].count / seconds[name].at(0.5)

    at_least = partial(Aim, at_least=True)
    return [
        at_least(
            what="P11 analogues, daily sales, campaigns a second to AutoETS", measured=times("analogues daily", "ets daily"), limit=300
        ),
        at_least(what="P11 analogues, weekly sales, campaigns a second to AutoETS", measured=times("analogues", "ets"), limit=300),
        at_least(what="P11 backtest of analogues, campaigns a second", measured=rate("analogues"), limit=10_000, unit=""),
        at_least(what="P11 forecasts with quantiles a second, fitted before", measured=rate("pooled again"), limit=10_000, unit=""),
        at_least(what="P11 bases, series a second to SeasonalNaive", measured=times("bases", "naive"), limit=1),
        at_least(what="P11 bases, series a second to CrostonClassic", measured=times("bases", "croston"), limit=1),
        at_least(what="predictions with the variance of parameters a second", measured=rate("variance"), limit=50_000, unit=""),
        Aim(what="fit of the pooled model to 15,000 campaigns", measured=seconds["fit"].at(0.5), limit=5, unit=" s"),
        Aim(what="fit of the pooled model to a million campaign rows", measured=seconds["large fit"].at(0.5), limit=15, unit=" s"),
        Aim(what="P15 cost of a fit at 4 times the places", measured=seconds["fit more"].ratio(seconds["fit fewer"], 0.5), limit=4.4),
        Aim(what="early read of 100,000 campaigns", measured=1000 * seconds["early read"].at(0.5), limit=50, unit=" ms"),
        Aim(what="moved lever to outlook, 120 places x 56 days", measured=1000 * seconds["drag"].at(0.5), limit=50, unit=" ms"),
        Aim(what="redraw data of 2,000 places x 56 days", measured=1000 * seconds["redraw"].at(0.5), limit=100, unit=" ms"),
    ]


@cache
def _frame(step: str, count: int) -> pd.DataFrame:
    sales, _ = sample_chain.daily_tables() if step == "daily" else sample_chain.weekly_tables()
    frame = sales.rename(columns={"location": "unique_id", "units": "y"}).assign(ds=pd.to_datetime(sales["date"]))
    return frame[frame["unique_id"].isin(sorted(frame["unique_id"].unique())[:count])][["unique_id", "ds", "y"]]


def _peer(step: str, name: str, count: int) -> None:
    """Forecast a week: seven days with weekly seasons, or one week (a year of weeks is more than AutoETS takes for a season)."""
    from statsforecast import StatsForecast, models

    made = {
        "AutoETS": lambda: models.AutoETS(season_length=7 if step == "daily" else 1),
        "SeasonalNaive": lambda: models.SeasonalNaive(season_length=52),
        "CrostonClassic": models.CrostonClassic,
    }
    days, horizon = ("1D", 7) if step == "daily" else ("7D", 1)
    bands = {} if name == "CrostonClassic" else {"level": BANDS}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        StatsForecast(models=[made[name]()], freq=days).forecast(df=_frame(step, count), h=horizon, **bands)


def _backtest(what: str, step: str, method: str) -> Job:
    """A backtest of which nothing is remembered: the sales are the same each time, the library is a new one."""
    history, known = sample_chain.daily() if step == "daily" else sample_chain.weekly()
    library = [known]

    def renew() -> None:
        library[0] = CampaignLibrary(known.rows)

    def run() -> None:
        backtest(history, library[0], methods=[method], test_from=_test_from(step))

    return Job(f"backtest of {what}, {step} sales", run, PLACES * TESTED, prepare=renew)


@cache
def _test_from(step: str) -> str:
    _, library = sample_chain.daily() if step == "daily" else sample_chain.weekly()
    return sorted({campaign.start for campaign in library.campaigns()})[-TESTED]


def _quantiles(history, library, method: str):
    return forecast(NEXT, history, library, method=method).by_location().quantile(LEVELS)


def _with_variance() -> None:
    """Means and variances of the parameters at every place, and of the chain."""
    launch, ground, pool = _pool()
    place = np.arange(len(launch.locations))
    answer = pool.uplift.answer(pool.planned(NEXT, launch, place, ground.expected), item=0, place=place)
    answer.unknown(np.ones(ground.expected.shape), np.full(len(place), 1 / len(place)))


@cache
def _pool():
    history, library = sample_chain.weekly()
    launch = launch_of(NEXT, history)
    ground = comparison(launch, history, library)
    return launch, ground, uplift_pool(launch, history, library, is_own=ground.is_own)


def _fitted_anew() -> None:
    _quantiles(*sample_chain.checked(*sample_chain.weekly_tables()), "eb_uplift")


def _large_fit(places: int, events: int) -> Job:
    outcomes, setting = sample_chain.many(places, events)
    run = partial(fitted_uplift, outcomes, setting, items=10, places=places, grain=1.0)
    return Job(f"fit of the pooled uplift to {len(outcomes):,} campaign rows at {places:,} places", run, len(outcomes), is_single=True)


def _early_read() -> None:
    seen, launch, persistence = sample_chain.early_read()
    factors(seen, launch, persistence, launches=1000)


def _dragged() -> None:
    """Another value of a lever than ever before, so that the launch is forecast anew, paths and all."""
    plan = replaced(chain.plan(), {"campaigns/launch/covariates/feature": time.perf_counter() % 1})
    sample_chain.evaluator(DRAGGED).evaluate(plan)


def _redraw() -> None:
    """Another judgement of a day than ever before, so that paths are scaled, added up and put in order anew."""
    judged = {"units": 90_000.0 + time.perf_counter() % 1, "reason": "weather", "author": "ana"}
    plan = replaced(chain.plan(), {"campaigns/launch/overrides/2027-01-07": judged})
    forecast_chart_view.build(sample_chain.evaluator(2_000).evaluate(plan))
