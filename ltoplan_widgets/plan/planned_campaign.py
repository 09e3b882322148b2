"""A campaign in its plan: what it sells, and what people call it."""

from dataclasses import dataclass

from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.plan import Plan


@dataclass(frozen=True, kw_only=True)
class PlannedCampaign:
    """One campaign of a plan.

    Attributes:
        plan: The plan, with a scenario applied where there is one.
        campaign_id: Id of the campaign.
    """

    plan: Plan
    campaign_id: str

    @property
    def campaign(self) -> Campaign:
        """The campaign, under the scenario."""
        return self.plan.campaigns[self.campaign_id]

    @property
    def offer(self) -> Offer | None:
        """The offer that the campaign sells, under the scenario; None where it names none."""
        return self.plan.offers.get(self.campaign.offer)

    @property
    def title(self) -> str:
        """What people call the campaign: its name, or else that of its offer or item."""
        return self.campaign.name or (self.offer.name if self.offer else "") or self.campaign.item

    @property
    def unit(self) -> str:
        """What is counted, in the plural."""
        return self.offer.unit if self.offer else "units"

    @property
    def price(self) -> float:
        """Price of a unit, money; 0 where it is not known."""
        return self.offer.price if self.offer else 0.0
