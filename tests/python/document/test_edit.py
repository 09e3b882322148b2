import pytest

from ltoplan_widgets.document.edit import Edit, prepared
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.override import Override

OVERRIDE = "campaigns/launch/overrides/2027-01-07"


@pytest.mark.parametrize("value", [1200, {"units": 1200}, Override(units=1200.0)])
def test_an_override_is_signed_whatever_it_is_given_as(value):
    [(path, found)] = prepared(Edit(changes={OVERRIDE: value}, reason="a flight", author="Ada")).items()
    assert path == OVERRIDE
    assert (found["units"], found["reason"], found["author"]) == (1200.0, "a flight", "Ada")
    assert found["at"].endswith("Z")


def test_a_signature_that_is_there_stays():
    found = prepared(Edit(changes={OVERRIDE: {"units": 1, "author": "Bob", "reason": "mine"}}, reason="a flight", author="Ada"))[OVERRIDE]
    assert (found["reason"], found["author"]) == ("mine", "Bob")


def test_nothing_takes_an_entry_out_and_clears_a_field():
    assert prepared(Edit(changes={OVERRIDE: None, "offers/latte/capacity": None})) == {OVERRIDE: None, "offers/latte/capacity": None}


def test_a_record_is_completed_with_its_defaults():
    assert prepared(Edit(changes={"offers/latte": {"name": "Latte"}}))["offers/latte"]["case_pack"] == 1.0


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("offers/latte/prise", 1.0, "Did you mean 'price'"),
        ("offers/latte/price", -1.0, "offers/latte/price: -1.0 is not allowed"),
        ("offers/latte/price", "5", "offers/latte/price"),
        ("offers/latte", {"price": 5}, "name"),
        ("offers", {}, "whole collection"),
        ("format", "ltoplan/1", "belongs to the file"),
        ("name", "\ud800", "name"),
        (OVERRIDE, "many", "overrides"),
        ("scenarios/warm/changes/x", float("nan"), "nan is not allowed"),
    ],
)
def test_what_a_plan_cannot_hold_is_refused_and_named(path, value, said):
    with pytest.raises(PlanError, match=said):
        prepared(Edit(changes={path: value}))
