"""The plan as a document that Jupyter's collaboration server keeps: `ltoplan` among its document types.

A Jupyter server imports this module at start, so it loads neither numpy, pandas, scipy nor anywidget.
"""

import hashlib
import itertools
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from jupyter_ydoc.ybasedoc import YBaseDoc
from jupyter_ydoc.ynotebook import YNotebook
from pycrdt import Awareness, Doc, Map

from ltoplan_widgets.document import layout
from ltoplan_widgets.document.journal import HISTORY, enter
from ltoplan_widgets.document.merge import additions, has_parent
from ltoplan_widgets.document.observer import observe, observe_deep
from ltoplan_widgets.document.plain import refined
from ltoplan_widgets.document.source_memory import SourceMemory
from ltoplan_widgets.plan.codec import decode_json, decode_tree, encode_tree
from ltoplan_widgets.plan.difference import Change, Tree, applied, differences, field_changes, touched
from ltoplan_widgets.plan.errors import NewerFormatError, PlanError
from ltoplan_widgets.plan.history_entry import FieldChange, HistoryEntry
from ltoplan_widgets.plan.moment import now
from ltoplan_widgets.plan.plan import CONVERSATION, DECISIONS, FORMAT
from ltoplan_widgets.plan.shape import FILE_FIELD, RECORD, REMOVED, ROOTS, SCALARS, STATE, Segments, root_of, same

COMPLAINT = "complaint"
"""Key in `state`: what is wrong with the file, in words; absent when nothing is."""

UNREADABLE = "unreadable"
"""Key in `state`: text of a file that could not be read into an empty document, or that is of a newer format; it is handed
back untouched."""

NEWER = "newer_format"
"""Key in `state`: format of a file that this release does not know yet. While it is there nothing can be edited, and the
file, which lies under `unreadable`, is handed back untouched."""

MERGED = "merged"
"""Key in `state`: digest of an outside version of the file that was merged with live edits; whoever sees it asks for a save."""

NOTHING = b"\x00"
"""State of a document in which nothing has ever happened."""

FILE_AUTHOR = "file on disk"
"""Author of the entries about what was changed in the file by other programs."""

VERSION = YNotebook().version
"""The server keeps one document version for all its documents; another one than the notebooks' makes their clients loop."""

Observer = Callable[[str, Any], None]


class PlanDocument(YBaseDoc):
    """A plan over shared types; `layout` says which.

    `get` gives the canonical text of the file. `set` takes a text from outside: one that we wrote ourselves is a stale
    snapshot and changes nothing; of any other only the difference to what was last in the file is applied, so that live
    edits beside it survive.
    """

    def __init__(self, ydoc: Doc[Any] | None = None, awareness: Awareness | None = None) -> None:
        """Lay the roots into a document, which may hold a plan already."""
        super().__init__(ydoc, awareness)
        self._roots: dict[str, Map[Any]] = {name: self._ydoc.get(name, type=Map) for name in ROOTS}
        self._memory = SourceMemory(self._ystate)
        self._is_observing = False
        for root in self._roots.values():
            self.undo_manager.expand_scope(root)

    @property
    def version(self) -> str:
        """Version of the document protocol, the notebooks' own."""
        return VERSION

    @property
    def roots(self) -> dict[str, Map[Any]]:
        """The plan's root maps by name."""
        return dict(self._roots)

    @property
    def complaint(self) -> str:
        """What is wrong with the file, in words; empty when nothing is."""
        return str(self._ystate.get(COMPLAINT, ""))

    @property
    def read_only(self) -> str:
        """Why nothing can be edited; empty where it can."""
        return self.complaint if NEWER in self._ystate else ""

    @property
    def is_empty(self) -> bool:
        """Whether no plan has been laid into the document yet."""
        return not any(len(self._roots[name]) for name in (SCALARS, *DECISIONS))

    def tree(self) -> Tree:
        """Everything in the document as a plain tree; fields of newer releases are in it, bad values too."""
        return {FILE_FIELD: FORMAT} | layout.read(self._ydoc)

    def text(self) -> str:
        """Canonical text of the document."""
        untouched = self._ystate.get(UNREADABLE) if self.is_empty or NEWER in self._ystate else None
        return str(untouched) if untouched is not None else encode_tree(self.tree())

    def get(self) -> str:
        """Canonical text, to be written to the file; that it may be written is remembered before it is."""
        text = self.text()
        if not self.is_empty and not self.read_only:
            self._memory.hand_out(digest(text), self.tree(), is_recorded=not self._is_observing)
        return text

    def set(self, value: str) -> None:
        """Take in what is in the file; see the class.

        A text that cannot be read changes nothing and is named in `state` under `complaint`. One in a newer format is shown
        as far as it can be understood, and locks the document.
        """
        if NEWER in self._ystate and self._ystate.get(UNREADABLE) == value:
            return
        if not self.is_empty and self._memory.is_stale(digest(value)):
            self._forget_complaint()
            return
        try:
            tree = _read(value, file=str(self._ystate.get("path") or ""), may_be_blank=self.is_empty)
        except NewerFormatError as error:
            self._lock(value, f"{error} Until then the plan can be read, but not edited.")
            return
        except PlanError as error:
            self._refuse(value, str(error))
            return
        if self.is_empty:
            self._seed(tree, value)
        else:
            self._merge(tree, digest(value))
        self._memory.remember(digest(value), tree)

    def observe(self, callback: Observer) -> None:
        """Call back for every change of every root with its name and the event.

        A root that is left out would never be saved. One key is no change: the record of what `get` handed out, which
        is written while a save is under way and must not start another.
        """
        self.unobserve()
        self._subscriptions[self._ystate] = observe(
            self._ystate, partial(self._on_state, callback), partial(self._on_root, callback, STATE, None)
        )
        for name, root in self._roots.items():
            self._subscriptions[root] = observe_deep(
                root, partial(self._on_root, callback, name), partial(self._on_root, callback, name, [])
            )

    def _on_root(self, callback: Observer, name: str, event: Any) -> None:  # noqa: ANN401 - pycrdt's events
        self._is_observing = True
        try:
            callback(name, event)
        finally:
            self._is_observing = False

    def _on_state(self, callback: Observer, event: Any) -> None:  # noqa: ANN401 - see above
        if not self._memory.remembers_latest():
            self._memory.remember(digest(self.text()), self.tree())
        if set(event.keys) - self._memory.own_keys:
            self._on_root(callback, STATE, event)

    def _seed(self, tree: Tree, value: str) -> None:
        live = None if self._ydoc.get_state() == NOTHING else self.tree()
        with self._ydoc.transaction():
            self._ydoc.apply_update(seed(tree, digest(value)))
            if live is not None:
                # The document has a past: this very seed may have been laid in before and taken out, or its plan emptied.
                self._apply([change for change in differences(self.tree(), tree) if not _forgets(change)])
            self._forget_complaint()
            if live is not None and live[HISTORY]:
                self._note(live, [change for change in differences(live, tree) if not _forgets(change)])

    def _merge(self, new: Tree, found: str) -> None:
        base = self._memory.base_for(new, current=(digest(self.text()), self.tree()))
        complaints: list[str] = []
        with self._ydoc.transaction():
            changes = list(differences(base, new)) if base is not None else self._conservative(new, complaints)
            live = self.tree()
            applied_changes = self._apply([change for change in changes if not _forgets(change)])
            self._memory.take_in(found, digest(encode_tree(new)))
            self._forget_complaint()
            if complaints:
                self._ystate[COMPLAINT] = " ".join(complaints)
            if digest(self.text()) != found:
                self._ystate[MERGED] = found
            self._note(live, applied_changes)

    def _note(self, live: Tree, writes: list[Change]) -> None:
        """Write into the history what came with the file, as far as the file's own history does not tell of it."""
        known = live[HISTORY].keys()
        told = [value for segments, value in writes if segments[0] == HISTORY and len(segments) == RECORD]
        before = touched(live, (segments for segments, _ in writes))
        changes = {path: one for path, one in field_changes(before, applied(before, writes)).items() if not _is_told(path, one, told)}
        if changes:
            entry = HistoryEntry(at=now(), author=FILE_AUTHOR, client=str(self._ydoc.client_id), action="file", changes=changes)
            enter(self._ydoc, entry, known={*known, *self._ydoc.get(HISTORY, type=Map).keys()})

    def _conservative(self, new: Tree, complaints: list[str]) -> list[Change]:
        added, disputed = additions(self.tree(), new)
        shown = ", ".join(f"{'/'.join(segments)} = {str(value)[:40]}" for segments, value in itertools.islice(disputed, 10))
        if disputed:
            complaints.append(f"The file was changed outside while edits were unsaved; the live values stay. The file said: {shown}.")
        return added

    def _apply(self, changes: list[Change]) -> list[Change]:
        """Write what has a record to lie in; returns what was written."""
        written = []
        for segments, value in changes:
            if has_parent(self.tree_below(segments), segments):
                layout.write(self._ydoc, segments, value)
                written.append((segments, value))
        return written

    def tree_below(self, segments: Segments) -> Tree:
        """The part of the plain tree that says whether an address has a record to lie in."""
        root, keys, _ = root_of(segments)
        if root == SCALARS or not keys:
            return {}
        return {root: {keys[0]: {}} if keys[0] in self._ydoc.get(root, type=Map) else {}}

    def _lock(self, value: str, complaint: str) -> None:
        """Show what can be understood of a file in a newer format, and keep it as it is."""
        with self._ydoc.transaction():
            if self.is_empty:
                with suppress(PlanError):  # another shape than ours: there is nothing to show
                    tree = _sound(decode_json(value))
                    self._ydoc.apply_update(seed(tree, digest(value)))
                    self._memory.remember(digest(value), tree)
            self._ystate[COMPLAINT] = complaint
            self._ystate[UNREADABLE] = value
            self._ystate[NEWER] = str(decode_json(value)["format"])

    def _refuse(self, value: str, complaint: str) -> None:
        with self._ydoc.transaction():
            self._ystate[COMPLAINT] = complaint
            if self.is_empty:
                self._ystate[UNREADABLE] = value

    def _forget_complaint(self) -> None:
        if any(key in self._ystate for key in (COMPLAINT, UNREADABLE, NEWER)):
            for key in (COMPLAINT, UNREADABLE, NEWER):
                if key in self._ystate:
                    del self._ystate[key]


def _forgets(change: Change) -> bool:
    """Whether a file would take out what people said and did: an older version of it knows less, but unsays nothing."""
    segments, value = change
    return value is REMOVED and segments[0] in CONVERSATION and len(segments) == RECORD


def _is_told(path: str, change: FieldChange, entries: list[Any]) -> bool:
    """Whether entries that came with the file tell of a change already."""
    stories = (entry["changes"].get(path) for entry in entries if isinstance(entry, dict) and isinstance(entry.get("changes"), dict))
    return any(isinstance(story, dict) and same(story.get("new"), change.new) for story in stories)


def digest(text: str) -> str:
    """Digest of a file's content, as Jupyter's contents manager computes it."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def seed(tree: Tree, found: str) -> bytes:
    """The update that lays a plan into an empty document: the same operations for everybody who seeds the same text.

    The author of the update is not 0 but follows from the text. Two texts seeded under one author would claim the same
    places in the history with different content, and a client that comes back to a room which was rebuilt from a changed
    file would diverge from it for good without a word; under two authors they merge.
    """
    doc: Doc[Any] = Doc(client_id=int(found[:8], 16))
    with doc.transaction():
        for name in ROOTS:
            doc.get(name, type=Map)
        for key, value in sorted(tree.items()):
            if key != FILE_FIELD:
                layout.write(doc, (key,), value)
        SourceMemory(doc.get(STATE, type=Map)).take_in(found, digest(encode_tree({FILE_FIELD: FORMAT} | layout.read(doc))))
    update: bytes = doc.get_update()
    return update


def _read(value: str, *, file: str, may_be_blank: bool) -> Tree:
    if not value.strip():
        if may_be_blank:
            return {}
        # Rather half of a file that somebody is writing in place than a plan that somebody emptied.
        raise PlanError(f"{file}: the file is empty. Mend: restore the last good version of the file.")
    return _sound(decode_tree(value, file=file))


def _sound(found: Tree) -> Tree:
    tree: Tree = refined(found)
    layout.check(tree)
    return tree
