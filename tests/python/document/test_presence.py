import json

import pytest
from pycrdt import Doc

from ltoplan_widgets.document import presence as module
from ltoplan_widgets.document.frame import awareness_frame, payload_of
from ltoplan_widgets.document.presence import MAX_STATE_BYTES, Presence, identity_of


def two():
    ada, bob = Presence(Doc(), "Ada"), Presence(Doc(), {"name": "Bob Brown", "color": "#123456"})
    return ada, bob


def test_people_see_each_other_as_jupyter_names_them():
    ada, bob = two()
    added, changed = ada.receive(payload_of(bob.frame()), "wire")
    assert (added, changed) == ([bob.client], [])
    user = ada.others()[str(bob.client)]["user"]
    assert user == {"username": "Bob Brown", "name": "Bob Brown", "display_name": "Bob Brown", "initials": "BB", "color": "#123456"}
    assert ada.name_of(bob.client) == "Bob Brown"
    assert ada.name_of(12345) == ada.name_of(None) == ""


def test_a_colour_is_derived_and_stays_the_same():
    assert identity_of("Ada")["color"] == identity_of("Ada")["color"] != ""


@pytest.mark.parametrize(("variable", "name"), [("LTOPLAN_USER", "Eve"), ("JUPYTERHUB_USER", "hub-user")])
def test_a_name_comes_from_the_environment(monkeypatch, variable, name):
    monkeypatch.delenv("LTOPLAN_USER", raising=False)
    monkeypatch.setenv(variable, name)
    assert identity_of()["display_name"] == name


def test_a_machine_whose_user_has_no_name_gets_one(monkeypatch):
    monkeypatch.delenv("LTOPLAN_USER", raising=False)
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)

    def fail():
        raise OSError

    monkeypatch.setattr(module.getpass, "getuser", fail)
    assert identity_of()["display_name"] == "Python"


def test_fields_are_published_and_taken_back():
    ada, bob = two()
    bob.receive(payload_of(ada.publish("cursor", {"chart": "fan", "x": 1.0})), "wire")
    assert bob.others()[str(ada.client)]["cursor"] == {"chart": "fan", "x": 1.0}
    bob.receive(payload_of(ada.publish("cursor", None)), "wire")
    assert "cursor" not in bob.others()[str(ada.client)]


def test_who_leaves_is_gone_and_new_when_coming_back():
    ada, bob = two()
    ada.receive(payload_of(bob.frame()), "wire")
    added, changed = ada.receive(payload_of(bob.farewell()), "wire")
    assert (added, changed) == ([], [bob.client])
    assert ada.others() == {}


def test_who_came_by_a_way_that_is_gone_is_forgotten_and_new_again_later():
    ada, bob = two()
    ada.receive(payload_of(bob.frame()), "wire")
    assert ada.forget("another way") == []
    assert ada.forget("wire") == [bob.client]
    assert ada.others() == {}
    assert ada.receive(payload_of(bob.frame()), "wire")[0] == [bob.client]


def test_who_is_silent_for_two_heartbeats_is_forgotten(monkeypatch):
    ada, bob = two()
    ada.receive(payload_of(bob.frame()), "wire")
    assert ada.expire() == []
    now = module.time.time()
    monkeypatch.setattr(module.time, "time", lambda: now + 2 * module.HEARTBEAT_SECONDS + 1)
    assert ada.expire() == [bob.client]


def test_states_that_are_no_object_or_too_large_are_dropped():
    ada = Presence(Doc(), "Ada")
    for client, state in ((7, "[1]"), (8, json.dumps({"x": "y" * MAX_STATE_BYTES}))):
        raw = bytes([1, client, 1, *_length(len(state))]) + state.encode()
        assert ada.receive(raw, "wire")[0] == []
    assert ada.others() == {}


@pytest.mark.parametrize("payload", [b"", b"\x05", b"\x01\x01\x01\x05abc", b"\x01\x01\x01\x03abc", b"\xff" * 20])
def test_bytes_that_are_no_states_change_nothing(payload):
    ada, _ = two()
    ada.receive(payload, "wire")
    assert ada.others() == {}
    assert payload_of(awareness_frame(payload)) == payload


def _length(count):
    return [count] if count < 128 else [count & 127 | 128, count >> 7]
