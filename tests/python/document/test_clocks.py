import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Map, merge_updates

from ltoplan_widgets.document.clocks import apply_update, author_of, clocks_of, demand_sound, gaps_after, is_in_turn, spans_of
from ltoplan_widgets.document.frame import FrameError


def history(client=None):
    """A document and the updates that led to it: two operations, one more, and a deletion."""
    doc, updates = Doc(client_id=client), []
    doc.observe(lambda event: updates.append(event.update))
    doc["m"] = Map({"a": 1, "b": 2})
    doc["m"]["c"] = 3
    del doc["m"]["a"]
    return doc, updates


@pytest.mark.parametrize("client", [5, 300, 2**32 - 1, 2**53 - 1])
def test_author_and_span_of_an_update_are_read(client):
    _, (first, second, deletion) = history(client)
    assert spans_of(first)[client][0] == 0
    assert spans_of(second) == {client: (spans_of(first)[client][1], spans_of(first)[client][1] + 1)}
    assert author_of(spans_of(second)) == client
    assert spans_of(deletion) == {}
    assert author_of({}) is None


def test_each_author_of_a_merged_update_is_found():
    _, (_, one, _) = history(5)
    _, (_, other, _) = history(300)
    spans = spans_of(merge_updates(one, other))
    assert spans == spans_of(one) | spans_of(other)
    assert author_of(spans) is None
    assert gaps_after(spans, {5: 99}) == {300: spans[300][1]}


@pytest.mark.parametrize("junk", [b"", b"\x00\x00", b"\x01\xff", b"\x01"])
def test_what_is_no_update_has_no_author(junk):
    assert spans_of(junk) == {}


def test_a_step_is_told_from_a_jump_and_a_repetition():
    doc, (first, second, deletion) = history(5)
    heard = Doc()
    for update, in_turn, gap in ((second, False, True), (first, False, False), (second, False, False), (deletion, True, False)):
        before = clocks_of(heard)
        heard.apply_update(update)
        assert is_in_turn(spans_of(update), before, clocks_of(heard)) == in_turn
        assert bool(gaps_after(spans_of(update), clocks_of(heard))) == gap
    assert clocks_of(heard) == clocks_of(doc)


def test_a_jump_that_comes_with_a_gap_inside_is_seen():
    _, (_, second, _) = history(5)
    gapped, heard = Doc(), Doc()
    gapped.apply_update(second)
    heard.apply_update(gapped.get_update(heard.get_state()))
    assert gaps_after(spans_of(gapped.get_update()), clocks_of(heard))


def test_the_first_that_a_document_hears_is_in_turn():
    doc, _ = history()
    doc.apply_update(history()[0].get_update())
    assert is_in_turn(spans_of(doc.get_update()), {}, clocks_of(doc))
    assert not is_in_turn(spans_of(doc.get_update()), {7: 1}, clocks_of(doc))


@given(st.binary(max_size=60))
def test_any_bytes_are_an_update_or_refused(junk):
    try:
        demand_sound(junk)
    except FrameError:
        return
    Doc().apply_update(junk)


def _grown():
    """Updates that go on from a client's past, and one that only deletes."""
    doc, updates = history(300)
    doc.observe(lambda event: updates.append(event.update))
    doc["m"]["d"] = {"nested": [1.0, "ü", None, True]}
    doc["m"]["e"] = Map({"f": Map({"g": 1.0})})
    return updates[1:]


@given(st.sampled_from(_grown()), st.data())
def test_a_damaged_update_is_refused_just_where_a_document_would_refuse_it(update, data):
    damaged = bytearray(update[: data.draw(st.integers(0, len(update)))])
    for place in data.draw(st.lists(st.integers(0, max(len(damaged) - 1, 0)), max_size=3)) if damaged else ():
        damaged[place] = data.draw(st.integers(0, 255))
    assert _refuses(demand_sound, bytes(damaged)) == _refuses(lambda one: apply_update(Doc(), one), bytes(damaged))


def _refuses(take, update):
    try:
        take(update)
    except FrameError:
        return True
    return False
