import pytest

from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.frame import update_frame
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.history import MAX_ENTRIES
from ltoplan_widgets.plan.ulid import ulid
from tests.python.plan.plans import latte_plan

PRICE = "offers/latte/price"


@pytest.fixture
def live():
    document = LiveDocument(user={"username": "ada", "name": "Ada"})
    document.take_in(encode(latte_plan()))
    return document


def test_an_edit_and_its_entry_are_one_update(live):
    other = LiveDocument()
    other.take_in(encode(latte_plan()))
    frames = []
    live.connect(lambda frame, _: frames.append(frame))
    live.apply(Edit(changes={PRICE: 6}, reason="milk"))
    [frame] = frames
    heard = []
    other.observe(heard.extend)
    other.receive(frame, "wire")
    assert [(change.path, change.author, change.reason) for change in heard] == [(PRICE, "Ada", "milk")]
    assert other.plan.history == live.plan.history


def test_the_history_keeps_the_newest(live):
    for step in range(MAX_ENTRIES + 5):
        live.apply(Edit(changes={PRICE: float(step + 10)}))
    history = live.plan.history
    assert len(history) == MAX_ENTRIES
    assert history[min(history)].changes[PRICE].new == 15.0
    assert history[max(history)].changes[PRICE].new == MAX_ENTRIES + 14.0


def test_an_entry_comes_after_all_that_its_writer_knows_whatever_the_clocks_say(live):
    ahead = LiveDocument(user="Ahead")
    ahead.take_in(encode(latte_plan()))
    early = ulid()
    late = f"{early[:8]}ZZ{early[10:]}"  # some minutes ahead
    ahead.apply(Edit(changes={f"history/{late}": {"at": "2999-01-01T00:00:00.000Z", "author": "Ahead"}}))
    live.receive(update_frame(ahead._document.ydoc.get_update()), "wire")
    live.apply(Edit(changes={PRICE: 6}))
    assert sorted(live.plan.history)[-2] == late


def test_a_merge_with_the_file_is_told_once_and_by_name(live):
    text = live.hand_out()
    live.take_in(text.replace('"price": 5', '"price": 7'))
    [entry] = live.plan.history.values()
    assert (entry.author, entry.action, entry.username) == ("file on disk", "file", "")
    assert {path: (change.old, change.new) for path, change in entry.changes.items()} == {PRICE: (5.0, 7.0)}


def test_what_the_file_s_own_history_tells_is_not_told_again(live):
    other = LiveDocument(user="Bob")
    other.take_in(live.hand_out())
    other.apply(Edit(changes={PRICE: 7}))
    live.take_in(other.text())
    assert [entry.author for entry in live.plan.history.values()] == ["Bob"]
    assert live.plan.offers["latte"].price == 7.0


def test_an_older_file_takes_nothing_out_that_was_said_or_remembered(live):
    text = live.hand_out()
    live.apply(Edit(changes={PRICE: 6}))
    live.apply(Edit(changes={"comments/c": {"text": "why?"}}))
    live.hand_out()
    live.confirm_saved(live.text())
    live.take_in(text)  # somebody checked out what was there before
    assert live.plan.offers["latte"].price == 5.0
    assert "c" in live.plan.comments
    assert sorted(entry.action for entry in live.plan.history.values()) == ["edit", "file"]
