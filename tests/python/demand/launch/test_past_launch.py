import numpy as np
import pytest

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.synthetic.synthetic import synthetic_chain
from ltoplan_widgets.demand.synthetic.synthetic_offer import EverydayItem, LimitedOffer, Surprise

STARTS = ("2025-04-03", "2025-06-05", "2025-08-07", "2025-10-02")


def chain(sold_out_after):
    offers = [
        LimitedOffer(
            event=f"e{k}", item="coffee", start=start, days=28, ratio=1.6, fading=0.3, sold_out_after=sold_out_after if k == 2 else None
        )
        for k, start in enumerate(STARTS)
    ]
    everyday = [EverydayItem(key="coffee", units=80.0), EverydayItem(key="tea", units=40.0)]
    return synthetic_chain(
        everyday, offers, first_day="2025-01-01", last_day="2025-11-15", places=12, surprise=Surprise(event=0.03), seed=4
    )


def analogue(made, method):
    columns = {name: name for name in ("item", "location", "date", "units", "stock_out", "closed", "price")}
    history, library = SalesHistory.from_frame(made.sales, **columns), CampaignLibrary.from_frame(made.campaigns)
    found = forecast(library.campaign("e3"), history, library, method=method)
    return next(one for one in found.analogues if one.event == "e2"), found


@pytest.mark.parametrize("after", [7, 20])
def test_a_launch_that_sold_out_counts_with_what_was_wanted(after):
    made = chain(after)
    table = made.sales
    inside = (
        (table["item"] == "coffee") & (table["date"] >= STARTS[2]) & (table["date"] < np.datetime64(STARTS[2]) + np.timedelta64(28, "D"))
    )
    wanted, sold = made.truth["demand"][inside].sum(), table["units"][inside].sum()
    found, _ = analogue(made, "analogue_ratio")
    assert found.units == pytest.approx(wanted, rel=0.04)
    assert abs(found.units - wanted) < 0.35 * (wanted - sold)
    assert "which are filled in" in found.why


def test_forecasts_do_not_follow_an_empty_shelf():
    means = [float(analogue(chain(after), "analogue_ratio")[1].total().mean()) for after in (None, 7)]
    assert means[1] == pytest.approx(means[0], rel=0.03)
