import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from tests.python.demand.chain_tables import COLUMNS, campaigns, sales

MONDAYS = pd.date_range("2026-01-05", periods=20, freq="7D")
WEEKLY = SalesHistory.from_frame(sales(date=np.tile(MONDAYS, 4)), **COLUMNS)
DAILY = SalesHistory.from_frame(sales(), **COLUMNS)


def schedule(start: str, end: str, history: SalesHistory = WEEKLY) -> Schedule:
    return Schedule.of(CampaignLibrary.from_frame(campaigns(start=start, end=end)), history)


@pytest.mark.parametrize(
    ("start", "end", "weeks", "touched"),
    [
        ("2026-01-12", "2026-01-18", (1, 1), (1, 1)),  # Monday to Sunday
        ("2026-01-12", "2026-02-01", (1, 3), (1, 3)),
        ("2026-01-12", "2026-01-12", (1, 1), (1, 1)),  # named by the week's own date
        ("2026-01-12", "2026-01-26", (1, 3), (1, 3)),
        ("2026-01-14", "2026-01-27", (1, 2), (1, 3)),  # Wednesday to Tuesday: the weeks that hold most of it
        ("2026-01-16", "2026-01-29", (2, 3), (1, 3)),  # Friday to Thursday
        ("2026-01-16", "2026-01-30", (2, 3), (1, 3)),
        ("2026-01-16", "2026-01-18", (1, 1), (1, 1)),
    ],
)
def test_a_campaign_runs_in_the_weeks_that_it_fills(start, end, weeks, touched):
    found = schedule(start, end)
    assert (found.start[0], found.end[0]) == weeks
    running = found.running("latte", (2, 20))
    assert np.flatnonzero(running[0]).tolist() == list(range(touched[0], touched[1] + 1))
    assert not found.running("mocha", (2, 20)).any()


def test_a_campaign_runs_on_its_days():
    found = schedule("2026-01-12", "2026-01-16", DAILY)
    assert (found.start[0], found.end[0]) == (7, 11)
    assert np.flatnonzero(found.running("latte", (2, 20))[1]).tolist() == [7, 8, 9, 10, 11]


@pytest.mark.parametrize("weeks", [1, 2, 3])
def test_weekly_campaigns_of_different_length_lift_every_week_alike(weeks):
    periods, lengths = 104, (1, 2, 3)
    mondays = pd.date_range("2024-01-01", periods=periods, freq="7D")
    units, rows = np.full(periods, 100.0), []
    for k, first in enumerate(range(10, 94, 8)):
        length = lengths[k % 3]
        units[first : first + length] = 300.0
        rows.append({"event": f"e{k}", "start": mondays[first], "end": mondays[first + length - 1] + pd.Timedelta(days=6)})
    places = ("east", "north", "west")
    table = pd.concat([pd.DataFrame({"item": "latte", "location": place, "date": mondays, "units": units}) for place in places])
    past = pd.DataFrame(
        [{**row, "campaign": f"{row['event']}-{place}", "item": "latte", "location": place} for row in rows for place in places]
    )
    launch = Campaign(item="latte", start=mondays[-1] + pd.Timedelta(days=7), end=mondays[-1] + pd.Timedelta(days=7 * weeks + 6))
    found = forecast(launch, SalesHistory.from_frame(table, **COLUMNS), CampaignLibrary.from_frame(past))
    assert found.by_period().mean() == pytest.approx([900.0] * weeks, rel=0.02)
    assert {len(one.curve) for one in found.analogues} == {1, 2, 3}


def test_a_campaign_that_ends_within_an_unknown_week_is_not_over():
    library = CampaignLibrary.from_frame(
        pd.concat([campaigns(start="2026-03-02", end="2026-03-08"), campaigns(event="late", start="2026-03-25", end="2026-03-31")])
    )
    found = forecast(Campaign(item="latte", start="2026-04-06", end="2026-04-12"), WEEKLY, library, origin="2026-03-29")
    assert [one.event for one in found.analogues] == ["spring"]
