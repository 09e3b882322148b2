"""Base of like days x shrunken analogue ratio x launch curve."""

from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.methods.method import Sampling
from ltoplan_widgets.plan.campaign import Campaign


def analogue_ratio(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast by what past campaigns made of their everyday sales."""
    raise NotImplementedError
