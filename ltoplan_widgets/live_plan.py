"""A plan that is open in this process: one document, one connection and one outlook, however often it is opened."""

import os
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.relay import Relay
from ltoplan_widgets.document.room import Room
from ltoplan_widgets.document.transport import Transport
from ltoplan_widgets.live_outlook import LiveOutlook
from ltoplan_widgets.plan.check import hidden_characters
from ltoplan_widgets.plan_sources import PlanSources
from ltoplan_widgets.together.change_history import ChangeHistory
from ltoplan_widgets.together.change_request_set import ChangeRequestSet
from ltoplan_widgets.together.comment_set import CommentSet
from ltoplan_widgets.together.editor import Editor
from ltoplan_widgets.together.outlook_publisher import OutlookPublisher
from ltoplan_widgets.together.scenario_set import ScenarioSet
from ltoplan_widgets.together.visualization_set import VisualizationSet

MOST_ODD = 20
"""So many texts with hidden characters are named."""

Key = tuple[str, str, str]
"""What makes two openings the same: file, server and person."""


class LivePlan:
    """Everything that one open plan needs.

    Attributes:
        key: Name of the document among those of this process that no room names.
        document: The document.
        transport: What keeps it in step with room or file.
        note: Why the plan is not in its room although a server was there; empty otherwise.
        sources: Sales and past campaigns.
        publisher: Writes down what the plan leads to.
        outlook: What the plan leads to.
        relay: The ways to browsers over the kernel.
        editor: Makes the edits of this process.
        changes: History and versions.
        scenarios: Scenarios.
        change_requests: Change requests.
        comments: Comments.
        visualizations: Saved visualizations.
    """

    def __init__(  # noqa: PLR0913 - what it is put together of
        self,
        document: LiveDocument,
        transport: Transport,
        path: Path,
        *,
        history: SalesHistory | None = None,
        library: CampaignLibrary | None = None,
        note: str = "",
    ) -> None:
        """Put together by `open_plan`."""
        self.key = uuid.uuid4().hex
        self.document, self.transport, self.note = document, transport, note
        self._looked_at: object = None
        self._odd: tuple[str, ...] = ()
        self.sources = PlanSources(path.parent, history, library)
        self.publisher = OutlookPublisher(
            document,
            evaluate=self.sources.evaluate,
            evaluate_aside=self.sources.evaluate_aside,
            history=self.sources.history,
            may_publish=lambda: transport.is_shared and not document.read_only,
        )
        self.outlook = LiveOutlook(document, self.sources.evaluate, computed=self.publisher.start)
        self.relay = Relay(document)
        self.editor = Editor(document)
        self.changes = ChangeHistory(self.editor)
        self.scenarios = ScenarioSet(self.editor, self.sources.evaluate)
        self.change_requests = ChangeRequestSet(self.editor, self.sources.evaluate)
        self.comments = CommentSet(self.editor)
        self.visualizations = VisualizationSet(self.editor)

    @property
    def room(self) -> Room | None:
        """The room that the plan is in; None where it is a local file."""
        return self.transport if isinstance(self.transport, Room) else None

    @property
    def state(self) -> str:
        """State of the connection, or ``read-only: why``; see `SharedPlan.state`."""
        why, state = self.document.read_only, self.transport.state
        return f"read-only: {why}" if why and not state.startswith("refused") else state

    @property
    def is_lost(self) -> bool:
        """Whether the room has refused the plan for good, so that only opening it anew helps."""
        return self.room is not None and self.transport.state.startswith(("refused", "closed"))

    def odd_texts(self) -> tuple[str, ...]:
        """Texts of the decisions with characters that nobody sees, as complaints; looked for once a state of the plan."""
        plan = self.document.decisions
        if self._looked_at is not plan:
            self._odd = tuple(str(one) for one in hidden_characters(msgspec.to_builtins(plan)))[:MOST_ODD]
            self._looked_at = plan
        return self._odd

    def use(self, history: SalesHistory | None, library: CampaignLibrary | None) -> None:
        """Evaluate against other sales or past campaigns from now on, where they are given."""
        if self.sources.use(history, library):
            self.outlook.renew()

    def close(self) -> None:
        """Send what is left and let go."""
        self.editor.close()
        self.publisher.close()
        self.outlook.close()
        self.relay.close()
        self.transport.close()


@dataclass(slots=True)
class _Seat:
    """A live plan and how many have it open."""

    live: LivePlan
    holders: int = 0


_seats: dict[Key, _Seat] = {}
_lock = threading.RLock()  # reentrant: the garbage collector may let go of a plan at any moment, on any thread
_opening: dict[Key, threading.Lock] = {}


def joined(key: Key, make: Callable[[], LivePlan]) -> LivePlan:
    """The live plan of a key: the one that is open already, or a new one; `leave` it once for each time."""
    with _lock:
        opening = _opening.setdefault(key, threading.Lock())
    with opening:  # two threads that open one plan at the same time get one; other plans are not held up
        found = _taken(key)
        if found is not None and not found.is_lost:
            return found
        if found is not None:
            leave(key, found)
        live = make()
        with _lock:
            _seats[key] = _Seat(live, holders=1)
        return live


def _taken(key: Key) -> LivePlan | None:
    with _lock:
        seat = _seats.get(key)
        if seat is not None:
            seat.holders += 1
    return seat.live if seat is not None else None


def leave(key: Key, live: LivePlan) -> None:
    """Let go of a live plan; the last one who does closes it."""
    with _lock:
        seat = _seats.get(key)
        if seat is not None and seat.live is live:
            seat.holders -= 1
            if seat.holders > 0:
                return
            del _seats[key]
    live.close()


def _forget() -> None:
    """In a forked child nobody has a plan open: its connections are the parent's."""
    global _lock  # noqa: PLW0603 - another thread of the parent may hold it
    _lock = threading.RLock()
    _seats.clear()
    _opening.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
