"""Sales and campaigns as they can only be meant beside each other; every call that takes both begins here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from ltoplan_widgets.demand.library.campaign_fit import at_places
from ltoplan_widgets.demand.library.campaign_row import CampaignRows
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.week_label import by_first_days
from ltoplan_widgets.demand.refusal import warning
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.table.column_guess import EVERYWHERE
from ltoplan_widgets.plan.errors import Finding

_NUMBER = re.compile(r"0*(\d+)(?:\.0+)?")
"""A key that is a number, as spreadsheets spell it with or without its leading zeros."""


def side_by_side(history: SalesHistory, library: CampaignLibrary) -> tuple[SalesHistory, CampaignLibrary]:
    """Weeks dated as the campaigns tell, campaigns without a place at every place that sells their item, keys spelled alike.

    What was changed is among the findings of what it was changed in, and in `told`. Nothing is copied where nothing
    changes, and the same two give the same two again.

    Args:
        history: Checked sales.
        library: Campaigns.

    Raises:
        InputError: One of them is something else, such as the table that it is made from.
    """
    dated = by_first_days(history, library)
    is_known = library.items <= frozenset(dated.items) and library.places <= frozenset(dated.locations)
    return dated, library if is_known else _beside(library, dated)


@lru_cache(maxsize=2)
def _beside(library: CampaignLibrary, history: SalesHistory) -> CampaignLibrary:
    rows, told = _spelled_alike(library.rows, history)
    if EVERYWHERE not in history.locations and EVERYWHERE in rows.location:
        message = "campaigns name no place, so each counts at all places that sell its item"
        mend = "add a column `location`, with a row an item, place and window"
        rows, told = at_places(rows, history), [*told, warning("no-places", EVERYWHERE, message, mend, column="location")]
    if not told:
        return library
    return CampaignLibrary(rows, findings=library.findings, told=tuple(told), mapping=library.mapping)


def _spelled_alike(rows: CampaignRows, history: SalesHistory) -> tuple[CampaignRows, list[Finding]]:
    """Keys that the sales do not know, as the sales spell them where they differ by leading zeros or a ``.0`` only."""
    told = []
    for column, keys, known in (("item", rows.item, history.items), ("location", rows.location, history.locations)):
        if spelled := _spellings(keys, known):
            first = next(iter(spelled))
            message = (
                f"the sales spell {len(spelled)} keys of the campaigns otherwise, such as {spelled[first]!r}, and these count as the same"
            )
            told.append(warning("other-spelling", first, message, "write keys alike in both tables", column=column))
            rows = replace(rows, **{column: tuple(spelled.get(key, key) for key in keys)})  # type: ignore[arg-type]  # one of two columns of text
    return rows, told


def _spellings(keys: Iterable[str], known: Sequence[str]) -> dict[str, str]:
    strange = {key: found[1] for key in sorted(set(keys).difference(known)) if (found := _NUMBER.fullmatch(key))}
    if not strange:
        return {}
    by_number: dict[str, list[str]] = {}
    for key in known:
        if found := _NUMBER.fullmatch(key):
            by_number.setdefault(found[1], []).append(key)
    return {key: by_number[number][0] for key, number in strange.items() if len(by_number.get(number, ())) == 1}
