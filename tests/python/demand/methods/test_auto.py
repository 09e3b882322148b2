import pandas as pd

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from tests.python import chain
from tests.python.department import department_store

ROLES = {"item": "item", "location": "location", "date": "date", "units": "units"}


def test_an_item_with_everyday_sales_is_lifted_from_them():
    library = chain.library()
    found = forecast(library.campaign("rose"), chain.history(), library, origin="2026-04-20")
    assert found.method == "eb_uplift"
    assert found.why == "4 past launches, 4 of the item itself, tell what a campaign makes of its own everyday sales"
    assert (found.total().method, found.by_period("week").why) == (found.method, found.why)


def test_a_season_that_recurs_is_forecast_from_last_year():
    sales, campaigns = department_store(departments=2, places=3)
    library = CampaignLibrary.from_frame(campaigns)
    found = forecast(library.campaign("x2011", item="d1"), SalesHistory.from_frame(sales, **ROLES), library, origin="2011-10-31")
    assert found.method == "recurring_season"
    assert "this time of the year" in found.why


def _and(campaigns, *starts):
    """Campaigns of four weeks besides those of 2010's season."""
    season = campaigns[campaigns.event == "x2010"]
    others = [
        season.assign(
            event=start, campaign=start + season.campaign, start=pd.Timestamp(start), end=pd.Timestamp(start) + pd.Timedelta(days=27)
        )
        for start in starts
    ]
    return CampaignLibrary.from_frame(pd.concat([campaigns, *others], ignore_index=True))


def test_a_season_is_one_where_each_year_has_others_too():
    sales, campaigns = department_store(departments=2, places=3)
    library = _and(campaigns, "2010-09-06", "2011-09-05")
    found = forecast(library.campaign("x2011", item="d1"), SalesHistory.from_frame(sales, **ROLES), library, origin="2011-10-31")
    assert found.method == "recurring_season"


def test_campaigns_all_over_the_year_are_no_season():
    sales, campaigns = department_store(departments=2, places=3)
    library = _and(campaigns, "2010-04-12", "2010-06-07", "2010-08-16", "2011-03-07", "2011-05-02", "2011-07-11", "2011-09-12")
    found = forecast(library.campaign("x2011", item="d1"), SalesHistory.from_frame(sales, **ROLES), library, origin="2011-10-31")
    assert found.method == "eb_uplift"


def test_a_new_item_of_which_nothing_is_known_is_taken_for_one_of_the_past_ones():
    new = Campaign(item="maple", start="2026-10-05", end="2026-10-18")
    found = forecast(new, chain.history(), chain.library())
    assert found.method == "eb_uplift"
    assert "all that its places sell" in found.why
    assert found.baseline.sum() == 0


def test_a_method_that_somebody_names_needs_no_reason():
    library = chain.library()
    found = forecast(library.campaign("rose"), chain.history(), library, method="pooled_ratio")
    assert (found.method, found.why) == ("pooled_ratio", "")
