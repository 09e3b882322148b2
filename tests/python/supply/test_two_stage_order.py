import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.order_plan import order_plan
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from ltoplan_widgets.supply.two_stage_order import two_stage_order
from tests.python.supply.demands import all_costs
from tests.python.supply.forecasts import uncertain

COSTS = Costs(5.0, 3.0, salvage=0.5)
FORECAST = uncertain(periods=8, spread=0.5, noise=0.1)


def test_waiting_pays_where_the_first_weeks_tell_of_the_rest():
    order = two_stage_order(FORECAST, COSTS, SupplyTerms(lead_days=7), decide_on="2027-01-21")
    single = order_plan(FORECAST, COSTS, SupplyTerms())
    assert (order.decide_on, order.arrives_on) == ("2027-01-21", "2027-01-28")
    assert order.single_quantity == single.quantity
    assert order.single_profit == pytest.approx(single.expected_profit)
    assert order.value_of_waiting > 0.02 * order.single_profit
    assert order.quantity < single.quantity
    assert order.second_low <= order.expected_second <= order.second_high * 1.001
    assert "worth" in repr(order)


def test_with_perfect_supply_after_one_week_the_first_order_covers_little_more_than_that_week():
    order = two_stage_order(FORECAST, COSTS, SupplyTerms(), decide_on="2027-01-14")
    assert order.quantity < 2.5 * 100 * 1.6


def test_a_second_order_that_would_come_too_late_leaves_one_order():
    order = two_stage_order(FORECAST, COSTS, SupplyTerms(lead_days=60), decide_on="2027-01-21")
    assert (order.decide_on, order.expected_second, order.value_of_waiting) == ("", 0.0, 0.0)
    assert order.quantity == order_plan(FORECAST, COSTS, SupplyTerms()).quantity


@given(all_costs(), st.sampled_from([1.0, 12.0, 50.0]), st.integers(0, 20))
def test_a_second_order_never_costs_anything_and_packs_are_respected(costs, pack, lead):
    order = two_stage_order(FORECAST, costs, SupplyTerms(case_pack=pack, lead_days=lead), decide_on="2027-01-28")
    assert order.value_of_waiting >= 0
    assert order.quantity / pack == pytest.approx(round(order.quantity / pack))


@pytest.mark.parametrize("day", ["2027-01-06", "2027-03-10", "soon"])
def test_a_day_outside_the_campaign_is_refused(day):
    with pytest.raises(InputError, match="decide_on"):
        two_stage_order(FORECAST, COSTS, SupplyTerms(), decide_on=day)
