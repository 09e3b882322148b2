"""The outlook that follows a live plan."""

import logging
import threading
from collections.abc import Callable

from ltoplan_widgets.document.change import Change
from ltoplan_widgets.document.listeners import Listeners
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.errors import LtoPlanError
from ltoplan_widgets.plan.plan import CONVERSATION, Plan

_LOG = logging.getLogger("ltoplan_widgets")


class LiveOutlook:
    """Recomputes on a thread of its own when the plan changes, always for the latest plan, once somebody listens.

    Attributes:
        complaint: Why the outlook is not that of the plan as it is; empty when it is.
    """

    def __init__(self, document: LiveDocument, evaluate: Callable[[Plan], Outlook], *, computed: Callable[[], None] | None = None) -> None:
        """Follow a document.

        Args:
            document: The document.
            evaluate: Computes the outlook of a plan.
            computed: Called, under a lock, after each computation that went well.
        """
        self._document, self._evaluate, self._computed = document, evaluate, computed
        self._lock = threading.RLock()
        self._listeners: Listeners[[Outlook]] = Listeners("the outlook")
        self._latest: Outlook | None = None
        self._tried: Plan | None = None
        self._error: Exception | None = None
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._disconnect = document.observe(self._on_change)

    @property
    def complaint(self) -> str:
        """Why the outlook is not that of the plan as it is; empty when it is."""
        return last_good(self._error) if self._error else ""

    def current(self) -> Outlook:
        """The outlook of the plan as it is; the last good one where the plan allows none.

        Raises:
            LtoPlanError: There has been no good one yet.
        """
        with self._lock:
            self._renew()
            if self._latest is None:
                assert self._error is not None
                raise self._error
            return self._latest

    def observe(self, listener: Callable[[Outlook], None]) -> Callable[[], None]:
        """Call back after each recomputation, on the outlook's own thread; returns what ends it.

        Where the plan allows no outlook the last good one comes again, and `complaint` says why.
        """
        self._start()
        return self._listeners.add(listener)

    def renew(self) -> None:
        """Compute again although no decision has changed: what the plan is evaluated against has."""
        with self._lock:
            self._tried = None
        self._wake.set()

    def close(self) -> None:
        """Stop following."""
        self._is_closed = True
        self._disconnect()
        self._wake.set()

    def _on_change(self, changes: tuple[Change, ...]) -> None:
        if any(change.path.partition("/")[0] not in CONVERSATION for change in changes):
            self._wake.set()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._follow, name="ltoplan-outlook", daemon=True)
                self._thread.start()

    def _follow(self) -> None:
        while self._wake.wait() and not self._is_closed:
            self._wake.clear()  # before the plan is read: what changes meanwhile is the next round's
            with self._lock:
                self._renew()
                latest = self._latest
            if latest is not None:
                self._listeners.call(latest)

    def _renew(self) -> None:
        plan = self._document.decisions  # the same object while only words are exchanged
        if plan is self._tried:
            return
        try:
            self._latest, self._error = self._evaluate(plan), None
            if self._computed is not None:
                self._computed()
        except LtoPlanError as error:
            self._error = error
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the thread
            self._error = error
            _LOG.exception("the outlook could not be computed")
        self._tried = plan


def last_good(error: Exception) -> str:
    """What is said where the plan allows no outlook."""
    return f"There is no outlook of the plan as it is, the last good one stays. {error}"
