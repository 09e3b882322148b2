"""Observers of shared types that survive what the Rust core cannot tell.

yrs (0.28, below pycrdt 0.14.13) panics when an event is asked for its keys after an update deleted what came only later:
such an order is nothing unusual where two transports are up. The panic would pass through the commit and leave the document
unusable. Caught here it only means that the events of this transaction are not known, and the document is read instead.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from pycrdt import Doc, Map, Subscription
from pycrdt._base import observe_callback, observe_deep_callback
from pycrdt._pycrdt import MapEvent

Missed = Callable[[], object]


def observe(shared: Map[Any], callback: Callable[[Any], None], missed: Missed) -> Subscription:
    """As `Map.observe`; `missed` is called in place of the callback where the event cannot be told."""
    return _subscribed(shared, shared.integrated.observe, partial(observe_callback, callback, shared.doc, 1), missed)


def observe_deep(shared: Map[Any], callback: Callable[[list[Any]], None], missed: Missed) -> Subscription:
    """As `Map.observe_deep`; see `observe`."""
    return _subscribed(shared, shared.integrated.observe_deep, partial(observe_deep_callback, callback, shared.doc, 1), missed)


class Touched(NamedTuple):
    """A shared type of which something changed.

    Attributes:
        path: Keys that lead to it from the observed one.
        target: It itself.
        keys: Keys of which the values changed; none of what is no map.
    """

    path: tuple[str | int, ...]
    target: Any
    keys: tuple[str, ...]


def observe_maps(shared: Map[Any], callback: Callable[[list[Touched]], None], missed: Missed) -> Subscription:
    """As `observe_deep`, but only says where something changed: old and new values are not made into objects for nobody."""

    def tell(events: list[Any]) -> None:
        with shared.doc._read_transaction(events[0].transaction):  # noqa: SLF001 - as pycrdt's own callbacks
            touched = [_touched(shared.doc, event) for event in events]
            try:
                callback(touched)
            except Exception as error:  # noqa: BLE001 - raised again when the transaction ends, as pycrdt does
                shared.doc._exceptions.append(error)  # noqa: SLF001 - see above

    return _subscribed(shared, shared.integrated.observe_deep, tell, missed)


def _touched(doc: Doc[Any], event: Any) -> Touched:  # noqa: ANN401 - pycrdt's event
    if isinstance(event, MapEvent):
        told: Any = event  # whose attributes the stubs do not tell
        return Touched(tuple(told.path), Map(_doc=doc, _integrated=told.target), tuple(told.keys))
    return Touched(tuple(event.path), None, ())


def observe_updates(doc: Doc[Any], callback: Callable[[bytes], None]) -> Subscription:
    """Call back with the update of every transaction that changes something.

    As `Doc.observe`, whose events encode the states before and after and all that was deleted as well, for nobody.
    """
    subscription: Subscription = doc._doc.observe(lambda event: callback(event.update))  # noqa: SLF001 - see above
    doc._subscriptions.append(subscription)  # noqa: SLF001 - where `unobserve` looks for it
    return subscription


def _subscribed(shared: Map[Any], subscribe: Callable[[Any], Subscription], tell: Callable[[Any], None], missed: Missed) -> Subscription:
    subscription = subscribe(partial(_told, tell, missed))
    shared._subscriptions.append(subscription)  # noqa: SLF001 - where `unobserve` looks for it
    return subscription


def _told(tell: Callable[[Any], None], missed: Missed, found: Any) -> None:  # noqa: ANN401 - one event or several
    try:
        tell(found)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # it derives from BaseException and has no public name
            raise
        missed()
