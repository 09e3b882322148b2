"""Campaigns without a place beside sales of several; weeks dated by their last day are in `test_week_label`."""

import msgspec
import numpy as np
import pandas as pd
import pytest

import ltoplan_widgets as lto
from ltoplan_widgets.demand.library.side_by_side import side_by_side
from tests.python import chain

CAMPAIGNS = chain.campaigns()
EVERYWHERE = lto.CampaignLibrary.from_frame(CAMPAIGNS.drop_duplicates(["event", "item"]).drop(columns="location"))
HISTORY, AT_PLACES = chain.history(), lto.CampaignLibrary.from_frame(CAMPAIGNS)
NEXT = chain.plan().campaigns["launch"]

DOORS = {
    "forecast": lambda library: lto.forecast(NEXT, HISTORY, library).mean(),
    "evaluate": lambda library: lto.evaluate(chain.plan(), HISTORY, library).to_json()["forecast"],
    "backtest": lambda library: sorted(
        one.mean for one in lto.backtest(HISTORY, library, methods=["pooled_ratio"], test_from="2026-01-01").predictions
    ),
    "explain": lambda library: lto.explain(NEXT, HISTORY, library).contributions,
    "decompose": lambda library: lto.decompose(HISTORY, library, "rose").effects,
    "anomalies": lambda library: list(lto.anomalies(HISTORY, library, threshold=3.0)),
    "price_effect": lambda library: lto.price_effect(NEXT, HISTORY, library).missing,
    "past_forecasts": lambda library: [one.sold.tolist() for one in lto.past_forecasts(NEXT, HISTORY, library, method="pooled_ratio")],
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_every_door_takes_campaigns_without_a_place_as_those_of_all_places(door):
    np.testing.assert_equal(door(EVERYWHERE), door(AT_PLACES))


def test_it_is_said_once_in_a_warning():
    for found in (
        lto.forecast(NEXT, HISTORY, EVERYWHERE).findings,
        lto.evaluate(chain.plan(), HISTORY, EVERYWHERE).findings,
        lto.backtest(HISTORY, EVERYWHERE, methods=["base_only"], test_from="2026-01-01").findings,
    ):
        assert [(one.code, one.severity) for one in found].count(("no-places", "warning")) == 1
    plan = msgspec.structs.replace(chain.plan(), campaigns={"launch": msgspec.structs.replace(NEXT, analogues={"rose": 0.0})})
    assert [one.code for one in lto.evaluate(plan, HISTORY, EVERYWHERE).findings].count("no-places") == 1


def test_the_same_two_give_the_same_two():
    assert side_by_side(HISTORY, AT_PLACES) == (HISTORY, AT_PLACES)
    assert side_by_side(HISTORY, EVERYWHERE) == side_by_side(HISTORY, EVERYWHERE)
    assert side_by_side(*side_by_side(HISTORY, EVERYWHERE)) == side_by_side(HISTORY, EVERYWHERE)


@pytest.mark.parametrize("written", ["42", "042", "42.0"])
def test_keys_may_lack_their_leading_zeros_in_one_table(written):
    history = lto.SalesHistory.from_frame(chain.sales().assign(item="0042"))
    past = CAMPAIGNS.assign(item=CAMPAIGNS.item.replace("latte", written))
    _, library = side_by_side(history, lto.CampaignLibrary.from_frame(past))
    assert library.items == frozenset(past.item) - {written} | {"0042"}
    assert [(one.code, one.value) for one in library.told] == [("other-spelling", written)]


def test_keys_that_could_be_either_stay_as_they_are():
    both = pd.concat([chain.sales().assign(item="007"), chain.sales().assign(item="0007")])
    _, library = side_by_side(lto.SalesHistory.from_frame(both), lto.CampaignLibrary.from_frame(CAMPAIGNS.assign(item="7")))
    assert set(library.rows.item) == {"7"}


def test_what_nobody_has_sold_yet_is_at_all_places():
    table = CAMPAIGNS.drop_duplicates(["event", "item"]).drop(columns="location").iloc[:1].assign(item="mocha")
    _, library = side_by_side(HISTORY, lto.CampaignLibrary.from_frame(table))
    assert library.rows.location == HISTORY.locations
