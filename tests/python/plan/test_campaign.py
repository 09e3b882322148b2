from datetime import UTC, date, datetime

import msgspec
import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.plan.campaign import Campaign


def campaign(**changed) -> Campaign:
    return Campaign(**{"item": "latte", "start": "2027-01-07", "end": "2027-03-03", **changed})


@pytest.mark.parametrize(
    "day",
    ["2027-01-07", date(2027, 1, 7), datetime(2027, 1, 7, 9, tzinfo=UTC), pd.Timestamp("2027-01-07"), np.datetime64("2027-01-07T09:00")],
)
def test_every_kind_of_date_is_a_day(day):
    assert (campaign(start=day).start, campaign(end=day).end) == ("2027-01-07", "2027-01-07")


@pytest.mark.parametrize("key", ["7", 7, 7.0, np.int64(7), np.str_("7")])
def test_a_number_is_a_key(key):
    found = campaign(item=key, locations=[key])
    assert (found.item, type(found.item), found.locations, found.event_key) == ("7", str, {"7": True}, "7-2027-01-07")


@pytest.mark.parametrize("places", [["east", "west"], ("east", "west"), pd.Series(["east", "west"]), np.array(["east", "west"])])
def test_every_collection_of_places_is_a_set_of_places(places):
    found = campaign(locations=places).locations
    assert found == {"east": True, "west": True}
    assert {type(key) for key in found} == {str}


def test_numbers_of_other_libraries_are_plain_numbers_and_what_is_unknown_is_nothing():
    given = {"a": np.float32(0.5), "b": np.bool_(1), "c": pd.NA, "d": float("nan"), "e": pd.NaT, "f": 3}
    assert campaign(covariates=given).covariates == {"a": 0.5, "b": True, "c": None, "d": None, "e": None, "f": 3}


def test_what_python_gives_can_be_written_and_read_again():
    made = campaign(start=date(2027, 1, 7), locations={4: True}, covariates={"tv": np.int64(1)})
    assert msgspec.convert(msgspec.to_builtins(made), Campaign) == made
