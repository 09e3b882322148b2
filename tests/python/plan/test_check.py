import msgspec
import pytest
from hypothesis import given, settings

from ltoplan_widgets.plan.check import findings, findings_of
from ltoplan_widgets.plan.field import annotation_of, replaced
from tests.python.plan.plans import latte_plan, plans, weeks_from


def test_a_sound_plan_has_no_findings():
    assert findings(latte_plan()) == []


CASES = {
    "cost-above-price": ({"offers/latte/unit_cost": 5}, "offers/latte/unit_cost", "warning"),
    "salvage-above-cost": ({"offers/latte/salvage": 2}, "offers/latte/salvage", "error"),
    "minimum-above-capacity": ({"offers/latte/minimum_order": 100, "offers/latte/capacity": 50}, "offers/latte/minimum_order", "error"),
    "no-such-day": ({"campaigns/launch/start": "2027-02-30"}, "campaigns/launch/start", "error"),
    "end-before-start": ({"campaigns/launch/end": "2027-01-06"}, "campaigns/launch/end", "error"),
    "unknown-id": ({"campaigns/launch/offer": "mocha"}, "campaigns/launch/offer", "error"),
    "override-outside": ({"campaigns/launch/overrides/2027-01-08": {"units": 3}}, "campaigns/launch/overrides/2027-01-08", "warning"),
    "overlap": ({"campaigns/second": {"item": "latte", "start": "2027-03-03", "end": "2027-03-09"}}, "campaigns/second/start", "warning"),
    "bad-change": ({"scenarios/warm/changes/offers~1latte~1price": -1}, "scenarios/warm/changes/offers~1latte~1price", "error"),
    "hidden-characters": ({"offers/latte/name": "latte\u202eettal"}, "offers/latte/name", "warning"),
}


@pytest.mark.parametrize("code", CASES)
def test_each_fault_is_found_once_at_its_path_with_its_value(code):
    changes, path, severity = CASES[code]
    found = findings(replaced(latte_plan(), changes))
    assert [(one.code, one.column, one.severity) for one in found] == [(code, path, severity)]
    assert found[0].value
    assert found[0].mend


def test_an_unknown_current_scenario_is_found():
    found = findings(replaced(latte_plan(), {"current_scenario": "cold"}))
    assert [(one.code, one.column) for one in found] == [("unknown-id", "current_scenario")]
    assert "it has: warm" in found[0].message


def test_a_chart_of_a_campaign_that_is_gone_is_a_warning():
    chart = {"name": "Fan", "type": "forecast_chart", "campaign": "autumn"}
    found = findings(replaced(latte_plan(), {"visualizations/fan": chart}))
    assert [(one.severity, one.column) for one in found] == [("warning", "visualizations/fan/campaign")]


def test_what_is_deleted_is_not_looked_at():
    plan = replaced(
        latte_plan(end="2027-01-01"), {"offers/latte/salvage": 9, "offers/latte/deleted": True, "campaigns/launch/deleted": True}
    )
    assert findings(plan) == []


def test_an_offer_that_is_deleted_is_unknown_to_its_campaign():
    assert [one.code for one in findings(replaced(latte_plan(), {"offers/latte/deleted": True}))] == ["unknown-id"]


def test_campaigns_in_different_places_do_not_overlap():
    second = {"item": "latte", "start": "2027-02-01", "end": "2027-02-07", "locations": {"south": True}}
    assert findings(replaced(latte_plan(locations={"north": True}), {"campaigns/second": second})) == []


@pytest.mark.parametrize("start", weeks_from("2027-01-07", 8))
def test_an_override_at_the_start_of_a_week_is_right(start):
    assert findings(replaced(latte_plan(), {f"campaigns/launch/overrides/{start}": {"units": 3}})) == []


def test_in_days_every_day_of_the_campaign_may_be_overridden():
    plan = replaced(latte_plan(), {"period": "day", "campaigns/launch/overrides/2027-01-08": {"units": 3}})
    assert findings(plan) == []


def test_one_campaign_is_checked_with_its_offer_and_nothing_else():
    broken = {"campaigns/second": {"item": "mocha", "start": "2027-03-09", "end": "2027-03-01"}, "offers/latte/salvage": 2}
    plan = replaced(latte_plan(), broken)
    assert [one.code for one in findings_of(plan, "launch")] == ["salvage-above-cost"]
    assert [one.code for one in findings_of(plan, "second")] == ["end-before-start"]


@given(plans)
@settings(max_examples=40)
def test_findings_of_any_plan_point_to_fields_that_exist(plan):
    for one in findings(plan):
        assert one.message
        assert one.mend
        annotation_of(one.column)
        msgspec.json.encode(one)
