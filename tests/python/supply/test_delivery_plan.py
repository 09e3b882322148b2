import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.delivery_plan import delivery_plan
from ltoplan_widgets.supply.delivery_run import DeliveryRun
from ltoplan_widgets.supply.order_plan import order_plan
from ltoplan_widgets.supply.sample_demand import SampleDemand
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


@given(all_costs(), st.sampled_from([1.0, 12.0]), st.sampled_from([None, 200.0]), st.sampled_from([None, 7.0, 12.0]), st.integers(0, 30))
def test_no_delivery_is_above_what_can_be_sold_of_it(costs, pack, capacity, keeps, lead):
    forecast = uncertain(periods=12, days=7, n=60)
    terms = SupplyTerms(case_pack=pack, capacity=capacity, shelf_life_days=keeps, lead_days=lead)
    plan = delivery_plan(forecast, costs, terms, every_days=14)
    weeks = 2 if keeps is None or keeps > 7 else 1
    paths = forecast.paths()[:, 0, :]
    for k, one in enumerate(plan.deliveries):
        demand = SampleDemand(paths[:, 2 * k : 2 * k + weeks].sum(axis=1))
        most = demand.quantile(costs.critical_ratio) if costs.critical_ratio else 0.0
        assert one.expected_quantity <= min(most + pack, capacity or np.inf) + 1e-6
        assert one.target <= most + pack + 1e-6


@given(st.sampled_from([0.0, 150.0, 400.0, 5000.0]), st.sampled_from([7, 14]), st.integers(0, 21))
def test_a_delivery_is_none_or_the_minimum_at_least(minimum, every, lead):
    run = DeliveryRun(
        uncertain(n=60).paths()[:, 0, :].astype(float), uncertain(n=60).starts, COSTS, SupplyTerms(minimum_order=minimum, case_pack=10)
    )
    for begin in range(0, 8, every // 7):
        run.deliver(begin, min(begin + every // 7, 8), max(0, begin - lead // 7))
    run.sell_until(8)
    ordered = np.concatenate(run.ordered)
    assert ((ordered == 0) | (ordered >= minimum)).all()
    assert np.allclose(ordered % 10, 0)


def test_a_minimum_above_a_weeks_sales_is_ordered_for_several_weeks():
    forecast = forecast_of(np.full((5, 1, 6), 100.0))
    plan = delivery_plan(forecast, COSTS, SupplyTerms(minimum_order=300), every_days=7)
    assert [one.expected_quantity for one in plan.deliveries] == [300, 0, 0, 300, 0, 0]
    assert [one.code for one in plan.findings] == ["minimum-binds"]
    assert delivery_plan(forecast, COSTS, SupplyTerms(minimum_order=5000), every_days=7).expected_quantity == 0


def test_what_is_ordered_ahead_cannot_know_what_will_be_left():
    forecast = uncertain()
    profits = [delivery_plan(forecast, COSTS, SupplyTerms(lead_days=lead), every_days=7).expected_profit for lead in (0, 7, 21, 49)]
    assert profits == sorted(profits, reverse=True)
    blind = DeliveryRun(forecast.paths()[:, 0, :].astype(float), forecast.starts, COSTS, SupplyTerms())
    for begin in range(8):
        blind.deliver(begin, begin + 1, 0)
        assert len(np.unique(blind.ordered[-1])) == 1


@pytest.mark.parametrize(
    ("terms", "every", "code"),
    [
        ({"shelf_life_days": 3}, None, "shelf-life-below-period"),
        ({"shelf_life_days": 10}, 14, "shelf-life-below-review"),
        ({"capacity": 60}, 7, "capacity-binds"),
        ({"minimum_order": 400}, 7, "minimum-binds"),
    ],
)
def test_terms_that_do_not_fit_the_rhythm_are_told_with_the_mend(terms, every, code):
    (told,) = delivery_plan(uncertain(), COSTS, SupplyTerms(**terms), every_days=every).findings
    assert told.code == code
    assert told.column in terms
    assert told.mend


def test_units_that_keep_ten_days_come_every_week_of_a_weekly_forecast():
    assert len(delivery_plan(uncertain(), COSTS, SupplyTerms(shelf_life_days=10)).deliveries) == 8


@given(all_costs(), st.sampled_from([0.5, 3.0, 24.0]), st.sampled_from([0.0, 180.0]), st.integers(0, 14))
def test_counting_in_other_units_changes_nothing_but_the_units(costs, factor, minimum, lead):
    forecast = uncertain(periods=6, n=50)
    here = SupplyTerms(case_pack=6, minimum_order=minimum, lead_days=lead, shelf_life_days=14)
    there = SupplyTerms(case_pack=6 * factor, minimum_order=minimum * factor, lead_days=lead, shelf_life_days=14)
    plain = delivery_plan(forecast, costs, here, every_days=7)
    scaled = delivery_plan(forecast_of(forecast.paths() * factor), costs, there, every_days=7)
    assert scaled.expected_quantity == pytest.approx(plain.expected_quantity * factor, rel=1e-6)
    assert scaled.expected_profit == pytest.approx(plain.expected_profit * factor, rel=1e-6, abs=1e-6)
