"""Past campaigns together with what is known of their items and what people say about them as analogues."""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.day import GivenDay
from ltoplan_widgets.demand.library.analogue_choice import AnalogueChoice
from ltoplan_widgets.demand.library.campaign_row import CampaignRows
from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.plan.errors import Finding

Rows = NDArray[np.int64]

_NO_CHOICE = AnalogueChoice()


class DescribedLibrary(CampaignLibrary):
    """A library as methods see it.

    Attributes:
        attributes: What is known of the items; None where nobody gave a table.
        choice: What people say about analogues.
    """

    def __init__(
        self,
        rows: CampaignRows,
        *,
        attributes: ItemTable | None = None,
        choice: AnalogueChoice = _NO_CHOICE,
        findings: tuple[Finding, ...] = (),
        told: tuple[Finding, ...] = (),
    ) -> None:
        """Keep checked rows; `described` is the door."""
        super().__init__(rows, findings=findings, told=told)
        self.attributes, self.choice = attributes, choice

    def launches(self) -> Iterable[tuple[str, str, Rows]]:
        """Launches that may be learned from; the windows of dropped ones still do not count as ordinary days."""
        return (launch for launch in super().launches() if not self.choice.is_dropped(*launch[:2]))

    def ended_by(self, day: GivenDay) -> "DescribedLibrary":
        """Launches that had ended, with the same attributes and choice."""
        over = super().ended_by(day)
        return DescribedLibrary(over.rows, attributes=self.attributes, choice=self.choice, findings=self.findings)


def described(library: CampaignLibrary, attributes: ItemTable | None, choice: AnalogueChoice = _NO_CHOICE) -> CampaignLibrary:
    """The library with attributes and choice; the same object again for the same arguments.

    Raises:
        InputError: Something else than a table of items, or a launch that is named but not in the library.
    """
    if attributes is not None and not isinstance(attributes, ItemTable):
        mend = "make one with ItemTable.from_frame(…)"
        raise refusal("wrong-kind", type(attributes).__name__, "the items' attributes are an ItemTable", mend, column="attributes")
    if attributes is None and not choice:
        return library
    named = _by_launch(choice, library)
    return _described(library, attributes, named.pinned, named.dropped, tuple(sorted(named.weights.items())))


def _by_launch(choice: AnalogueChoice, library: CampaignLibrary) -> AnalogueChoice:
    """What is said of an event of the table, of each of its launches."""
    launches: dict[str, list[str]] = {}
    for launch, event in library.rows.table_event.items():
        launches.setdefault(event, []).append(launch)

    def each(keys: Iterable[str]) -> frozenset[str]:
        return frozenset(launch for key in keys for launch in launches.get(key, [key]))

    weights = {launch: factor for key, factor in choice.weights.items() for launch in launches.get(key, [key])}
    return AnalogueChoice(pinned=each(choice.pinned), dropped=each(choice.dropped), weights=weights)


def attributes_of(library: CampaignLibrary) -> ItemTable | None:
    """What the library tells of its items; None where it tells nothing."""
    return library.attributes if isinstance(library, DescribedLibrary) else None


def choice_of(library: CampaignLibrary) -> AnalogueChoice:
    """What people say about the library's launches as analogues."""
    return library.choice if isinstance(library, DescribedLibrary) else _NO_CHOICE


@lru_cache(maxsize=4)
def _described(
    library: CampaignLibrary,
    attributes: ItemTable | None,
    pinned: frozenset[str],
    dropped: frozenset[str],
    weights: tuple[tuple[str, float], ...],
) -> DescribedLibrary:
    choice = AnalogueChoice(pinned=pinned, dropped=dropped, weights=dict(weights))
    _check_known(library, (*pinned, *dropped, *choice.weights))
    findings = library.findings[: len(library.findings) - len(library.told)]
    return DescribedLibrary(library.rows, attributes=attributes, choice=choice, findings=findings, told=library.told)


def _check_known(library: CampaignLibrary, keys: Iterable[str]) -> None:
    known = {*library.events, *library.rows.item}
    for key in keys:
        if key not in known:
            message = f"the library has no launch of this event or item; it has {', '.join(library.events[:5])} and others"
            raise refusal("unknown-analogue", key, message, "name an event or an item of the library", column="analogues")
