"""The one door to a plan that many hands hold: plain data in and out, safe from any thread."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from pycrdt import create_sync_message, handle_sync_message

from ltoplan_widgets.document import layout
from ltoplan_widgets.document.clocks import apply_update, author_of, clocks_of, demand_sound, spans_of
from ltoplan_widgets.document.edit import Edit, prepared, writes_of
from ltoplan_widgets.document.frame import AWARENESS, STEP1, SYNC, kind_of, payload_of
from ltoplan_widgets.document.journal import HISTORY, enter
from ltoplan_widgets.document.live_company import LiveCompany
from ltoplan_widgets.document.live_core import Deliver, Sender, at_once
from ltoplan_widgets.document.observer import observe_updates
from ltoplan_widgets.document.origin import FILE, LOCAL, ROOM
from ltoplan_widgets.document.plan_document import digest
from ltoplan_widgets.document.written import Written
from ltoplan_widgets.plan.difference import Change as Write
from ltoplan_widgets.plan.difference import applied, field_changes
from ltoplan_widgets.plan.errors import PlanError, ReadOnlyError
from ltoplan_widgets.plan.field import annotation_of, join, split
from ltoplan_widgets.plan.field import read as read_field
from ltoplan_widgets.plan.history_entry import HistoryEntry
from ltoplan_widgets.plan.moment import now

WHOLE_BYTES = 256 * 1024
"""A first update of this size is a whole document: following its thousands of events takes longer than reading it."""


class LiveDocument(LiveCompany):
    """A plan, who is here, and the ways to the others."""

    # Editing

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

    def receive(self, frame: bytes, origin: str, *, deliver: Deliver = at_once) -> tuple[bytes | None, list[int]]:
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
            before = self._content.clocks(self._document.ydoc)
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

    # The file, where there is no server

    def take_in(self, text: str, *, deliver: Deliver = at_once) -> None:
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
