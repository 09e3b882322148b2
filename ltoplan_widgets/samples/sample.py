"""A set of sales and past campaigns to learn and test with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory

if TYPE_CHECKING:
    import pandas as pd

Tables = tuple["pd.DataFrame", "pd.DataFrame"]

_ROLES = ("price", "stock_out", "promotion", "closed")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Sales and past campaigns, loaded when they are first asked for.

    Attributes:
        name: Its name.
        description: What it holds, one or two sentences.
        source: Where it comes from, and its licence.
        notice: What must be said wherever it is used; the first line in short.
        tables: Loads sales and campaigns.
    """

    name: str
    description: str
    source: str
    notice: str
    tables: Callable[[], Tables] = field(repr=False)

    @cached_property
    def _loaded(self) -> Tables:
        return self.tables()

    @property
    def sales(self) -> "pd.DataFrame":
        """Sales as a table: item, location, date, units and more."""
        return self._loaded[0]

    @property
    def campaigns(self) -> "pd.DataFrame":
        """Past campaigns as a table: campaign, item, location, event, start, end and more."""
        return self._loaded[1]

    @cached_property
    def history(self) -> SalesHistory:
        """The sales, checked."""
        roles: dict[str, Any] = {role: role for role in _ROLES if role in self.sales.columns}
        return SalesHistory.from_frame(self.sales, item="item", location="location", date="date", units="units", **roles)

    @cached_property
    def library(self) -> CampaignLibrary:
        """The past campaigns, checked."""
        return CampaignLibrary.from_frame(self.campaigns)
