import pytest

from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.plan.campaign import Campaign
from tests.python import chain


def test_the_forecast_is_the_base_times_what_past_launches_made_of_theirs():
    library = chain.library()
    found = forecast(library.campaign("rose"), chain.history(), library, method="pooled_ratio")
    ratios = {float((place / base).mean()) for place, base in zip(found.mean(), found.baseline, strict=True)}
    assert max(ratios) == pytest.approx(min(ratios))
    assert max(ratios) == pytest.approx((1.3 + 1.4 + 1.6 + 1.5) / 4, rel=0.04)


def test_an_item_without_past_launches_takes_everybody_s_ratio():
    new = Campaign(item="maple", start="2026-10-05", end="2026-10-18")
    found = forecast(new, chain.history(), chain.library(), method="pooled_ratio")
    assert {one.item for one in found.analogues} == {"latte"}
    assert found.baseline.sum() == 0
    assert float(found.total().mean()) > 0
