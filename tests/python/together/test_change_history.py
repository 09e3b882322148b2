import csv
import json

import pytest

from ltoplan_widgets.document.frame import update_frame
from ltoplan_widgets.document.plan_document import PlanDocument
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.ulid import ulid
from ltoplan_widgets.together.change_history import ChangeHistory
from ltoplan_widgets.together.version_set import MOST_VERSIONS

PRICE, COST = "offers/latte/price", "offers/latte/unit_cost"


@pytest.fixture
def changes(ada):
    return ChangeHistory(ada.editor)


def test_entries_are_listed_the_newest_first_and_filtered(table):
    ada, bob = table("Ada", "Bob")
    changes = ChangeHistory(ada.editor)
    first = ada.editor.apply({PRICE: 6})
    second = bob.editor.apply({COST: 3})
    third = ada.editor.apply({"name": "Autumn"})
    assert list(changes) == [third, second, first]
    assert list(changes.entries(author="Ada")) == [third, first]
    assert list(changes.entries(author="bob")) == [second]
    assert list(changes.entries(field="offers/latte")) == [second, first]
    assert list(changes.entries(since="2999-01-01")) == []
    assert list(changes.entries(since="2020-01-01", action="edit")) == [third, second, first]
    assert len(changes) == 3
    assert "Ada" in repr(changes)
    assert PRICE in changes._repr_html_()


def test_one_change_is_restored_where_nobody_has_changed_it_since(ada, changes):
    entry = ada.editor.apply({PRICE: 6, COST: 3}, reason="milk")
    ada.editor.apply({COST: 4})
    restored = changes.restore(entry, reason="wrong milk")
    assert restored.changes == {PRICE: 5.0}
    assert [one.path for one in restored.skipped] == [COST]
    told = changes[restored.entry]
    assert (told.action, told.of, told.reason) == ("restore", entry, "wrong milk")
    assert ada.editor.undo().changes == {PRICE: 6.0}


def test_one_field_of_a_change_is_restored(ada, changes):
    entry = ada.editor.apply({PRICE: 6, COST: 3})
    changes.restore(entry, field=COST)
    assert (ada.plan.offers["latte"].price, ada.plan.offers["latte"].unit_cost) == (6.0, 2.0)
    with pytest.raises(PlanError, match="did not change name; it changed"):
        changes.restore(entry, field="name")
    with pytest.raises(PlanError, match="there is no entry '01X'"):
        changes.restore("01X")


def test_a_version_is_named_compared_and_brought_back(ada, changes):
    version = changes.name_version("Agreed", note="with finance")
    before = ada.document.decisions
    ada.editor.apply({PRICE: 6, "offers/mocha": {"name": "Mocha"}, "campaigns/launch/overrides/2027-01-07": 1200})
    found = {one.path: (one.before, one.after) for one in changes.compare("Agreed")}
    assert found[PRICE] == (5.0, 6.0)
    assert set(found) == {PRICE, "offers/mocha", "campaigns/launch/overrides/2027-01-07"}
    assert "1,200" in changes.compare(version)._repr_html_()
    entry = changes.restore_version("Agreed", reason="as agreed")
    assert (changes[entry].action, changes[entry].of) == ("restore", version)
    assert ada.plan.offers["mocha"].deleted
    assert ada.document.decisions.campaigns == before.campaigns
    assert ada.document.decisions.offers["latte"] == before.offers["latte"]
    assert changes.restore_version("Agreed") == ""
    ada.editor.undo()
    assert not ada.plan.offers["mocha"].deleted


def test_any_state_on_the_way_can_be_seen_and_brought_back(ada, changes):
    entries = [ada.editor.apply({PRICE: price}) for price in (6, 7, 8)]
    assert [changes.state_at(entry).offers["latte"].price for entry in entries] == [6.0, 7.0, 8.0]
    assert changes.state_at() == ada.document.decisions
    changes.restore_version(entries[0])
    assert ada.plan.offers["latte"].price == 6.0
    version = changes.name_version("In between", entry=entries[1])
    assert changes.state_at("In between").offers["latte"].price == 7.0
    assert changes.versions[version].at == changes[entries[1]].at
    assert [(one.before, one.after) for one in changes.compare(entries[0], entries[2])] == [(6.0, 8.0)]


def test_history_and_conversation_stay_when_a_version_comes_back(ada, changes):
    changes.name_version("Agreed")
    ada.editor.apply({"comments/c": {"text": "why?"}})
    ada.editor.apply({PRICE: 6})
    changes.restore_version("Agreed")
    assert "c" in ada.plan.comments
    assert len(changes) == 2


def test_a_plan_keeps_so_many_versions_and_a_deleted_one_makes_room(changes):
    for number in range(MOST_VERSIONS):
        changes.name_version(f"v{number}")
    with pytest.raises(PlanError, match="delete one"):
        changes.name_version("one more")
    changes.versions.delete("v0")
    changes.name_version("one more")
    with pytest.raises(PlanError, match="there is no version 'v0'"):
        changes.restore_version("v0")


def test_a_version_with_a_damaged_text_is_refused_and_hurts_nothing(ada, changes):
    ada.editor.apply({"versions/odd": {"name": "Odd", "text": "{"}, "versions/newer": {"name": "Newer", "text": '{"format": "ltoplan/9"}'}})
    before = ada.document.decisions
    for version, said in (("Odd", "version Odd: this is not JSON"), ("Newer", "is newer than")):
        with pytest.raises(PlanError, match=said):
            changes.restore_version(version)
    assert ada.document.decisions is before


def test_entries_that_tell_a_tale_are_refused(ada, changes):
    """Anybody can write into the document; a state that is no plan is not brought back."""
    entry = ada.editor.apply({PRICE: 6})
    later = ulid(after=entry)
    stranger = PlanDocument()
    stranger.ydoc.apply_update(ada.document._document.ydoc.get_update())
    stranger.roots["history"][later] = {"at": "", "changes": {PRICE: {"old": "cheap", "new": 6.0}}}
    ada.document.receive(update_frame(stranger.ydoc.get_update()), "wire")
    with pytest.raises(PlanError, match="is not known"):
        changes.state_at(entry)
    with pytest.raises(PlanError, match="is not allowed"):
        changes.restore(later)
    assert ada.plan.offers["latte"].price == 6.0


def test_it_is_exported_as_rows(ada, changes, tmp_path):
    ada.editor.apply({"name": "=1+1", PRICE: 6}, reason="@milk")
    rows = list(csv.DictReader(changes.export(tmp_path / "h.csv").read_text().splitlines()))
    assert {row["path"]: (row["old"], row["new"]) for row in rows} == {"name": ("Spring", "'=1+1"), PRICE: ("5.0", "6.0")}
    assert rows[0]["reason"] == "'@milk"
    plain = json.loads(changes.export(tmp_path / "h.json", field=PRICE).read_text())
    assert [(row["author"], row["path"], row["new"]) for row in plain] == [("Ada", PRICE, 6.0)]
    with pytest.raises(PlanError, match=r"\.csv or \.json"):
        changes.export(tmp_path / "h.xlsx")
