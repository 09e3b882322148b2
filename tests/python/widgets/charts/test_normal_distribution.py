import numpy as np
import pytest
import traitlets as t
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.normal_demand import NormalDemand
from ltoplan_widgets.supply.order_plan import order_plan
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from ltoplan_widgets.widgets.charts.normal_distribution import NormalDistribution
from tests.python.widgets.seen import Seen


def latte(**traits):
    return NormalDistribution(**{"mean": 1200, "std_dev": 240, "price": 5.45, "unit_cost": 1.2, "case_pack": 24, **traits})


class TestAlone:
    def test_the_order_is_the_newsvendors(self):
        chart = latte(salvage=0.2)
        expected = order_plan(NormalDemand(1200, 240), Costs(5.45, 1.2, salvage=0.2), SupplyTerms(case_pack=24))
        assert chart.order_quantity == expected.quantity
        assert chart.critical_ratio == expected.critical_ratio
        assert chart.expected_cost == pytest.approx(expected.expected_cost)
        assert chart.expected_profit == pytest.approx(expected.expected_profit)

    def test_observers_fire_and_the_order_follows(self):
        chart = latte()
        seen = []
        chart.observe(lambda change: seen.append((change.name, change.new)), ["mean", "order_quantity"])
        before = chart.order_quantity
        chart.mean = 1300
        assert ("mean", 1300.0) in seen
        assert chart.order_quantity > before
        assert ("order_quantity", chart.order_quantity) in seen

    def test_a_drag_in_the_browser_reaches_python_without_an_echo_of_the_view(self):
        chart = latte()
        chart.comm.sent.clear()
        chart.comm.set_traits(mean=1350.0)
        assert chart.mean == 1350.0
        sent = {name for state in chart.comm.states() for name in state}
        assert "order_quantity" in sent
        assert "view" not in sent

    def test_a_decided_order_stays_until_it_is_taken_back(self):
        chart = latte()
        recommended = chart.order_quantity
        seen = []
        chart.observe(lambda change: seen.append(change.new), "order_quantity")
        chart.order_quantity = 500
        chart.mean = 1210
        assert (chart.order_quantity, chart.decided_quantity) == (500.0, 500.0)
        chart.mean = 1200
        chart.order_quantity = None
        assert (chart.order_quantity, chart.decided_quantity) == (recommended, None)
        assert seen == [500.0, recommended]

    def test_without_price_no_order_follows(self):
        chart = NormalDistribution(mean=1200, std_dev=240)
        assert (chart.order_quantity, chart.critical_ratio, chart.expected_profit) == (None, None, None)
        assert chart.view["terms"]["price"] == 0

    @given(mean=st.floats(0, 1e6), std_dev=st.floats(0, 1e5))
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_traits_and_a_fresh_chart_agree_whatever_the_path(self, mean, std_dev):
        chart = latte()
        chart.std_dev, chart.mean = std_dev, mean
        fresh = latte(mean=mean, std_dev=std_dev)
        assert (chart.order_quantity, chart.expected_cost) == (fresh.order_quantity, fresh.expected_cost)

    def test_a_sample_gives_mean_and_deviation_and_moves_with_them(self):
        outcomes = np.random.default_rng(1).gamma(9, 100, 5000)
        chart = NormalDistribution(sample=outcomes, price=5, unit_cost=2)
        assert chart.mean == pytest.approx(outcomes.mean())
        assert len(chart.view["sample"]) == 1000
        before = chart.order_quantity
        chart.mean += 100
        assert chart.order_quantity == pytest.approx(before + 100, abs=1)

    def test_a_service_level_takes_the_place_of_goodwill(self):
        chart = latte(service_level=0.95, case_pack=1)
        assert chart.critical_ratio == pytest.approx(0.95)
        assert chart.order_quantity == pytest.approx(NormalDemand(1200, 240).quantile(0.95), abs=1)
        assert chart.view["terms"]["goodwill"] > 0

    def test_a_service_level_below_the_best_is_refused_with_the_range(self):
        with pytest.raises(InputError, match=r"service_level.*0\.5.*from 0\.779817 to 0\.9999"):
            latte(service_level=0.5)
        with pytest.raises(InputError, match="give price and unit_cost"):
            NormalDistribution(mean=10, std_dev=1, unit_cost=1, service_level=0.9)

    def test_an_unknown_argument_names_the_nearest(self):
        with pytest.raises(InputError, match=r"'maen'.*did you mean 'mean'"):
            NormalDistribution(maen=1200, std_dev=240)

    def test_missing_demand_is_named(self):
        with pytest.raises(InputError, match="std_dev"):
            NormalDistribution(mean=1200)

    @pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), "many", True, None])
    def test_a_value_out_of_range_names_trait_and_range(self, value):
        chart = latte()
        with pytest.raises(t.TraitError, match=r"mean.*from 0 to 1e\+12|mean.*None"):
            chart.mean = value
        assert chart.mean == 1200

    def test_impossible_terms_are_refused_and_leave_no_trace(self):
        chart = latte()
        with pytest.raises(t.TraitError, match="salvage"):
            chart.salvage = 2.0
        assert chart.salvage == 0.0

    def test_a_page_that_cannot_draw_it_says_what_it_is(self):
        assert repr(NormalDistribution(mean=1200, std_dev=240)) == "<NormalDistribution mean=1200, std_dev=240: run the cell to see it>"

    def test_a_viewport_ascends(self):
        with pytest.raises(t.TraitError, match="viewport"):
            latte(viewport=[5, 1])

    def test_the_plain_bundle_carries_no_live_document(self):
        chart = latte()
        assert len(chart._esm) < 150_000
        assert "y-protocols" not in chart._esm
        assert ".ltoplan" in chart._css


class TestOnAPlan:
    def test_traits_mirror_the_plan(self, plan):
        chart = NormalDistribution(plan, "launch-week")
        outlook = plan.outlook
        assert chart.mean == pytest.approx(outlook.total.mean())
        assert chart.order_quantity == outlook.order.quantity
        assert chart.expected_profit == outlook.order.expected_profit
        assert (chart.price, chart.unit, chart.currency, chart.snap) == (5.0, "cups", "EUR", 500.0)
        assert (chart.view["title"], chart.view["color"]) == ("Launch week", "#aa3377")
        chart.close()

    def test_what_the_browser_recomputes_with_leads_to_the_very_same_order(self, plan):
        chart = NormalDistribution(plan, "launch-week")
        terms = SupplyTerms(case_pack=chart.case_pack)
        costs = Costs(chart.price, chart.unit_cost, salvage=chart.salvage)
        again = order_plan(SampleDemand(chart.view["sample"]), costs, terms)
        assert again.quantity == plan.outlook.order.quantity
        assert again.expected_profit == pytest.approx(plan.outlook.order.expected_profit)

    def test_the_binding_says_where_the_fields_are_and_no_secret(self, plan):
        binding = NormalDistribution(plan, "launch-week").binding
        assert binding["chart"] == "launch-week"
        assert binding["fields"]["mean"] == "campaigns/launch/demand_mean"
        assert binding["fields"]["price"] == "offers/latte/price"
        assert set(binding["link"]) == {"document", "path", "session", "kernel_live", "client"}

    def test_without_an_id_it_shows_the_only_campaign(self, plan):
        chart = NormalDistribution(plan)
        assert chart.binding["chart"] == "normal_distribution:launch"

    def test_a_set_trait_becomes_one_edit(self, plan):
        chart = NormalDistribution(plan, "launch-week")
        changes = []
        plan.observe(changes.append)
        chart.mean = 9000
        assert plan.plan.campaigns["launch"].demand_mean == 9000.0
        assert [(change.path, change.new) for change in changes] == [("campaigns/launch/demand_mean", 9000.0)]
        assert chart.mean == 9000.0

    def test_an_edit_of_the_plan_reaches_the_traits_and_their_observers(self, plan):
        chart = NormalDistribution(plan, "launch-week")
        seen, ordered = Seen(), Seen()
        chart.observe(lambda change: seen(change.new), "mean")
        chart.observe(lambda change: ordered(change.new), "order_quantity")
        changes = []
        plan.observe(changes.append)
        plan.set("campaigns/launch/demand_mean", 9100)
        assert seen.values == [9100.0]
        ordered.wait_for(lambda quantity: quantity == plan.outlook.order.quantity)
        assert len(changes) == 1

    def test_the_view_follows_on_the_outlooks_thread(self, plan):
        chart = NormalDistribution(plan, "launch-week")
        views = Seen()
        chart.observe(lambda change: views(change.new["terms"]["price"]), "view")
        plan.set("offers/latte/price", 6.5)
        views.wait_for(lambda price: price == 6.5)
        assert chart.price == 6.5

    def test_an_order_is_decided_and_taken_back(self, plan):
        chart = NormalDistribution(plan, "launch-week")
        quantities = Seen()
        chart.observe(lambda change: quantities(change.new), "order_quantity")
        chart.order_quantity = 4800
        assert plan.plan.campaigns["launch"].order_quantity == 4800.0
        assert chart.decided_quantity == 4800.0
        chart.order_quantity = None
        assert plan.plan.campaigns["launch"].order_quantity is None
        quantities.wait_for(lambda quantity: quantity == plan.outlook.recommended.quantity)

    def test_an_observer_may_edit_in_turn(self, plan):
        chart = NormalDistribution(plan, "launch-week")
        chart.observe(lambda change: setattr(chart, "std_dev", change.new / 10), "mean")
        plan.set("campaigns/launch/demand_mean", 8000)
        assert plan.plan.campaigns["launch"].demand_std_dev == 800.0

    def test_in_a_scenario_the_scenarios_value_is_shown_and_edited(self, plan):
        chart = NormalDistribution(plan, "launch-week")
        prices = Seen()
        chart.observe(lambda change: prices(change.new), "price")
        plan.set("current_scenario", "warm")
        prices.wait_for(lambda price: price == 6.0)
        assert chart.binding["fields"]["price"] == "scenarios/warm/changes/offers~1latte~1price"
        chart.price = 6.25
        assert plan.plan.scenarios["warm"].changes["offers/latte/price"] == 6.25
        assert plan.plan.offers["latte"].price == 5.0

    def test_what_the_plan_cannot_hold_is_refused_and_taken_back(self, plan):
        chart = NormalDistribution(plan, "launch-week")
        with pytest.raises(t.TraitError, match="unit"):
            chart.unit = "loaves"
        assert chart.unit == "cups"

    def test_fields_of_the_plan_are_not_given_to_the_constructor(self, plan):
        with pytest.raises(InputError, match="mean follows the plan"):
            NormalDistribution(plan, "launch-week", mean=5)
        with pytest.raises(InputError, match="did you mean 'theme'"):
            NormalDistribution(plan, "launch-week", teme="dark")

    def test_another_id_or_kind_is_refused_with_the_way_out(self, plan):
        with pytest.raises(InputError, match="did you mean 'launch-week'"):
            NormalDistribution(plan, "launch-weak")
        with pytest.raises(InputError, match="forecast_chart"):
            NormalDistribution(plan, "fan")
        with pytest.raises(InputError, match="open_plan"):
            NormalDistribution("spring.ltoplan", "fan")

    def test_a_page_that_cannot_draw_it_says_what_it_is(self, plan):
        said = "<NormalDistribution 'launch-week' of spring.ltoplan: run the cell to see it>"
        assert repr(NormalDistribution(plan, "launch-week")) == said
        assert repr(NormalDistribution(plan)) == "<NormalDistribution of spring.ltoplan: run the cell to see it>"

    def test_closing_lets_go_of_the_plan(self, plan):
        chart = NormalDistribution(plan, "launch-week")
        recorded = chart.comm
        chart.close()
        chart.close()
        recorded.sent.clear()
        plan.set("campaigns/launch/demand_mean", 9300)
        assert plan.outlook.total.mean() == pytest.approx(9300)
        assert recorded.sent == []
        assert recorded.is_closed

    def test_the_chart_of_a_plan_is_found_by_its_kind(self, plan):
        chart = plan.chart("launch-week", theme="dark")
        assert isinstance(chart, NormalDistribution)
        assert chart.theme == "dark"

    def test_the_shared_bundle_carries_the_live_document(self, plan):
        assert len(NormalDistribution(plan)._esm) > len(latte()._esm) + 50_000
