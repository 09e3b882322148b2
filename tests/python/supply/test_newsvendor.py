import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.newsvendor import best_quantity, expectation, expected_cost, ideal_quantity
from ltoplan_widgets.supply.normal_demand import NormalDemand
from ltoplan_widgets.supply.poisson_demand import PoissonDemand
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from tests.python.supply.demands import all_costs, all_terms, demands, numbers


@given(demands, all_costs(), numbers(0, 2e6))
def test_sales_and_leftover_make_up_the_quantity_sales_and_lost_the_demand(demand, costs, quantity):
    expected = expectation(demand, costs, quantity)
    tolerance = 1e-9 * (1 + quantity + demand.mean)
    assert expected.sales + expected.leftover == pytest.approx(quantity, abs=tolerance)
    assert expected.sales + expected.lost_sales == pytest.approx(demand.mean, abs=tolerance)
    assert expected.leftover >= -tolerance
    assert expected.lost_sales >= 0


@given(demands, all_costs(), numbers(0, 2e6))
def test_profit_adds_up_from_what_is_bought_sold_left_over_and_lost(demand, costs, quantity):
    expected = expectation(demand, costs, quantity)
    earned = costs.price * expected.sales + (costs.salvage - costs.disposal) * expected.leftover
    spent = costs.unit_cost * quantity + costs.goodwill * expected.lost_sales
    assert expected.profit == pytest.approx(earned - spent, rel=1e-9, abs=1e-6 * (1 + quantity + demand.mean))


@given(demands, all_costs(), numbers(0, 3))
def test_no_quantity_costs_less_than_the_ideal_one(demand, costs, factor):
    ideal = ideal_quantity(demand, costs)
    other = factor * max(ideal, demand.mean)
    tolerance = 1e-7 * (1 + costs.underage + costs.overage) * (1 + demand.mean + other)
    assume(costs.underage > 0)
    assert expected_cost(demand, costs, ideal) <= expected_cost(demand, costs, other) + tolerance


@given(demands, all_costs(), all_terms(), st.integers(-3, 3))
def test_the_best_order_beats_its_neighbours(demand, costs, terms, step):
    best = best_quantity(demand, costs, terms)
    other = best + step * terms.case_pack
    assume(other == 0 or terms.smallest <= other <= terms.largest)
    assume(costs.underage > 0)
    tolerance = 1e-7 * (1 + costs.underage + costs.overage) * (1 + demand.mean + other)
    assert expected_cost(demand, costs, best) <= expected_cost(demand, costs, other) + tolerance
    assert expected_cost(demand, costs, best) <= expected_cost(demand, costs, 0) + tolerance


@given(demands, all_costs(), all_terms())
def test_the_best_order_keeps_to_cases_minimum_and_capacity(demand, costs, terms):
    best = best_quantity(demand, costs, terms)
    assert terms.cases(best) == pytest.approx(round(terms.cases(best)))
    assert best == 0 or best >= terms.minimum_order - 1e-6
    assert terms.capacity is None or best <= terms.capacity + 1e-6


@given(demands, all_costs(), all_terms(), numbers(0, 50))
def test_a_dearer_shortage_never_orders_less(demand, costs, terms, more):
    dearer = Costs(costs.price, costs.unit_cost, goodwill=costs.goodwill + more, salvage=costs.salvage, disposal=costs.disposal)
    assert ideal_quantity(demand, dearer) >= ideal_quantity(demand, costs) - 1e-9 * demand.mean
    assert best_quantity(demand, dearer, terms) >= best_quantity(demand, costs, terms) - 1e-6 * terms.case_pack


@given(numbers(10, 1e4), numbers(0, 3e3), all_costs(), st.integers(1, 50))
def test_counting_in_other_units_changes_nothing_but_the_units(mean, std_dev, costs, scale):
    small = best_quantity(NormalDemand(mean, std_dev), costs, SupplyTerms(case_pack=2, minimum_order=4, capacity=9000))
    large = best_quantity(
        NormalDemand(scale * mean, scale * std_dev), costs, SupplyTerms(case_pack=2 * scale, minimum_order=4 * scale, capacity=9000 * scale)
    )
    one = expectation(NormalDemand(mean, std_dev), costs, small)
    many = expectation(NormalDemand(scale * mean, scale * std_dev), costs, scale * small)
    assert large == pytest.approx(scale * small, abs=2.001 * scale if std_dev == 0 else 1e-6 * scale)
    assert many.profit == pytest.approx(scale * one.profit, rel=1e-9, abs=1e-6 * scale)


@given(demands, all_costs(), numbers(0.01, 100))
def test_another_currency_changes_the_money_and_not_the_quantity(demand, costs, rate):
    other = Costs(
        rate * costs.price,
        rate * costs.unit_cost,
        goodwill=rate * costs.goodwill,
        salvage=rate * costs.salvage,
        disposal=rate * costs.disposal,
    )
    assert other.critical_ratio == pytest.approx(costs.critical_ratio, abs=1e-9)
    assert expectation(demand, other, 100.0).profit == pytest.approx(
        rate * expectation(demand, costs, 100.0).profit, rel=1e-6, abs=1e-6 * rate * (1 + demand.mean)
    )


def test_nothing_is_ordered_where_a_unit_earns_nothing():
    assert best_quantity(NormalDemand(1000, 200), Costs(2, 2), SupplyTerms()) == 0
    assert best_quantity(NormalDemand(1000, 200), Costs(1, 2), SupplyTerms(minimum_order=500)) == 0


def test_a_minimum_order_is_taken_only_if_it_beats_nothing():
    demand, costs = NormalDemand(100, 20), Costs(5, 2)
    assert best_quantity(demand, costs, SupplyTerms(minimum_order=150)) == 150
    assert best_quantity(demand, costs, SupplyTerms(minimum_order=600)) == 0


def test_cases_are_rounded_to_the_cheaper_side():
    demand, costs = SampleDemand(range(1, 101)), Costs(5, 4)  # critical ratio .2: the ideal is 20
    assert ideal_quantity(demand, costs) == 20
    assert best_quantity(demand, costs, SupplyTerms(case_pack=18)) == 18
    assert best_quantity(demand, costs, SupplyTerms(case_pack=11)) == 22


def test_capacity_caps_the_order_in_whole_cases():
    assert best_quantity(NormalDemand(1000, 100), Costs(5, 1), SupplyTerms(case_pack=24, capacity=500)) == 480


def test_the_books_examples_hold_for_discrete_demand():
    # Snyder & Shen (2019), example 4.7: h = 1, p = 4, Poisson demand with mean 6; S = 5 costs 6.590.
    costs = Costs(5, 1)
    assert ideal_quantity(PoissonDemand(6), costs) == 8
    assert expected_cost(PoissonDemand(6), costs, 5) == pytest.approx(6.590296024616343)


def test_the_books_example_holds_away_from_the_best_quantity():
    # Snyder & Shen (2019), example 4.3 at S = 40.
    assert expected_cost(NormalDemand(50, 8), Costs(1.0, 0.3, salvage=0.12), 40) == pytest.approx(7.35613154776623)
