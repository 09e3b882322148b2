"""Views are plain data: they cross to the browser as JSON and agree with the outlook they were built of."""

import msgspec
import numpy as np
import pytest

from ltoplan_widgets.evaluator import Evaluator
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.order_plan import order_plan
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from ltoplan_widgets.views import forecast_chart_view, normal_distribution_view, order_chart_view, order_terms
from ltoplan_widgets.views.demand_sample import MOST
from tests.python import chain

JUDGED = {
    "campaigns/launch/demand_mean": 15_000,
    "campaigns/launch/demand_std_dev": 1500,
    "campaigns/launch/order_quantity": 9600,
    "campaigns/launch/overrides/2027-01-07": {"units": 3000, "reason": "launch party", "author": "Ada"},
}


@pytest.fixture(scope="module")
def history():
    return chain.history()


@pytest.fixture(scope="module")
def evaluator(history):
    return Evaluator(history, chain.library())


@pytest.fixture(scope="module")
def plain(evaluator):
    return evaluator.evaluate(chain.plan())


@pytest.fixture(scope="module")
def judged(evaluator):
    return evaluator.evaluate(replaced(chain.plan(), JUDGED))


@pytest.mark.parametrize("build", [forecast_chart_view.build, normal_distribution_view.build, order_chart_view.build])
def test_a_view_survives_its_json(build, judged):
    view = build(judged, color="#00aaff")
    assert msgspec.json.decode(msgspec.json.encode(view), type=type(view)) == view
    assert view.title == "Spring launch"
    assert view.unit == "cups"
    assert view.color == "#00aaff"


@pytest.mark.parametrize("build", [normal_distribution_view.build, order_chart_view.build])
def test_the_sample_has_the_mean_and_spread_that_the_view_says(build, judged):
    view = build(judged)
    assert view.mean == pytest.approx(15_000)
    assert view.std_dev == pytest.approx(1500)
    assert len(view.sample) == MOST
    assert view.sample == sorted(view.sample)
    assert np.mean(view.sample) == pytest.approx(view.mean, rel=1e-6)
    assert np.std(view.sample) == pytest.approx(view.std_dev, rel=1e-6)
    assert (view.order_quantity, view.currency) == (9600.0, "EUR")


def test_the_browser_s_sample_leads_to_the_kernel_s_order(plain):
    view = order_chart_view.build(plain)
    costs = Costs(view.terms.price, view.terms.unit_cost, salvage=view.terms.salvage)
    small = order_plan(SampleDemand(view.sample), costs, SupplyTerms(case_pack=view.terms.case_pack))
    assert small.quantity == pytest.approx(plain.order.quantity, abs=2 * 24)
    assert small.expected_profit == pytest.approx(plain.order.expected_profit, rel=0.01)


def test_the_distribution_knows_what_was_said_before_the_total_was_judged(judged, plain):
    view = normal_distribution_view.build(judged)
    assert view.forecast_mean == pytest.approx(float(plain.total.mean()) - plain.forecast.mean()[0] + 3000, rel=1e-6)
    assert normal_distribution_view.build(plain).forecast_mean == normal_distribution_view.build(plain).mean


def test_terms_are_the_offer_s(plain):
    terms = order_chart_view.build(plain).terms
    assert (terms.price, terms.unit_cost, terms.salvage, terms.case_pack, terms.capacity) == (5.0, 2.0, 0.5, 24.0, None)
    assert order_terms.build(None).price == 0


def test_the_forecast_has_one_value_a_period_and_ordered_quantiles(judged):
    view = forecast_chart_view.build(judged)
    assert len(view.starts) == len(view.ends) == len(view.mean) == len(view.forecast) == 8
    assert list(view.quantiles) == ["0.025", "0.1", "0.25", "0.5", "0.75", "0.9", "0.975"]
    fan = np.array(list(view.quantiles.values()))
    assert fan.shape == (7, 8)
    assert np.all(np.diff(fan, axis=0) >= 0)
    assert view.mean == pytest.approx(judged.forecast.mean().tolist())
    assert view.forecast == pytest.approx(judged.statistical.mean().tolist())
    assert view.overrides["2027-01-07"].reason == "launch party"
    assert view.period == "week"


def test_analogues_lie_at_the_forecast_s_level(plain):
    view = forecast_chart_view.build(plain)
    assert {line.name for line in view.analogues} <= set(chain.LAUNCHES)
    assert view.analogues
    for line in view.analogues:
        assert len(line.units) <= 8
        assert sum(line.units) == pytest.approx(sum(view.forecast[: len(line.units)]))
        assert 0 < line.weight <= 1


def test_no_actuals_are_drawn_without_a_history(plain):
    view = forecast_chart_view.build(plain)
    assert view.actuals == []
    assert view.promotions == []


def test_actuals_are_whole_weeks_counted_back_from_the_launch(plain, history):
    view = forecast_chart_view.build(plain, history=history, today="2027-01-01")
    # The history ends on 31 December, a week before the launch on 7 January: that week has no sales and is not drawn.
    assert [point.start for point in view.actuals] == [
        "2026-11-12",
        "2026-11-19",
        "2026-11-26",
        "2026-12-03",
        "2026-12-10",
        "2026-12-17",
        "2026-12-24",
    ]
    table = chain.sales()
    week = table[(table.date >= "2026-12-24") & (table.date <= "2026-12-30")]
    assert view.actuals[-1].units == week.units.sum()
    assert view.today == "2027-01-01"
    assert [(band.start, band.end) for band in view.promotions] == [("2027-01-07", "2027-03-03")]


def test_actuals_are_of_the_campaign_s_places_and_the_plan_s_period(evaluator, history):
    plan = replaced(chain.plan(locations={"north": True}), {"period": "day"})
    view = forecast_chart_view.build(evaluator.evaluate(plan), history=history)
    table = chain.sales()
    assert view.actuals[-1].start == "2026-12-31"
    assert view.actuals[-1].units == table[(table.date == "2026-12-31") & (table.location == "north")].units.sum()
    assert len(view.actuals) == 28 - 6


def test_actuals_of_a_running_campaign_lie_under_its_periods(evaluator, history):
    plan = chain.plan(start="2026-12-10", end="2027-02-03")
    view = forecast_chart_view.build(evaluator.evaluate(plan), history=history)
    assert [point.start for point in view.actuals][-3:] == ["2026-12-10", "2026-12-17", "2026-12-24"]
