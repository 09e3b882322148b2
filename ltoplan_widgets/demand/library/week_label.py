"""Weeks of sales that are dated by their last day although their column does not say so: the campaigns' windows tell."""

from typing import Protocol

import numpy as np

from ltoplan_widgets.demand.library.campaign_row import CampaignRows
from ltoplan_widgets.demand.refusal import refusal, warning
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.errors import InputError

_WEEK = 7
_NEARLY_ALL = 0.9
_BEGINNINGS = (1, 2)
"""Days from a week's date to the start: the first day of the week that follows, or the second where the first is closed."""


class _Library(Protocol):
    @property
    def rows(self) -> CampaignRows: ...


def by_first_days(history: SalesHistory, library: _Library) -> SalesHistory:
    """The history with every week dated by its first day, as the campaigns tell it; every call that takes both asks here.

    Campaigns that begin on the day after a week's date and end on one are whole weeks where weeks end on their date, and
    begin with a week's last day otherwise. Nobody plans that, but many tables date a week by the day that ends it.

    Args:
        history: Checked sales; daily ones are handed back as they are.
        library: All campaigns; where nothing was campaigned, nothing is told.

    Returns:
        The same history, or one whose weeks begin six days earlier, with a finding that says so (`SalesHistory.told`).

    Raises:
        InputError: One of them is something else, such as the table that it is made from.
    """
    if not isinstance(getattr(library, "rows", None), CampaignRows):
        raise _wrong_kind("library", library, "CampaignLibrary")
    if not isinstance(history, SalesHistory):
        raise _wrong_kind("history", history, "SalesHistory")
    if history.step_days != _WEEK or not _end_on_weeks_dates(history, library.rows):
        return history
    message = "the campaigns begin on the day after a week's date and end on one, so weeks are read as ending on their date"
    return history.dated_earlier(
        _WEEK - 1,
        warning(
            "week-end-date", history.first_day, message, "date every week by its first day", column=history.mapping.get("date") or "date"
        ),
    )


def _wrong_kind(column: str, given: object, wanted: str) -> InputError:
    mend = f"make one with {wanted}.from_frame(…)"
    return refusal("wrong-kind", type(given).__name__, f"the {column} is a {wanted}", mend, column=column)


def _end_on_weeks_dates(history: SalesHistory, campaigns: CampaignRows) -> bool:
    """Whether nearly all campaigns run from the day after a week's date to a later week's date."""
    begins = np.isin((campaigns.first - history.first) % _WEEK, _BEGINNINGS)
    ends = (campaigns.last - history.first) % _WEEK == 0
    return bool(len(campaigns) and np.mean(begins & ends) >= _NEARLY_ALL)
