import numpy as np
import pytest
from hypothesis import given

from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.elasticity import Elasticity
from ltoplan_widgets.supply.newsvendor import best_quantity, expectation
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.sensitivity import DEMAND, MONEY, sensitivity
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from tests.python.supply.demands import all_costs, sample_demands

DEMANDED = SampleDemand(np.random.default_rng(3).lognormal(7, 0.4, 400))
COSTS = Costs(5.0, 2.0, goodwill=1.0, salvage=0.5, disposal=0.25)


def test_each_assumption_is_a_row_and_the_widest_swing_comes_first():
    rows = sensitivity(DEMANDED, COSTS, SupplyTerms())
    assert {row.assumption for row in rows} == {*MONEY, *DEMAND}
    swings = [row.swing for row in rows]
    assert swings == sorted(swings, reverse=True)
    assert rows[0].assumption == "price"


def test_a_row_is_the_profit_of_the_moved_world():
    row = next(one for one in sensitivity(DEMANDED, COSTS, SupplyTerms(), quantity=1200, share=0.2) if one.assumption == "unit_cost")
    dearer = Costs(5.0, 2.4, goodwill=1.0, salvage=0.5, disposal=0.25)
    assert (row.low, row.high) == (pytest.approx(1.6), pytest.approx(2.4))
    assert row.profit_high == pytest.approx(expectation(DEMANDED, dearer, 1200).profit)
    assert row.best_profit_high == pytest.approx(expectation(DEMANDED, dearer, best_quantity(DEMANDED, dearer, SupplyTerms())).profit)


@given(sample_demands, all_costs())
def test_the_best_order_is_never_worse_than_the_one_that_is_held(demand, costs):
    for row in sensitivity(demand, costs, SupplyTerms()):
        tolerance = 1e-6 * (1 + abs(row.best_profit_low) + abs(row.best_profit_high))
        assert row.best_profit_low >= row.profit_low - tolerance
        assert row.best_profit_high >= row.profit_high - tolerance


def test_a_salvage_value_moves_only_as_far_as_the_costs_allow():
    rows = sensitivity(DEMANDED, Costs(5.0, 2.0, salvage=1.95), SupplyTerms())
    salvage = next(row for row in rows if row.assumption == "salvage")
    assert 1.95 < salvage.high < 2.0


def test_demand_follows_the_price_where_an_elasticity_says_how():
    rows = {one.assumption: one for one in sensitivity(DEMANDED, COSTS, SupplyTerms(), elasticity=Elasticity(2.0))}
    cheap = Costs(4.5, 2.0, goodwill=1.0, salvage=0.5, disposal=0.25)
    lifted = SampleDemand(DEMANDED.outcomes * 0.9**-2.0)
    assert rows["price"].best_profit_low == pytest.approx(expectation(lifted, cheap, best_quantity(lifted, cheap, SupplyTerms())).profit)
    plain = {one.assumption: one for one in sensitivity(DEMANDED, COSTS, SupplyTerms())}
    assert rows["unit_cost"] == plain["unit_cost"]
    assert rows["price"].swing != plain["price"].swing
