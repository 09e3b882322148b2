import msgspec
from hypothesis import given, settings

from ltoplan_widgets.document.layout import read, write
from ltoplan_widgets.document.merge import additions, has_parent
from ltoplan_widgets.plan.difference import differences
from ltoplan_widgets.plan.shape import REMOVED
from tests.python.document.test_layout import laid_out
from tests.python.plan.plans import latte_plan, plans


def content(plan):
    tree = msgspec.to_builtins(plan)
    del tree["format"]
    return tree


@given(plans, plans)
@settings(max_examples=60, deadline=None)
def test_applying_the_differences_leads_to_the_new_plan(base, new):
    doc = laid_out(content(base))
    for segments, value in differences(content(base), content(new)):
        write(doc, segments, value)
    assert read(doc) == content(new)


@given(plans)
@settings(max_examples=20, deadline=None)
def test_a_plan_does_not_differ_from_itself(plan):
    assert list(differences(content(plan), content(plan))) == []


def test_differences_are_as_small_as_the_layout_allows():
    base, new = content(latte_plan()), content(latte_plan(overrides={"2027-01-07": {"units": 7.0}}))
    new["offers"]["latte"]["price"] = 6.0
    [override, price] = differences(base, new)
    assert override[0] == ("campaigns", "launch", "overrides", "2027-01-07")
    assert price == (("offers", "latte", "price"), 6.0)


def test_a_mapping_that_is_left_out_is_an_empty_one():
    base, new = content(latte_plan(covariates={"tv": 1.0})), content(latte_plan())
    del new["campaigns"]["launch"]["covariates"]
    assert list(differences(base, new)) == [(("campaigns", "launch", "covariates", "tv"), REMOVED)]


def test_without_a_common_base_additions_are_taken_and_disputes_named():
    live, new = content(latte_plan()), content(latte_plan())
    new["offers"]["mocha"] = {"name": "Mocha"}
    new["offers"]["latte"]["price"] = 9.0
    del new["scenarios"]["warm"]
    added, disputed = additions(live, new)
    assert added == [(("offers", "mocha"), {"name": "Mocha"})]
    assert disputed == [(("offers", "latte", "price"), 9.0)]


def test_only_fields_of_records_need_their_record():
    assert has_parent({}, ("name",))
    assert has_parent({}, ("offers", "latte"))
    assert not has_parent({"offers": {}}, ("offers", "latte", "price"))
