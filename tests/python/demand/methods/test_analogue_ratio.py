from functools import partial

import msgspec
import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.backtest.backtest import backtest
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast as any_forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.synthetic.synthetic import synthetic_chain
from ltoplan_widgets.demand.synthetic.synthetic_offer import EverydayItem, LimitedOffer
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.samples.sample_data import sample_data
from tests.bench.accuracy import period_wape

ROLES = {"item": "item", "location": "location", "date": "date", "units": "units"}
forecast = partial(any_forecast, method="analogue_ratio")
EVENT, ORIGIN = "110-20190404", "2019-03-28"


@pytest.fixture(scope="module")
def bakery():
    return sample_data("bakery")


@pytest.fixture(scope="module")
def found(bakery):
    return forecast(bakery.library.campaign(EVENT), bakery.history, bakery.library, origin=ORIGIN)


@pytest.fixture(scope="module")
def board(bakery):
    methods = ("analogue_ratio", "pooled_ratio", "base_only", "last_year")
    return backtest(bakery.history, bakery.library, methods=methods, test_from="2018-01-01", lead=7).leaderboard


@pytest.fixture(scope="module")
def cafe():
    starts = ("2025-04-07", "2025-06-02", "2025-08-04", "2025-10-06")
    offers = [
        LimitedOffer(event=f"e{k}", item=f"lto-{k}", start=start, days=28, ratio=0.2, fading=0.4, covariates={"tv": float(k % 2)})
        for k, start in enumerate(starts)
    ]
    made = synthetic_chain(
        [EverydayItem(key="coffee", units=80.0)], offers, first_day="2025-01-06", last_day="2026-01-04", places=8, seed=3
    )
    return SalesHistory.from_frame(made.sales, **ROLES), CampaignLibrary.from_frame(made.campaigns), made


def launch(**changed) -> Campaign:
    return Campaign(**{"item": "lto-new", "start": "2026-01-05", "end": "2026-02-01", **changed})


def same(one, other) -> bool:
    return np.array_equal(one.mean(), other.mean()) and np.array_equal(one.paths(), other.paths())


def test_real_promotion_weeks_are_forecast_within_the_gates(bakery, board):
    score = board["analogue_ratio"]
    assert (score.events, score.campaigns) == (19, 651)
    assert score["WAPE place"] < 0.106
    assert score["newsvendor place"] <= 0.030
    assert abs(score["bias place"]) < 0.03
    assert 0.72 <= score["80 % band place"] <= 0.90
    assert 0.90 <= score["95 % band place"] <= 0.985
    assert 0.72 <= score["80 % band chain"] <= 0.90
    assert score["95 % band chain"] >= 0.90
    assert period_wape(bakery.history, bakery.library, test_from="2018-01-01", lead=7) < 0.19


def test_it_beats_the_baselines_on_real_promotion_weeks(board):
    ranked = [one.method for one in board.scores if one.method in {"analogue_ratio", "pooled_ratio", "base_only", "last_year"}]
    assert ranked == ["analogue_ratio", "pooled_ratio", "base_only", "last_year"]
    assert board["pooled_ratio"]["WAPE place"] < 0.115
    assert board["base_only"]["WAPE place"] == pytest.approx(0.153, abs=0.003)


def test_sales_after_the_origin_are_not_read(bakery, found):
    table = bakery.sales.copy()
    after = table.date > ORIGIN
    table.loc[after, "units"] = table.loc[after, "units"] * 7 + 300
    changed = SalesHistory.from_frame(table, **ROLES, promotion="promotion")
    assert same(forecast(bakery.library.campaign(EVENT), changed, bakery.library, origin=ORIGIN), found)


def test_campaigns_that_still_ran_at_the_origin_are_no_analogues(bakery, found):
    assert all(one.end <= ORIGIN for one in found.analogues)
    over = bakery.library.ended_by(ORIGIN)
    assert len(found.analogues) == len(over.events)
    assert same(forecast(bakery.library.campaign(EVENT), bakery.history, over, origin=ORIGIN), found)


def test_the_campaign_s_own_sales_are_not_read_by_default(bakery):
    campaign = bakery.library.campaign(EVENT)
    cut = SalesHistory.from_frame(bakery.sales[bakery.sales.date < campaign.start], **ROLES, promotion="promotion")
    assert same(forecast(campaign, cut, bakery.library), forecast(campaign, bakery.history, bakery.library))


def test_the_same_seed_gives_the_same_numbers_and_means_do_not_depend_on_it(bakery, found):
    campaign = bakery.library.campaign(EVENT)
    again, other = (forecast(campaign, bakery.history, bakery.library, origin=ORIGIN, seed=seed) for seed in (0, 1))
    assert same(again, found)
    assert np.array_equal(other.mean(), found.mean())
    assert not np.array_equal(other.paths(), found.paths())


def test_analogues_explain_themselves(found):
    assert sum(one.weight for one in found.analogues) == pytest.approx(1)
    assert [one.weight for one in found.analogues] == sorted((one.weight for one in found.analogues), reverse=True)
    first = found.analogues[0]
    assert (first.item, len(first.curve), sum(first.curve)) == ("110", 7, pytest.approx(1))
    assert "the same item" in first.why
    assert first.ratio == pytest.approx(1.1, abs=0.3)
    assert len(found.by_period("week").analogues[0].curve) == 1


def test_the_baseline_is_what_sells_without_the_campaign(found):
    assert found.baseline.shape == found.mean().shape == (35, 7)
    assert 0.8 < found.baseline.sum() / found.mean().sum() < 1.0


def test_some_places_are_forecast_like_in_the_whole(bakery, found):
    campaign = msgspec.structs.replace(bakery.library.campaign(EVENT), locations={"17": True, "24": True, "25": False})
    part = forecast(campaign, bakery.history, bakery.library, origin=ORIGIN)
    assert part.locations == ("17", "24")
    assert np.allclose(part.mean(), found.mean()[[found.locations.index("17"), found.locations.index("24")]])


def test_a_new_item_leans_on_everything_that_its_places_sell(cafe):
    history, library, made = cafe
    found = forecast(launch(), history, library)
    everyday = made.sales[made.sales.item == "coffee"].units.mean() * 8 * 28
    assert 0.12 < float(found.total().mean()) / everyday < 0.3
    assert found.baseline.sum() == 0
    assert {one.item for one in found.analogues} == {"lto-0", "lto-1", "lto-2", "lto-3"}
    assert [one.code for one in found.findings] == ["few-analogues"]


def test_an_item_that_is_only_sold_for_a_limited_time_is_compared_like_a_new_one(cafe):
    history, library, _ = cafe
    again = forecast(launch(item="lto-1"), history, library)
    assert again.baseline.sum() == 0
    assert next(one for one in again.analogues if one.item == "lto-1").weight > 0.25


def test_weekly_sales_give_weekly_periods_and_about_the_same_total(cafe):
    history, library, made = cafe
    monday = made.sales.date - pd.to_timedelta(made.sales.date.dt.day_of_week, unit="D")
    weekly = made.sales.assign(date=monday).groupby(["item", "location", "date"], as_index=False).units.sum()
    found = forecast(launch(), SalesHistory.from_frame(weekly, **ROLES), library)
    assert (found.shape, found.unit_days, found.starts[1]) == ((8, 4), 7, "2026-01-12")
    assert float(found.total().mean()) == pytest.approx(float(forecast(launch(), history, library).total().mean()), rel=0.1)


def test_a_longer_campaign_than_any_before_is_carried_on_and_said_so(cafe):
    history, library, _ = cafe
    found = forecast(launch(end="2026-03-01"), history, library)
    assert found.shape == (8, 56)
    assert "curve-extrapolated" in {one.code for one in found.findings}
    assert 0.7 < found.by_period("week").mean()[7] / found.by_period("week").mean()[3] < 1.3


def test_what_is_known_in_advance_moves_the_forecast(cafe):
    history, library, _ = cafe
    on, off, unknown = (
        float(forecast(launch(covariates=given), history, library).total().mean()) for given in ({"tv": 1.0}, {"tv": 0.0}, {})
    )
    assert min(on, off) < unknown < max(on, off)
    strange = forecast(launch(covariates={"tv": 40.0}), history, library)
    assert "covariate-never-seen" in {one.code for one in strange.findings}


def test_a_place_that_never_sold_the_item_borrows_the_chain_s_part(bakery):
    table = bakery.sales[(bakery.sales.location != "17") | (bakery.sales.item != "110")]
    history = SalesHistory.from_frame(table, **ROLES, promotion="promotion")
    found = forecast(bakery.library.campaign(EVENT), history, bakery.library, origin=ORIGIN)
    assert "base-borrowed" in {one.code for one in found.findings}
    assert found.by_location().mean()[found.locations.index("17")] > 50


def test_sales_that_ended_long_ago_are_said_so(cafe):
    history, library, _ = cafe
    late = forecast(launch(start="2027-05-03", end="2027-05-09"), history, library)
    assert "old-history" in {one.code for one in late.findings}
    assert len(late.analogues) == 4


@pytest.mark.parametrize(
    ("changed", "options", "code"),
    [
        ({"end": "2026-01-04"}, {}, "end-before-start"),
        ({"start": "2026-02-30"}, {}, "no-such-day"),
        ({"locations": {"store-0001": True}}, {}, "unknown-location"),
        ({}, {"origin": "2026-01-05"}, "origin-not-before-start"),
        ({}, {"origin": "2024-01-05"}, "no-history"),
        ({}, {"origin": "2025-01-20"}, "no-analogue"),
        ({}, {"method": "analogue-ratio"}, "unknown-method"),
    ],
)
def test_what_cannot_be_forecast_is_refused(cafe, changed, options, code):
    history, library, _ = cafe
    with pytest.raises(InputError) as caught:
        forecast(launch(**changed), history, library, **options)
    assert caught.value.findings[0].code == code


def test_an_unknown_place_is_named_with_the_nearest(cafe):
    history, library, _ = cafe
    with pytest.raises(InputError, match="store-001"):
        forecast(launch(locations={"store-01": True}), history, library)


def test_an_item_that_is_nearly_called_like_another_is_warned_of(cafe):
    history, library, _ = cafe
    found = next(one for one in forecast(launch(item="cofee"), history, library).findings if one.code == "unknown-item")
    assert "'coffee'" in found.mend


def test_without_any_past_campaign_there_is_no_forecast(cafe):
    history, library, _ = cafe
    with pytest.raises(InputError, match="no past campaign can be compared: of 0"):
        forecast(launch(), history, library.ended_by("2025-01-01"))


def test_a_place_without_everyday_sales_has_no_base(cafe):
    _, library, made = cafe
    only = made.sales[made.sales.item != "coffee"]
    with pytest.raises(InputError, match="everyday sales"):
        forecast(launch(), SalesHistory.from_frame(only, **ROLES), library)


@pytest.mark.parametrize(
    ("given", "code", "value"),
    [
        ({"tvv": 1.0}, "unknown-covariate", "tvv"),
        ({"tv": "lots"}, "covariate-never-seen", "tv"),
        ({"size": "huge"}, "covariate-never-seen", "size"),
        ({"size": 3.0}, "covariate-never-seen", "size"),
    ],
)
def test_a_covariate_that_past_campaigns_did_not_have_is_said(cafe, given, code, value):
    history, _, made = cafe
    sizes = made.campaigns.event.map(lambda event: "big" if event in {"e0", "e2"} else "small")
    library = CampaignLibrary.from_frame(made.campaigns.assign(size=sizes))
    found = [one for one in forecast(launch(covariates=given), history, library).findings if one.code != "few-analogues"]
    assert [(one.code, one.value, one.column) for one in found] == [(code, value, "covariates")]
    assert {one.code for one in forecast(launch(covariates={"size": "big", "tv": None}), history, library).findings} == {"few-analogues"}


def test_next_to_nothing_is_said_to_be_that(cafe):
    _, library, made = cafe
    table = made.sales.assign(units=made.sales.units.where(made.sales.item == "coffee", 0.0))
    found = forecast(launch(item="lto-1"), SalesHistory.from_frame(table, **ROLES), library)
    assert float(found.total().mean()) < 1
    assert "base-near-zero" in {one.code for one in found.findings}


def test_a_place_that_holds_most_is_named(cafe):
    _, library, made = cafe
    large = made.sales.location == made.sales.location.iloc[0]
    history = SalesHistory.from_frame(made.sales.assign(units=made.sales.units.where(~large, made.sales.units * 50)), **ROLES)
    found = next(one for one in forecast(launch(), history, library).findings if one.code == "one-place-dominates")
    assert found.value == made.sales.location.iloc[0]


@pytest.mark.parametrize("column", ["item", "location"])
def test_a_library_with_other_keys_is_told_from_one_without_sales(cafe, column):
    history, _, made = cafe
    library = CampaignLibrary.from_frame(made.campaigns.assign(**{column: "S-" + made.campaigns[column].astype(str)}))
    with pytest.raises(InputError, match=f"no {column} of the library, such as 'S-"):
        forecast(launch(), history, library)
