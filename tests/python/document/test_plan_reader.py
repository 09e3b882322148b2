import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltoplan_widgets.document.plan_reader import PlanReader
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.shape import COLLECTIONS, ROOTS, SCALARS
from tests.python.plan.plans import latte_plan, plans


def content_of(plan):
    tree = msgspec.to_builtins(plan)
    return {SCALARS: {name: value for name, value in tree.items() if name not in (*COLLECTIONS, "format")}} | {
        name: tree[name] for name in COLLECTIONS
    }


def read(reader, content, touched=None):
    reader.read(content, everywhere(content) if touched is None else touched)
    return reader.plan


def everywhere(content):
    return {(root, key) for root in ROOTS for key in content[root]}


@given(plans)
@settings(max_examples=40, deadline=None)
def test_what_is_good_is_read_as_it_is(plan):
    reader, content = PlanReader(), content_of(plan)
    assert read(reader, content) == plan
    assert reader.complaints == ()


BAD = [
    (("offers", "latte", "price"), -5.0),
    (("offers", "latte", "price"), "five"),
    (("offers", "latte", "price"), None),
    (("offers", "latte", "name"), ["a"]),
    (("campaigns", "launch", "item"), 3.0),
    (("campaigns", "launch", "overrides"), {"2027-01-07": {"units": -1.0}}),
    (("campaigns", "launch", "overrides"), {"soon": {"units": 1.0}}),
    (("campaigns", "launch", "locations"), {"north": "yes"}),
    (("campaigns", "launch", "covariates"), []),
    (("plan", "currency"), "dollars"),
    (("plan", "period"), None),
]


@pytest.mark.parametrize(("place", "value"), BAD)
@pytest.mark.parametrize("was_good", [True, False])
def test_a_bad_value_is_replaced_and_named(place, value, was_good):
    reader, content = PlanReader(), content_of(latte_plan())
    if was_good:
        read(reader, content)
    *parents, last = place
    target = content
    for key in parents:
        target = target[key]
    target[last] = value
    plan = read(reader, content, {place[:2]} if was_good else None)
    assert isinstance(plan, Plan)
    assert "/".join(place).removeprefix("plan/") in reader.complaints[0]
    if was_good and not isinstance(value, dict):
        assert plan == latte_plan()


def test_a_mended_value_ends_the_complaint():
    reader, content = PlanReader(), content_of(latte_plan())
    content["offers"]["latte"]["price"] = -5.0
    assert read(reader, content).offers["latte"].price == 0.0
    content["offers"]["latte"]["price"] = 6.0
    assert read(reader, content, {("offers", "latte")}).offers["latte"].price == 6.0
    assert reader.complaints == ()


def test_a_record_without_what_it_needs_is_left_out_and_named():
    reader, content = PlanReader(), content_of(latte_plan())
    del content["offers"]["latte"]["name"]
    content["campaigns"]["launch"] = 5.0
    plan = read(reader, content)
    assert plan.offers == {}
    assert plan.campaigns == {}
    assert any("offers/latte/name" in complaint for complaint in reader.complaints)
    assert any("campaigns/launch" in complaint for complaint in reader.complaints)


def test_fields_of_a_newer_release_are_passed_over_in_silence():
    reader, content = PlanReader(), content_of(latte_plan())
    content["offers"]["latte"]["allergens"] = ["milk"]
    content[SCALARS]["theme"] = "dark"
    assert read(reader, content) == latte_plan()
    assert reader.complaints == ()


junk = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)
addresses = st.sampled_from(
    [
        (root, key, field)
        for root, key in (("offers", "latte"), ("campaigns", "launch"), ("scenarios", "warm"))
        for field in ("", "name", "price", "overrides", "changes", "start", "zzz")
    ]
)


@given(st.lists(st.tuples(addresses, junk), max_size=6))
@settings(max_examples=150, deadline=None)
def test_nothing_breaks_reading(writes):
    reader, content = PlanReader(), content_of(latte_plan())
    read(reader, content)
    for (root, key, field), value in writes:
        if field and isinstance(content[root][key], dict):
            content[root][key][field] = value
        else:
            content[root][key] = value
        plan = read(reader, content, {(root, key)})
        assert msgspec.convert(msgspec.to_builtins(plan), Plan) == plan
