import threading

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.errors import PlanClosedError, PlanError
from ltoplan_widgets.together.change_history import ChangeHistory
from ltoplan_widgets.together.editor import Editor
from tests.python.plan.plans import latte_plan

PRICE, COST = "offers/latte/price", "offers/latte/unit_cost"
OVERRIDE = "campaigns/launch/overrides/2027-01-07"


def test_an_edit_leaves_one_entry_with_an_honest_author(ada):
    entry = ada.editor.apply({PRICE: 6, OVERRIDE: 1200}, reason="a flight")
    [found] = ada.plan.history.values()
    assert list(ada.plan.history) == [entry]
    assert (found.author, found.username, found.action, found.reason) == ("Ada", "ada", "edit", "a flight")
    assert found.client == ada.document.client
    assert (found.changes[PRICE].old, found.changes[PRICE].new) == (5.0, 6.0)
    assert (found.changes[OVERRIDE].old, found.changes[OVERRIDE].new["units"]) == (None, 1200.0)


def test_what_changes_nothing_leaves_no_entry(ada):
    assert ada.editor.apply({PRICE: 5}) == ""
    assert ada.editor.apply({"comments/c": {"text": "why?"}}) == ""
    assert ada.plan.history == {}


def test_undo_and_redo_walk_through_the_own_edits(ada):
    for price in (6, 7):
        ada.editor.apply({PRICE: price})
    assert ada.editor.undo().changes == {PRICE: 6.0}
    assert ada.editor.undo().changes == {PRICE: 5.0}
    assert ada.editor.undo() is None
    assert ada.editor.redo().changes == {PRICE: 6.0}
    assert ada.editor.redo().changes == {PRICE: 7.0}
    assert ada.editor.redo() is None
    assert ada.editor.undo().changes == {PRICE: 6.0}
    assert [entry.action for _, entry in sorted(ada.plan.history.items())] == ["edit", "edit", "undo", "undo", "redo", "redo", "undo"]


def test_a_new_edit_ends_what_could_be_done_again(ada):
    ada.editor.apply({PRICE: 6})
    ada.editor.undo()
    assert ada.editor.can_redo
    ada.editor.apply({COST: 3})
    assert not ada.editor.can_redo
    assert ada.editor.can_undo


def test_a_created_record_is_undone_by_marking_it(ada):
    ada.editor.apply({"offers/mocha": {"name": "Mocha"}})
    ada.editor.apply({"offers/mocha/price": 4})
    ada.editor.undo()
    ada.editor.undo()
    assert ada.plan.offers["mocha"].deleted
    ada.editor.redo()
    assert not ada.plan.offers["mocha"].deleted


def test_an_assumption_of_nothing_is_undone_restored_and_brought_back(ada):
    """A scenario may leave a judged value to the forecast: its entry holds None, and that is not the same as no entry."""
    judged, entry = "campaigns/launch/demand_mean", "scenarios/calm/changes/campaigns~1launch~1demand_mean"
    first = ada.editor.apply({"scenarios/calm": {"name": "Calm", "changes": {judged: None}}})
    ada.editor.apply({entry: 900})
    ada.editor.undo()
    assert ada.plan.scenarios["calm"].changes == {judged: None}
    ada.editor.apply({entry: None})
    assert ada.plan.scenarios["calm"].changes == {}
    ada.editor.undo()
    assert ada.plan.scenarios["calm"].changes == {judged: None}
    ada.editor.redo()
    ChangeHistory(ada.editor).restore_version(first)
    assert ada.plan.scenarios["calm"].changes == {judged: None}


def test_what_somebody_else_has_changed_since_stays_and_is_named(table):
    ada, bob = table("Ada", "Bob")
    ada.editor.apply({PRICE: 6, COST: 3})
    bob.editor.apply({PRICE: 9})
    undone = ada.editor.undo()
    assert undone.changes == {COST: 2.0}
    assert [(one.path, one.by) for one in undone.skipped] == [(PRICE, "Bob")]
    assert ada.plan.offers["latte"].price == bob.plan.offers["latte"].price == 9.0
    assert bob.editor.undo().changes == {PRICE: 6.0}


def test_where_everything_has_moved_on_nothing_is_changed(table):
    ada, bob = table("Ada", "Bob")
    ada.editor.apply({PRICE: 6})
    bob.editor.apply({PRICE: 9})
    undone = ada.editor.undo()
    assert (undone.entry, undone.changes) == ("", {})
    assert not ada.editor.can_undo


def test_changes_that_are_too_large_for_the_history_can_still_be_undone(ada):
    notes = "x" * 4000
    changes = {f"offers/offer-{number}": {"name": notes[:200], "unit": notes[:200]} for number in range(60)}
    ada.editor.apply(changes)
    [entry] = ada.plan.history.values()
    assert entry.omitted > 0
    assert len(ada.editor.undo().changes) == 60
    assert all(ada.plan.offers[f"offer-{number}"].deleted for number in range(60))


def test_a_listener_may_undo_what_it_hears_of(ada):
    ada.document.observe(lambda changes: ada.editor.undo() if changes[0].new == 6.0 else None)
    ada.editor.apply({PRICE: 6})
    assert ada.plan.offers["latte"].price == 5.0


def test_a_closed_editor_edits_no_more(ada):
    ada.editor.apply({PRICE: 6})
    ada.editor.close()
    for edit in (lambda: ada.editor.apply({PRICE: 7}), ada.editor.undo, ada.editor.redo):
        with pytest.raises(PlanClosedError, match="open it again"):
            edit()
    assert ada.plan.offers["latte"].price == 6.0


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("offers/latte/price", "cheap", "'cheap' is not allowed"),
        ("offers/__proto__", {"name": "x"}, "'__proto__' is not allowed as a key"),
        ("offers/latte/constructor", 1, "there is no 'constructor'"),
        ("notes", "x" * 65536, "is not allowed"),
        ("offers/latte/name", "x" * 201, "is not allowed"),
        ("offers/" + "x" * 65536, {"name": "x"}, "is not allowed as a key"),
        ("offers/latte/name", "Latte\u202etxt.exe", "cannot be seen"),
        ("offers/la\u2066tte", {"name": "x"}, "cannot be seen"),
        ("comments/c", {"text": "a\x00b"}, "cannot be seen"),
        ("campaigns/launch/covariates", {"t\u202ev": 1}, "cannot be seen"),
        ("scenarios/warm/changes/offers~1latte~1price", -1, "offers/latte/price: -1.* is not allowed"),
        ("scenarios/warm/changes/offers~1latte~1prise", 1, "Did you mean 'price'"),
        ("scenarios/warm/changes/current_scenario", "warm", "no scenario can change this"),
        ("scenarios/hot", {"name": "Hot", "changes": {"offers/latte/price": "x"}}, "offers/latte/price: 'x'"),
    ],
)
def test_what_no_plan_can_hold_is_refused_at_the_door(ada, path, value, said):
    before = ada.document.text()
    with pytest.raises(PlanError, match=said) as refused:
        ada.editor.apply({"name": "Autumn", path: value})
    assert len(str(refused.value)) < 1200
    assert ada.document.text() == before


@pytest.mark.parametrize("reason", ["x" * 4001, 5, "\ud800"])
def test_a_reason_is_text_of_bounded_length(ada, reason):
    with pytest.raises(PlanError, match="reason"):
        ada.editor.apply({PRICE: 6}, reason=reason)
    assert ada.plan.offers["latte"].price == 5.0


def test_text_that_runs_from_right_to_left_is_text(ada):
    ada.editor.apply({"offers/latte/name": "\u05dc\u05d0\u05d8\u05d4 \u200f2027", "notes": "a\tb\nc"})
    assert ada.plan.offers["latte"].name.endswith("2027")


def test_what_came_with_a_file_can_be_undone_and_restored(text):
    document = LiveDocument(user="Ada")
    document.take_in(text.replace("Maple-oat latte", "Maple\\u202eoat"))
    editor = Editor(document)
    editor.apply({"offers/latte/name": "Latte"})
    editor.undo()
    assert document.plan.offers["latte"].name == "Maple\u202eoat"


def test_nobody_writes_history_by_hand(ada):
    entry = ada.editor.apply({PRICE: 6})
    for path in (f"history/{entry}", "history/mine", f"history/{entry}/author"):
        with pytest.raises(PlanError, match="the history cannot be edited"):
            ada.editor.apply({path: {"at": "", "author": "Bob"}})


def test_people_are_those_who_are_here_and_those_who_were(table):
    ada, bob = table("Ada", "Bob")
    bob.editor.apply({PRICE: 6})
    assert ada.editor.people() == {"ada": "Ada", "bob": "Bob"}


def test_two_threads_never_undo_the_same_edit(ada):
    for step in range(40):
        ada.editor.apply({f"campaigns/launch/covariates/k{step}": float(step)})
    undone = []

    def work():
        while (one := ada.editor.undo()) is not None:
            undone.append(one.of)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(undone) == len(set(undone)) == 40
    assert ada.plan.campaigns["launch"].covariates == {}


# Whatever people do and whenever they hear of each other, undo takes back one's own work only

FIELDS = (PRICE, COST, "name", OVERRIDE, "campaigns/launch/covariates/tv", "offers/mocha", "scenarios/warm/changes/offers~1latte~1price")
values = st.floats(1, 9)
PEOPLE = 3
steps = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.integers(0, PEOPLE - 1), st.sampled_from(FIELDS), values),
        st.tuples(st.sampled_from(["undo", "redo"]), st.integers(0, PEOPLE - 1), st.none(), st.none()),
        st.tuples(st.just("hear"), st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1), st.none()),
    ),
    max_size=30,
)


class Person:
    """Edits, and remembers what they wrote last into each field and have not taken back."""

    def __init__(self, number):
        self.document = LiveDocument(user={"username": f"p{number}", "name": f"P{number}"})
        self.document.take_in(encode(latte_plan()))
        self.editor = Editor(self.document)
        self.number = number

    def edit(self, path, value):
        given = f"{value}" if path == "name" else {"name": f"{value}"} if path == "offers/mocha" else value
        self.editor.apply({path: given})

    def hear(self, other):
        reply, _ = self.document.receive(other.document.hello(), "wire")
        other.document.receive(reply, "wire")


def last_writers(person):
    """Who wrote each field last, as the history that this person knows tells it."""
    found = {}
    for _, entry in sorted(person.document.plan.history.items()):
        for path in entry.changes:
            found[path] = entry.username
    return found


@given(steps)
@settings(max_examples=50, deadline=None)
def test_undo_and_redo_never_touch_what_somebody_else_wrote_last(steps):
    people = [Person(number) for number in range(PEOPLE)]
    for what, who, first, second in steps:
        person = people[who]
        if what == "edit":
            person.edit(first, second)
        elif what == "hear":
            person.hear(people[first])
        else:
            before = last_writers(person)
            done = getattr(person.editor, what)()
            for path in done.changes if done else ():
                told = path.removesuffix("/deleted") if path.endswith("/deleted") and path not in before else path
                assert before[told] == f"p{who}"
    for one in people * 2:
        for other in people:
            one.hear(other)
    assert len({person.document.text() for person in people}) == 1


@given(st.lists(st.tuples(st.sampled_from(FIELDS), values), max_size=8))
@settings(max_examples=40, deadline=None)
def test_undoing_everything_leads_back_and_redoing_it_forth_again(edits):
    ada = Person(0)
    start = ada.document.decisions
    for path, value in edits:
        ada.edit(path, value)
    end = ada.document.decisions
    while ada.editor.undo():
        pass
    offers = {key: one for key, one in ada.document.decisions.offers.items() if not one.deleted}
    assert offers == start.offers
    assert (ada.document.decisions.campaigns, ada.document.decisions.name) == (start.campaigns, start.name)
    while ada.editor.redo():
        pass
    assert ada.document.decisions == end
