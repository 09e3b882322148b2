import pytest
from hypothesis import given

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.newsvendor import expectation
from ltoplan_widgets.supply.normal_demand import NormalDemand
from ltoplan_widgets.supply.profit_simulation import normal_draw, simulated_profit
from tests.python.supply.demands import all_costs, numbers


@given(all_costs(), numbers(0, 2000))
def test_it_agrees_with_the_formulas(costs, quantity):
    found = simulated_profit(normal_draw(1000, 150), costs, quantity, count=40_000)
    expected = expectation(NormalDemand(1000, 150), costs, quantity)
    assert found.mean == pytest.approx(expected.profit, rel=1e-6, abs=6 * found.standard_error + 1e-2)
    assert found.stock_out_share == pytest.approx(1 - expected.service_level, abs=0.015)


def test_the_same_seed_draws_the_same():
    one, two = (simulated_profit(normal_draw(50, 8), Costs(5, 2), 55, count=10_000, seed=3) for _ in range(2))
    assert one == two


@pytest.mark.parametrize(("quantity", "count"), [(-1, 100), (10, 1)])
def test_a_number_out_of_range_is_refused(quantity, count):
    with pytest.raises(InputError):
        simulated_profit(normal_draw(50, 8), Costs(5, 2), quantity, count=count)
