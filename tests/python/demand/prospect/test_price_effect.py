"""What the price does to demand, learned from generated deals."""

import numpy as np
import pytest

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.price_effect import price_effect
from ltoplan_widgets.plan.campaign import Campaign
from tests.python.deals import BARE, HISTORY, LIBRARY, priced
from tests.python.demand.prospect.test_price_response import tables

NEXT = Campaign(item="juice", start="2027-01-25", end="2027-01-31", event="next")


def codes(effect, price):
    return [one.code for one in effect.findings(price)]


@pytest.mark.parametrize("library", [LIBRARY, BARE], ids=["campaigns tell the discount", "only sales tell the price"])
def test_demand_follows_the_price_as_past_campaigns_tell(library):
    effect = price_effect(NEXT, HISTORY, library)
    known = effect.response
    assert known.elasticity == pytest.approx(2.0, abs=0.5)
    assert (known.lowest, known.highest) == (pytest.approx(2.4), pytest.approx(3.6))
    assert known.lowest < known.reference < known.highest
    assert effect.lift(3.0) / effect.lift(3.3) == pytest.approx(1.1**known.elasticity)
    assert effect.lift(known.reference) == pytest.approx(1.0)
    assert codes(effect, 3.0) == ["price-effect"]
    assert codes(effect, known.reference) == []


def test_factors_scatter_round_the_lift_as_little_is_known():
    effect = price_effect(NEXT, HISTORY, LIBRARY)
    factors = effect.factors(3.4, 2000)
    assert np.median(factors) == pytest.approx(effect.lift(3.4), rel=0.01)
    spread = effect.response.std_dev * abs(np.log(3.4 / effect.response.reference))
    assert np.log(factors).std() == pytest.approx(spread, rel=0.05)


def test_prices_that_nobody_tried_are_told_and_held():
    effect = price_effect(NEXT, HISTORY, LIBRARY)
    assert codes(effect, 4.2) == ["price-effect", "price-extrapolated"]
    assert effect.lift(1.0) == effect.lift(0.5)
    assert "beyond 1.92 as if it were that" in str(effect.findings(1.0)[1])


def test_what_the_campaign_says_itself_goes_before_the_price():
    stated = Campaign(item="juice", start=NEXT.start, end=NEXT.end, event="next", covariates={"discount": 0.2})
    effect = price_effect(stated, HISTORY, LIBRARY)
    assert effect.lift(2.0) == 1
    assert effect.findings(3.2) == ()
    (told,) = effect.findings(4.0)
    assert told.code == "price-contradicts-campaign"
    assert "3.20" in told.message
    assert "take discount out" in told.mend


@pytest.mark.parametrize(
    ("history", "library", "said"),
    [
        (tables(2.0)[0], BARE, "nothing tells price or discount"),
        (tables(2.0)[0], LIBRARY, "the usual price is not known"),
        (*priced(0.0)[:2], "no clear effect"),
    ],
    ids=["no price anywhere", "a discount of nothing", "no elasticity"],
)
def test_without_evidence_the_price_moves_nothing_and_it_is_said_why(history, library, said):
    effect = price_effect(NEXT, history, library)
    assert effect.lift(2.0) == 1
    assert (effect.factors(2.0, 5) == 1).all()
    (told,) = effect.findings(2.0)
    assert (told.code, told.severity, told.column) == ("price-without-effect", "note", "price")
    assert said in told.message
    assert told.mend


def test_a_rivals_price_is_not_the_own_one():
    deals = LIBRARY.to_pandas().rename(columns={"discount": "competitor_price_ratio"})
    rivals = CampaignLibrary.from_frame(deals.assign(competitor_price_ratio=1 - deals["competitor_price_ratio"]))
    assert price_effect(NEXT, tables(2.0)[0], rivals).response is None


def test_without_a_price_there_is_nothing_to_say():
    assert price_effect(NEXT, HISTORY, LIBRARY).findings(0.0) == ()


@pytest.mark.parametrize("discount", [1.0, 20.0, -0.2])
def test_a_discount_above_the_price_is_none(discount):
    wrong = Campaign(item="juice", start=NEXT.start, end=NEXT.end, event="next", covariates={"discount": discount})
    (told,) = price_effect(wrong, HISTORY, LIBRARY).findings(3.2)
    assert (told.code, told.column) == ("discount-above-price", "covariates")
    assert "past campaigns had 0.1 to 0.4" in told.message


def test_a_planned_discount_that_nobody_tried_is_told():
    deep = Campaign(item="juice", start=NEXT.start, end=NEXT.end, event="next", covariates={"discount": 0.6})
    assert codes(price_effect(deep, HISTORY, LIBRARY), 1.6) == ["price-extrapolated"]
    assert codes(price_effect(deep, HISTORY, LIBRARY), 3.2) == ["price-contradicts-campaign", "price-extrapolated"]
