import itertools

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltoplan_widgets.plan.difference import applied, decided, field_changes, touched
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import is_entry, split
from ltoplan_widgets.plan.history import MAX_ENTRIES, MAX_ENTRY_BYTES, changed_by, kept, state_after, surplus
from ltoplan_widgets.plan.history_entry import FieldChange, HistoryEntry
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.shape import REMOVED
from tests.python.plan.cases import cases
from tests.python.plan.plans import plans


def entry(changes, **fields):
    return HistoryEntry(at="2026-12-01T10:00:00.000Z", changes=msgspec.convert(changes, dict[str, FieldChange]), **fields)


@cases("history", "entries")
def test_an_entry_holds_before_and_after_by_path(case):
    writes = [(split(path), REMOVED if value is None and is_entry(path) else value) for path, value in case["edit"].items()]
    before = touched(case["tree"], [segments for segments, _ in writes])
    assert msgspec.to_builtins(field_changes(before, applied(before, writes))) == case["changes"]


@cases("history", "kept")
def test_what_is_too_large_is_counted(case):
    found, omitted = kept({path: FieldChange(new="x" * int(length)) for path, length in case["lengths"].items()})
    assert (sorted(found), omitted) == (case["kept"], case["omitted"])


@given(st.dictionaries(st.text(max_size=300), st.text(max_size=9000), max_size=8))
def test_an_entry_is_never_larger_than_allowed(texts):
    found, omitted = kept({path: FieldChange(new=text) for path, text in texts.items()})
    assert len(msgspec.json.encode(found)) <= MAX_ENTRY_BYTES
    assert len(found) + omitted == len(texts)
    assert all(len(path) <= 200 for path in found)


def test_the_oldest_entries_make_room():
    ids = [f"{number:05}" for number in range(MAX_ENTRIES + 2)]
    assert surplus(reversed(ids[: MAX_ENTRIES - 1])) == []
    assert surplus(ids[:MAX_ENTRIES]) == ids[:1]
    assert surplus(ids) == ids[:3]


@cases("history", "changed_by")
def test_who_changed_a_path_is_found(case):
    history = {key: entry({path: {}}, author=author) for key, (author, path) in case["authors"].items()}
    assert changed_by(history, case["path"], case["entry"]) == case["by"]


@cases("history", "states")
def test_the_state_after_an_entry_follows_by_walking_back(case):
    history = {key: entry(changes) for key, changes in case["history"].items()}
    assert state_after(case["tree"], history, case["entry"]) == case["state"]


@given(st.lists(plans, min_size=2, max_size=4))
@settings(max_examples=25, deadline=None)
def test_every_state_on_the_way_can_be_walked_back_to(way):
    trees = [decided(msgspec.to_builtins(plan)) for plan in way]
    steps = itertools.pairwise(trees)
    history = {f"{place:02}": HistoryEntry(at="", changes=field_changes(before, after)) for place, (before, after) in enumerate(steps)}
    for place, tree in enumerate(trees[1:]):
        found = state_after(trees[-1], history, f"{place:02}")
        assert msgspec.convert(found, Plan) == msgspec.convert(tree, Plan)


def test_a_state_before_changes_that_were_not_kept_is_not_known():
    history = {"01A": entry({}, omitted=3.0), "01B": entry({"name": {"old": "A", "new": "B"}})}
    assert state_after({"name": "B"}, history, "01A") == {"name": "A"}
    with pytest.raises(PlanError, match="history/01A: 3 changes of 2026"):
        state_after({"name": "B"}, history, "")
