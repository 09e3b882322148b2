import numpy as np
import pandas as pd
import pytest

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.price_response import price_response
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import InputError

WEEKS, PLACES, DEALS = 160, 12, 36
NEXT = Campaign(item="juice", start="2027-01-25", end="2027-01-31", event="next", covariates={"discount": 0.2})


def tables(elasticity, *, column="discount"):
    """Weekly sales with deals of known depth, and the deals."""
    rng = np.random.default_rng(4)
    weeks = pd.date_range("2024-01-01", periods=WEEKS, freq="7D").strftime("%Y-%m-%d")
    cuts = rng.choice([0.1, 0.2, 0.3, 0.4], DEALS)
    log_lift = np.zeros(WEEKS)
    log_lift[4 : 4 + 4 * DEALS : 4] = -elasticity * np.log(1 - cuts) + rng.normal(0, 0.15, DEALS)
    frames, deals = [], []
    for place in range(PLACES):
        units = rng.poisson(60 * np.exp(log_lift + 0.1 * place - 0.5)).astype(float)
        frames.append(pd.DataFrame({"item": "juice", "location": f"p{place}", "date": weeks, "units": units}))
        for k, cut in enumerate(cuts):
            start = weeks[4 + 4 * k]
            end = str((pd.Timestamp(start) + pd.Timedelta(days=6)).date())
            deals.append(
                (f"d{k}-{place}", "juice", f"p{place}", f"d{k}", start, end, cut if column == "discount" else round(4 * (1 - cut), 2))
            )
    campaigns = pd.DataFrame(deals, columns=["campaign", "item", "location", "event", "start", "end", column])
    history = SalesHistory.from_frame(pd.concat(frames), item="item", location="location", date="date", units="units")
    return history, CampaignLibrary.from_frame(campaigns)


@pytest.mark.parametrize("elasticity", [1.0, 2.5])
def test_the_elasticity_of_generated_deals_is_recovered(elasticity):
    found = price_response(NEXT, *tables(elasticity))
    assert found.elasticity == pytest.approx(elasticity, abs=max(3 * found.std_dev, 0.35))
    assert 0 < found.std_dev < 0.6
    assert (found.lever, found.launches) == ("discount", DEALS)


def test_prices_tell_it_as_well_as_discounts():
    by_price = price_response(
        Campaign(item="juice", start=NEXT.start, end=NEXT.end, event="next", covariates={"price": 3.2}), *tables(2.0, column="price")
    )
    assert by_price.elasticity == pytest.approx(2.0, abs=0.4)


def test_without_a_price_it_says_what_to_add():
    history, library = tables(2.0)
    bare = CampaignLibrary.from_frame(library.to_pandas().drop(columns="discount"))
    with pytest.raises(InputError, match="price or discount"):
        price_response(NEXT, history, bare)
