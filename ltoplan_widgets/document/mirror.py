"""The document's content as plain data, kept up by the deltas of its events: reading it whole is slow."""

from collections.abc import Iterable, Iterator
from typing import Any

from pycrdt import Doc, Map

from ltoplan_widgets.document.layout import read
from ltoplan_widgets.document.plain import plain
from ltoplan_widgets.plan.difference import Tree, copied, differences, lookup, touched
from ltoplan_widgets.plan.shape import COLLECTIONS, REMOVED, ROOTS, SCALARS, Segments

Step = tuple[Segments, Any, Any]
"""Where something changed, its old and its new value; None for nothing."""


class Mirror:
    """Plain content by root map. Not thread-safe: `LiveDocument` holds its lock round every call."""

    def __init__(self) -> None:
        """Start empty, as the document does."""
        self.content: dict[str, dict[str, Any]] = {root: {} for root in ROOTS}

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been read yet."""
        return not any(self.content.values())

    def has(self, segments: Segments) -> bool:
        """Whether there is something at a root map's name and keys."""
        return lookup(self.content, segments) is not REMOVED

    def part(self, addresses: Iterable[Segments]) -> Tree:
        """The records and the plan's own fields that some addresses in the plan lie in; not to be changed."""
        return touched(self.content[SCALARS] | {root: self.content[root] for root in COLLECTIONS}, addresses)

    def follow(self, root: str, events: list[Any]) -> Iterator[Step]:
        """Take in the events of a root map; yields keys below it, old and new value of each.

        Outer events come first, so that what lies inside a new record is there already when its own events come.
        """
        for event in sorted(events, key=lambda event: len(event.path)):
            parents = tuple(str(key) for key in event.path)
            container = lookup(self.content[root], parents)
            if isinstance(container, dict) and isinstance(event.target, Map):
                yield from _entries(event, parents, container)

    def load(self, doc: Doc[Any]) -> Tree:
        """Read the whole document, whatever was known of it; returns its tree, not to be changed."""
        tree = read(doc)
        scalars = {key: value for key, value in tree.items() if key not in COLLECTIONS}
        self.content = {SCALARS: scalars} | {root: tree[root] for root in COLLECTIONS}
        return tree

    def renew(self, doc: Doc[Any]) -> list[Step]:
        """Read the whole document again; returns what its events left out, by address in the plan."""
        before = self.content[SCALARS] | {root: self.content[root] for root in COLLECTIONS}
        after = self.load(doc)
        return [(segments, _found(before, segments), copied(_found(after, segments))) for segments, _ in differences(before, after)]


def _entries(event: Any, parents: Segments, container: dict[str, Any]) -> Iterator[Step]:  # noqa: ANN401 - pycrdt's event
    for key in event.keys:
        old = container.get(key)
        try:
            container[key] = plain(event.target[key])
        except KeyError:
            container.pop(key, None)
        yield (*parents, key), old, copied(container.get(key))


def _found(tree: Tree, segments: Segments) -> Any:  # noqa: ANN401 - plain JSON
    value = lookup(tree, segments)
    return None if value is REMOVED else value
