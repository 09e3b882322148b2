import pytest

from ltoplan_widgets.evaluator import Evaluator
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.views import figures
from tests.python import chain


@pytest.fixture(scope="module")
def evaluator():
    return Evaluator(chain.history(), chain.library())


def test_figures_are_those_of_the_outlook(evaluator):
    outlook = evaluator.evaluate(chain.plan())
    found = figures.build(outlook)
    assert found.mean == pytest.approx(float(outlook.total.mean()))
    assert found.p10 < found.mean < found.p90
    assert (found.order_quantity, found.profit) == (outlook.order.quantity, outlook.order.expected_profit)
    assert (found.leftover, found.lost_sales) == (outlook.order.expected_leftover, outlook.order.expected_lost_sales)
    assert found.sales + found.lost_sales == pytest.approx(found.mean, rel=1e-6)


def test_without_a_price_no_order_follows(evaluator):
    found = figures.build(evaluator.evaluate(replaced(chain.plan(), {"offers/latte/price": 0})))
    assert found.mean > 0
    assert found.order_quantity is found.profit is found.stock_out_risk is None
