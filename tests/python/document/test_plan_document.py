import json
import subprocess
import sys

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jupyter_ydoc.ynotebook import YNotebook
from pycrdt import Doc, Map

from ltoplan_widgets.document.plan_document import PlanDocument, digest, seed
from ltoplan_widgets.plan.codec import decode, decode_tree, encode, encode_tree
from ltoplan_widgets.plan.difference import decided
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.shape import ROOTS
from tests.python.plan.plans import latte_plan, plans

TEXT = encode(latte_plan())


def opened(text=TEXT):
    document = PlanDocument()
    document.set(text)
    return document


def restarted(document):
    """The same document in another process: its updates, without what was in memory."""
    other = PlanDocument()
    other.ydoc.apply_update(document.ydoc.get_update())
    return other


def decisions(document):
    """Text of what is decided, without what is remembered about it."""
    return encode_tree(decided(document.tree()))


def saved(document):
    """Let the server save, as it does: text out, file written, digest noted."""
    text = document.get()
    document.hash = digest(text)
    return text


def price(document, value=None):
    offer = document.roots["offers"]["latte"]
    if value is not None:
        offer["price"] = value
    return offer["price"]


def edited(text, **fields):
    tree = decode_tree(text)
    tree["offers"]["latte"] |= {name: value for name, value in fields.items() if name != "name"}
    tree["name"] = fields.get("name", tree["name"])
    return encode_tree(tree)


# Text


@given(plans)
@settings(max_examples=60, deadline=None)
def test_the_text_survives_the_document(plan):
    document = opened(encode(plan))
    assert document.get() == encode(plan)
    document.set(document.get())
    assert document.get() == encode(plan)


@given(plans, plans)
@settings(max_examples=40, deadline=None)
def test_a_document_takes_in_any_other_plan(first, second):
    document = opened(encode(first))
    document.set(encode(second))
    assert decisions(document) == encode(second)


def test_a_file_with_fewer_fields_and_other_order_is_taken_as_it_is():
    document = opened('{"offers": {"latte": {"price": 5, "name": "Latte"}}, "name": "Spring"}')
    assert price(document) == 5.0
    assert decode(document.get()).offers["latte"] == Offer(name="Latte", price=5.0)


def test_an_empty_file_is_an_empty_plan():
    document = opened("")
    assert document.complaint == ""
    document.set(TEXT)
    assert document.get() == TEXT


def test_version_is_the_notebooks():
    assert PlanDocument().version == YNotebook().version == "2.0.0"


# Seeding


def test_everybody_seeds_the_same():
    tree = decode_tree(TEXT)
    assert seed(tree, digest(TEXT)) == seed(tree, digest(TEXT))
    assert opened().ydoc.get_update() == opened().ydoc.get_update()


def test_two_who_seeded_the_same_are_one():
    one, other = opened(encode(latte_plan(overrides={"2027-01-07": {"units": 5.0}}))), PlanDocument()
    other.set(one.get())
    price(one, 6.0)
    other.ydoc.apply_update(one.ydoc.get_update())
    one.ydoc.apply_update(other.ydoc.get_update())
    assert one.get() == other.get()
    assert price(other) == 6.0


def test_two_who_seeded_different_texts_still_agree():
    one, other = opened(), opened(edited(TEXT, price=7.0, name="Autumn"))
    price(one, 6.0)
    one.ydoc.apply_update(other.ydoc.get_update())
    other.ydoc.apply_update(one.ydoc.get_update())
    assert one.get() == other.get()


def test_a_plan_that_was_emptied_from_outside_can_be_filled_again():
    document = opened()
    document.set("{}")
    assert document.is_empty
    document.set(TEXT)
    assert decisions(document) == TEXT
    assert [entry["action"] for entry in document.tree()["history"].values()] == ["file", "file"]


# Stale snapshots


def test_our_own_snapshot_changes_nothing():
    document = opened()
    text = saved(document)
    price(document, 6.0)
    for stale in (text, TEXT):
        document.set(stale)
        assert price(document) == 6.0


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_snapshot_is_known_after_a_crash_even_if_nobody_confirmed_it(is_confirmed):
    document = opened()
    price(document, 6.0)
    on_disk = saved(document) if is_confirmed else document.get()
    price(document, 7.0)
    after_crash = restarted(document)
    after_crash.set(on_disk)
    assert price(after_crash) == 7.0


def test_eighty_edits_survive_a_crash_with_the_first_file_on_disk():
    document = opened()
    for step in range(80):
        document.roots["campaigns"]["launch"]["overrides"][f"2027-01-{step:02}"] = {"units": float(step)}
    after_crash = restarted(document)
    after_crash.set(TEXT)
    assert len(after_crash.roots["campaigns"]["launch"]["overrides"]) == 80


def test_going_back_to_an_older_version_outside_goes_back():
    document = opened()
    price(document, 6.0)
    saved(document)
    document.set(TEXT)
    assert price(document) == 5.0


# Edits from outside


@pytest.mark.parametrize("is_saved", [True, False])
@pytest.mark.parametrize("is_restarted", [True, False])
def test_an_outside_edit_beside_a_live_one_keeps_both(is_saved, is_restarted):
    document = opened()
    text = saved(document) if is_saved else TEXT
    if is_restarted:
        document = restarted(document)
    document.observe(lambda *_: None)
    if is_restarted:
        document.get()  # as the server does before it opens the room
    price(document, 6.0)
    document.set(edited(text, name="Autumn", unit_cost=1.5))
    plan = decode(document.get())
    assert (plan.name, plan.offers["latte"].price, plan.offers["latte"].unit_cost) == ("Autumn", 6.0, 1.5)
    assert document.ystate["merged"] == digest(edited(text, name="Autumn", unit_cost=1.5))


def test_a_room_that_the_server_filled_knows_what_was_in_the_file():
    room = PlanDocument()
    room.observe(lambda *_: None)
    source = PlanDocument(Doc(client_id=0))
    source.set(TEXT)
    room.ydoc.apply_update(source.ydoc.get_update())
    price(room, 6.0)
    room.set(edited(TEXT, name="Autumn"))
    assert (price(room), room.roots["plan"]["name"]) == (6.0, "Autumn")


@given(plans, plans, st.floats(0, 100), st.data())
@settings(max_examples=40, deadline=None)
def test_the_merge_is_the_outside_change_on_top_of_the_live_plan(base, new, live_price, data):
    """Three-way: whatever nobody touched outside stays as it is live; whatever was touched is as outside."""
    base = msgspec.structs.replace(base, offers={"latte": Offer(name="Latte", price=5.0)})
    kept = data.draw(st.sampled_from(["offers", "campaigns"]))
    new = (
        msgspec.structs.replace(new, offers=base.offers)
        if kept == "offers"
        else msgspec.structs.replace(new, offers=base.offers, campaigns=base.campaigns)
    )
    document = opened(encode(base))
    price(document, live_price)
    document.set(encode(new))
    expected = msgspec.structs.replace(new, offers={"latte": Offer(name="Latte", price=live_price)})
    assert decisions(document) == encode(expected)


def test_a_record_deleted_live_stays_deleted_when_a_field_of_it_changed_outside():
    document = opened()
    text = saved(document)
    del document.roots["offers"]["latte"]
    document.set(edited(text, price=9.0))
    assert "latte" not in document.roots["offers"]


def test_when_nobody_remembers_the_base_nothing_live_is_lost_and_disputes_are_named():
    document = opened()
    saved(document)
    price(document, 6.0)
    document.roots["offers"]["mocha"] = Map({"name": "Mocha"})
    after_crash = restarted(document)
    outside = decode_tree(edited(TEXT, name="Autumn"))
    outside["offers"]["tea"] = {"name": "Tea"}
    after_crash.set(encode_tree(outside))
    assert price(after_crash) == 6.0
    assert set(after_crash.roots["offers"]) == {"latte", "mocha", "tea"}
    assert "offers/latte/price = 5.0" in after_crash.complaint
    assert "name = Autumn" in after_crash.complaint


# What cannot be read

BROKEN = [
    " \n",
    "{",
    "<<<<<<< HEAD\n" + TEXT,
    "[]",
    '{"offers": []}',
    '{"offers": {"latte": 5}}',
    '{"name": 1e999}',
    '{"name": "\\ud800"}',
    "[" * 100_000,
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_file_harms_nothing_and_is_reported(broken):
    document = opened()
    price(document, 6.0)
    document.set(broken)
    assert price(document) == 6.0
    assert document.ystate["complaint"] == document.complaint != ""
    assert decode(document.get()).offers["latte"].price == 6.0
    document.set(edited(TEXT, name="Autumn"))
    assert document.complaint == ""
    assert "complaint" not in document.ystate


@pytest.mark.parametrize("broken", [text for text in BROKEN if text.strip() and len(text) < 100_000])
def test_a_broken_file_in_an_empty_document_is_handed_back_as_it_is(broken):
    document = opened(broken)
    assert document.get() == broken
    assert document.is_empty
    assert document.complaint
    document.set(TEXT)
    assert document.get() == TEXT
    assert document.complaint == ""


def test_putting_the_good_file_back_ends_the_complaint():
    document = opened()
    text = saved(document)
    document.set("{")
    document.set(text)
    assert document.complaint == ""


def test_what_json_cannot_say_never_breaks_the_text():
    document = opened()
    document.roots["offers"]["latte"]["price"] = float("nan")
    document.roots["offers"]["latte"]["capacity"] = float("inf")
    document.roots["plan"]["blob"] = b"\x00"
    assert decode_tree(document.get())["offers"]["latte"]["price"] is None


def test_fields_of_a_newer_release_survive_text_and_edits():
    tree = decode_tree(TEXT) | {"theme": "dark", "reviews": {"c1": {"text": "why?"}}}
    tree["offers"]["latte"]["allergens"] = ["milk"]
    document = opened(encode_tree(tree))
    assert document.get() == encode_tree(tree)
    price(document, 6.0)
    tree["offers"]["latte"]["price"] = 6
    assert document.get() == encode_tree(tree)
    tree["reviews"]["c1"]["text"] = "because"
    document.set(encode_tree(tree))
    assert decisions(document) == encode_tree(tree)


# What the server counts on


def test_every_root_reaches_the_observer_so_that_every_edit_is_saved():
    document = opened()
    seen = []
    document.observe(lambda name, _: seen.append(name))
    for name, root in document.roots.items():
        root["probe"] = "x"
        assert seen.pop() == name
    document.dirty = True
    assert seen == ["state"]
    document.unobserve()
    document.roots["plan"]["probe"] = "y"
    assert seen == ["state"]


def test_deep_edits_reach_the_observer():
    document = opened()
    seen = []
    document.observe(lambda name, _: seen.append(name))
    document.roots["campaigns"]["launch"]["overrides"]["2027-01-07"] = {"units": 1.0}
    assert seen == ["campaigns"]


def test_handing_out_a_text_starts_no_save():
    document = opened()
    seen = []
    document.observe(lambda name, _: seen.append(name))
    price(document, 6.0)
    seen.clear()
    document.get()
    assert seen == []


def test_an_observer_may_ask_for_the_text():
    document = opened()
    texts = []
    document.observe(lambda *_: texts.append(document.get()))
    price(document, 6.0)
    assert '"price": 6' in texts[-1]


@pytest.mark.parametrize("name", ROOTS)
def test_every_root_can_be_undone(name):
    document = opened()
    before = document.get()
    document.undo_manager.clear()
    document.roots[name]["probe"] = "x"
    assert document.undo_manager.undo()
    assert document.get() == before


def test_the_server_loads_no_heavy_library_for_it():
    check = "import sys, ltoplan_widgets.document.plan_document; print([m for m in ('numpy', 'pandas', 'scipy', 'anywidget', 'pyarrow') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", check], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"


def test_it_can_be_the_first_thing_that_is_imported():
    check = "from ltoplan_widgets.document.plan_document import PlanDocument; import jupyter_ydoc; print(jupyter_ydoc.ydocs['ltoplan'] is PlanDocument)"
    found = subprocess.run([sys.executable, "-c", check], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "True"


def test_an_empty_plan_is_a_plan():
    assert opened(encode(Plan())).get() == encode(Plan())


# A file of a newer release


def newer(**fields):
    tree = decode_tree(TEXT) | {"format": "ltoplan/9", "tides": {"t1": {"height": 3}}} | fields
    return json.dumps(tree)


def test_a_newer_file_is_shown_as_far_as_it_is_understood_and_handed_back_untouched():
    document = opened(newer())
    assert document.tree()["offers"]["latte"]["name"] == "Maple-oat latte"
    assert "newer than 'ltoplan/1'" in document.read_only
    assert "can be read, but not edited" in document.complaint
    price(document, 9.0)  # somebody's older client edits nevertheless
    assert document.get() == newer()
    assert restarted(document).get() == newer()


@pytest.mark.parametrize("fields", [{"offers": []}, {"offers": {"latte": "gone"}}, {"campaigns": None}])
def test_a_newer_file_of_another_shape_shows_nothing_and_is_kept(fields):
    document = opened(newer(**fields))
    assert document.is_empty
    assert document.read_only
    assert document.get() == newer(**fields)


def test_a_plan_that_becomes_newer_on_disk_is_locked_until_it_is_back():
    document = opened()
    saved(document)
    document.set(newer(name="Later"))
    assert document.read_only
    assert document.tree()["name"] == "Spring"
    assert document.get() == newer(name="Later")
    document.set(newer(name="Later still"))
    assert document.get() == newer(name="Later still")
    document.set(TEXT.replace("Spring", "Autumn"))
    assert document.read_only == document.complaint == ""
    assert decisions(document) == TEXT.replace("Spring", "Autumn")


def test_a_newer_plan_that_comes_back_in_our_format_is_taken_in_whole():
    document = opened(newer(name="Later"))
    document.set(TEXT)
    assert document.read_only == ""
    assert decode_tree(document.get())["name"] == "Spring"
    assert "tides" not in decode_tree(document.get())
