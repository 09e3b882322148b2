"""What an early read is worth, on real and generated launches: WAPE of the rest, updated over not updated."""

from collections.abc import Iterator

import numpy as np

from ltoplan_widgets.demand.backtest.backtest import backtest
from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.synthetic.synthetic import synthetic_chain
from ltoplan_widgets.demand.synthetic.synthetic_offer import EverydayItem, LimitedOffer, Surprise
from ltoplan_widgets.samples.sample_data import sample_data
from tests.python.juice import juice
from tests.python.meals import meals

COLUMNS = {"item": "item", "location": "location", "date": "date", "units": "units"}
STARTS = [iso_day(day_number("2024-03-04") + 28 * k) for k in range(30)]


def _bakery(_seed):
    sample = sample_data("bakery")
    return sample.history, sample.library, None


def _deals(seed, *, lasting=0.19, week=0.47):
    sales, campaigns = juice(places=12, lasting=lasting, week=week, seed=seed)
    return SalesHistory.from_frame(sales, **COLUMNS), CampaignLibrary.from_frame(campaigns), None


def _meals(seed):
    sales, campaigns, items = meals(seed=seed)
    return SalesHistory.from_frame(sales, **COLUMNS), CampaignLibrary.from_frame(campaigns), ItemTable.from_frame(items)


def _chain(event):
    """Makes chains of 8 places whose launches surprise as a whole by this standard deviation of the log."""

    def made(seed):
        offers = [
            LimitedOffer(event=f"e{k}", item="ab"[k % 2], start=start, days=14, ratio=1.4, fading=0.3) for k, start in enumerate(STARTS)
        ]
        everyday = [EverydayItem(key="a", units=60), EverydayItem(key="b", units=30)]
        end = iso_day(day_number(STARTS[-1]) + 13)
        of = synthetic_chain(everyday, offers, first_day="2024-01-01", last_day=end, places=8, surprise=Surprise(event=event), seed=seed)
        return SalesHistory.from_frame(of.sales, **COLUMNS), CampaignLibrary.from_frame(of.campaigns), None

    return made


DEALS = {"runs": 12, "periods": (1,), "test_from": "2021-01-01", "lead": 7}
CHAINS = {"runs": 12, "periods": (2, 7), "test_from": STARTS[14], "lead": 1}
EARLY = {
    "bakery, days": (_bakery, {"runs": 1, "periods": (1, 2, 3), "test_from": "2017-06-01", "lead": 7}),
    "strong deals, weeks; little lasts": (_deals, DEALS),
    "strong deals, weeks; most lasts": (lambda seed: _deals(seed, lasting=0.35, week=0.2), DEALS | {"runs": 6}),
    "new items of 8 weeks": (_meals, {"runs": 4, "periods": (1, 2, 4), "test_from": "2024-07-01", "lead": 1}),
    "generated chains, days; event surprise 12 %": (_chain(0.12), CHAINS),
    "generated chains, days; event surprise 5 %": (_chain(0.05), CHAINS),
    "generated chains, days; no event surprise": (_chain(0.0), CHAINS),
}


def early_lines() -> Iterator[str]:
    """A table: the mean of the runs, and the worst run with its 95 % interval over launches, at places and for the chain."""
    yield "| early read of | after | runs | places | worst | chain | worst |"
    yield "|---|---|---|---|---|---|---|"
    for name, (make, options) in EARLY.items():
        for periods, *cells in early_worth(make, **options):
            yield f"| {name} | {periods} | {options['runs']} | {' | '.join(cells)} |"


def early_worth(make, *, runs: int, periods: tuple[int, ...], **options) -> Iterator[tuple[int | str, ...]]:
    """After so many periods: the mean and the worst ratio of the runs, at places and for the chain."""
    worth = [_worth(*make(seed), periods, options) for seed in range(runs)]
    for k in periods:
        at_places, of_chains = ([getattr(one[k][0], where) for one in worth] for where in ("place", "chain"))
        yield k, *(cell for of in (at_places, of_chains) for cell in _mean_and_worst(of))


def _mean_and_worst(figures):
    return f"{np.mean([one.value for one in figures]):.3f}", str(max(figures, key=lambda one: one.value))


def _worth(history, library, attributes, periods, options):
    return backtest(history, library, methods=["auto"], early_read=periods, attributes=attributes, **options).worth


if __name__ == "__main__":
    for line in early_lines():
        print(line, flush=True)
