import pytest

from ltoplan_widgets.widgets.charts.normal_distribution import NormalDistribution
from ltoplan_widgets.widgets.charts.order_chart import OrderChart

LATTE = {"mean": 1200, "std_dev": 240, "price": 5.45, "unit_cost": 1.2, "case_pack": 24}


class TestAlone:
    def test_it_recommends_what_the_distribution_recommends(self):
        assert OrderChart(**LATTE).order_quantity == NormalDistribution(**LATTE).order_quantity

    def test_a_given_order_is_a_decision(self):
        chart = OrderChart(**LATTE, order_quantity=500)
        assert (chart.order_quantity, chart.decided_quantity, chart.view["order_quantity"]) == (500.0, 500.0, 500.0)

    def test_no_order_is_better_than_the_best(self):
        best = OrderChart(**LATTE)
        assert OrderChart(**LATTE, order_quantity=best.order_quantity + 48).expected_profit < best.expected_profit
        assert OrderChart(**LATTE, order_quantity=best.order_quantity - 48).expected_profit < best.expected_profit

    def test_a_dragged_order_reaches_python(self):
        chart = OrderChart(**LATTE)
        chart.comm.set_traits(decided_quantity=960.0)
        assert chart.order_quantity == 960.0


class TestOnAPlan:
    def test_it_shows_the_order_of_the_outlook(self, plan):
        chart = OrderChart(plan, "order")
        assert chart.order_quantity == plan.outlook.order.quantity
        assert chart.expected_profit == pytest.approx(plan.outlook.order.expected_profit)
        assert chart.binding["fields"]["order_quantity"] == "campaigns/launch/order_quantity"

    def test_setting_the_order_edits_the_plan(self, plan):
        OrderChart(plan, "order").order_quantity = 4800
        assert plan.plan.campaigns["launch"].order_quantity == 4800.0
