"""The pooled uplift model, and what gradient boosting finds beyond it (extra ``ml``); see `demand/methods/uplift/boosted_uplift.py`."""

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.eb_uplift import uplifted
from ltoplan_widgets.demand.methods.method import Sampling
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign


def boosted_uplift(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None, seed: int) -> Sampling:
    """Forecast a campaign by the log-linear model and by trees on what it leaves unexplained.

    Raises:
        InputError: scikit-learn is not installed, no place has a base, or no past campaign can be compared.
    """
    return uplifted(campaign, history, library, origin=origin, seed=seed, is_boosted=True)
