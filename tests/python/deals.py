"""Deals at generated prices: demand follows the price with elasticity 2; what is told of the prices differs."""

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from tests.python.demand.prospect.test_price_response import tables

USUAL = 4.0
ROLES = {"item": "item", "location": "location", "date": "date", "units": "units"}


def priced(elasticity=2.0):
    """The deals, with prices in the sales: history, campaigns with their discount, and without it."""
    history, library = tables(elasticity)
    sales, deals = history.to_pandas(), library.to_pandas()
    cut = {(deal.location, str(deal.start)[:10]): deal.discount for deal in deals.itertuples()}
    keys = zip(sales["location"], sales["date"].astype(str).str[:10], strict=True)
    sales["price"] = [round(USUAL * (1 - cut.get(key, 0.0)), 2) for key in keys]
    return SalesHistory.from_frame(sales, price="price", **ROLES), library, CampaignLibrary.from_frame(deals.drop(columns="discount"))


HISTORY, LIBRARY, BARE = priced()
