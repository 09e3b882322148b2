import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.delivery_plan import delivery_plan
from ltoplan_widgets.supply.order_plan import order_plan
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from tests.python.supply.demands import all_costs
from tests.python.supply.forecasts import forecast_of, uncertain

COSTS = Costs(5.0, 2.0, salvage=0.5)


def test_stock_that_keeps_comes_at_once_as_the_order_plan_says():
    forecast = uncertain()
    plan, order = delivery_plan(forecast, COSTS, SupplyTerms()), order_plan(forecast, COSTS, SupplyTerms())
    assert [one.day for one in plan.deliveries] == ["2027-01-07"]
    assert plan.expected_quantity == pytest.approx(order.quantity)
    assert plan.expected_profit == pytest.approx(order.expected_profit)
    assert plan.expected_spoilage == 0


def test_three_weeks_of_shelf_life_make_three_deliveries_for_eight_weeks():
    plan = delivery_plan(uncertain(), COSTS, SupplyTerms(shelf_life_days=21, lead_days=21))
    assert [one.day for one in plan.deliveries] == ["2027-01-07", "2027-01-28", "2027-02-18"]
    assert [one.order_by for one in plan.deliveries] == ["2026-12-17", "2027-01-07", "2027-01-28"]
    assert plan.deliveries[0].sell_until == "2027-01-27"
    assert plan.expected_spoilage > 0


def test_a_delivery_is_no_larger_than_the_demand_that_it_can_serve():
    paths = np.full((10, 1, 6), 100.0)
    plan = delivery_plan(forecast_of(paths), COSTS, SupplyTerms(shelf_life_days=14))
    assert [one.target for one in plan.deliveries] == [200.0, 200.0, 200.0]
    assert (plan.expected_sales, plan.expected_spoilage, plan.fill_rate) == (600.0, 0.0, 1.0)


def test_what_is_left_and_keeps_counts_towards_the_next_delivery():
    paths = np.array([[[50.0, 100.0]], [[150.0, 100.0]]])
    plan = delivery_plan(forecast_of(paths), Costs(10.0, 1.0), SupplyTerms(), every_days=7)
    assert plan.deliveries[0].target == 150
    assert plan.deliveries[1].expected_quantity == pytest.approx((0 + 100) / 2)


@given(all_costs(), st.sampled_from([1.0, 12.0]), st.sampled_from([3.0, 7.0, 10.0, 30.0]))
def test_units_are_sold_spoilt_or_left(costs, pack, keeps):
    forecast = uncertain(periods=20, days=1, n=100)
    plan = delivery_plan(forecast, costs, SupplyTerms(case_pack=pack, shelf_life_days=keeps))
    assert plan.expected_sales + plan.expected_spoilage + plan.expected_leftover == pytest.approx(plan.expected_quantity, abs=1e-6)
    assert plan.expected_sales + plan.expected_lost_sales == pytest.approx(float(forecast.mean().sum()))


def test_an_interval_below_a_day_is_refused():
    with pytest.raises(InputError, match="every_days"):
        delivery_plan(uncertain(), COSTS, SupplyTerms(), every_days=0)
