import numpy as np
import pytest
from hypothesis import given

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.elasticity import Elasticity
from ltoplan_widgets.supply.exit_plan import exit_plan
from ltoplan_widgets.supply.sample_demand import SampleDemand
from tests.python.supply.demands import all_costs, numbers, sample_demands
from tests.python.supply.forecasts import uncertain

COSTS = Costs(5.0, 2.0, salvage=0.5)


@given(sample_demands, all_costs(), numbers(0, 1e6), numbers(0, 1e6))
def test_stock_is_sold_or_left(rest, costs, on_hand, sold):
    plan = exit_plan(rest, costs, on_hand=on_hand, sold=sold)
    left = np.maximum(0, on_hand - rest.outcomes)
    assert plan.expected_leftover == pytest.approx(left.mean(), abs=1e-3)
    assert plan.leftover_risk == pytest.approx((left > 0).mean())
    assert list(plan.leftover_quantiles.values()) == sorted(plan.leftover_quantiles.values())
    assert 0 <= plan.sell_through <= 1 + 1e-9


def test_a_forecast_counts_in_total_and_what_is_on_its_way_too():
    rest = uncertain(periods=3, places=2)
    plan = exit_plan(rest, COSTS, on_hand=300, on_order=100, elasticity=Elasticity(2.0, 0.4))
    assert plan.stock == 400
    assert plan.expected_demand == pytest.approx(float(rest.mean().sum()))
    assert plan.markdown in plan.markdowns
    assert plan.write_off == pytest.approx(1.5 * plan.expected_leftover)
    assert "best discount" in repr(plan)


def test_without_an_elasticity_nothing_is_said_of_discounts():
    plan = exit_plan(SampleDemand([10.0]), COSTS, on_hand=20)
    assert (plan.markdowns, plan.markdown) == ((), None)


def test_negative_stock_is_refused():
    with pytest.raises(InputError, match="on_hand"):
        exit_plan(SampleDemand([10.0]), COSTS, on_hand=-1)
