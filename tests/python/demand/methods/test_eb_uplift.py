import numpy as np
import pytest

from ltoplan_widgets.demand.backtest.backtest import backtest
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.samples.sample_data import sample_data
from tests.python import chain
from tests.python.juice import juice

ROLES = {"item": "item", "location": "location", "date": "date", "units": "units"}


@pytest.fixture(scope="module")
def bakery_score():
    bakery = sample_data("bakery")
    return backtest(bakery.history, bakery.library, methods="eb_uplift", test_from="2018-01-01", lead=7).leaderboard["eb_uplift"]


@pytest.fixture(scope="module")
def deals():
    sales, campaigns = juice(brands=6, places=12, weeks=130)
    return SalesHistory.from_frame(sales, **ROLES), CampaignLibrary.from_frame(campaigns)


def test_real_promotion_weeks_meet_the_target(bakery_score):
    assert (bakery_score.events, bakery_score.campaigns) == (19, 651)
    assert bakery_score["WAPE place"] <= 0.106
    assert bakery_score["wQL place"] <= 0.082
    assert bakery_score["newsvendor place"] <= 0.030
    assert abs(bakery_score["bias place"]) < 0.03
    assert 0.72 <= bakery_score["80 % band place"] <= 0.90
    assert 0.90 <= bakery_score["95 % band place"] <= 0.985


def test_strong_deals_are_forecast_far_better_than_by_a_ratio_within_the_gates(deals):
    board = backtest(*deals, methods=["eb_uplift", "pooled_ratio"], lead=7, test_from="2021-03-01").leaderboard
    score = board["eb_uplift"]
    assert score.events > 30
    assert score["WAPE place"] < 0.9 * board["pooled_ratio"]["WAPE place"]
    assert 0.70 <= score["80 % band chain"] <= 0.92
    assert 0.88 <= score["95 % band chain"] <= 1.0
    assert 0.72 <= score["80 % band place"] <= 0.90
    assert 0.90 <= score["95 % band place"] <= 0.985


def test_a_deeper_discount_sells_more_and_one_never_seen_does_not_explode(deals):
    history, library = deals
    campaign = library.campaign(library.events[-1])
    origin = history.last_day

    def units(depth):
        later = type(campaign)(item=campaign.item, start="2022-07-07", end="2022-07-20", covariates={"depth": depth, "feature": 0.0})
        return float(forecast(later, history, library, method="eb_uplift", origin=origin).total().mean())

    shallow, deep, absurd = units(0.15), units(0.4), units(0.95)
    assert shallow < deep
    assert absurd < 3 * deep


def test_an_early_read_finds_what_would_have_been_said_of_past_launches(deals):
    history, library = deals
    found = forecast(library.campaign(library.events[-1]), history, library, method="eb_uplift")
    assert len(found.hindsights) == len(found.analogues)
    sold, said = (
        np.array([float(np.nansum(values)) for values in of])
        for of in ([one.sold for one in found.hindsights], [one.expected for one in found.hindsights])
    )
    assert np.corrcoef(np.log(sold), np.log(said))[0, 1] > 0.6
    assert said.sum() == pytest.approx(sold.sum(), rel=0.15)


def test_bases_of_next_to_nothing_do_not_explode():
    table = chain.sales()
    history = SalesHistory.from_frame(table.assign(units=(table.units > 48).astype(float)), **ROLES)
    library = chain.library()
    found = forecast(library.campaign("rose"), history, library, method="eb_uplift", origin="2026-04-20")
    assert float(found.total().mean()) < 3 * 3 * 56
    assert np.isfinite(found.paths()).all()
