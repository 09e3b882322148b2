"""Weeks of sales that are dated by their last day although their column does not say so: the campaigns' windows tell."""

import numpy as np

from ltoplan_widgets.demand.library.campaign_row import CampaignRows
from ltoplan_widgets.demand.refusal import refusal, warning
from ltoplan_widgets.demand.sales.history import SalesHistory

_WEEK = 7
_NEARLY_ALL = 0.9
_BEGINNINGS = (1, 2)
"""Days from a week's date to the start: the first day of the week that follows, or the second where the first is closed."""


def by_first_days(history: SalesHistory, campaigns: CampaignRows) -> SalesHistory:
    """The history with every week dated by its first day, as the campaigns tell it; every call that takes both asks here.

    Campaigns that begin on the day after a week's date and end on one are whole weeks where weeks end on their date, and
    begin with a week's last day otherwise. Nobody plans that, but many tables date a week by the day that ends it.

    Args:
        history: Checked sales; daily ones are handed back as they are.
        campaigns: Rows of all campaigns; where nothing was campaigned, nothing is told.

    Returns:
        The same history, or one whose weeks begin six days earlier, with a finding that says so (`SalesHistory.told`).

    Raises:
        InputError: The history is something else, such as the table that it is made from.
    """
    if not isinstance(history, SalesHistory):
        mend = "make one with SalesHistory.from_frame(…)"
        raise refusal("wrong-kind", type(history).__name__, "the history is a SalesHistory", mend, column="history")
    if history.step_days != _WEEK or not _end_on_weeks_dates(history, campaigns):
        return history
    message = "the campaigns begin on the day after a week's date and end on one, so weeks are read as ending on their date"
    return history.dated_earlier(
        _WEEK - 1,
        warning(
            "week-end-date", history.first_day, message, "date every week by its first day", column=history.mapping.get("date") or "date"
        ),
    )


def _end_on_weeks_dates(history: SalesHistory, campaigns: CampaignRows) -> bool:
    """Whether nearly all campaigns run from the day after a week's date to a later week's date."""
    begins = np.isin((campaigns.first - history.first) % _WEEK, _BEGINNINGS)
    ends = (campaigns.last - history.first) % _WEEK == 0
    return bool(len(campaigns) and np.mean(begins & ends) >= _NEARLY_ALL)
