import pytest
import traitlets as t

from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.samples.demo import write_demo
from ltoplan_widgets.shared_plan import open_plan
from ltoplan_widgets.widgets.charts.forecast_chart import ForecastChart
from tests.python import chain
from tests.python.widgets.seen import Seen

WEEKS = ["2027-01-07", "2027-01-14", "2027-01-21"]


def weeks(**traits):
    return ForecastChart(
        **{"starts": WEEKS, "mean": [900, 700, 500], "quantiles": {0.1: [600, 500, 400], "0.90": [1200, 900, 700]}, **traits}
    )


class TestAlone:
    def test_the_view_has_what_was_given(self):
        chart = weeks(actuals={"2026-12-31": 400}, promotions=[{"start": "2027-01-07", "end": "2027-01-20", "label": "TV"}])
        view = chart.view
        assert view["ends"] == ["2027-01-13", "2027-01-20", "2027-01-27"]
        assert view["forecast"] == view["mean"] == [900.0, 700.0, 500.0]
        assert set(view["quantiles"]) == {"0.1", "0.9"}
        assert view["actuals"] == [{"start": "2026-12-31", "units": 400.0}]
        assert view["promotions"][0]["label"] == "TV"

    def test_an_override_may_be_a_number_or_say_why(self):
        chart = weeks(overrides={"2027-01-07": 1250, "2027-01-14": {"units": 650, "reason": "snow"}})
        assert chart.overrides["2027-01-07"]["units"] == 1250.0
        assert chart.overrides["2027-01-14"]["reason"] == "snow"
        assert chart.expected == [1250.0, 650.0, 500.0]

    def test_a_dragged_period_reaches_python(self):
        chart = weeks()
        seen = []
        chart.observe(lambda change: seen.append(change.new), "expected")
        chart.comm.set_traits(overrides={"2027-01-21": {"units": 480.0, "reason": "", "author": "", "at": ""}})
        assert seen == [[900.0, 700.0, 480.0]]

    def test_a_forecast_fills_every_trait(self, sales):
        history, library = sales
        made = forecast(chain.plan().campaigns["launch"], history, library).by_period("week")
        chart = ForecastChart(made, unit="cups")
        assert chart.starts == list(made.starts)
        assert chart.mean == pytest.approx(list(made.mean()))
        assert chart.period == "week"
        assert len(chart.analogues) == len(chain.LAUNCHES)
        assert chart.view["unit"] == "cups"

    def test_series_of_another_length_are_refused_by_name(self):
        with pytest.raises(InputError, match=r"mean has 2 values for 3 periods"):
            weeks(mean=[1, 2])
        chart = weeks()
        with pytest.raises(t.TraitError, match="baseline has 1 values"):
            chart.baseline = [1]
        assert chart.baseline == []

    def test_records_that_are_none_are_refused_by_name(self):
        with pytest.raises(t.TraitError, match=r"overrides\['2027-01-07'\]"):
            weeks(overrides={"2027-01-07": {"unit": 5}})
        with pytest.raises(t.TraitError, match="actuals"):
            weeks(actuals=[{"day": 5}])
        with pytest.raises(t.TraitError, match=r"mean\[1\]"):
            weeks(mean=[1, -2, 3])
        with pytest.raises(InputError, match="starts"):
            weeks(starts=["7 Jan", "14 Jan", "21 Jan"])


class TestOnAPlan:
    def test_it_shows_the_campaigns_forecast(self, plan):
        chart = ForecastChart(plan, "fan")
        assert chart.expected == pytest.approx(list(plan.outlook.forecast.mean()))
        assert chart.starts[0] == "2027-01-07"
        assert len(chart.view["quantiles"]) == 7
        assert chart.binding["fields"] == {"overrides": "campaigns/launch/overrides"}

    def test_an_override_set_here_is_signed_in_the_plan(self, plan):
        chart = ForecastChart(plan, "fan")
        first, second = chart.starts[:2]
        chart.overrides = {first: 2000, second: 1500}
        said = plan.plan.campaigns["launch"].overrides
        assert (said[first].units, said[first].author) == (2000.0, "Ada")
        chart.overrides = {second: said[second]}
        assert set(plan.plan.campaigns["launch"].overrides) == {second}

    def test_an_override_of_the_plan_arrives(self, plan):
        chart = ForecastChart(plan, "fan")
        means = Seen()
        chart.observe(lambda change: means(change.new[0]), "expected")
        plan.set(f"campaigns/launch/overrides/{chart.starts[0]}", 2222)
        assert chart.overrides[chart.starts[0]]["units"] == 2222.0
        means.wait_for(lambda units: units == pytest.approx(2222))


def test_sales_that_go_missing_leave_the_last_good_forecast(tmp_path):
    with open_plan(write_demo(tmp_path)[2]) as plan:
        chart = ForecastChart(plan, "forecast")
        before = chart.view["forecast"]
        plan.set("sales", "gone.parquet")
        with pytest.raises(InputError):
            plan.evaluate()
        view = chart.plan_view(chart._follower)
        assert (view.forecast, view.actuals) == (before, [])
        chart.close()
