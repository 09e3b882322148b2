import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.order_plan import order_plan
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from ltoplan_widgets.supply.two_stage_order import two_stage_order
from tests.python.supply.demands import all_costs
from tests.python.supply.forecasts import forecast_of, uncertain

COSTS = Costs(5.0, 3.0, salvage=0.5)
FORECAST = uncertain(periods=8, spread=0.5, noise=0.1)
SMALL = uncertain(periods=8, spread=0.5, noise=0.1, n=200)


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


def test_a_second_order_before_anything_was_seen_is_none_and_that_is_told():
    order = two_stage_order(FORECAST, COSTS, SupplyTerms(), decide_on="2027-01-07")
    assert (order.decide_on, [one.code for one in order.findings]) == ("", ["nothing-seen"])
    assert "decide after 2027-01-13" in str(order)


def test_a_second_order_that_would_come_too_late_leaves_one_order():
    order = two_stage_order(FORECAST, COSTS, SupplyTerms(lead_days=60), decide_on="2027-01-21")
    assert (order.decide_on, order.expected_second, order.value_of_waiting) == ("", 0.0, 0.0)
    assert order.quantity == order_plan(FORECAST, COSTS, SupplyTerms()).quantity


@given(all_costs(), st.sampled_from([1.0, 12.0, 50.0]), st.integers(0, 20))
def test_a_second_order_never_costs_anything_and_packs_are_respected(costs, pack, lead):
    order = two_stage_order(SMALL, costs, SupplyTerms(case_pack=pack, lead_days=lead), decide_on="2027-01-28")
    assert order.value_of_waiting >= 0
    assert order.quantity / pack == pytest.approx(round(order.quantity / pack))


@pytest.mark.parametrize("day", ["2027-01-06", "2027-03-10", "soon", "20270121"])
def test_a_day_outside_the_campaign_is_refused(day):
    with pytest.raises(InputError, match="decide_on"):
        two_stage_order(FORECAST, COSTS, SupplyTerms(), decide_on=day)


@given(all_costs(), st.sampled_from([0.0, 200.0, 900.0]), st.sampled_from([None, 900.0, 1500.0]))
def test_limits_hold_for_both_orders(costs, minimum, capacity):
    order = two_stage_order(SMALL, costs, SupplyTerms(minimum_order=minimum, capacity=capacity), decide_on="2027-01-21")
    for quantity in (order.quantity, order.second_high):
        assert quantity <= (capacity or quantity) + 1e-9
    assert order.quantity == 0 or order.quantity >= minimum
    assert order.value_of_waiting >= 0


def test_a_second_order_below_the_minimum_is_placed_only_where_it_pays():
    order = two_stage_order(FORECAST, COSTS, SupplyTerms(minimum_order=20_000), decide_on="2027-01-21")
    assert (order.expected_second, order.quantity) == (0, 0)


def test_what_cannot_be_served_any_more_is_not_ordered():
    """The first order is gone by the day of decision: demand until the arrival is lost whatever is ordered."""
    paths = np.full((50, 1, 6), 100.0)
    terms = SupplyTerms(capacity=200, lead_days=14)
    order = two_stage_order(forecast_of(paths), COSTS, terms, decide_on="2027-01-21")
    assert (order.quantity, order.expected_second, order.expected_leftover) == (200, 200, 0)
    assert order.expected_lost_sales == 200


def test_what_does_not_fit_two_orders_is_told():
    late = two_stage_order(FORECAST, COSTS, SupplyTerms(lead_days=60), decide_on="2027-01-21")
    assert [one.code for one in late.findings] == ["lead-time-above-window"]
    fresh = two_stage_order(FORECAST, COSTS, SupplyTerms(shelf_life_days=21), decide_on="2027-01-21")
    assert [one.code for one in fresh.findings] == ["shelf-life-below-window"]
