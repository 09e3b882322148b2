"""What the Rust core cannot tell of a transaction is missed, never fatal."""

import pytest
from pycrdt import Array, Doc, Map

from ltoplan_widgets.document.observer import observe, observe_deep, observe_maps, observe_updates

PanicException = type("PanicException", (BaseException,), {})


def _panic(_event):
    """As pycrdt does for some updates that came out of their turn; `test_convergence_transports` has real ones."""
    raise PanicException("called `Option::unwrap()` on a `None` value")


@pytest.mark.parametrize("watch", [observe, observe_deep, observe_maps])
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


@pytest.mark.parametrize("watch", [observe, observe_deep, observe_maps])
def test_an_error_of_the_listener_is_an_error(watch):
    doc = Doc()
    offers = doc.get("offers", type=Map)
    watch(offers, lambda _: 1 / 0, pytest.fail)
    with pytest.raises(ExceptionGroup):
        offers["a"] = 1


def test_where_maps_changed_is_told_without_their_values():
    doc, told = Doc(), []
    offers = doc.get("offers", type=Map)
    observe_maps(offers, told.extend, pytest.fail)
    offers["a"] = Map({"price": 1.0, "tags": Array(["new"])})
    with doc.transaction():
        offers["a"]["price"] = 2.0
        offers["a"]["tags"].append("hot")
        del offers["a"]["price"]
    assert sorted((one.path, one.keys) for one in told) == [((), ("a",)), (("a",), ("price",)), (("a", "tags"), ())]


def test_every_update_is_told_and_none_of_nothing():
    doc, other, told = Doc(), Doc(), []
    subscription = observe_updates(doc, told.append)
    doc["m"] = Map({"a": 1.0})
    with doc.transaction():
        pass
    doc.unobserve(subscription)
    doc["m"]["b"] = 2.0
    other.apply_update(*told)
    assert other.get("m", type=Map).to_py() == {"a": 1.0}
