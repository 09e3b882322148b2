"""Places that were closed on a holiday will be closed on it again."""

from collections.abc import Sequence

import numpy as np
import pytest

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.launch.yearly_closure import YearlyClosures
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.synthetic.synthetic import synthetic_chain
from ltoplan_widgets.demand.synthetic.synthetic_offer import EverydayItem, LimitedOffer
from ltoplan_widgets.plan.campaign import Campaign

FIRST = day_number("2022-01-03")


def _closures(until: str, *, closed: Sequence[str], places: int = 6, keepers: int = 6, sundays: bool = True) -> YearlyClosures:
    days = day_number(until) - FIRST + 1
    shut = np.zeros((places, days), bool)
    shut[:keepers, [day_number(day) - FIRST for day in closed]] = True
    if not sundays:
        shut[:, 6::7] = True
    return YearlyClosures.of(shut, FIRST)


def _expected(closures: YearlyClosures, first: str, last: str) -> dict[str, int]:
    """How many places will be closed, by day."""
    start = day_number(first)
    found = closures.expected(start, day_number(last) - start + 1).sum(axis=0)
    return {iso_day(start + int(day)): int(found[day]) for day in np.flatnonzero(found)}


def test_a_holiday_on_a_date_comes_back_on_it():
    assert _expected(_closures("2023-01-31", closed=["2022-10-03", "2022-12-25", "2023-01-01"]), "2023-09-25", "2023-12-31") == {
        "2023-10-03": 6,
        "2023-12-25": 6,
    }


@pytest.mark.parametrize(
    ("before", "again"),
    [("2022-04-15", "2023-04-07"), ("2022-04-18", "2023-04-10"), ("2022-05-26", "2023-05-18"), ("2022-06-16", "2023-06-08")],
    ids=["Good Friday", "Easter Monday", "Ascension", "Corpus Christi"],
)
def test_a_holiday_that_moves_with_easter_moves(before, again):
    assert _expected(_closures("2022-12-31", closed=[before]), "2023-03-01", "2023-06-30") == {again: 6}


@pytest.mark.parametrize(
    ("before", "again"),
    [("2022-11-24", "2023-11-23"), ("2022-05-30", "2023-05-29"), ("2022-09-05", "2023-09-04")],
    ids=["Thanksgiving", "last Monday of May", "Labor Day"],
)
def test_a_holiday_that_is_kept_on_a_weekday_keeps_it(before, again):
    assert _expected(_closures("2022-12-31", closed=[before]), "2023-05-01", "2023-11-30") == {again: 6}


def test_only_places_that_kept_it_are_expected_to_keep_it_again():
    found = _closures("2022-12-31", closed=["2022-08-15"], keepers=2).expected(day_number("2023-08-15"), 1)
    assert found[:, 0].tolist() == [True, True, False, False, False, False]


def test_a_place_that_was_open_on_it_since_is_open():
    closures = _closures("2024-12-31", closed=["2022-10-31"])
    assert _expected(closures, "2025-10-25", "2025-11-05") == {}


def test_one_place_alone_keeps_no_holiday_but_has_its_own_reasons():
    assert _expected(_closures("2022-12-31", closed=["2022-08-10"], keepers=1), "2023-08-01", "2023-08-20") == {}


def test_the_days_on_which_a_longer_closure_begins_and_ends_are_no_holidays():
    lockdown = [iso_day(day) for day in range(day_number("2022-03-16"), day_number("2022-05-10"))]
    assert _expected(_closures("2022-12-31", closed=lockdown), "2023-01-01", "2023-12-31") == {}


def test_weekdays_on_which_places_never_sell_are_no_holidays():
    closures = _closures("2022-12-31", closed=[], sundays=False)
    assert not closures.shut.any()
    assert _expected(closures, "2023-01-01", "2023-12-31") == {}


def test_a_day_of_the_29th_of_february_is_looked_for_in_leap_years_only():
    closed = np.zeros((3, 500), bool)
    closed[:, day_number("2024-02-29") - day_number("2023-06-05")] = True
    closures = YearlyClosures.of(closed, day_number("2023-06-05"))
    assert _expected(closures, "2025-02-20", "2025-03-05") == {}
    assert _expected(closures, "2028-02-28", "2028-03-01") == {"2028-02-29": 3}


@pytest.fixture(scope="module")
def chain() -> tuple[SalesHistory, CampaignLibrary]:
    offers = [
        LimitedOffer(event=f"offer {start}", item="roll", start=start, days=7, ratio=1.5)
        for start in ("2024-05-06", "2024-08-05", "2025-03-03")
    ]
    made = synthetic_chain(
        [EverydayItem(key="roll", units=40.0), EverydayItem(key="bread", units=30.0)],
        offers,
        first_day="2024-02-01",
        last_day="2025-08-31",
        places=8,
        closed_days=("2024-10-03",),
    )
    history = SalesHistory.from_frame(made.sales.drop(columns="closed"), stock_out="stock_out", price="price")
    return history, CampaignLibrary.from_frame(made.campaigns)


@pytest.mark.parametrize("method", ["eb_uplift", "analogue_ratio", "recurring_season"])
def test_nothing_is_forecast_where_places_will_be_closed_and_a_warning_names_the_day(chain, method):
    found = forecast(Campaign(item="roll", start="2025-09-29", end="2025-10-05"), *chain, method=method)
    assert np.flatnonzero(found.mean().sum(axis=0) == 0).tolist() == [4]
    (warned,) = [one for one in found.findings if one.code == "closed-on-holiday"]
    assert "2025-10-03 (8 places)" in warned.message


def test_a_campaign_that_is_planned_for_the_holiday_alone_means_that_places_open(chain):
    found = forecast(Campaign(item="roll", start="2025-10-03", end="2025-10-03"), *chain)
    assert (found.mean() > 0).all()
    assert "closed-on-holiday" not in {one.code for one in found.findings}
