from datetime import date

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import annotation_of, checked, is_entry, is_optional, join, read, replaced, split
from ltoplan_widgets.plan.override import Override
from tests.python.plan.plans import latte_plan, plans


@given(st.lists(st.text(max_size=10), min_size=1, max_size=5))
def test_a_path_survives_its_text(segments):
    assert split(join(*segments)) == tuple(segments)


@given(plans)
@settings(max_examples=30)
def test_every_field_of_every_plan_can_be_read_and_set_to_itself(plan):
    for path, value in leaves(msgspec.to_builtins(plan)):
        assert msgspec.to_builtins(read(plan, path)) == value
        assert checked(path, value) == value
        if value is not None or not is_entry(path):
            assert replaced(plan, {path: value}) == plan


def leaves(value, *segments):
    for key, part in value.items():
        if isinstance(part, dict):
            yield from leaves(part, *segments, key)
        else:
            yield join(*segments, key), part


def test_replacing_sets_one_field_and_shares_the_rest():
    plan = latte_plan()
    changed = replaced(plan, {"offers/latte/price": 6})
    assert changed.offers["latte"].price == 6.0
    assert isinstance(changed.offers["latte"].price, float)
    assert plan.offers["latte"].price == 5.0
    assert changed.campaigns is plan.campaigns


def test_several_changes_apply_in_their_order():
    changed = replaced(latte_plan(), {"offers/mocha": {"name": "Mocha"}, "offers/mocha/price": 4})
    assert changed.offers["mocha"].price == 4.0


def test_an_entry_is_added_replaced_and_taken_out():
    path = "campaigns/launch/overrides/2027-01-07"
    said = replaced(latte_plan(), {path: {"units": 9000, "reason": "launch party"}})
    assert read(said, path) == Override(units=9000.0, reason="launch party")
    assert replaced(said, {path: None}) == latte_plan()
    assert replaced(latte_plan(), {path: None}) == latte_plan()
    assert replaced(latte_plan(), {"offers/latte": None}).offers == {}


def test_none_for_a_field_of_a_record_clears_it_only_where_it_may_be_empty():
    plan = latte_plan(demand_mean=90_000)
    assert replaced(plan, {"campaigns/launch/demand_mean": None}) == latte_plan()
    with pytest.raises(PlanError, match="offers/latte/price: None is not allowed"):
        replaced(plan, {"offers/latte/price": None})
    assert is_optional("campaigns/launch/demand_mean")
    assert is_optional("offers/latte/capacity")
    assert not is_optional("offers/latte/price")


def test_a_covariate_may_be_empty_yet_is_an_entry():
    assert is_entry("campaigns/launch/covariates/price")
    assert not is_entry("campaigns/launch/demand_mean")
    assert not is_entry("name")


@pytest.mark.parametrize("number", [np.float64(5), np.float32(5), np.int64(5), np.array(5.0)])
def test_numbers_of_numpy_are_numbers(number):
    price = checked("offers/latte/price", number)
    assert price == 5.0
    assert type(price) is float


def test_a_date_is_written_as_iso():
    assert checked("campaigns/launch/start", date(2027, 1, 7)) == "2027-01-07"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("offers/latte/price", -1, "offers/latte/price: -1 is not allowed. Expected `float` >= 0.0."),
        ("offers/latte/price", float("nan"), "nan is not allowed"),
        ("offers/latte/price", float("inf"), "inf is not allowed"),
        ("offers/latte/price", "5", "'5' is not allowed"),
        ("offers/latte/price", True, "True is not allowed"),
        ("offers/latte/price", 10**400, "is not allowed"),
        ("offers/latte/price", object(), "neither text, number, date nor mapping"),
        ("offers/latte/name", "x" * 65_536, "length <= 200"),
        ("offers/latte/name", "\ud800", "surrogates not allowed"),
        ("campaigns/launch/covariates/temperature", float("-inf"), "-inf is not allowed"),
        ("campaigns/launch/start", "2027-1-7", "is not allowed"),
        ("campaigns/launch/start", "2027-01-07\n", "is not allowed"),
        ("campaigns/launch/overrides/2027-01-07", 9000, "is not allowed"),
        ("campaigns/launch/overrides/someday", {"units": 1}, "'someday' is not allowed as a key"),
        ("offers/__proto__/name", "x", "'__proto__' is not allowed as a key"),
        ("offers/latte/prise", 5, "Did you mean 'price'?"),
        ("ofers/latte/price", 5, "Did you mean 'offers'?"),
        ("offers/latte/price/amount", 5, "lies inside a single value"),
        ("", 5, "there is no ''"),
        ("format", "ltoplan/9", "is not allowed"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_path_and_reason(path, value, said):
    with pytest.raises(PlanError) as caught:
        checked(path, value)
    assert said in str(caught.value)
    assert path in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_record_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(PlanError, match=r"there is no 'mocha'\. There are: latte"):
        read(latte_plan(), "offers/mocha/price")
    with pytest.raises(PlanError, match=r"there is no 'late'\. Did you mean 'latte'"):
        replaced(latte_plan(), {"offers/late/price": 5})


def test_hostile_text_that_fits_is_kept_as_it_is():
    name = "\u202elatte\u202c <img src=x onerror=alert(1)> \u0000"
    assert read(replaced(latte_plan(), {"offers/latte/name": name}), "offers/latte/name") == name


def test_every_path_has_the_annotation_of_its_struct():
    assert annotation_of("campaigns/launch/locations/north") is bool
    assert annotation_of("campaigns/launch/overrides/2027-01-07") is Override
