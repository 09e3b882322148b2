"""P12: simulated orders against the raw generator, analytic quantiles against `scipy.stats`."""

import time

import numpy as np
from scipy import special, stats
from tqdm import tqdm

from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.newsvendor import best_quantity
from ltoplan_widgets.supply.normal_demand import NormalDemand
from ltoplan_widgets.supply.profit_simulation import normal_draw, simulated_profit
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from tests.bench.aim import AIM_HEADINGS, Aim
from tests.bench.samples import Samples
from tests.bench.table import table

SECTION = "Newsvendor"
DRAWN = 4_000_000
CALLS = 2_000
COSTS = Costs(5.0, 2.0, goodwill=1.0, salvage=0.5)


def measure(*, rounds: int) -> str:
    """Tables of the rounds, each contestant once a round."""
    contestants = {
        "raw generator (control)": (_raw, DRAWN),
        "simulated order": (_simulated, DRAWN),
        "`scipy.special.ndtri` (control)": (_ndtri, CALLS),
        "quantile of `NormalDemand`": (_quantile, CALLS),
        "best order in packs": (_best, CALLS),
        "`scipy.stats.norm.ppf`": (_stats, CALLS),
    }
    seconds = {name: Samples() for name in contestants}
    for _ in tqdm(range(rounds), desc="Newsvendor", unit="round"):
        for name, (run, _) in contestants.items():
            seconds[name].add([_timed(run)])
    rows = [(name, f"{count / seconds[name].at(0.5) / 1e6:.3f}") for name, (_, count) in contestants.items()]
    simulated = seconds["raw generator (control)"].ratio(seconds["simulated order"], 0.5)
    quantile = seconds["`scipy.stats.norm.ppf`"].ratio(seconds["quantile of `NormalDemand`"], 0.5)
    aims = [
        Aim(what="P12 simulated order, speed to the raw generator", measured=simulated, limit=0.4, at_least=True),
        Aim(what="P12 analytic quantile, speed to `scipy.stats`", measured=quantile, limit=5, at_least=True),
    ]
    return f"{table(('what', 'millions a second'), rows)}\n\n{table(AIM_HEADINGS, [aim.row() for aim in aims])}"


def _timed(run):
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def _raw():
    rng, block = np.random.default_rng(0), np.empty(8192)
    for _ in range(DRAWN // len(block)):
        rng.standard_normal(out=block)


def _simulated():
    simulated_profit(normal_draw(1000, 200), COSTS, 1100, count=DRAWN)


def _ndtri():
    for _ in range(CALLS):
        special.ndtri(0.8)


def _quantile():
    demand = NormalDemand(1000, 200)
    for _ in range(CALLS):
        demand.quantile(0.8)


def _best():
    demand, terms = NormalDemand(1000, 200), SupplyTerms(case_pack=24)
    for _ in range(CALLS):
        best_quantity(demand, COSTS, terms)


def _stats():
    for _ in range(CALLS):
        stats.norm.ppf(0.8, 1000, 200)
