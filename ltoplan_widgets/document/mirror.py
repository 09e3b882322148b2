"""The document's content as plain data, kept up by the deltas of its events: reading it whole is slow."""

from collections.abc import Iterable, Iterator
from typing import Any

from pycrdt import Map

from ltoplan_widgets.document.layout import ROOTS, Segments
from ltoplan_widgets.document.plain import plain


class Mirror:
    """Plain content by root map. Not thread-safe: `LiveDocument` holds its lock round every call."""

    def __init__(self) -> None:
        """Start empty, as the document does."""
        self.content: dict[str, dict[str, Any]] = {root: {} for root in ROOTS}

    def has(self, segments: Segments) -> bool:
        """Whether there is something at a root map's name and keys."""
        value: Any = self.content
        for segment in segments:
            if not isinstance(value, dict) or segment not in value:
                return False
            value = value[segment]
        return True

    def follow(self, root: str, events: list[Any]) -> Iterator[tuple[Segments, Any, Any]]:
        """Take in the events of a root map; yields keys below it, old and new value of each.

        Outer events come first, so that what lies inside a new record is there already when its own events come.
        """
        for event in sorted(events, key=lambda event: len(event.path)):
            parents = tuple(str(key) for key in event.path)
            container = self._container(root, parents)
            if container is not None and isinstance(event.target, Map):
                yield from self._entries(event, parents, container)

    def _entries(self, event: Any, parents: Segments, container: dict[str, Any]) -> Iterator[tuple[Segments, Any, Any]]:  # noqa: ANN401 - pycrdt's event
        yield from self._renewed(event.target, tuple(event.keys), parents, container)
        if len(event.target) != len(container):
            # An update that came before an earlier one of its author makes yrs (0.14.13) leave out of the later event
            # what it deletes.
            missed = set(event.target.keys()) ^ container.keys()
            yield from self._renewed(event.target, sorted(missed), parents, container)

    def _renewed(
        self, target: Map[Any], keys: Iterable[str], parents: Segments, container: dict[str, Any]
    ) -> Iterator[tuple[Segments, Any, Any]]:
        for key in keys:
            old = container.get(key)
            if key in target:
                container[key] = plain(target[key])
            else:
                container.pop(key, None)
            yield (*parents, key), old, _copy(container.get(key))

    def _container(self, root: str, parents: Segments) -> dict[str, Any] | None:
        value: Any = self.content[root]
        for key in parents:
            value = value.get(key) if isinstance(value, dict) else None
        return value if isinstance(value, dict) else None


def _copy(value: Any) -> Any:  # noqa: ANN401 - plain JSON
    return {key: _copy(item) for key, item in value.items()} if isinstance(value, dict) else value
