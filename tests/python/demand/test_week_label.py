"""Weeks that are dated by their last day."""

import pandas as pd

from ltoplan_widgets.demand.backtest import backtest
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.week_label import by_first_days
from tests.python.juice import juice

ROLES = {"item": "item", "location": "location", "date": "date", "units": "units"}
TABLES = juice(brands=2, places=4, weeks=70)


def history(days=0):
    sales = TABLES[0]
    return SalesHistory.from_frame(sales.assign(date=sales.date + pd.Timedelta(days=days)), **ROLES)


def campaigns(days=0):
    return CampaignLibrary.from_frame(TABLES[1].assign(start=TABLES[1].start + pd.Timedelta(days=days)))


def test_weeks_dated_by_the_day_that_ends_them_are_forecast_as_those_dated_by_their_first_day():
    ended = by_first_days(history(6), campaigns())
    assert ended.first_day == history().first_day
    assert (ended.findings[-1].code, ended.findings[-1].severity) == ("week-end-date", "warning")
    said, wanted = (
        backtest(one, campaigns(), methods=["pooled_ratio"], test_from="2021-01-01").leaderboard["pooled_ratio"]["WAPE place"]
        for one in (ended, history())
    )
    assert said == wanted


def test_other_weeks_stay_as_they_are():
    for sales, library in ((history(), campaigns()), (history(6), campaigns(6)), (history(3), campaigns())):
        assert by_first_days(sales, library) is sales
