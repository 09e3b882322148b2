"""The one door to a plan that many hands hold: plain data in and out, safe from any thread.

Shared types are not safe to touch from two threads, so one lock lies round every access and none of them ever leaves.
Whoever listens is called after the lock is free: on the thread that made the change, or on the one that a transport
names for what came over the wire.
"""

import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
from pycrdt import Map, create_sync_message, handle_sync_message

from ltoplan_widgets.document import layout
from ltoplan_widgets.document.change import Change, is_record, signed_changes
from ltoplan_widgets.document.clocks import apply_update, author_of, clocks_of, demand_sound, spans_of
from ltoplan_widgets.document.edit import Edit, prepared, writes_of
from ltoplan_widgets.document.frame import AWARENESS, STEP1, SYNC, kind_of, payload_of, update_frame
from ltoplan_widgets.document.journal import HISTORY, enter
from ltoplan_widgets.document.listeners import Listeners
from ltoplan_widgets.document.observer import observe, observe_maps, observe_updates
from ltoplan_widgets.document.plan_content import Difference, PlanContent
from ltoplan_widgets.document.plan_document import MERGED, NEWER, PlanDocument, digest
from ltoplan_widgets.document.presence import Presence
from ltoplan_widgets.plan.difference import Change as Write
from ltoplan_widgets.plan.difference import applied, field_changes
from ltoplan_widgets.plan.errors import PlanError, ReadOnlyError
from ltoplan_widgets.plan.field import annotation_of, join, split
from ltoplan_widgets.plan.field import read as read_field
from ltoplan_widgets.plan.history_entry import HistoryEntry
from ltoplan_widgets.plan.moment import now
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.units import LONGEST_NAME

LOCAL = "local"
"""Origin of edits made in this process."""

ROOM = "room"
"""Origin of what came from the room on a server."""

UNWRITTEN = (
    "The server does not write the plan's file: it was deleted or moved, or may not be written. "
    "Edits are kept by the server only. Mend: put the file back where it was."
)

WHOLE_BYTES = 256 * 1024
"""A first update of this size is a whole document: following its thousands of events takes longer than reading it."""

FILE = "file"
"""Origin of what was read from a file."""

Deliver = Callable[[Callable[[], None]], None]
Listener = Callable[[tuple[Change, ...]], None]
Sender = Callable[[bytes, str], None]

_ALIVE: "weakref.WeakSet[LiveDocument]" = weakref.WeakSet()


def _now(work: Callable[[], None]) -> None:
    work()


@dataclass(frozen=True, slots=True)
class Written:
    """An entry that this process wrote into the history.

    Attributes:
        id: Its id.
        entry: All of it, also what is too large for the document.
    """

    id: str
    entry: HistoryEntry


@dataclass(slots=True)
class _Batch:
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


class LiveDocument:
    """A plan, who is here, and the ways to the others."""

    def __init__(self, *, user: str | Mapping[str, Any] | None = None) -> None:
        """Start with an empty document; transports or a file fill it.

        Args:
            user: Display name, or an identity as Jupyter has it, of who edits in this process.
        """
        self._lock = threading.RLock()
        self._document = PlanDocument()
        self._presence = Presence(self._document.ydoc, user)
        self._content = PlanContent()
        self._batch: _Batch | None = None
        self._is_written = True
        self._listeners: Listeners[[tuple[Change, ...]]] = Listeners("the plan")
        self._record_listeners: Listeners[[tuple[Change, ...]]] = Listeners("the plan's records")
        self._senders: Listeners[[bytes, str]] = Listeners("the plan's frames")
        self._presence_listeners: Listeners[[]] = Listeners("the people")
        self._lock_listeners: Listeners[[]] = Listeners("what the plan allows")
        self._merge_listeners: Listeners[[]] = Listeners("merges with the file")
        observe(self._document.ystate, self._on_state, self._on_unknown_state)
        self._subscriptions: list[tuple[Map[Any], Any]] = []
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

    # Editing

    @property
    def user(self) -> str:
        """Display name of who edits in this process."""
        with self._lock:
            return self._presence.name[:LONGEST_NAME]

    @property
    def username(self) -> str:
        """Name under which the server knows who edits in this process."""
        with self._lock:
            return self._presence.username[:LONGEST_NAME]

    def apply(self, edit: Edit, *, note: Callable[[Written], None] | None = None) -> Written | None:
        """Make an edit, as one transaction with its entry in the history.

        Returns:
            The entry, with every change; None where nothing changed, or nothing that the history is about.

        Raises:
            PlanError: A path or value that the plan cannot hold, a record that is not there, or a file that cannot be
                read; nothing was changed.
        """
        ready = self._prepared(edit)  # outside the lock: a large edit holds up nobody
        return self._transact(lambda: ready, note)

    def revise(self, make: Callable[[], Edit], *, note: Callable[[Written], None] | None = None) -> Written | None:
        """Make an edit that depends on what the document holds; nobody changes it in between. See `apply`.

        Args:
            make: Returns the edit; it is called under the document's lock and must be quick.
            note: Called with the entry before anybody hears of the edit, under the same lock.
        """
        return self._transact(lambda: self._prepared(make()), note)

    def _prepared(self, edit: Edit) -> tuple[Edit, dict[str, Any]]:
        signed = msgspec.structs.replace(edit, author=edit.author or self.user)
        return signed, prepared(signed)

    def _transact(self, ready: Callable[[], tuple[Edit, dict[str, Any]]], note: Callable[[Written], None] | None) -> Written | None:
        with self._changing(LOCAL) as batch:
            edit, values = ready()
            batch.author, batch.reason = edit.author, edit.reason
            self._demand_places(values)
            written = self._write(edit, writes_of(values))
            if written is not None and note is not None:
                note(written)
            return written

    def _write(self, edit: Edit, writes: list[Write]) -> Written | None:
        entry = self._entry(edit, writes)
        for segments, value in writes:
            layout.write(self._document.ydoc, segments, value)
        return self._entered(entry) if entry.changes else None

    def _entry(self, edit: Edit, writes: list[Write]) -> HistoryEntry:
        before = self._content.part(segments for segments, _ in writes)
        return HistoryEntry(
            at=now(),
            author=edit.author,
            username=self.username,
            client=self.client,
            action=edit.action,
            reason=edit.reason,
            changes=field_changes(before, applied(before, writes)),
            of=edit.of,
        )

    def _entered(self, entry: HistoryEntry) -> Written:
        return Written(enter(self._document.ydoc, entry, known=self._content.ids(HISTORY)), entry)

    def _demand_places(self, values: Mapping[str, Any]) -> None:
        if self._document.read_only:
            raise ReadOnlyError(f"The plan cannot be edited here. {self._document.read_only}")
        if self._document.complaint and self._document.is_empty:
            raise PlanError(f"The plan's file cannot be read, so nothing can be edited. {self._document.complaint}")
        made = {split(path) for path, value in values.items() if value is not None}
        for path in values:
            segments = split(path)
            if len(segments) > 2 and segments[:2] not in made and not self._content.has(segments[:2]):  # noqa: PLR2004 - inside a record
                annotation_of(path)
                read_field(self.plan, join(*segments[:2]))
                raise PlanError(f"{path}: the record cannot be read. Mend: restore it first.")

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

    # Presence

    @property
    def client(self) -> str:
        """Own client id, as browsers write it."""
        return str(self._presence.client)

    def others(self) -> dict[str, dict[str, Any]]:
        """Awareness states of the others by client id."""
        with self._lock:
            return self._presence.others()

    def publish(self, name: str, value: object) -> None:
        """Set a field of the own awareness state; None takes it out."""
        with self._lock:
            frame = self._presence.publish(name, value)
        self._senders.call(frame, LOCAL)

    def presence_frame(self, clients: Iterable[int] = (), *, everybody: bool = False) -> bytes:
        """Frame of the own awareness state, of some clients', or of everybody's."""
        with self._lock:
            return self._presence.frame(None if everybody else list(clients) or [self._presence.client])

    def heartbeat(self) -> bytes:
        """Renew the own awareness state and forget who is silent; returns the frame to send."""
        with self._lock:
            frame, gone = self._presence.renew(), self._presence.expire()
        if gone:
            self._presence_listeners.call()
        return frame

    def farewell(self) -> bytes:
        """Frame that tells the others that this client leaves."""
        with self._lock:
            return self._presence.farewell()

    def forget_presence(self, way: str) -> None:
        """Forget everybody who came by a transport that is gone."""
        with self._lock:
            gone = self._presence.forget(way)
        if gone:
            self._presence_listeners.call()

    # Transports

    def connect(self, sender: Sender) -> Callable[[], None]:
        """Hand every frame that others should have, with its origin, to a transport; returns what ends it.

        Unlike a listener a sender is called while the lock is held, so that frames leave in the order of their
        transactions: out of order, others would see gaps. It must only put the frame into a queue.
        """
        return self._senders.add(sender)

    def hello(self) -> bytes:
        """The frame that asks the other side for what is missing here."""
        with self._lock:
            return create_sync_message(self._document.ydoc)

    def receive(self, frame: bytes, origin: str, *, deliver: Deliver = _now) -> tuple[bytes | None, list[int]]:
        """Take in a frame from the other side of a transport.

        Returns:
            The reply to send, if there is one, and the clients whose awareness states are new.

        Raises:
            FrameError: The bytes are no frame, or no update; nothing was changed.
        """
        kind, step = kind_of(frame)
        payload = payload_of(frame)
        if kind == SYNC and step == STEP1:
            with self._lock:
                return handle_sync_message(frame[1:], self._document.ydoc), []
        if kind == SYNC:
            self._receive_update(payload, origin, deliver)
            return None, []
        return None, self._receive_presence(payload, frame, origin) if kind == AWARENESS else []

    def _receive_update(self, update: bytes, origin: str, deliver: Deliver) -> None:
        if update == b"\x00\x00":
            return
        if len(update) >= WHOLE_BYTES and origin == ROOM and self.is_empty:
            self._receive_whole(update, deliver)
            return
        demand_sound(update)
        spans = spans_of(update)
        with self._lock:
            before = clocks_of(self._document.ydoc)
            can_follow = self._content.can_follow(spans, before)
            if not can_follow:
                self._leave_roots()
            try:
                with self._changing(origin, deliver) as batch:
                    batch.author = self._presence.name_of(author_of(spans))
                    self._document.ydoc.apply_update(update)
                    self._content.hear(spans, before, clocks_of(self._document.ydoc))
            finally:
                if not can_follow:
                    self._follow_roots()

    def _receive_whole(self, update: bytes, deliver: Deliver) -> None:
        """Take in a room's large document at its first coming: read once, not followed event by event."""
        with self._lock:
            self._leave_roots()
            self._document.ydoc.unobserve(self._subscription)
            try:
                with self._changing(ROOM, deliver) as batch:
                    batch.updates.append(update)
                    self._content.hear_whole()
                    apply_update(self._document.ydoc, update)
            finally:
                self._subscription = observe_updates(self._document.ydoc, self._on_update)
                self._follow_roots()

    def _follow_roots(self) -> None:
        for name, root in self._document.roots.items():
            self._subscriptions.append((root, observe_maps(root, partial(self._on_change, name), self._content.hear_whole)))

    def _leave_roots(self) -> None:
        for root, subscription in self._subscriptions:
            root.unobserve(subscription)
        self._subscriptions.clear()

    def _receive_presence(self, payload: bytes, frame: bytes, origin: str) -> list[int]:
        with self._lock:
            added, changed = self._presence.receive(payload, origin)
        if added or changed:
            self._senders.call(frame, origin)
            self._presence_listeners.call()
        return added

    # The file, where there is no server

    def take_in(self, text: str, *, deliver: Deliver = _now) -> None:
        """Take in what the file holds; see `PlanDocument.set`."""
        with self._changing(FILE, deliver):
            self._document.set(text)

    def hand_out(self) -> str:
        """The text to write to the file, remembered as our own."""
        with self._changing(FILE):
            return self._document.get()

    def confirm_saved(self, text: str) -> None:
        """Note that a text is in the file now."""
        with self._changing(FILE):
            self._document.hash = digest(text)

    def note_file(self, *, is_written: bool) -> None:
        """Note whether the server writes the file; where it does not, that is a complaint."""
        with self._lock:
            self._is_written = is_written

    # One transaction

    @contextmanager
    def _changing(self, origin: str, deliver: Deliver = _now) -> Iterator[_Batch]:
        batch = _Batch(origin)
        try:
            with self._lock:
                self._content.catch_up()
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

    def _after(self, batch: _Batch, deliver: Deliver) -> None:
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

    def _tell(self, batch: _Batch) -> None:
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
