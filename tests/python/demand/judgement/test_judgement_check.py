import numpy as np

from ltoplan_widgets.demand.judgement.judgement_check import judgement_findings, total_findings
from ltoplan_widgets.plan.override import Override
from tests.python.supply.forecasts import forecast_of

PATHS = np.linspace(80.0, 120.0, 1000).reshape(-1, 1, 1) * np.ones((1, 1, 2))
FORECAST = forecast_of(PATHS)


def codes(units, reason="a flight in the papers", start="2027-01-07"):
    return [one.code for one in judgement_findings(FORECAST, {start: Override(units=units, reason=reason)})]


def test_a_change_inside_the_band_with_a_reason_is_nobodys_business():
    assert codes(112.0) == []


def test_a_small_change_is_hardly_worth_it():
    assert codes(104.0) == ["small-override"]


def test_an_upward_change_above_the_band_deserves_a_second_look():
    assert codes(150.0) == ["override-above-band"]


def test_a_downward_change_below_the_band_is_named():
    assert codes(60.0) == ["override-below-band"]


def test_a_reason_is_asked_for():
    assert codes(112.0, reason=" ") == ["override-without-reason"]


def test_days_on_which_no_period_starts_are_left_to_others():
    assert codes(500.0, start="2027-01-08") == []


def test_the_finding_names_the_field_the_number_and_the_band():
    (finding,) = judgement_findings(FORECAST, {"2027-01-14": Override(units=150.0, reason="flight")})
    assert finding.column == "overrides/2027-01-14"
    assert "150 units" in finding.message
    assert "84 to 116" in finding.message


def test_a_judged_total_is_held_against_the_band_of_the_total():
    found = {units: [one.code for one in total_findings(FORECAST.total(), units)] for units in (None, 205.0, 225.0, 300.0, 100.0)}
    assert list(found.values()) == [[], ["small-override"], [], ["override-above-band"], ["override-below-band"]]
    assert total_findings(FORECAST.total(), 300.0)[0].column == "demand_mean"
