"""Campaigns taken apart, against what was put into generated chains."""

import functools

import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.launch.cannibalization import decompose
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.synthetic.synthetic import synthetic_chain
from ltoplan_widgets.demand.synthetic.synthetic_offer import EverydayItem, LimitedOffer, Surprise
from ltoplan_widgets.plan.errors import InputError

STARTS = ("2025-03-06", "2025-05-08", "2025-07-03", "2025-09-04", "2025-11-06")
EVERYDAY = [EverydayItem(key=key, units=units) for key, units in (("coffee", 80.0), ("tea", 40.0), ("cake", 50.0), ("juice", 30.0))]
DAYS = 14


@functools.cache
def made(seed, item="lto", surprise=None):
    ratio = 0.3 if item == "lto" else 1.8
    offers = [LimitedOffer(event=f"e{k}", item=item, start=start, days=DAYS, ratio=ratio) for k, start in enumerate(STARTS)]
    return synthetic_chain(
        EVERYDAY, offers, first_day="2025-01-01", last_day="2026-01-31", places=8, surprise=surprise or Surprise(event=0.05), seed=seed
    )


def taken(table, item, share, *, after=0, seed=0):
    """Sales with a share of an item's units taken away (or added) in the campaigns' windows, or in the days after them."""
    changed, random = table.copy(), np.random.default_rng(seed)
    for start in STARTS:
        first = pd.Timestamp(start) + pd.Timedelta(days=DAYS if after else 0)
        last = first + pd.Timedelta(days=after or DAYS)
        rows = changed.index[(changed["item"] == item) & (changed["date"] >= first) & (changed["date"] < last)]
        moved = random.binomial(changed.loc[rows, "units"].astype(int), abs(share))
        changed.loc[rows, "units"] += np.sign(share) * moved
    return changed


def apart(table, campaigns, **options):
    columns = {name: name for name in ("item", "location", "date", "units", "stock_out")}
    return decompose(SalesHistory.from_frame(table, **columns), CampaignLibrary.from_frame(campaigns), "e3", **options)


def window(table, item):
    first = pd.Timestamp(STARTS[3])
    return table["units"][(table["item"] == item) & (table["date"] >= first) & (table["date"] < first + pd.Timedelta(days=DAYS))].sum()


def test_a_place_of_whose_window_nothing_is_known_adds_nothing():
    table, campaigns = made(0).sales.copy(), made(0).campaigns
    inside = table["date"].between(STARTS[3], str(pd.Timestamp(STARTS[3]) + pd.Timedelta(days=DAYS - 1)))
    unknown = (table["item"] == "lto") & inside & (table["location"] == table["location"].iloc[0])
    found = apart(table[~unknown], campaigns)
    assert found["uplift"].units + found["baseline"].units == pytest.approx(window(table[~unknown], "lto"), rel=0.05)


def test_an_effect_that_is_none_is_no_key():
    with pytest.raises(KeyError):
        apart(made(0).sales, made(0).campaigns)["pull_forward"]


def test_nothing_is_shown_where_there_is_nothing():
    shown = {"halo": 0, "cannibalization": 0, "pull-forward": 0}
    for seed in range(14):
        chain = made(seed)
        found = apart(chain.sales, chain.campaigns)
        for name in shown:
            shown[name] += found[name].is_shown
            assert found[name].is_shown == (found[name].units != 0)
            assert found[name].low <= 0 <= found[name].high or found[name].is_shown
    assert max(shown.values()) <= 1


@pytest.mark.parametrize(("share", "name"), [(-0.2, "cannibalization"), (0.25, "halo")])
def test_what_a_campaign_did_to_another_item_is_found(share, name):
    errors = []
    for seed in range(6):
        chain = made(seed)
        found = apart(taken(chain.sales, "coffee", share), chain.campaigns)
        truth = share * window(chain.sales, "coffee")
        assert found[name].is_shown
        assert set(found[name].items) == {"coffee"}
        errors.append(found[name].units / truth - 1)
    assert abs(np.mean(errors)) < 0.15


def test_what_is_spread_over_all_items_is_found_together():
    chain = made(1)
    table = functools.reduce(lambda table, item: taken(table, item, -0.1), ("coffee", "tea", "cake", "juice"), chain.sales)
    truth = -0.1 * sum(window(chain.sales, item) for item in ("coffee", "tea", "cake", "juice"))
    assert apart(table, chain.campaigns)["cannibalization"].units == pytest.approx(truth, rel=0.3)


def test_pull_forward_of_an_everyday_item_is_found_and_otherwise_0():
    chain = made(2, item="coffee")
    assert apart(chain.sales, chain.campaigns)["pull-forward"].units == 0
    found = apart(taken(chain.sales, "coffee", -0.25, after=14), chain.campaigns)["pull-forward"]
    assert found.is_shown
    assert found.low < found.units < found.high <= 0
    assert found.units == pytest.approx(-0.25 * 80 * 14 * 8, rel=0.35)


def test_baseline_and_uplift_add_up_to_what_was_sold():
    chain = made(3, item="coffee")
    found = apart(chain.sales, chain.campaigns)
    assert found["baseline"].units + found["uplift"].units == pytest.approx(window(chain.sales, "coffee"))
    assert found["uplift"].is_shown
    assert found["baseline"].low < found["baseline"].units < found["baseline"].high
    assert found["uplift"].units / found["baseline"].units == pytest.approx(0.8, abs=0.15)
    assert found.net == pytest.approx(sum(found[name].units for name in ("uplift", "halo", "cannibalization", "pull-forward")))


def test_intervals_hold_the_baseline_as_often_as_they_say():
    inside = []
    for seed in range(14):
        chain = made(seed, item="coffee")
        rows = (chain.sales["item"] == "coffee") & (chain.sales["date"] >= STARTS[3])
        rows &= chain.sales["date"] < pd.Timestamp(STARTS[3]) + pd.Timedelta(days=DAYS)
        ordinary = made(seed, item="nothing of the kind").sales
        truth = ordinary["units"][(ordinary["item"] == "coffee") & ordinary["date"].isin(chain.sales["date"][rows])].sum()
        baseline = apart(chain.sales, chain.campaigns)["baseline"]
        inside.append(baseline.low <= truth <= baseline.high)
    assert 0.6 <= np.mean(inside) <= 1.0


def test_an_item_that_is_not_sold_otherwise_has_no_baseline():
    chain = made(4)
    found = apart(chain.sales, chain.campaigns)
    assert found["baseline"].units == 0
    assert found["uplift"].units == pytest.approx(window(chain.sales, "lto"))


def test_a_wider_level_gives_wider_intervals():
    chain = made(5, item="coffee")
    narrow, wide = (apart(chain.sales, chain.campaigns, level=level)["uplift"] for level in (0.5, 0.95))
    assert wide.high - wide.low > narrow.high - narrow.low


def test_what_cannot_be_taken_apart_is_refused():
    chain = made(0)
    library = CampaignLibrary.from_frame(chain.campaigns)
    history = SalesHistory.from_frame(chain.sales, item="item", location="location", date="date", units="units")
    with pytest.raises(InputError, match="no such event"):
        decompose(history, library, "e9")
    with pytest.raises(InputError, match="not within the sales"):
        decompose(history.known_by(20350), library, "e4")
    with pytest.raises(InputError, match="between 0 and 1"):
        decompose(history, library, "e1", level=2)
