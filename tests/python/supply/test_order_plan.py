import numpy as np
import pytest
from hypothesis import given

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.normal_demand import NormalDemand
from ltoplan_widgets.supply.order_check import place_findings
from ltoplan_widgets.supply.order_plan import order_plan
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from tests.python.supply.demands import all_costs, all_terms, demands, numbers

COSTS = Costs(5.0, 2.0, salvage=0.5)


def eight_weeks() -> Forecast:
    """Two places, eight weeks from 7 January 2027; weeks of one path go together, so quantiles must not be added."""
    rng = np.random.default_rng(1)
    level = rng.lognormal(0, 0.3, (1000, 1, 1))
    paths = level * np.array([[100.0], [50.0]]) * np.linspace(1.4, 0.6, 8)
    starts = ("2027-01-07", "2027-01-14", "2027-01-21", "2027-01-28", "2027-02-04", "2027-02-11", "2027-02-18", "2027-02-25")
    ends = (*starts[1:], "2027-03-03")
    return Forecast(
        lambda _: (paths,), mean=paths.mean(axis=0), baseline=np.zeros((2, 8)), starts=starts, ends=ends, locations=("a", "b"), unit_days=7
    )


def test_the_order_covers_the_total_path_by_path():
    forecast = eight_weeks()
    totals = forecast.paths().sum(axis=(1, 2))
    plan = order_plan(forecast, COSTS, SupplyTerms())
    assert plan.critical_ratio == pytest.approx(3 / 4.5)
    assert plan.ideal_quantity == pytest.approx(np.sort(totals)[666])
    assert plan.quantity == pytest.approx(plan.ideal_quantity, abs=1)
    assert plan.expected_sales == pytest.approx(np.minimum(totals, plan.quantity).mean())
    assert plan.expected_leftover == pytest.approx(np.maximum(plan.quantity - totals, 0).mean())
    assert plan.expected_lost_sales == pytest.approx(np.maximum(totals - plan.quantity, 0).mean())
    assert plan.stock_out_risk == pytest.approx((totals > plan.quantity).mean())
    assert plan.expected_profit == pytest.approx(
        (5 * np.minimum(totals, plan.quantity) + 0.5 * np.maximum(plan.quantity - totals, 0) - 2 * plan.quantity).mean()
    )


def test_a_total_gives_the_same_order_as_its_parts():
    forecast = eight_weeks()
    assert order_plan(forecast.total(), COSTS, SupplyTerms()).quantity == order_plan(forecast, COSTS, SupplyTerms()).quantity


def test_dates_and_deliveries_follow_from_lead_time_and_shelf_life():
    plan = order_plan(eight_weeks(), COSTS, SupplyTerms(lead_days=21, shelf_life_days=21))
    assert plan.order_by == "2026-12-17"
    assert plan.last_order_day == "2027-02-10"
    assert plan.deliveries == 3
    assert [one.code for one in plan.findings] == ["shelf-life-below-window"]


def test_a_distribution_without_dates_has_no_order_days():
    plan = order_plan(NormalDemand(1000, 100), COSTS, SupplyTerms(lead_days=21, shelf_life_days=3))
    assert (plan.order_by, plan.last_order_day, plan.deliveries, plan.findings) == ("", "", 1, ())


def test_a_decided_quantity_is_taken_as_it_is():
    plan = order_plan(NormalDemand(1000, 100), COSTS, SupplyTerms(case_pack=24, minimum_order=240, capacity=960), quantity=1001)
    assert plan.quantity == 1001
    assert plan.cases == pytest.approx(1001 / 24)
    assert {one.code for one in plan.findings} == {"broken-case", "above-capacity", "capacity-binds"}


@given(demands, all_costs(), all_terms(), numbers(0, 2e6))
def test_no_decided_quantity_earns_more_than_the_best_one_that_can_be_ordered(demand, costs, terms, wanted):
    best = order_plan(demand, costs, terms)
    for quantity in terms.neighbours(wanted):
        decided = order_plan(demand, costs, terms, quantity=quantity)
        tolerance = 1e-7 * (1 + costs.price + costs.underage + costs.overage) * (1 + demand.mean + quantity)
        assert costs.underage <= 0 or decided.expected_profit <= best.expected_profit + tolerance


@given(demands, all_costs(), all_terms())
def test_the_parts_of_a_plan_fit_together(demand, costs, terms):
    plan = order_plan(demand, costs, terms)
    assert plan.service_level + plan.stock_out_risk == pytest.approx(1)
    assert plan.expected_profit == pytest.approx(costs.margin * demand.mean - plan.expected_cost, rel=1e-9, abs=1e-6)
    assert plan.cases * terms.case_pack == pytest.approx(plan.quantity)
    assert all(one.severity == "warning" and one.mend and one.value for one in plan.findings)


@pytest.mark.parametrize(
    ("costs", "terms", "code"),
    [
        (Costs(2.0, 2.0), SupplyTerms(), "no-margin"),
        (COSTS, SupplyTerms(capacity=500), "capacity-binds"),
        (COSTS, SupplyTerms(case_pack=300, capacity=200), "nothing-orderable"),
        (COSTS, SupplyTerms(case_pack=1500), "pack-above-demand"),
        (COSTS, SupplyTerms(minimum_order=1200), "minimum-binds"),
        (Costs(5.0, 2.0, goodwill=1e6), SupplyTerms(), "extreme-ratio"),
    ],
)
def test_terms_that_bind_are_said(costs, terms, code):
    assert code in {one.code for one in order_plan(SampleDemand(np.linspace(800, 1200, 41)), costs, terms).findings}


def test_a_decided_quantity_that_nobody_will_buy_is_said():
    demand = SampleDemand(np.linspace(800, 1200, 41))
    said = {
        quantity: [one.code for one in order_plan(demand, COSTS, SupplyTerms(), quantity=quantity).findings] for quantity in (1200, 1300)
    }
    assert said == {1200: [], 1300: ["order-above-demand"]}


def test_a_case_above_what_places_sell_is_said():
    (told,) = place_findings(np.array([3.0, 0.0, 30.0]), 12.0)
    assert (told.code, told.message) == ("pack-above-place-demand", "12: one case holds more than 1 of 3 places are expected to sell")
    assert place_findings(np.array([30.0]), 12.0) == ()


def test_a_lead_time_that_is_longer_than_the_campaign_is_said():
    assert [one.code for one in order_plan(eight_weeks(), COSTS, SupplyTerms(lead_days=56)).findings] == ["lead-time-above-window"]


@pytest.mark.parametrize("quantity", [-1, float("nan"), float("inf"), "100"])
def test_a_bad_quantity_is_refused(quantity):
    with pytest.raises(InputError) as caught:
        order_plan(NormalDemand(1000, 100), COSTS, SupplyTerms(), quantity=quantity)
    assert caught.value.findings[0].column == "quantity"


@pytest.mark.parametrize(
    ("arguments", "column"),
    [
        ((100, Costs(2, 1), SupplyTerms()), "forecast"),
        ((NormalDemand(10, 2), SupplyTerms(), Costs(2, 1)), "costs"),
        ((NormalDemand(10, 2), Costs(2, 1), None), "supply_terms"),
    ],
)
def test_arguments_in_the_wrong_place_are_named(arguments, column):
    with pytest.raises(InputError) as caught:
        order_plan(*arguments)
    assert (caught.value.findings[0].code, caught.value.findings[0].column) == ("wrong-kind", column)
