"""Weeks that are dated by their last day."""

import msgspec
import numpy as np
import pandas as pd
import pytest

import ltoplan_widgets as lto
from ltoplan_widgets.demand.day import iso_day
from ltoplan_widgets.demand.library.week_label import by_first_days
from ltoplan_widgets.plan_sources import PlanSources
from tests.python.juice import juice

SALES, CAMPAIGNS = juice(brands=2, places=4, weeks=70)


def history(days=0, sales=SALES):
    columns = {name: name for name in ("item", "location", "date", "units")}
    return lto.SalesHistory.from_frame(sales.assign(date=sales.date + pd.Timedelta(days=days)), **columns)


def library(days=0, shorter=0):
    first, last = CAMPAIGNS.start + pd.Timedelta(days=days + shorter), CAMPAIGNS.end + pd.Timedelta(days=days)
    return lto.CampaignLibrary.from_frame(CAMPAIGNS.assign(start=first, end=last, discount=CAMPAIGNS.depth))


BEGUN, ENDED, LIBRARY = history(), history(6), library()
NEXT = msgspec.structs.replace(LIBRARY.campaigns()[-1], event="")
PLANNED = msgspec.structs.replace(NEXT, event="", order_quantity=None, demand_mean=900.0)
PLAN = lto.Plan(name="deal", campaigns={"deal": PLANNED}, period="week")


def test_weeks_dated_by_the_day_that_ends_them_are_told_by_the_campaigns():
    found = by_first_days(ENDED, LIBRARY)
    assert found.first_day == BEGUN.first_day
    assert (found.findings[-1].code, found.findings[-1].severity) == ("week-end-date", "warning")
    assert found is by_first_days(ENDED, LIBRARY)
    assert found is by_first_days(found, LIBRARY)


def test_campaigns_that_leave_the_first_day_of_the_week_out_tell_it_too():
    assert by_first_days(ENDED, library(shorter=1)).first_day == BEGUN.first_day


def test_other_weeks_stay_as_they_are():
    none = LIBRARY.ended_by(iso_day(BEGUN.first))
    for sales, campaigns in ((BEGUN, LIBRARY), (ENDED, library(6)), (history(3), LIBRARY), (ENDED, none)):
        assert by_first_days(sales, campaigns) is sales


def scored(sales):
    found = lto.backtest(sales, LIBRARY, methods=["pooled_ratio", "base_only"], test_from="2021-01-01", early_read=[1])
    return found.predictions.to_pandas().to_numpy().tolist()


DOORS = {
    "backtest": scored,
    "forecast": lambda sales: lto.forecast(NEXT, sales, LIBRARY).mean(),
    "explain": lambda sales: lto.explain(NEXT, sales, LIBRARY).contributions,
    "decompose": lambda sales: lto.decompose(sales, LIBRARY, LIBRARY.events[3]).effects,
    "price_response": lambda sales: lto.price_response(NEXT, sales, LIBRARY).elasticity,
    "past_forecasts": lambda sales: [one.sold.tolist() for one in lto.past_forecasts(NEXT, sales, LIBRARY, method="pooled_ratio")],
    "anomalies": lambda sales: list(lto.anomalies(sales, LIBRARY, threshold=2.5)),
    "insights": lambda sales: [one.sentence for one in lto.insights(sales, library=LIBRARY)],
    "evaluate": lambda sales: lto.evaluate(PLAN, sales, LIBRARY, as_of="latest").to_json()["forecast"],
    "evaluate_plans": lambda sales: lto.evaluate_plans({"a": PLAN}, sales, LIBRARY)[0].outlook["forecast"],
    "review": lambda sales: lto.review(PLAN, sales, LIBRARY).judgements,
    "series_bases": lambda sales: lto.series_bases(
        sales, LIBRARY, [lto.BaseWindow(item=NEXT.item, start=NEXT.start, periods=2, origin=iso_day(BEGUN.first + 300))]
    )["base"].tolist(),
    "checked_against": lambda sales: [one for one in LIBRARY.checked_against(sales) if one.code != "week-end-date"],
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_every_door_reads_such_weeks_as_those_dated_by_their_first_day(door):
    np.testing.assert_equal(door(ENDED), door(BEGUN))


def test_campaigns_are_mended_beside_the_weeks_that_are_meant():
    from_the_first_campaign = history(6, SALES[SALES.date >= CAMPAIGNS.start.min()])
    assert len(LIBRARY.mended(["before-history"], history=from_the_first_campaign)) == len(LIBRARY)


def test_a_live_plan_reads_them_so(tmp_path):
    assert PlanSources(tmp_path, ENDED, LIBRARY).history(PLAN).first_day == BEGUN.first_day


SAYING = {
    "backtest": lambda: lto.backtest(ENDED, LIBRARY, methods=["base_only"], test_from="2021-01-01").findings,
    "forecast": lambda: lto.forecast(NEXT, ENDED, LIBRARY).findings,
    "evaluate": lambda: lto.evaluate(PLAN, ENDED, LIBRARY).findings,
    "evaluator": lambda: lto.Evaluator(ENDED, LIBRARY).history.findings,
    "checked_against": lambda: LIBRARY.checked_against(ENDED),
}


@pytest.mark.parametrize("found", SAYING.values(), ids=SAYING)
def test_it_is_said_once(found):
    assert [one.code for one in found()].count("week-end-date") == 1


def test_a_backtest_says_so_where_it_is_printed():
    assert "weeks are read as ending on their date" in str(lto.backtest(ENDED, LIBRARY, methods=["base_only"], test_from="2021-01-01"))
