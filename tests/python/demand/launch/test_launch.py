from datetime import date

import numpy as np
import pytest

from ltoplan_widgets.demand.launch.launch import launch_of
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import InputError
from tests.python.demand.chain_tables import COLUMNS, campaigns, sales

HISTORY = SalesHistory.from_frame(sales(), **COLUMNS)
LIBRARY = CampaignLibrary.from_frame(campaigns())


def campaign(**changed) -> Campaign:
    return Campaign(**{"item": "latte", "start": "2026-01-25", "end": "2026-01-27", **changed})


def refused(call):
    with pytest.raises(InputError) as caught:
        call()
    return caught.value.findings[0]


def test_a_launch_has_the_history_s_places_and_periods():
    found = launch_of(campaign(), HISTORY)
    assert (found.starts, found.locations) == (("2026-01-25", "2026-01-26", "2026-01-27"), ("east", "west"))


def test_dates_numbers_and_lists_are_taken_for_what_they_mean():
    found = launch_of(campaign(start=date(2026, 1, 25), locations=["west"]), HISTORY, origin=date(2026, 1, 20))
    assert (found.starts[0], found.locations, found.last - found.origin) == ("2026-01-25", ("west",), 7)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("start", "25.01.2026", "no-such-day"),
        ("start", "20260125", "no-such-day"),
        ("end", "2026-02-30", "no-such-day"),
        ("end", None, "no-such-day"),
        ("end", "2026-01-20", "end-before-start"),
        ("item", None, "bad-field"),
        ("covariates", {"tv": [1]}, "bad-field"),
        ("locations", "west", "bad-field"),
        ("locations", {"wst": True}, "unknown-location"),
    ],
)
def test_a_field_that_cannot_be_meant_is_named(field, value, code):
    found = refused(lambda: launch_of(campaign(**{field: value}), HISTORY))
    assert (found.code, found.column.split(".")[0].split("[")[0]) == (code, field)
    assert found.mend


@pytest.mark.parametrize(
    ("arguments", "column"),
    [
        (("latte", HISTORY, LIBRARY), "campaign"),
        ((campaign(), LIBRARY, HISTORY), "library"),
        ((campaign(), campaigns(), LIBRARY), "history"),
        ((campaign(), HISTORY, campaigns()), "library"),
    ],
)
def test_arguments_in_the_wrong_place_are_named(arguments, column):
    found = refused(lambda: forecast(*arguments))
    assert (found.code, found.column) == ("wrong-kind", column)


@pytest.mark.parametrize("seed", [-1, 1.5, "a"])
def test_a_seed_is_a_whole_number(seed):
    assert refused(lambda: forecast(campaign(), HISTORY, LIBRARY, seed=seed)).code == "bad-seed"


@pytest.mark.parametrize("call", [lambda found: found.quantile("a"), lambda found: found.quantile(90), lambda found: found.paths(2.5)])
def test_what_is_asked_of_a_forecast_is_checked(call):
    assert refused(lambda: call(forecast(campaign(), HISTORY, LIBRARY, seed=np.int64(1)))).code in {"quantile-level", "path-count"}


def test_a_day_that_is_none_does_not_end_a_library():
    assert refused(lambda: LIBRARY.ended_by("soon")).code == "no-such-day"
    assert len(LIBRARY.ended_by(date(2026, 1, 16))) == 2
