"""A large document that comes whole from its room is read at once, and from then on followed like any other."""

import pytest

from ltoplan_widgets.document import live_document
from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.frame import FrameError, update_frame
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.origin import ROOM
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.plan import Plan
from tests.python.plan.plans import latte_plan

MANY = 300


@pytest.fixture(params=[0, 2**40])
def joined(request, monkeypatch):
    """Somebody who has the plan, and somebody who heard it as a whole, or step by step."""
    monkeypatch.setattr(live_document, "WHOLE_BYTES", request.param)
    plan = latte_plan()
    offers = plan.offers | {f"o{number}": Offer(name=f"Offer {number}", price=float(number)) for number in range(MANY)}
    first, second = LiveDocument(user="Ada"), LiveDocument(user="Ben")
    first.take_in(encode(Plan(name=plan.name, offers=offers, campaigns=plan.campaigns)))
    return first, second, update_frame(first._document.ydoc.get_update())


def test_what_came_is_there_whoever_asks_first(joined):
    first, second, frame = joined
    second.receive(frame, ROOM)
    assert second.plan == first.plan
    assert second.text() == first.text()
    assert second.complaints == ()


def test_an_edit_right_after_it_is_checked_and_recorded_like_any_other(joined):
    first, second, frame = joined
    second.receive(frame, ROOM)
    written = second.apply(Edit(changes={"offers/o7/price": 2.5}))
    assert written.entry.changes["offers/o7/price"].old == 7.0
    first.receive(update_frame(second._document.ydoc.get_update()), ROOM)
    assert (first.plan.offers["o7"].price, second.plan.offers["o7"].price) == (2.5, 2.5)


def test_what_others_change_afterwards_is_told(joined):
    first, second, frame = joined
    second.receive(frame, ROOM)
    heard = []
    second.observe(heard.extend)
    first.connect(lambda sent, _: second.receive(sent, ROOM))
    first.apply(Edit(changes={"offers/o7/price": 2.5}))
    assert [(change.path, change.old, change.new) for change in heard if change.path.startswith("offers")] == [
        ("offers/o7/price", 7.0, 2.5)
    ]


def test_whoever_listens_already_hears_of_everything(joined):
    _, second, frame = joined
    heard = []
    second.observe(heard.extend)
    second.receive(frame, ROOM)
    assert sum(change.path.startswith("offers/o") for change in heard) == MANY


def test_what_can_be_read_is_read_beside_what_cannot(joined):
    first, second, _ = joined
    first._document.roots["offers"]["o3"]["price"] = "much"
    second.receive(update_frame(first._document.ydoc.get_update()), ROOM)
    assert second.plan.offers["o4"].price == 4.0
    assert [complaint.startswith("offers/o3/price") for complaint in second.complaints] == [True]


def test_a_broken_whole_leaves_a_document_that_can_still_hear(joined):
    first, second, frame = joined
    with pytest.raises(FrameError):
        second.receive(update_frame(b"\x01\x02\x03\xff" * 40), ROOM)
    second.receive(frame, ROOM)
    assert second.plan == first.plan
