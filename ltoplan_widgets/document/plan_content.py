"""What a live document holds, as a frozen plan that is always readable and always right."""

from collections.abc import Collection, Iterable
from typing import Any

from pycrdt import Doc

from ltoplan_widgets.document.clocks import Clocks, Spans, clocks_of, gaps_after, is_in_turn
from ltoplan_widgets.document.mirror import Mirror
from ltoplan_widgets.document.plan_reader import Place, PlanReader
from ltoplan_widgets.plan.difference import Tree
from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.shape import SCALARS, Segments, root_of, same

Difference = tuple[str, Any, Any]
"""Address in the plan, old and new value; None for nothing."""


class PlanContent:
    """Follows a document by its events, and reads it again where they cannot be trusted to tell all.

    Not thread-safe: `LiveDocument` holds its lock round every call.
    """

    def __init__(self) -> None:
        """Start empty, as the document does."""
        self._mirror = Mirror()
        self._reader = PlanReader()
        self._touched: set[Place] = set()
        self._gaps: Clocks = {}
        self._known: Clocks | None = None
        self._is_doubtful = False
        self._unread: Doc[Any] | None = None

    @property
    def plan(self) -> Plan:
        """The plan as of the last `settle`."""
        self.catch_up()
        return self._reader.plan

    @property
    def decisions(self) -> Plan:
        """The same without what is said, remembered and computed."""
        self.catch_up()
        return self._reader.decisions

    @property
    def complaints(self) -> tuple[str, ...]:
        """What cannot be read, and what stands in its place."""
        self.catch_up()
        return self._reader.complaints

    def has(self, segments: Segments) -> bool:
        """Whether there is something at a root map's name and keys."""
        self.catch_up()
        return self._mirror.has(segments)

    def part(self, addresses: Iterable[Segments]) -> Tree:
        """The records and the plan's own fields that some addresses in the plan lie in; not to be changed."""
        self.catch_up()
        return self._mirror.part(addresses)

    def ids(self, collection: str) -> Collection[str]:
        """Ids of the records of a collection."""
        self.catch_up()
        return self._mirror.content[collection].keys()

    def follow(self, root: str, events: list[Any]) -> list[Difference]:
        """Take in the events of a root map; returns what changed."""
        return self._noted([(root, keys, old, new) for keys, old, new in self._mirror.follow(root, events)])

    def can_follow(self, spans: Spans, before: Clocks) -> bool:
        """Whether the events of an update will tell what it did: it comes in its turn, and nothing is missing yet."""
        return not self._gaps and (not before or all(before.get(client, 0) == start for client, (start, _) in spans.items()))

    def hear(self, spans: Spans, before: Clocks, after: Clocks) -> None:
        """Note what an update from outside held, and how far the document knew everybody before and after it."""
        self._known = after
        self._gaps |= gaps_after(spans, after)
        self._is_doubtful = not is_in_turn(spans, before, after)

    def hear_whole(self) -> None:
        """Note that the document came as a whole, without events."""
        self._is_doubtful = True

    def begin(self) -> None:
        """Get ready for a transaction."""
        self.catch_up()
        self._known = None

    def clocks(self, doc: Doc[Any]) -> Clocks:
        """How far the document knows everybody; not decoded again while nothing but updates from outside come."""
        if self._known is None:
            self._known = clocks_of(doc)
        return self._known

    def catch_up(self) -> None:
        """Read a document that came as a whole and that nobody has asked for yet; before any transaction and any reading."""
        if self._unread is not None:
            self._mirror.load(self._unread)
            self._unread = None
            self._reader.read(self._mirror.content, [(root, key) for root, found in self._mirror.content.items() for key in found])

    def settle(self, doc: Doc[Any], *, is_awaited: bool = True) -> list[Difference]:
        """Make the plan what the document is after a transaction; returns what its events left out.

        Args:
            doc: The document.
            is_awaited: Whether somebody listens; otherwise what came as a whole is read when it is first asked for.
        """
        missed: list[Difference] = []
        if self._is_doubtful and not is_awaited and self._mirror.is_empty:
            self._unread, self._is_doubtful = doc, False
            return missed
        if self._gaps or self._is_doubtful:
            missed = self._noted([(*root_of(segments)[:2], old, new) for segments, old, new in self._mirror.renew(doc)])
            known = clocks_of(doc)
            self._gaps = {client: end for client, end in self._gaps.items() if known.get(client, 0) < end}
            self._is_doubtful = False
        self._reader.read(self._mirror.content, self._touched)
        self._touched = set()
        return missed

    def _noted(self, steps: list[tuple[str, Segments, Any, Any]]) -> list[Difference]:
        self._touched.update((root, keys[0]) for root, keys, _, _ in steps)
        return [(join(*keys) if root == SCALARS else join(root, *keys), old, new) for root, keys, old, new in steps if not same(old, new)]
