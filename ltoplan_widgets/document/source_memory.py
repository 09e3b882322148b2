"""Which versions of the file are our own, and what the last one said: the base of a three-way merge.

Digests live in the document's `state`, so that they survive a restart; the trees behind them in this process only.
The digest of a text is recorded before the text is handed out for writing: recorded afterwards, a crash between the two,
or a save that the server cancels half-way, leaves a file of our own making that looks like somebody else's.
"""

from collections import OrderedDict
from typing import Any

from pycrdt import Map

from ltoplan_widgets.plan.difference import Tree, differences

SAVED = "hash"
"""Key in `state`: digest of the file after the last save; the server writes it."""

VERSIONS = "file_versions"
"""Key in `state`: digests of what the file may hold, oldest first: the last version that was taken in from outside, and
every text handed out for writing since."""

KEPT = 8
"""How many versions are remembered."""


class SourceMemory:
    """What the file has held."""

    own_keys = frozenset({VERSIONS})

    def __init__(self, state: Map[Any]) -> None:
        """Remember in the document's `state`."""
        self._state = state
        self._trees: OrderedDict[str, Tree] = OrderedDict()

    def is_stale(self, found: str) -> bool:
        """Whether a text is what the file held already, as far as anybody here knows.

        A version older than the last confirmed save is not: when the file goes back to it, somebody went back to it.
        """
        return found in self._current()

    def remembers_latest(self) -> bool:
        """Whether the tree of the newest version is in memory."""
        current = self._current()
        return not current or current[-1] in self._trees

    def remember(self, found: str, tree: Tree) -> None:
        """Keep the tree of a version of the file."""
        self._trees[found] = tree
        self._trees.move_to_end(found)
        while len(self._trees) > KEPT:
            self._trees.popitem(last=False)

    def hand_out(self, found: str, tree: Tree, *, is_recorded: bool) -> None:
        """Keep the tree of a text that is about to be written, and its digest in the document."""
        self.remember(found, tree)
        if is_recorded and found not in self._current():
            self._state[VERSIONS] = " ".join([*self._current(), found][-KEPT:])

    def take_in(self, found: str, canonical: str) -> None:
        """Note that a version of the file came from outside, and what it reads as in canonical text."""
        self._state[VERSIONS] = found if found == canonical else f"{found} {canonical}"

    def base_for(self, new: Tree, *, current: tuple[str, Tree]) -> Tree | None:
        """The version that an outside change most likely started from: of all that the file may have held, the nearest.

        `current` is the document's own digest and tree; where nothing is unsaved it is what the file held. None where
        nobody remembers.
        """
        known = self._current()
        held = {key: self._trees[key] for key in known if key in self._trees}
        if current[0] in known:
            held[current[0]] = current[1]
        return min(held.values(), key=lambda base: sum(1 for _ in differences(base, new)), default=None)

    def _current(self) -> list[str]:
        versions = str(self._state.get(VERSIONS, "")).split()
        saved = self._state.get(SAVED)
        if saved in versions:
            return versions[len(versions) - 1 - versions[::-1].index(saved) :]
        return versions or ([str(saved)] if saved else [])
