"""Writes down what a plan leads to once a kernel has computed it, for those who read the plan without one."""

import logging
import random
import threading
from collections.abc import Callable

import msgspec

from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.document.change import Change
from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.errors import LtoPlanError
from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.moment import now
from ltoplan_widgets.plan.plan import CONVERSATION, Plan
from ltoplan_widgets.together.publication import Case, publications

QUIET_SECONDS = 1.0
"""Outlooks are written down once nothing was decided for so long ..."""

BUSY_ROUNDS = 10
"""... or after so many times that."""

JITTER_SECONDS = 0.5
"""Two kernels that hear of one edit do not compute at the same moment: the second one finds the first one's work done."""

COMPUTES = "computes"
"""Field of the presence that tells pages that somebody answers what people change."""

MOST_AT_ONCE = 4
"""So many outlooks are computed between two pauses: a plan of many campaigns must not keep a kernel busy for minutes."""

_LOG = logging.getLogger("ltoplan_widgets")


class _LaterError(LtoPlanError):
    """It is somebody else's turn first."""


class OutlookPublisher:
    """Publishes on a thread of its own; it starts with the first outlook that this process computes."""

    def __init__(
        self,
        document: LiveDocument,
        *,
        evaluate: Callable[..., Outlook],
        evaluate_aside: Callable[..., Outlook],
        history: Callable[[Plan], SalesHistory],
        may_publish: Callable[[], bool],
    ) -> None:
        """Publish the outlooks of a document.

        Args:
            document: The document.
            evaluate: ``evaluate(plan, scenario, campaign=…)`` for what is in force.
            evaluate_aside: The same for what-ifs, without pushing out what the other one keeps.
            history: The sales of a plan; raises `LtoPlanError` where there are none.
            may_publish: Whether somebody else can see what is written.
        """
        self._document = document
        self._evaluate, self._evaluate_aside, self._history, self._may_publish = evaluate, evaluate_aside, history, may_publish
        self._wake = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._disconnect: Callable[[], None] = lambda: None
        self._is_closed = False

    def start(self) -> None:
        """Publish from now on; again and again it only says that there is something new."""
        with self._lock:
            if self._thread is None and not self._is_closed:
                self._disconnect = self._document.observe(self._on_change)
                self._thread = threading.Thread(target=self._follow, name="ltoplan-publisher", daemon=True)
                self._thread.start()
                self._document.publish(COMPUTES, value=True)
        self._wake.set()

    def publish(self) -> int:
        """Write down now what is behind; returns how many outlooks were written or taken out.

        Raises:
            LtoPlanError: There are no sales to compute with, or the plan cannot be written to.
        """
        return self._write(self._evaluated)

    def _write(self, evaluate: Callable[[Case], Outlook]) -> int:
        plan = self._document.plan
        found = publications(plan, evaluate=evaluate, history=self._history(plan), author=self._document.user, at=now())
        if found:
            self._document.apply(Edit(changes={join("outlooks", key): msgspec.to_builtins(one) for key, one in found.items()}))
        return len(found)

    def close(self) -> None:
        """Publish no more."""
        with self._lock:
            self._is_closed = True
            self._disconnect()
        self._wake.set()

    def _evaluated(self, case: Case) -> Outlook:
        evaluate = self._evaluate if case.is_in_force else self._evaluate_aside
        return evaluate(case.plan, "", campaign=case.campaign)

    def _write_some(self) -> None:
        """Write down a few of those that are behind; the others follow after a pause."""
        room = iter(range(MOST_AT_ONCE))

        def evaluate(case: Case) -> Outlook:
            if self._is_closed or next(room, None) is None:
                self._wake.set()
                raise _LaterError
            return self._evaluated(case)

        self._write(evaluate)

    def _on_change(self, changes: tuple[Change, ...]) -> None:
        roots = {change.path.partition("/")[0] for change in changes}
        if roots - {*CONVERSATION} or "change_requests" in roots:
            self._wake.set()

    def _follow(self) -> None:
        while self._wake.wait() and not self._is_closed:
            self._settle()
            if self._is_closed or not self._may_publish():
                continue
            try:
                self._write_some()
            except LtoPlanError:
                continue  # the plan's complaints say so
            except Exception:  # noqa: BLE001 - a fault of ours must not end the thread
                _LOG.exception("the outlooks could not be written down")

    def _settle(self) -> None:
        """Wait until nothing was decided for a moment."""
        for _ in range(BUSY_ROUNDS):
            self._wake.clear()
            if not self._wake.wait(QUIET_SECONDS + random.uniform(0, JITTER_SECONDS)) or self._is_closed:  # noqa: S311 - no secret
                return
        self._wake.clear()
