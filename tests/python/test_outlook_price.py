"""The offer's price moves demand as far as past campaigns show that it does."""

import pytest

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.evaluator import Evaluator
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.plan import Plan
from tests.python.deals import BARE, HISTORY, LIBRARY


def deal_plan(price, **campaign):
    offer = Offer(name="Juice", price=price, unit_cost=1.0)
    deal = Campaign(item="juice", start="2027-01-25", end="2027-01-31", offer="juice", event="next", **campaign)
    return Plan(name="Deal", offers={"juice": offer}, campaigns={"deal": deal})


def test_a_lower_price_sells_more_where_past_campaigns_show_it():
    evaluator = Evaluator(HISTORY, BARE)
    dear, cheap = (evaluator.evaluate(deal_plan(price)) for price in (3.6, 2.7))
    lift = (3.6 / 2.7) ** dear.price_effect.response.elasticity
    assert float(cheap.total.mean()) == pytest.approx(float(dear.total.mean()) * lift, rel=0.02)
    assert float(cheap.launch.mean().sum()) == pytest.approx(float(cheap.total.mean()))
    assert float(cheap.total.paths().mean()) == pytest.approx(float(cheap.total.mean()), rel=0.02)
    assert cheap.order.quantity > dear.order.quantity
    assert [one.column for one in cheap.findings if one.code == "price-effect"] == ["offers/juice/price"]


def test_sales_of_a_running_campaign_are_compared_with_what_its_price_promised():
    last = max(BARE.campaigns(), key=lambda one: one.start)
    two_weeks = {"item": "juice", "start": last.start, "end": "2027-01-10", "offer": "juice", "event": "again"}
    plan = Plan(name="Deal", offers={"juice": Offer(name="Juice", price=2.7, unit_cost=1.0)}, campaigns={"deal": Campaign(**two_weeks)})
    known = BARE.ended_by(last.start)
    cheap = Evaluator(HISTORY, known).evaluate(plan, as_of=iso_day(day_number(last.start) + 6))
    dear = Evaluator(HISTORY, known).evaluate(replaced(plan, {"offers/juice/price": 3.5}), as_of=iso_day(day_number(last.start) + 6))
    assert cheap.early_read.expected > 1.2 * dear.early_read.expected
    assert cheap.early_read.sold == dear.early_read.sold


def test_a_price_that_is_dragged_forecasts_nothing_anew(monkeypatch):
    evaluator = Evaluator(HISTORY, LIBRARY)
    evaluator.evaluate(deal_plan(3.0))
    monkeypatch.setattr("ltoplan_widgets.demand.prospect.launch_memory.running_launch", lambda *_, **__: pytest.fail("forecast anew"))
    monkeypatch.setattr("ltoplan_widgets.demand.prospect.launch_memory.price_effect", lambda *_, **__: pytest.fail("learned anew"))
    assert evaluator.evaluate(deal_plan(3.3)).order.quantity > 0


def test_a_judged_total_stays_at_any_price_and_that_is_told():
    evaluator = Evaluator(HISTORY, BARE)
    dear, cheap = (evaluator.evaluate(deal_plan(price, demand_mean=2000.0)) for price in (3.6, 2.7))
    assert float(dear.total.mean()) == pytest.approx(float(cheap.total.mean())) == pytest.approx(2000.0)
    told = [one for one in cheap.findings if one.code.startswith("price")]
    assert [one.code for one in told] == ["price-without-effect"]
    assert "the total is judged" in told[0].message


def test_the_price_is_a_part_of_what_is_expected():
    evaluator = Evaluator(HISTORY, BARE)
    for price in (3.6, 2.7):
        found = evaluator.evaluate(deal_plan(price))
        assert sum(one.units for one in found.explanation.contributions) == pytest.approx(float(found.total.mean()))
    assert found.explanation["offer price"].units > 0
    assert "2.70 against the average of past campaigns" in found.explanation["offer price"].why
    assert "early read" not in [one.name for one in found.explanation.contributions]
