"""Small cases against every choice that there is."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ltoplan_widgets.supply.allocation import allocate
from ltoplan_widgets.supply.elasticity import Elasticity
from ltoplan_widgets.supply.markdown import best_markdown, markdowns
from ltoplan_widgets.supply.newsvendor import best_quantity, expected_cost
from ltoplan_widgets.supply.price_option import best_price, price_options
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.second_order import second_order
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from tests.python.supply.demands import all_costs, numbers
from tests.python.supply.forecasts import forecast_of

few_units = st.lists(st.integers(0, 60), min_size=1, max_size=12)


@st.composite
def small_terms(draw):
    minimum, capacity = draw(st.sampled_from([0, 10, 40])), draw(st.sampled_from([None, 20, 50, 90]))
    assume(capacity is None or capacity >= minimum)
    return SupplyTerms(case_pack=float(draw(st.integers(1, 15))), minimum_order=float(minimum), capacity=capacity and float(capacity))


def orderable(terms, most=300):
    """Every quantity that can be ordered."""
    whole = np.arange(int(most / terms.case_pack) + 1) * terms.case_pack
    largest = most if terms.capacity is None else terms.capacity
    return [quantity for quantity in whole if quantity == 0 or terms.minimum_order <= quantity <= largest]


@given(few_units, all_costs(), small_terms())
def test_no_order_costs_less_than_the_newsvendors(units, costs, terms):
    demand = SampleDemand(units)
    choices, best = orderable(terms), best_quantity(demand, costs, terms)
    assert best in choices
    least = min(expected_cost(demand, costs, quantity) for quantity in choices)
    assert expected_cost(demand, costs, best) == pytest.approx(least, abs=1e-9)


@given(few_units, all_costs(), small_terms(), st.integers(0, 80))
def test_no_second_order_costs_less(units, costs, terms, on_hand):
    demand = SampleDemand(units)
    found = second_order(demand, costs, terms, on_hand=on_hand)
    least = min(expected_cost(demand, costs, on_hand + quantity) for quantity in orderable(terms))
    assert expected_cost(demand, costs, on_hand + found.quantity) == pytest.approx(least, abs=1e-9)


@given(
    st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=1, max_size=8),
    st.sampled_from([1.0, 3.0, 6.0, 12.0]),
    st.integers(0, 12),
    st.sampled_from([(0, 0, 0), (1, 0, 0), (0, 7, 2)]),
)
def test_no_allocation_sells_more(rows, pack, cases, minimums):
    outcomes = np.array(rows, dtype=float)
    least = [-(-units // pack) for units in minimums]
    assume(sum(least) <= cases)
    plan = allocate(cases * pack, outcomes, case_pack=pack, minimums=minimums)
    choices = (one for one in itertools.product(range(cases + 1), repeat=3) if sum(one) == cases and all(np.array(one) >= least))
    most = max(np.minimum(outcomes, np.array(one) * pack).mean(axis=0).sum() for one in choices)
    assert plan.expected_sales.sum() == pytest.approx(most, abs=1e-9)


@given(few_units, all_costs().filter(lambda costs: costs.price > 1), numbers(0, 100), st.floats(0, 4), st.sampled_from([0.0, 0.5]))
def test_no_markdown_of_the_grid_brings_in_more(units, costs, stock, elasticity, unknown):
    follows, demand = Elasticity(elasticity, unknown), np.array(units, dtype=float)
    best = best_markdown(markdowns(SampleDemand(units), costs, stock=stock, elasticity=follows))

    def value(discount):
        wanted = np.multiply.outer(follows.lifts(1 - discount), demand)
        sold = np.minimum(wanted, stock)
        return float((costs.price * (1 - discount) * sold + (costs.salvage - costs.disposal) * (stock - sold)).mean())

    assert best.expected_value == pytest.approx(max(value(percent / 100) for percent in range(0, 80, 5)), rel=1e-9, abs=1e-6)


@given(few_units, all_costs().filter(lambda costs: costs.price > 1), st.integers(1, 15), st.floats(0, 3))
def test_no_price_with_any_order_earns_more(units, costs, pack, elasticity):
    terms, prices = SupplyTerms(case_pack=float(pack)), [costs.price * part for part in (0.7, 0.85, 1.0, 1.15)]
    best = best_price(price_options(SampleDemand(units), costs, terms, elasticity=Elasticity(elasticity), prices=prices))

    def profit(price, quantity):
        wanted = np.array(units) * (price / costs.price) ** -elasticity
        sold, left = np.minimum(wanted, quantity), np.maximum(quantity - wanted, 0)
        kept = (costs.salvage - costs.disposal) * left - costs.goodwill * (wanted - sold)
        return float((price * sold - costs.unit_cost * quantity + kept).mean())

    most = max(profit(price, quantity) for price in prices for quantity in orderable(terms))
    assert best.expected_profit == pytest.approx(most, rel=1e-9, abs=1e-6)


@given(st.lists(st.tuples(*[st.integers(0, 30)] * 4), min_size=1, max_size=8), all_costs(), st.integers(0, 40), st.integers(0, 20))
def test_an_order_that_arrives_later_and_spoils_is_the_best_for_what_it_can_serve(rows, costs, on_hand, lead):
    paths = np.array(rows, dtype=float)[:, np.newaxis, :]
    terms = SupplyTerms(lead_days=lead, shelf_life_days=14.0)
    found = second_order(forecast_of(paths), costs, terms, on_hand=on_hand, today="2027-01-07")
    first = -(-lead // 7)
    before, after = paths[:, 0, :first].sum(axis=1), paths[:, 0, first : -(-(lead + 14) // 7)].sum(axis=1)

    def lost_money(quantity):
        sold = np.minimum(before, on_hand) + np.minimum(after, np.maximum(on_hand - before, 0) + quantity)
        return float((costs.overage * (quantity + on_hand - sold) - costs.underage * sold).mean())

    assert lost_money(found.quantity) == pytest.approx(min(map(lost_money, range(130))), abs=1e-9)
