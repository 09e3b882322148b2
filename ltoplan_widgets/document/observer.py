"""Observers of shared types that survive what the Rust core cannot tell.

yrs (0.28, below pycrdt 0.14.13) panics when an event is asked for its keys after an update deleted what came only later:
such an order is nothing unusual where two transports are up. The panic would pass through the commit and leave the document
unusable. Caught here it only means that the events of this transaction are not known, and the document is read instead.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from pycrdt import Doc, Map, Subscription
from pycrdt._base import observe_callback, observe_deep_callback

Missed = Callable[[], object]


def observe(shared: Map[Any], callback: Callable[[Any], None], missed: Missed) -> Subscription:
    """As `Map.observe`; `missed` is called in place of the callback where the event cannot be told."""
    return _subscribed(shared, shared.integrated.observe, partial(observe_callback, callback, shared.doc, 1), missed)


def observe_deep(shared: Map[Any], callback: Callable[[list[Any]], None], missed: Missed) -> Subscription:
    """As `Map.observe_deep`; see `observe`."""
    return _subscribed(shared, shared.integrated.observe_deep, partial(observe_deep_callback, callback, shared.doc, 1), missed)


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
