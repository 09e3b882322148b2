"""The core of a live document: shared types behind one lock, and who hears of their changes.

Shared types are not safe to touch from two threads, so one lock lies round every access and none of them ever leaves.
Whoever listens is called after the lock is free: on the thread that made the change, or on the one that a transport
names for what came over the wire.
"""

import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pycrdt import Map

from ltoplan_widgets.document.change import Change, is_record, signed_changes
from ltoplan_widgets.document.frame import update_frame
from ltoplan_widgets.document.listeners import Listeners
from ltoplan_widgets.document.observer import observe, observe_maps, observe_updates
from ltoplan_widgets.document.plan_content import Difference, PlanContent
from ltoplan_widgets.document.plan_document import MERGED, NEWER, PlanDocument
from ltoplan_widgets.document.presence import Presence
from ltoplan_widgets.plan.plan import Plan

UNWRITTEN = (
    "The server does not write the plan's file: it was deleted or moved, or may not be written. "
    "Edits are kept by the server only. Mend: put the file back where it was."
)

Subscriptions = list[tuple[Map[Any], Any]]
Deliver = Callable[[Callable[[], None]], None]
Listener = Callable[[tuple[Change, ...]], None]
Sender = Callable[[bytes, str], None]

_ALIVE: "weakref.WeakSet[LiveCore]" = weakref.WeakSet()


def at_once(work: Callable[[], None]) -> None:
    """Deliver on the thread that made the change."""
    work()


@dataclass(slots=True)
class Batch:
    """What one transaction brought."""

    origin: str
    author: str = ""
    reason: str = ""
    changes: list[Difference] = field(default_factory=list)
    updates: list[bytes] = field(default_factory=list)
    is_merged: bool = False
    is_locked_or_freed: bool = False
    tell: Callable[[tuple[Change, ...]], None] | None = None
    tell_records: Callable[[tuple[Change, ...]], None] | None = None


class LiveCore:
    """A plan's document, its content as plain data, and its listeners."""

    def __init__(self, *, user: str | Mapping[str, Any] | None = None) -> None:
        """Start with an empty document; transports or a file fill it.

        Args:
            user: Display name, or an identity as Jupyter has it, of who edits in this process.
        """
        self._lock = threading.RLock()
        self._document = PlanDocument()
        self._presence = Presence(self._document.ydoc, user)
        self._content = PlanContent()
        self._batch: Batch | None = None
        self._is_written = True
        self._listeners: Listeners[[tuple[Change, ...]]] = Listeners("the plan")
        self._record_listeners: Listeners[[tuple[Change, ...]]] = Listeners("the plan's records")
        self._senders: Listeners[[bytes, str]] = Listeners("the plan's frames")
        self._presence_listeners: Listeners[[]] = Listeners("the people")
        self._lock_listeners: Listeners[[]] = Listeners("what the plan allows")
        self._merge_listeners: Listeners[[]] = Listeners("merges with the file")
        observe(self._document.ystate, self._on_state, self._on_unknown_state)
        self._subscriptions: Subscriptions = []
        self._subscription = observe_updates(self._document.ydoc, self._on_update)
        self._follow_roots()
        _ALIVE.add(self)

    # What the document holds

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        with self._lock:
            return self._content.plan

    @property
    def decisions(self) -> Plan:
        """The plan without what is said, remembered and computed; the same object until a decision changes."""
        with self._lock:
            return self._content.decisions

    @property
    def complaints(self) -> tuple[str, ...]:
        """What is wrong in the document or its file, one sentence each; empty when nothing is."""
        with self._lock:
            found = (self._document.complaint, "" if self._is_written else UNWRITTEN)
            return (*filter(None, found), *self._content.complaints)

    @property
    def read_only(self) -> str:
        """Why nothing can be edited; empty where it can."""
        with self._lock:
            return self._document.read_only

    @property
    def is_empty(self) -> bool:
        """Whether no plan has arrived yet."""
        with self._lock:
            return self._document.is_empty

    def text(self) -> str:
        """Canonical text of the document."""
        with self._lock:
            return self._document.text()

    @property
    def saved_digest(self) -> str:
        """Digest of the file after the last save that somebody reported; empty when nobody has."""
        with self._lock:
            return str(self._document.hash or "")

    # Listening

    def observe(self, listener: Listener) -> Callable[[], None]:
        """Call back once a transaction, with what changed in decisions and conversation; returns what ends it."""
        return self._listeners.add(listener)

    def observe_records(self, listener: Listener) -> Callable[[], None]:
        """Call back once a transaction with what was written down about it: history and outlooks; returns what ends it."""
        return self._record_listeners.add(listener)

    def observe_presence(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call back when somebody comes, moves or goes; returns what ends it."""
        return self._presence_listeners.add(listener)

    def observe_merge(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call back when an outside version of the file was merged with live edits, so that the file is behind."""
        return self._merge_listeners.add(listener)

    def observe_read_only(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call back when the plan can be edited no more, or again; returns what ends it."""
        return self._lock_listeners.add(listener)

    def _follow_roots(self) -> None:
        for name, root in self._document.roots.items():
            self._subscriptions.append((root, observe_maps(root, partial(self._on_change, name), self._content.hear_whole)))

    def _leave_roots(self) -> None:
        for root, subscription in self._subscriptions:
            root.unobserve(subscription)
        self._subscriptions.clear()

    # One transaction

    @contextmanager
    def _changing(self, origin: str, deliver: Deliver = at_once) -> Iterator[Batch]:
        batch = Batch(origin)
        try:
            with self._lock:
                self._content.begin()
                self._batch = batch
                try:
                    with self._document.ydoc.new_transaction(origin=origin):
                        yield batch
                finally:
                    self._batch = None
                    # who listens from now on sees these changes in the plan already
                    batch.tell, batch.tell_records = self._listeners.audience(), self._record_listeners.audience()
                    is_awaited = not (self._listeners.is_empty and self._record_listeners.is_empty)
                    batch.changes += self._content.settle(self._document.ydoc, is_awaited=is_awaited)
                    for update in batch.updates:
                        self._senders.call(update_frame(update), origin)
        finally:
            self._after(batch, deliver)

    def _after(self, batch: Batch, deliver: Deliver) -> None:
        if batch.changes or batch.is_merged or batch.is_locked_or_freed:
            deliver(partial(self._tell, batch))

    def _on_update(self, update: bytes) -> None:
        if self._batch is not None:
            self._batch.updates.append(update)

    def _on_change(self, root: str, events: Any) -> None:  # noqa: ANN401 - pycrdt's events
        if self._batch is not None:
            self._batch.changes += self._content.follow(root, events)

    def _on_state(self, event: Any) -> None:  # noqa: ANN401 - pycrdt's event
        if self._batch is not None:
            self._batch.is_merged |= MERGED in event.keys
            self._batch.is_locked_or_freed |= NEWER in event.keys

    def _on_unknown_state(self) -> None:
        """What may have been merged is better written once too often, what may be locked looked at once too often."""
        if self._batch is not None:
            self._batch.is_merged = self._batch.is_locked_or_freed = True

    def _tell(self, batch: Batch) -> None:
        changes = signed_changes(batch.changes, author=batch.author, reason=batch.reason)
        for tell, concerned in ((batch.tell, False), (batch.tell_records, True)):
            heard = tuple(change for change in changes if is_record(change.path) is concerned)
            if heard and tell is not None:
                tell(heard)
        if batch.is_merged:
            self._merge_listeners.call()
        if batch.is_locked_or_freed:
            self._lock_listeners.call()

    def _renew_lock(self) -> None:
        self._lock = threading.RLock()


def renew_locks() -> None:
    """After a fork: another thread of the parent may hold a lock that nobody in this process would ever release."""
    for document in tuple(_ALIVE):
        document._renew_lock()  # noqa: SLF001 - the same module
