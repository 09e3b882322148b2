import numpy as np
import pytest

from ltoplan_widgets.demand.backtest.backtest import backtest
from ltoplan_widgets.demand.day import day_number
from ltoplan_widgets.demand.launch.season import season, season_ways
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.prospect.explanation import explain
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import InputError
from tests.python import chain
from tests.python.department import department_store

ROLES = {"item": "item", "location": "location", "date": "date", "units": "units"}


@pytest.fixture(scope="module")
def store():
    sales, campaigns = department_store()
    return SalesHistory.from_frame(sales, **ROLES), CampaignLibrary.from_frame(campaigns)


@pytest.fixture(scope="module")
def board(store):
    methods = ("recurring_season", "last_year", "base_only")
    return backtest(*store, methods=methods, lead=7, test_from="2011-06-01").leaderboard


def test_it_beats_last_year_and_the_base(board):
    score = board["recurring_season"]
    assert score.events == 8
    assert score["WAPE place"] < board["last_year"]["WAPE place"] < board["base_only"]["WAPE place"]
    assert abs(score["bias place"]) < 0.05


def test_its_bands_hold_what_they_say():
    found = []
    for seed in range(4):
        sales, campaigns = department_store(seed=seed, places=6)
        history, library = SalesHistory.from_frame(sales, **ROLES), CampaignLibrary.from_frame(campaigns)
        score = backtest(history, library, methods=["auto"], lead=7, test_from="2011-06-01").leaderboard["auto"]
        found.append([score[name] for name in ("80 % band chain", "95 % band chain", "80 % band place", "95 % band place")])
    chain_80, chain_95, place_80, place_95 = np.mean(found, axis=0)
    assert 0.70 <= chain_80 <= 0.95
    assert chain_95 >= 0.88
    assert 0.70 <= place_80 <= 0.92
    assert place_95 >= 0.88


def test_the_two_ways_lie_around_the_forecast(store):
    history, library = store
    campaign = library.campaign("x2011", item="d0")
    found = forecast(campaign, history, library, method="recurring_season", origin="2011-10-30")
    one = season(
        history.known_by(day_number("2011-10-30")), library, "d0", day_number(campaign.start), periods=found.shape[1], lead=8, noise=0.01
    )
    again, ratio = (float(np.nansum(one.units(weight))) for weight in (0.0, 1.0))
    assert 0.9 * min(again, ratio) <= float(found.mean().sum()) <= 1.1 * max(again, ratio)


def test_windows_that_are_over_say_how_to_weigh_the_ways(store):
    history, library = store
    ways = season_ways(history.known_by(day_number("2011-10-30")), library, "d0", 7, 8)
    assert 0 <= ways.weight <= 1
    assert len(ways.past) == len(ways.fitted) > 8
    assert all(one.units.shape == said.shape for one, said in zip(ways.past, ways.fitted, strict=True))


def test_an_item_that_was_not_sold_a_year_ago_is_refused():
    with pytest.raises(InputError, match="nothing is known of the item a year ago"):
        forecast(Campaign(item="maple", start="2026-12-03", end="2026-12-09"), chain.history(), chain.library(), method="recurring_season")


def test_what_lies_above_the_base_is_explained_as_season():
    history, library = (
        of.from_frame(table) for of, table in zip((SalesHistory, CampaignLibrary), department_store(departments=3, places=4), strict=True)
    )
    planned = Campaign(item="d1", start="2012-11-12", end="2012-12-30", event="x2012")
    made = forecast(planned, history, library, method="recurring_season")
    found = explain(planned, history, library, forecast=made)
    assert sum(one.units for one in found.contributions) == pytest.approx(float(made.mean().sum()))
    assert [one.name for one in found.contributions] == ["base", "event", "place", "price", "feature", "season"]
    assert [one.name for one in found.contributions if one.units] == ["base", "season"]
    assert found["season"].low < found["season"].units < found["season"].high
    assert "recurring_season takes what sold" in found.why
