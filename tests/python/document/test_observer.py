"""What the Rust core cannot tell of a transaction is missed, never fatal."""

import pytest
from pycrdt import Doc, Map

from ltoplan_widgets.document.observer import observe, observe_deep

PanicException = type("PanicException", (BaseException,), {})


def _panic(_event):
    """As pycrdt does for some updates that came out of their turn; `test_convergence_transports` has real ones."""
    raise PanicException("called `Option::unwrap()` on a `None` value")


@pytest.mark.parametrize("watch", [observe, observe_deep])
def test_a_panic_is_told_as_missed_and_the_document_goes_on(watch):
    doc, missed = Doc(), []
    offers = doc.get("offers", type=Map)
    watch(offers, _panic, lambda: missed.append("offers"))
    offers["a"] = 1
    assert missed == ["offers"]
    with doc.transaction():
        offers["b"] = 2
    assert (missed, offers.to_py()) == (["offers"] * 2, {"a": 1.0, "b": 2.0})


@pytest.mark.parametrize("watch", [observe, observe_deep])
def test_what_can_be_told_is_told(watch):
    doc, told = Doc(), []
    offers = doc.get("offers", type=Map)
    watch(offers, lambda found: told.extend(found if isinstance(found, list) else [found]), pytest.fail)
    offers["a"] = 1
    assert [dict(event.keys) for event in told] == [{"a": {"action": "add", "newValue": 1.0}}]


def test_an_observer_is_ended_like_any_other():
    doc, told = Doc(), []
    offers = doc.get("offers", type=Map)
    subscription = observe_deep(offers, told.append, pytest.fail)
    offers["a"] = 1
    offers.unobserve(subscription)
    offers["a"] = 2
    assert len(told) == 1


def test_an_error_of_the_listener_is_an_error():
    doc = Doc()
    offers = doc.get("offers", type=Map)
    observe(offers, lambda _: 1 / 0, pytest.fail)
    with pytest.raises(ExceptionGroup):
        offers["a"] = 1
