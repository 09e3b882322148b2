"""Sales and campaigns as they can only be meant beside each other; every call that takes both begins here."""

from functools import lru_cache

from ltoplan_widgets.demand.library.campaign_fit import at_places
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.week_label import by_first_days
from ltoplan_widgets.demand.refusal import warning
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.table.column_guess import EVERYWHERE


def side_by_side(history: SalesHistory, library: CampaignLibrary) -> tuple[SalesHistory, CampaignLibrary]:
    """Weeks dated as the campaigns tell, and campaigns without a place at every place that sells their item.

    What was changed is among the findings of what it was changed in, and in `told`. Nothing is copied where nothing
    changes, and the same two give the same two again.

    Args:
        history: Checked sales.
        library: Campaigns.

    Raises:
        InputError: One of them is something else, such as the table that it is made from.
    """
    dated = by_first_days(history, library)
    is_clear = EVERYWHERE in dated.locations or EVERYWHERE not in library.rows.location
    return dated, library if is_clear else _at_places(library, dated)


@lru_cache(maxsize=4)
def _at_places(library: CampaignLibrary, history: SalesHistory) -> CampaignLibrary:
    message = "campaigns name no place, so each counts at all places that sell its item"
    told = warning("no-places", EVERYWHERE, message, "add a column `location`, with a row an item, place and window", column="location")
    return CampaignLibrary(at_places(library.rows, history), findings=library.findings, told=(told,), mapping=library.mapping)
