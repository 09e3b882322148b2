import numpy as np
import pytest
from hypothesis import given

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.newsvendor import best_quantity
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.second_order import second_order
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from tests.python.supply.demands import all_costs, all_terms, demands, numbers
from tests.python.supply.forecasts import forecast_of, uncertain

COSTS = Costs(5.0, 2.0, salvage=0.5)


@given(demands, all_costs(), all_terms())
def test_with_nothing_there_it_is_the_newsvendors_order(rest, costs, terms):
    assert second_order(rest, costs, terms, on_hand=0).quantity == best_quantity(rest, costs, terms)


@given(demands, all_costs(), numbers(0, 1e5), numbers(0, 1e5))
def test_what_is_there_lowers_the_order(rest, costs, on_hand, more):
    few, many = (second_order(rest, costs, SupplyTerms(), on_hand=stock) for stock in (on_hand, on_hand + more))
    assert many.quantity <= few.quantity + 1
    assert few.position == on_hand


def test_the_target_is_the_quantile_of_the_rest_less_what_is_there():
    rest = uncertain(periods=4)
    order = second_order(rest, COSTS, SupplyTerms(), on_hand=100, on_order=50)
    totals = SampleDemand(rest.total().paths())
    assert order.target == totals.quantile(COSTS.critical_ratio)
    assert order.quantity == pytest.approx(order.target - 150, abs=1)
    assert order.expected_leftover == pytest.approx(150 + order.quantity - totals.mean + order.expected_lost_sales)


def test_after_the_last_day_nothing_is_ordered_and_it_is_said():
    rest = uncertain(periods=2)
    terms = SupplyTerms(lead_days=7)
    assert second_order(rest, COSTS, terms, on_hand=0, today="2027-01-13").findings == ()
    with pytest.raises(InputError, match="no such day"):
        second_order(rest, COSTS, terms, on_hand=0, today="2027-01-32")
    late = second_order(rest, COSTS, terms, on_hand=0, today="2027-01-14")
    assert late.last_order_day == "2027-01-13"
    assert late.quantity == 0
    assert [one.code for one in late.findings] == ["past-last-order-day"]


def test_what_runs_out_before_the_order_arrives_is_a_risk():
    rest = forecast_of(np.full((20, 1, 4), 100.0))
    order = second_order(rest, COSTS, SupplyTerms(lead_days=14), on_hand=150, today="2027-01-07")
    assert (order.quantity, order.expected_lost_sales, order.expected_leftover, order.stock_out_risk) == (200, 50, 0, 1)
    assert second_order(rest, COSTS, SupplyTerms(lead_days=14), on_hand=250, today="2027-01-07").stock_out_risk == 0


def test_no_more_is_ordered_than_sells_before_it_spoils():
    rest = forecast_of(np.full((20, 1, 6), 100.0))
    order = second_order(rest, COSTS, SupplyTerms(lead_days=7, shelf_life_days=14), on_hand=100, today="2027-01-07")
    assert (order.quantity, order.expected_lost_sales) == (200, 300)
