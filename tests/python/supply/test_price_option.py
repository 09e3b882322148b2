import numpy as np
import pytest
from hypothesis import given

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.elasticity import Elasticity
from ltoplan_widgets.supply.order_plan import order_plan
from ltoplan_widgets.supply.price_option import best_price, price_options
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from tests.python.supply.demands import all_costs, numbers, sample_demands

DEMAND = SampleDemand(np.random.default_rng(1).lognormal(7, 0.3, 500))


def test_the_present_price_has_the_order_of_the_order_plan():
    costs = Costs(5.0, 2.0, salvage=0.5)
    present = next(one for one in price_options(DEMAND, costs, SupplyTerms(), elasticity=Elasticity(2.0)) if one.price == 5.0)
    plan = order_plan(DEMAND, costs, SupplyTerms())
    assert (present.quantity, present.expected_profit) == (plan.quantity, pytest.approx(plan.expected_profit))
    assert present.profit_low < present.expected_profit < present.profit_high


def test_the_best_price_is_that_of_the_lerner_condition():
    certain = SampleDemand([1e6])
    prices = np.linspace(2.5, 8, 200)
    best = best_price(price_options(certain, Costs(5.0, 2.0), SupplyTerms(), elasticity=Elasticity(2.5), prices=prices))
    assert best.price == pytest.approx(2.0 * 2.5 / 1.5, abs=0.03)


def test_what_is_not_known_of_the_elasticity_widens_the_band():
    known, unknown = (
        price_options(DEMAND, Costs(5.0, 2.0), SupplyTerms(), elasticity=Elasticity(2.0, spread), prices=[3.5])[0] for spread in (0.0, 1.0)
    )
    assert unknown.profit_high - unknown.profit_low > known.profit_high - known.profit_low


@given(sample_demands, all_costs().filter(lambda costs: costs.price > 1), numbers(0, 4))
def test_demand_falls_with_the_price(demand, costs, elasticity):
    options = price_options(
        demand, costs, SupplyTerms(), elasticity=Elasticity(elasticity), prices=[costs.price * 0.8, costs.price, costs.price * 1.2]
    )
    assert options[0].demand >= options[1].demand - 1e-6 >= options[2].demand - 2e-6


@pytest.mark.parametrize("prices", [[], [0.0], [-1.0]])
def test_a_grid_needs_prices_above_nothing(prices):
    with pytest.raises(InputError, match="price"):
        price_options(DEMAND, Costs(5.0, 2.0), SupplyTerms(), elasticity=Elasticity(2.0), prices=prices)
