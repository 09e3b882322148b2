import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.day import day_number
from ltoplan_widgets.demand.launch.comparison import all_past
from ltoplan_widgets.demand.launch.past_memory import PastMemory
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.sales.history import SalesHistory

PLACES = ["north", "east", "south"]
STARTS = ("2026-03-02", "2026-04-01", "2026-05-07", "2026-06-10")


def made_of(sales):
    return SalesHistory.from_frame(sales, item="item", location="location", date="date", units="units")


@pytest.fixture(scope="module")
def sales():
    """Half a year of days with a deal of five days a month; the last place opens in the middle of a week."""
    random, days = np.random.default_rng(1), pd.date_range("2026-01-01", "2026-06-30").strftime("%Y-%m-%d")
    frame = pd.DataFrame({"item": "tea", "location": np.repeat(PLACES, len(days)), "date": list(days) * len(PLACES)})
    frame["units"] = random.poisson(12, len(frame)).astype(float)
    return frame[(frame["location"] != "south") | (frame["date"] >= "2026-04-03")]


def library():
    rows = [(start, place) for start in STARTS for place in PLACES]
    frame = pd.DataFrame(rows, columns=["start", "location"]).assign(item="tea")
    frame["event"], frame["end"] = frame["start"], (pd.to_datetime(frame["start"]) + pd.Timedelta(days=4)).dt.strftime("%Y-%m-%d")
    return CampaignLibrary.from_frame(frame)


def past(history, campaigns, day):
    return all_past(history.known_by(day_number(day)), campaigns, 1, is_own=True)


def assert_same(found, wanted):
    assert [one.event for one in found] == [one.event for one in wanted]
    for mine, other in zip(found, wanted, strict=True):
        for name in ("units", "base", "counted", "whole", "places", "rows"):
            assert np.array_equal(getattr(mine, name), getattr(other, name)), (mine.event, name)


@pytest.mark.parametrize("origins", [("2026-04-07", "2026-06-09"), ("2026-05-12", "2026-06-18"), ("2026-06-18", "2026-04-08")])
def test_what_was_made_for_another_origin_is_what_would_be_made_anew(sales, origins):
    """On whichever day of a week the origins are, and whether the next one lies later or earlier."""
    history, campaigns = made_of(sales), library()
    past(history, campaigns, origins[0])
    assert_same(past(history, campaigns, origins[1]), past(history, library(), origins[1]))


def test_a_launch_is_made_once(sales):
    history, campaigns = made_of(sales), library()
    before, after = past(history, campaigns, "2026-05-20"), past(history, campaigns, "2026-06-09")
    assert [one.event for one in before] == [one.event for one in after] == list(STARTS[:3])
    assert all(one is other for one, other in zip(before, after, strict=True))


def test_of_other_sales_nothing_is_kept(sales):
    campaigns, changed = library(), sales.copy()
    changed.loc[changed["date"] == "2026-03-25", "units"] += 1
    past(made_of(sales), campaigns, "2026-06-09")
    found = past(made_of(changed), campaigns, "2026-06-09")
    assert_same(found, past(made_of(changed), library(), "2026-06-09"))


def test_only_what_was_over_before_the_sales_differ_is_kept(sales):
    memory, campaigns, changed = PastMemory(), library(), sales.copy()
    changed.loc[changed["date"] == "2026-04-20", "units"] += 1
    one, other = made_of(sales), made_of(changed)
    kept = memory.of(one, Schedule.of(campaigns, one), 1)[True]
    kept.update(dict.fromkeys(((start, "tea") for start in STARTS), None))
    assert sorted(event for event, _ in memory.of(other, Schedule.of(campaigns, other), 1)[True]) == list(STARTS[:2])
    assert not memory.of(other, Schedule.of(campaigns, other), 2)[True]
