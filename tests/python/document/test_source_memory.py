from pycrdt import Doc, Map

from ltoplan_widgets.document.source_memory import KEPT, SourceMemory

CLEAN = ("other", {"name": "other"})


def memory():
    state = Doc().get("state", type=Map)
    return SourceMemory(state), state


def test_what_was_handed_out_is_known_before_anybody_confirms_it():
    sources, _ = memory()
    sources.hand_out("a", {"name": "a"}, is_recorded=True)
    assert sources.is_stale("a")
    assert not sources.is_stale("b")


def test_what_is_older_than_the_last_save_is_not_stale_any_more():
    sources, state = memory()
    for version in "abc":
        sources.hand_out(version, {"name": version}, is_recorded=True)
    state["hash"] = "b"
    assert [sources.is_stale(version) for version in "abc"] == [False, True, True]
    state["hash"] = "c"
    sources.hand_out("a", {"name": "a"}, is_recorded=True)
    state["hash"] = "a"
    assert [sources.is_stale(version) for version in "abc"] == [True, False, False]


def test_a_version_from_outside_replaces_what_was_known():
    sources, state = memory()
    sources.hand_out("a", {"name": "a"}, is_recorded=True)
    state["hash"] = "a"
    sources.take_in("out", "canonical")
    assert [sources.is_stale(version) for version in ("a", "out", "canonical")] == [False, True, True]


def test_the_base_is_the_nearest_version_that_the_file_may_have_held():
    sources, _ = memory()
    sources.hand_out("a", {"name": "a", "notes": "1"}, is_recorded=True)
    sources.hand_out("b", {"name": "b", "notes": "2"}, is_recorded=True)
    assert sources.base_for({"name": "a", "notes": "new"}, current=CLEAN) == {"name": "a", "notes": "1"}
    assert sources.base_for({"name": "b", "notes": "new"}, current=CLEAN) == {"name": "b", "notes": "2"}


def test_where_nothing_is_unsaved_the_document_is_the_base_and_else_there_is_none():
    sources, state = memory()
    state["hash"] = "a"
    assert sources.base_for({}, current=("a", {"name": "a"})) == {"name": "a"}
    assert sources.base_for({}, current=CLEAN) is None


def test_memory_has_an_end():
    sources, state = memory()
    for version in range(50):
        sources.hand_out(str(version), {"name": str(version)}, is_recorded=True)
    assert len(state["file_versions"].split()) == KEPT
    assert len(sources._trees) == KEPT
