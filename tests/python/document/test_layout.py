import msgspec
import pytest
from hypothesis import given, settings
from pycrdt import Doc, Map

from ltoplan_widgets.document.layout import check, read, write
from ltoplan_widgets.document.plan_document import PlanDocument
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.shape import COLLECTIONS, PLAN, REMOVED, ROOTS, SCALARS, same, shape_of
from tests.python.plan.plans import latte_plan, plans


def laid_out(tree):
    doc = Doc()
    for key, value in tree.items():
        if key != "format":
            write(doc, (key,), value)
    return doc


def test_every_field_of_a_plan_has_a_place():
    for name in Plan.__struct_fields__:
        assert (PLAN.fields[name].kind == "mapping") == (name in COLLECTIONS)
    assert (SCALARS, *COLLECTIONS) == ROOTS


def test_shapes_follow_structs_of_any_kind():
    shape = shape_of(dict[str, str])
    assert shape.kind == "mapping"
    assert shape.entries.kind == "plain"

    class Board(msgspec.Struct):
        name: str
        cards: dict[str, dict[str, float]]

    shape = shape_of(Board)
    assert shape.kind == "record"
    assert shape.fields["cards"].entries.entries.kind == "plain"


@given(plans)
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read(plan):
    tree = msgspec.to_builtins(plan)
    assert {"format": plan.format} | read(laid_out(tree)) == tree


def test_mappings_are_made_with_their_record():
    doc = Doc()
    write(doc, ("campaigns", "launch"), {"item": "latte"})
    record = doc.get("campaigns", type=Map)["launch"]
    assert isinstance(record["overrides"], Map)
    assert isinstance(record["locations"], Map)


def test_atomic_records_are_one_value():
    doc = laid_out(msgspec.to_builtins(latte_plan(overrides={"2027-01-07": {"units": 5.0}})))
    assert doc.get("campaigns", type=Map)["launch"]["overrides"]["2027-01-07"] == {"units": 5.0, "reason": "", "author": "", "at": ""}


def test_equal_values_are_not_written_again():
    doc = laid_out(msgspec.to_builtins(latte_plan()))
    before = doc.get_state()
    for key, value in msgspec.to_builtins(latte_plan()).items():
        if key != "format":
            write(doc, (key,), value)
    assert doc.get_state() == before


def test_true_is_not_one():
    assert not same(value := True, 1.0)
    assert same({"a": [value, None, 1]}, {"a": [value, None, 1.0]})
    assert not same([1.0], [1.0, 2.0])


def test_removed_entries_are_gone_and_missing_ones_no_matter():
    doc = laid_out(msgspec.to_builtins(latte_plan()))
    write(doc, ("offers", "latte"), REMOVED)
    write(doc, ("offers", "nothing"), REMOVED)
    assert read(doc)["offers"] == {}


def test_a_mapping_that_another_release_wrote_as_one_value_becomes_a_map_and_keeps_its_entries():
    doc = laid_out(msgspec.to_builtins(latte_plan()))
    doc.get("campaigns", type=Map)["launch"]["covariates"] = {"tv": 1.0}
    write(doc, ("campaigns", "launch", "covariates", "radio"), 2.0)
    assert read(doc)["campaigns"]["launch"]["covariates"] == {"tv": 1.0, "radio": 2.0}


def test_names_of_a_newer_release_are_kept():
    tree = msgspec.to_builtins(latte_plan()) | {"theme": "dark", "reviews": {"c1": {"text": "why?", "replies": {"r": {"text": "so"}}}}}
    tree["offers"]["latte"]["allergens"] = ["milk"]
    found = read(laid_out(tree))
    assert found["theme"] == "dark"
    assert found["reviews"] == tree["reviews"]
    assert found["offers"]["latte"]["allergens"] == ["milk"]
    assert isinstance(laid_out(tree).get("reviews", type=Map)["c1"], Map)


def test_roots_of_a_newer_release_that_came_over_the_wire_are_read():
    newer = laid_out({"reviews": {"c1": {"text": "why?"}}})
    newer.get("log", type=Map)
    document = PlanDocument()
    document.ydoc.apply_update(newer.get_update())
    assert document.tree()["reviews"] == {"c1": {"text": "why?"}}


@pytest.mark.parametrize("tree", [{"offers": []}, {"offers": {"latte": 5.0}}, {"campaigns": {"a": {"overrides": []}}}, {"scenarios": None}])
def test_a_tree_with_values_in_place_of_records_is_refused(tree):
    with pytest.raises(PlanError, match="stands where an object is expected"):
        check(tree)
