import pytest

from ltoplan_widgets.demand.judgement.panel import panel
from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.plan.errors import InputError
from tests.python import chain


def test_a_forecast_takes_what_a_panel_says():
    asked = panel([9000, 11000, 10500, 8500])
    said = forecast(chain.library().campaign("rose"), chain.history(), chain.library(), method="pooled_ratio")
    judged = said.by_period(None).judged(asked.mean, asked.std_dev).total()
    assert float(judged.mean()) == pytest.approx(9750)
    assert float(judged.std_dev()) == pytest.approx(asked.std_dev, rel=0.05)


@pytest.mark.parametrize("estimates", [[], [5.0], [1.0, -1.0], [1.0, float("nan")], 5.0, ["many", "few"]])
def test_one_opinion_is_no_panel(estimates):
    with pytest.raises(InputError, match="at least 2 estimates"):
        panel(estimates)
