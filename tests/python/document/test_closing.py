import json

import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.frames import Close

from ltoplan_widgets.document.closing import Closing


def lost(**said) -> Closing:
    return Closing(1003, json.dumps(said))


@pytest.mark.parametrize(
    "closing", [Closing(0, ""), Closing(1001, "going away"), lost(), lost(reloadable=True), Closing(1003, "what"), Closing(1003, "[1]")]
)
def test_most_closings_are_come_back_from(closing):
    assert closing.refusal is None


@pytest.mark.parametrize(
    ("closing", "says"),
    [
        (Closing(4403, "read-only"), "^read-only$"),
        (Closing(4500, ""), "code 4500"),
        (Closing(4500, "Error initializing: no such file."), r"cannot open it \(Error initializing: no such file\)\. Mend"),
        (lost(reloadable=False, errorReason="moved"), r"cannot open it \(moved\)"),
        (lost(reloadable=False, reason="gone"), r"cannot open it \(gone\)"),
    ],
)
def test_a_refusal_says_why(closing, says):
    with pytest.raises(Exception, match=says):
        raise closing.refusal


def test_only_a_lost_session_is_asked_for_anew():
    assert lost().is_session_lost
    assert not Closing(4404, "").is_session_lost


def test_a_connection_that_broke_says_nothing():
    assert Closing.of(ConnectionClosedError(None, None)) == Closing(0, "")
    assert Closing.of(ConnectionClosedError(Close(4404, "why"), None)) == Closing(4404, "why")
