"""A live document on a local file, where there is no server: read, written whole and safely, merged with others' writes."""

import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ltoplan_widgets.document.frame import SYNC, kind_of
from ltoplan_widgets.document.listeners import Listeners
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.origin import FILE
from ltoplan_widgets.document.plan_document import digest
from ltoplan_widgets.plan.errors import NotReadyError, PlanError

try:
    import fcntl
except ImportError:  # Windows: two processes that write within the same millisecond are not kept apart there
    fcntl = None  # type: ignore[assignment]

QUIET_SECONDS = 0.2
"""A save follows the last edit after this pause."""

LOOK_SECONDS = 1.0
"""How often the file is looked at for changes from outside."""


class PlanFile:
    """Keeps a live document and a file in step until it is closed.

    Attributes:
        path: The file.
        state: ``local``, or ``refused: why`` where the file cannot be written.
    """

    def __init__(self, document: LiveDocument, path: Path) -> None:
        """Read the file into the document and watch both.

        Raises:
            PlanError: The file cannot be read as text.
        """
        self._document, self.path = document, path.resolve()
        self.state = "local"
        self._listeners: Listeners[[str]] = Listeners("the file")
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._is_closed = False
        self._dirty = 0
        self._saved = 0
        self._seen = ""
        self._has_written = False
        self._load()
        self._disconnect = document.connect(self._on_frame)
        self._thread = threading.Thread(target=self._watch, name="ltoplan-file", daemon=True)
        self._thread.start()

    @property
    def is_shared(self) -> bool:
        """Whether this process has written into the file: only looking at a plan changes nothing."""
        return self._has_written

    def observe_state(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call back with the state when it changes; returns what ends it."""
        return self._listeners.add(listener)

    def ready(self, timeout: float = 30.0) -> None:
        """The file has been read already."""

    def flush(self, timeout: float = 10.0) -> None:
        """Write the file if it is behind; see `save`."""
        if self._saved != self._dirty:
            self.save(timeout)

    def save(self, timeout: float = 10.0) -> None:
        """Write the file now, merged with what others wrote into it meanwhile.

        Raises:
            NotReadyError: The file cannot be written.
        """
        if not self._lock.acquire(timeout=timeout):
            raise NotReadyError(f"{self.path}: another save did not end within {timeout:g} s.")
        try:
            self._save()
        except OSError as error:
            self._set_state(f"refused: {error.strerror or error}")
            raise NotReadyError(f"{self.path}: cannot be written: {error}. Mend: see its rights and the free space.") from None
        finally:
            self._lock.release()

    def close(self, timeout: float = 10.0) -> None:
        """Write what is left and stop watching."""
        if self._is_closed:
            return
        self._is_closed = True
        self._disconnect()
        self._wake.set()
        self._thread.join(timeout)
        self.flush(timeout)

    def _on_frame(self, frame: bytes, origin: str) -> None:
        if origin != FILE and kind_of(frame)[0] == SYNC:
            self._dirty += 1
            self._wake.set()

    def _watch(self) -> None:
        while not self._is_closed:
            if self._wake.wait(LOOK_SECONDS):
                self._wake.clear()
                self._quiet()
                with suppress(NotReadyError):  # the state says so, and the next edit or look tries again
                    self.flush()
            else:
                self._look()

    def _quiet(self) -> None:
        """Wait until nothing was edited for a moment, at most ten times over."""
        for _ in range(10):
            if self._is_closed or not self._wake.wait(QUIET_SECONDS):
                return
            self._wake.clear()

    def _look(self) -> None:
        with self._lock, suppress(OSError, PlanError):
            if self._stamp() != self._seen:
                self._load()
                if digest(self._document.text()) != self._document.saved_digest:
                    self._save()
        if self._saved != self._dirty:
            with suppress(NotReadyError):
                self.save()

    def _load(self) -> None:
        self._seen = self._stamp()
        text = self._text()
        self._document.take_in(text)
        if digest(self._document.text()) == digest(text):
            self._document.confirm_saved(text)

    def _text(self) -> str:
        try:
            return self.path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise PlanError(f"{self.path}: the file is not UTF-8 text: {error}. Mend: open an .ltoplan file.") from None

    def _save(self) -> None:
        goal = self._dirty
        with _alone(self.path.parent):
            if self.path.exists() and self._stamp() != self._seen:
                self._load()
            text = self._document.hand_out()
            if digest(text) != self._document.saved_digest or not self.path.exists():
                write_whole(self.path, text)
                self._has_written = True
            self._seen = self._stamp()
        self._document.confirm_saved(text)
        self._saved = goal
        self._set_state("local")

    def _stamp(self) -> str:
        found = self.path.stat()
        return f"{found.st_mtime_ns} {found.st_size} {found.st_ino}"

    def _set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self._listeners.call(state)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of it."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if fcntl is not None:  # Windows cannot open a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes of ours from writing into the folder, by a lock that leaves no file behind."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
