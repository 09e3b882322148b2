import json

from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, create_sync_message, write_message

from ltoplan_widgets.document.frame import (
    AWARENESS,
    RAW,
    STEP1,
    SYNC,
    UPDATE,
    FrameError,
    awareness_frame,
    kind_of,
    payload_of,
    raw_of,
    save_frame,
    update_frame,
)


@given(st.binary(max_size=300))
def test_a_frame_carries_its_payload(payload):
    assert payload_of(update_frame(payload)) == payload_of(awareness_frame(payload)) == payload


@given(st.binary(max_size=20))
def test_any_bytes_are_a_frame_or_refused(junk):
    try:
        kind, step = kind_of(junk)
        payload_of(junk)
    except FrameError:
        return
    assert kind in (SYNC, AWARENESS, RAW)
    assert step == -1 or kind == SYNC


def test_kinds_are_told_apart():
    assert kind_of(create_sync_message(Doc())) == (SYNC, STEP1)
    assert kind_of(update_frame(b"x")) == (SYNC, UPDATE)
    assert kind_of(awareness_frame(b"x")) == (AWARENESS, -1)
    assert kind_of(save_frame(300)) == (RAW, -1)
    assert save_frame(300) == b"\x02\x04save\xac\x02"


def test_a_raw_message_is_read_or_nothing():
    assert raw_of(bytes([RAW]) + write_message(json.dumps({"type": "save", "é": 1}).encode())) == {"type": "save", "é": 1}
    for broken in (b"\x02\x05ab", bytes([RAW]) + write_message(b"[1]"), bytes([RAW]) + write_message(b"\xff")):
        assert raw_of(broken) == {}
