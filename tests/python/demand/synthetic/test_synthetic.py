import numpy as np
import pytest

from ltoplan_widgets.demand.backtest.backtest import backtest
from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.synthetic.synthetic import SyntheticChain, synthetic_chain
from ltoplan_widgets.demand.synthetic.synthetic_offer import EverydayItem, LimitedOffer, Surprise
from ltoplan_widgets.plan.errors import InputError

EVERYDAY = [EverydayItem(key="coffee", units=80.0), EverydayItem(key="tea", units=40.0)]
STARTS = ("2025-04-03", "2025-06-05", "2025-08-07", "2025-10-02", "2025-12-04", "2026-02-05")


def chain(*, seed=0, ratio=0.2, sold_out_after=None, offers=STARTS, surprise=None, item="lto-{}", days=28) -> SyntheticChain:
    limited = [
        LimitedOffer(
            event=f"e{k}",
            item=item.format(k),
            start=start,
            days=days,
            ratio=ratio,
            fading=0.4,
            sold_out_after=sold_out_after if k == 4 else None,
        )
        for k, start in enumerate(offers)
    ]
    return synthetic_chain(
        EVERYDAY,
        limited,
        first_day="2025-01-01",
        last_day="2026-03-04",
        places=10,
        seed=seed,
        surprise=surprise,
        closed_days=["2025-12-25"],
    )


def checked(made: SyntheticChain) -> tuple[SalesHistory, CampaignLibrary]:
    columns = {
        "item": "item",
        "location": "location",
        "date": "date",
        "units": "units",
        "stock_out": "stock_out",
        "closed": "closed",
        "price": "price",
    }
    return SalesHistory.from_frame(made.sales, **columns), CampaignLibrary.from_frame(made.campaigns)


def test_the_same_seed_gives_the_same_chain():
    assert chain(seed=1).sales.equals(chain(seed=1).sales)
    assert not chain(seed=1).sales.equals(chain(seed=2).sales)


def test_one_offer_more_changes_nothing_else():
    few, many = chain(offers=STARTS[:3]), chain()
    assert few.event_effect == {event: many.event_effect[event] for event in few.event_effect}
    merged = few.sales.merge(many.sales, on=["item", "location", "date"], suffixes=("", "_other"))
    assert (len(merged), merged.units.equals(merged.units_other)) == (len(few.sales), True)


def test_tables_pass_the_door_without_an_error():
    history, library = checked(chain())
    assert library.checked_against(history) == ()
    assert (len(history.items), len(history.locations), library.events) == (8, 10, tuple(f"e{k}" for k in range(6)))


def test_truth_is_kept_row_by_row():
    made = chain(sold_out_after=7)
    out = made.sales.stock_out.to_numpy()
    assert np.all(made.truth.demand[~out] == made.sales.units[~out])
    assert np.all(made.truth.demand[out] > made.sales.units[out])
    assert out.any()
    assert made.truth.expected.sum() == pytest.approx(made.truth.demand.sum(), rel=0.01)


def test_an_everyday_item_on_offer_sells_its_ratio():
    made = chain(ratio=2.0, item="coffee", surprise=Surprise(event=0.0, event_week=0.0, place=0.0, launch_at_place=0.0, day=0.0))
    coffee = made.sales[(made.sales.item == "coffee") & ~made.sales.closed]
    on = sum((coffee.date >= start) & (coffee.date < np.datetime64(start) + np.timedelta64(28, "D")) for start in STARTS).astype(bool)
    assert coffee.units[on].mean() / coffee.units[~on].mean() == pytest.approx(2.0, rel=0.03)


def test_the_uplift_is_found_again_within_its_surprise():
    made = chain(surprise=Surprise(event=0.02, event_week=0.01))
    history, library = checked(made)
    found = forecast(library.campaign("e5"), history, library)
    wanted = made.truth.demand[made.sales.item == "lto-5"].sum()
    assert float(found.total().mean()) == pytest.approx(wanted, rel=0.08)
    assert 0.5 < found.by_period("week").mean()[-1] / found.by_period("week").mean()[0] < 0.8


@pytest.mark.parametrize(("start", "days"), [("2024-12-30", 14), ("2025-01-25", 14), ("2025-01-08", 0)])
def test_an_offer_lies_within_the_sales(start, days):
    offer = LimitedOffer(event="e", item="lto", start=start, days=days, ratio=0.3)
    with pytest.raises(InputError, match="do not lie within the sales"):
        synthetic_chain([EverydayItem(key="tea", units=9.0)], [offer], first_day="2025-01-01", last_day="2025-01-31", places=2)


def test_an_analogue_that_sold_out_does_not_pull_the_forecast_down():
    means = []
    for after in (None, 7):
        history, library = checked(chain(sold_out_after=after, surprise=Surprise(event=0.02)))
        found = forecast(library.campaign("e5"), history, library)
        means.append(float(found.total().mean()))
    assert means[1] == pytest.approx(means[0], rel=0.03)
    assert "sold out" in next(one.why for one in found.analogues if one.event == "e4")


def test_bands_cover_what_they_say_although_only_five_launches_are_known():
    inside = []
    for seed in range(30):
        made = chain(seed=seed)
        history, library = checked(made)
        low, high = forecast(library.campaign("e5"), history, library).total().quantile([0.1, 0.9])
        inside.append(low <= made.sales.units[made.sales.item == "lto-5"].sum() <= high)
    assert 0.6 <= np.mean(inside) <= 0.95


LAUNCHES = tuple(iso_day(day_number("2025-01-06") + 21 * k) for k in range(19))


@pytest.mark.parametrize("event", [0.05, 0.12])
def test_an_early_read_of_launches_that_surprise_is_not_worse_than_none(event):
    for worth in early_worth(event, seed=0):
        assert max(worth.place.value, worth.chain.value) < 1.01


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_an_early_read_of_launches_without_surprise_is_not_worse_than_none_beyond_chance(seed):
    for worth in early_worth(0.0, seed=seed):
        assert worth.place.value < 1.01
        assert worth.chain.low < 1.01


def early_worth(event, *, seed):
    made = chain(offers=LAUNCHES, ratio=0.5, surprise=Surprise(event=event), item="lto", days=14, seed=seed)
    found = backtest(*checked(made), methods=["auto"], test_from=LAUNCHES[9], early_read=(2, 7))
    return [worth for (worth,) in found.worth.values()]
