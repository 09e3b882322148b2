import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import InputError
from tests.python import chain

ROLES = {"item": "item", "location": "location", "date": "date", "units": "units"}


def said(start, end, *, item="latte", table=None, library=None):
    history = SalesHistory.from_frame(chain.sales() if table is None else table, **ROLES)
    campaign = Campaign(item=item, start=start, end=end)
    return forecast(campaign, history, library or chain.library(), method="last_year"), history


def test_without_a_campaign_then_it_is_the_window_52_weeks_before():
    found, history = said("2026-12-03", "2026-12-09")
    before = history.column_at(history.first + 701 - 364)
    assert found.starts[0] == "2026-12-03"
    assert np.array_equal(found.mean(), history.matrix("latte")[:, before : before + 7])


def test_a_campaign_of_about_that_time_moves_the_window_to_its_start():
    found, history = said("2026-08-25", "2026-08-31")
    mango = history.column_at(history.first + 243)
    assert np.array_equal(found.mean(), history.matrix("latte")[:, mango : mango + 7])


def test_a_place_without_a_last_year_gets_its_base_at_the_others_rate():
    table = chain.sales()
    found, _ = said("2026-12-03", "2026-12-09", table=table[(table.location != "east") | (table.date >= "2026-01-01")])
    assert "no-last-year" in {one.code for one in found.findings}
    assert found.by_location().mean()[0] / 7 == pytest.approx(30, rel=0.15)


def test_a_seasonal_item_needs_no_everyday_sales():
    table = chain.sales()
    egg_nog = table[(table.date >= "2025-12-01") & (table.date < "2025-12-29")].assign(item="egg nog", units=12.0)
    mulled = [("m25", "2025-12-01", "2025-12-28")]
    rows = [
        {"campaign": f"{event}-{place}", "item": "egg nog", "location": place, "event": event, "start": start, "end": end}
        for event, start, end in mulled
        for place in chain.PLACES
    ]
    both = chain.campaigns()
    library = CampaignLibrary.from_frame(pd.concat([both, pd.DataFrame(rows)], ignore_index=True))
    found, _ = said("2026-11-30", "2026-12-27", item="egg nog", table=pd.concat([table, egg_nog], ignore_index=True), library=library)
    assert found.mean() == pytest.approx(np.full((3, 28), 12.0))
    assert found.baseline.sum() == 0


def test_an_item_that_was_never_sold_is_refused():
    with pytest.raises(InputError, match="nothing is known of the item a year ago"):
        said("2026-12-03", "2026-12-09", item="maple")
