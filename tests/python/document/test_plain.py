import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from ltoplan_widgets.document.plain import MAX_DEPTH, plain, refined
from ltoplan_widgets.plan.errors import PlanError

json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_json_survives_a_shared_map(value):
    doc = Doc()
    doc["m"] = Map()
    doc["m"]["k"] = refined(value)
    assert plain(doc["m"])["k"] == value


def test_shared_types_of_any_kind_become_json():
    doc = Doc()
    doc["m"] = Map({"list": Array([1, Map({"a": 2})]), "text": Text("hi")})
    assert plain(doc["m"]) == {"list": [1.0, {"a": 2.0}], "text": "hi"}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, b"bytes", bytearray(b"x"), 10**400, object()])
def test_what_json_cannot_say_reads_as_nothing(value):
    assert plain({"a": [value]}) == {"a": [None]}


def test_whole_numbers_become_floats_and_truth_stays_truth():
    assert [type(item) for item in plain([1, True])] == [float, bool]


@pytest.mark.parametrize("value", [math.nan, math.inf, 10**400, "\ud800", {"\ud800": 1}, ["a", {"b": math.nan}]])
def test_what_a_plan_cannot_hold_is_refused_by_path(value):
    with pytest.raises(PlanError, match="offers/latte"):
        refined(value, "offers/latte")


def test_nesting_has_an_end():
    value = None
    for _ in range(MAX_DEPTH + 2):
        value = [value]
    with pytest.raises(PlanError, match="nested deeper"):
        refined(value)
