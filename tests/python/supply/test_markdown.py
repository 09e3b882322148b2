import numpy as np
import pytest
from hypothesis import given

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.elasticity import Elasticity
from ltoplan_widgets.supply.markdown import best_markdown, markdowns
from ltoplan_widgets.supply.sample_demand import SampleDemand
from tests.python.supply.demands import all_costs, numbers, sample_demands

REST = SampleDemand(np.random.default_rng(2).lognormal(6, 0.3, 500))
COSTS = Costs(10.0, 4.0, salvage=1.0)


def test_without_spare_stock_there_is_no_discount():
    assert best_markdown(markdowns(REST, COSTS, stock=50, elasticity=Elasticity(2.0))).discount == 0


def test_much_spare_stock_is_worth_a_discount_where_the_price_matters():
    best = best_markdown(markdowns(REST, COSTS, stock=1500, elasticity=Elasticity(2.0)))
    assert best.discount > 0.2
    assert best_markdown(markdowns(REST, COSTS, stock=1500, elasticity=Elasticity(0.5))).discount == 0


@given(sample_demands, all_costs().filter(lambda costs: costs.price > 0.1), numbers(0, 1e5), numbers(0, 5))
def test_the_best_is_never_worse_than_no_discount_and_the_stock_goes_somewhere(rest, costs, stock, elasticity):
    options = markdowns(rest, costs, stock=stock, elasticity=Elasticity(elasticity))
    assert best_markdown(options).expected_value >= options[0].expected_value
    for one in options:
        assert one.expected_sales + one.expected_leftover == pytest.approx(stock, abs=1e-3)
        assert -1e-9 <= one.sell_through <= 1 + 1e-9


@pytest.mark.parametrize("discounts", [[1.0], [-0.1]])
def test_a_discount_is_a_share_below_one(discounts):
    with pytest.raises(InputError, match="discounts"):
        markdowns(REST, COSTS, stock=1, elasticity=Elasticity(2.0), discounts=discounts)
