import numpy as np
import pytest

from ltoplan_widgets.evaluator import Evaluator
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.supply.elasticity import Elasticity
from ltoplan_widgets.supply.price_option import best_price
from tests.python import chain
from tests.python.deals import BARE, HISTORY


@pytest.fixture(scope="module")
def evaluator():
    return Evaluator(chain.history(), chain.library())


@pytest.fixture(scope="module")
def outlook(evaluator):
    return evaluator.evaluate(chain.plan())


def test_the_order_is_shared_out_to_every_place_in_whole_cases(outlook):
    allocation = outlook.supply.allocation()
    pack = outlook.offer.case_pack
    assert allocation.locations == ("east", "north", "west")
    assert allocation.quantities.sum() == pytest.approx(outlook.order.quantity)
    assert allocation.quantities / pack == pytest.approx(np.round(allocation.quantities / pack))


def test_what_was_judged_for_the_chain_reaches_the_places(evaluator):
    judged = evaluator.evaluate(replaced(chain.plan(), {"campaigns/launch/demand_mean": 20_000.0}))
    allocation = judged.supply.allocation(20_000, case_pack=1)
    total = float(allocation.expected_sales.sum() + allocation.expected_lost_sales.sum())
    assert total == pytest.approx(20_000, rel=1e-3)


def test_deliveries_and_a_second_order_follow_from_the_terms(outlook):
    deliveries = outlook.supply.deliveries(every_days=14)
    assert [one.day for one in deliveries.deliveries] == ["2027-01-07", "2027-01-21", "2027-02-04", "2027-02-18"]
    two = outlook.supply.two_stage("2027-01-21")
    assert two.value_of_waiting >= 0
    assert two.single_quantity == outlook.recommended.quantity
    rest = outlook.forecast
    assert outlook.supply.second_order(rest, on_hand=0).quantity == outlook.recommended.quantity


def test_prices_and_sensitivity_start_from_the_order_in_force(outlook):
    elasticity = Elasticity(2.0, 0.3)
    options = outlook.supply.prices(elasticity)
    assert best_price(options).expected_profit >= next(one for one in options if one.discount == 0).expected_profit
    rows = outlook.supply.sensitivity()
    assert rows[0].assumption in {"price", "unit_cost", "demand_mean"}
    plan = outlook.supply.exit_plan(outlook.forecast, on_hand=outlook.order.quantity, elasticity=elasticity)
    assert plan.expected_leftover == pytest.approx(outlook.order.expected_leftover)


def test_without_costs_it_is_said_what_is_missing(evaluator):
    bare = evaluator.evaluate(replaced(chain.plan(), {"offers/latte/price": 0.0}))
    for ask in (bare.supply.allocation, bare.supply.deliveries, bare.supply.sensitivity):
        with pytest.raises(InputError, match="lacks price or costs"):
            ask()
    assert bare.supply.allocation(1000).quantities.sum() <= 1000


def test_overrides_against_the_evidence_are_findings_with_their_path(evaluator):
    mean = float(evaluator.evaluate(chain.plan()).statistical.mean()[0])
    said = {"campaigns/launch/overrides/2027-01-07": {"units": mean * 3, "reason": ""}}
    found = {one.code: one for one in evaluator.evaluate(replaced(chain.plan(), said)).findings}
    assert found["override-above-band"].column == "campaigns/launch/overrides/2027-01-07"
    assert "override-without-reason" in found


def test_prices_and_markdowns_take_the_elasticity_of_past_campaigns():
    offer = Offer(name="Juice", price=3.0, unit_cost=1.0)
    deal = Campaign(item="juice", start="2027-01-25", end="2027-01-31", offer="juice", event="next")
    found = Evaluator(HISTORY, BARE).evaluate(Plan(name="Deal", offers={"juice": offer}, campaigns={"deal": deal}))
    options = found.supply.prices()
    assert found.supply.elasticity.mean == pytest.approx(2.0, abs=0.5)
    assert [one.is_extrapolated for one in options] == [not 2.4 * 0.99 <= one.price <= 3.6 * 1.01 for one in options]
    assert found.supply.exit_plan(found.forecast, on_hand=4000).markdown.discount > 0


def test_without_an_elasticity_prices_say_what_is_missing(outlook):
    with pytest.raises(InputError, match=r"nothing tells price.*Elasticity\(mean, std_dev\)"):
        outlook.supply.prices()
    assert outlook.supply.exit_plan(outlook.forecast, on_hand=100).markdown is None
