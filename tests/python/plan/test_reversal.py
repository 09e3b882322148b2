import msgspec
from hypothesis import given, settings

from ltoplan_widgets.plan.difference import applied, decided, field_changes
from ltoplan_widgets.plan.field import is_entry, split
from ltoplan_widgets.plan.history_entry import FieldChange
from ltoplan_widgets.plan.plan import DECISIONS, Plan
from ltoplan_widgets.plan.reversal import leading_to, reverted
from ltoplan_widgets.plan.shape import REMOVED
from tests.python.plan.cases import cases
from tests.python.plan.plans import plans


@cases("history", "reverted")
def test_an_entry_is_taken_back_where_nobody_has_changed_it_since(case):
    found = reverted(msgspec.convert(case["changes"], dict[str, FieldChange]), case["tree"])
    assert (found.changes, list(found.skipped)) == (case["back"], case["skipped"])


@cases("versions", "differences")
def test_two_versions_differ_field_by_field(case):
    found = field_changes(case["before"], case["after"])
    assert msgspec.to_builtins(found) == case["changes"]


@cases("versions", "leading")
def test_a_version_is_brought_back_by_an_edit(case):
    assert leading_to(case["present"], case["target"]) == case["edit"]


def written(tree, edit):
    return applied(tree, [(split(path), REMOVED if value is None and is_entry(path) else value) for path, value in edit.items()])


def living(tree):
    """A plan without the records that are marked as deleted."""
    plan = msgspec.convert(tree, Plan)
    return msgspec.structs.replace(
        plan, **{name: {key: one for key, one in getattr(plan, name).items() if not one.deleted} for name in DECISIONS}
    )


@given(plans, plans)
@settings(max_examples=30, deadline=None)
def test_the_edit_leads_to_the_other_state_and_its_reversal_back(present, target):
    before, after = (decided(msgspec.to_builtins(plan)) for plan in (present, target))
    there = written(before, leading_to(before, after))
    assert living(there) == living(after)
    back = reverted(field_changes(before, there), there)
    assert back.skipped == ()
    assert living(written(there, back.changes)) == living(before)
