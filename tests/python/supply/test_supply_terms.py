import math

import pytest
from hypothesis import given

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from tests.python.supply.demands import all_terms, numbers


@given(all_terms(), numbers(0, 2e6))
def test_every_neighbour_can_be_ordered(terms, wanted):
    for quantity in terms.neighbours(wanted):
        assert terms.cases(quantity) == pytest.approx(round(terms.cases(quantity)))
        assert quantity == 0 or quantity >= terms.minimum_order - 1e-6
        assert terms.capacity is None or quantity <= terms.capacity + 1e-6


@given(all_terms(), numbers(0, 2e6))
def test_neighbours_enclose_the_wanted_quantity_where_the_limits_allow(terms, wanted):
    ascending = terms.neighbours(wanted)
    assert list(ascending) == sorted(set(ascending))
    assert ascending[0] == 0
    if terms.smallest <= wanted <= terms.largest:
        assert ascending[-1] >= wanted - 1e-6 or ascending[-1] == terms.largest


def test_whole_cases_are_not_broken_by_rounding():
    assert SupplyTerms(case_pack=0.1).neighbours(0.3)[-1] == pytest.approx(0.3)
    assert SupplyTerms(case_pack=0.1).cases(0.3) == 3


def test_nothing_can_be_ordered_where_no_case_fits():
    assert SupplyTerms(case_pack=100, capacity=60).neighbours(40) == (0.0,)
    assert SupplyTerms(case_pack=50, minimum_order=60, capacity=80).neighbours(70) == (0.0,)


def test_minimum_and_capacity_round_to_whole_cases():
    terms = SupplyTerms(case_pack=12, minimum_order=30, capacity=100)
    assert (terms.smallest, terms.largest) == (36.0, 96.0)
    assert SupplyTerms().largest == math.inf


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("case_pack", 0),
        ("case_pack", -1),
        ("minimum_order", -1),
        ("capacity", -5),
        ("lead_days", -1),
        ("lead_days", 4000),
        ("shelf_life_days", 0),
        ("capacity", math.nan),
    ],
)
def test_a_bad_term_is_refused_by_name(name, value):
    with pytest.raises(InputError) as caught:
        SupplyTerms(**{name: value})
    assert caught.value.findings[0].column == name


def test_minimum_above_capacity_is_refused():
    with pytest.raises(InputError, match="at most the capacity, 50"):
        SupplyTerms(minimum_order=60, capacity=50)


def test_terms_of_an_offer():
    offer = Offer(name="latte", case_pack=12, minimum_order=24, capacity=600, lead_days=21, shelf_life_days=20)
    assert SupplyTerms.of(offer) == SupplyTerms(case_pack=12, minimum_order=24, capacity=600, lead_days=21, shelf_life_days=20)
    assert SupplyTerms.of(Offer(name="latte", shelf_life_days=0.0)).shelf_life_days is None
