"""P15: cost against the number of campaigns, places and periods; here and on local clusters."""

import time
from contextlib import ExitStack

import numpy as np
import pandas as pd
from tqdm import tqdm

from ltoplan_widgets.engine.plan_evaluation import evaluate_plans
from ltoplan_widgets.engine.series_base import BaseWindow, series_bases
from ltoplan_widgets.plan.field import replaced
from tests.bench.aim import AIM_HEADINGS, Aim
from tests.bench.samples import Samples
from tests.bench.table import table
from tests.python import chain

SECTION = "Cost curves"
CLUSTER_ROUNDS = 2
PLANS = (32, 128)
PLACES = (100, 400)
PERIODS = (28, 112)
DAYS = 400
WINDOW = BaseWindow(item="latte", start="2026-02-05", periods=56, origin="2026-02-01")


def measure(*, rounds: int) -> str:
    """Tables of the rounds: seconds by amount of work and engine, and how cost grows."""
    with ExitStack() as stack:
        engines = {"local": "local", "dask, 2 workers": _dask(stack), "ray, 2 workers": _ray(stack)}
        seconds = _run(engines, rounds)
    rows = [(work, *(f"{seconds[work, engine].at(0.5):.2f}" for engine in engines)) for work in dict.fromkeys(work for work, _ in seconds)]
    return f"{table(('seconds for', *engines), rows)}\n\n{table(AIM_HEADINGS, [aim.row() for aim in _aims(seconds)])}"


def _run(engines, rounds):
    jobs = _jobs()
    seconds = {(work, engine): Samples() for work in jobs for engine in engines}
    for work in list(jobs)[::2]:
        for engine in engines.values():
            jobs[work](engine)  # the first run of a kind imports on the workers
    for number in tqdm(range(rounds), desc="Cost curves", unit="round"):
        for (work, engine), samples in seconds.items():
            if number >= CLUSTER_ROUNDS and engine != "local":
                continue
            begin = time.perf_counter()
            jobs[work](engines[engine])
            samples.add([time.perf_counter() - begin])
    return seconds


def _jobs():
    history, library = chain.history(), chain.library()
    plans = {count: {f"{k}": _plan(k) for k in range(count)} for count in PLANS}
    sales = {places: _sales(places) for places in PLACES}
    evaluations = {
        f"{count} plans, each with a launch of its own": lambda engine, count=count: evaluate_plans(
            plans[count], history, library, engine=engine
        )
        for count in PLANS
    }
    bases = {
        f"bases of {places} places x {DAYS} days": lambda engine, places=places: series_bases(
            sales[places], library, [WINDOW], engine=engine
        )
        for places in PLACES
    }
    windows = {
        _of_days(days): lambda engine, days=days: evaluate_plans(
            {f"{k}": _plan(k, days) for k in range(PLANS[0])}, history, library, engine=engine
        )
        for days in PERIODS
    }
    return evaluations | bases | windows


def _of_days(days):
    return f"{PLANS[0]} such plans of {days} days"


def _plan(number, days=56):
    start = pd.Timestamp("2027-01-07") + pd.Timedelta(days=number)
    end = start + pd.Timedelta(days=days - 1)
    return replaced(chain.plan(), {"campaigns/launch/start": f"{start:%Y-%m-%d}", "campaigns/launch/end": f"{end:%Y-%m-%d}"})


def _sales(places):
    rng = np.random.default_rng(1)
    days = pd.date_range("2025-01-01", periods=DAYS).strftime("%Y-%m-%d")
    names = [f"place {k:04d}" for k in range(places)]
    units = rng.poisson(40, places * DAYS).astype(float)
    return pd.DataFrame({"item": "latte", "location": np.repeat(names, DAYS), "date": list(days) * places, "units": units})


def _aims(seconds):
    pairs = (
        ("4 times the plans", *(f"{count} plans, each with a launch of its own" for count in PLANS)),
        ("4 times the places", *(f"bases of {places} places x {DAYS} days" for places in PLACES)),
        ("4 times the periods", *(_of_days(days) for days in PERIODS)),
    )
    return [
        Aim(what=f"P15 cost of {what}, here", measured=seconds[more, "local"].ratio(seconds[few, "local"], 0.5), limit=4.4)
        for what, few, more in pairs
    ]


def _dask(stack):
    from distributed import Client, LocalCluster

    cluster = stack.enter_context(LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=40))
    return stack.enter_context(Client(cluster))


def _ray(stack):
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    stack.callback(ray.shutdown)
    return "ray"
