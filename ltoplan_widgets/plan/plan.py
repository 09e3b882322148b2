"""The root: everything that people decide about a season of limited-time offers."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.scenario import Scenario
from ltoplan_widgets.plan.units import Key, Name, Text
from ltoplan_widgets.plan.visualization import Visualization

FORMAT: Final = "ltoplan/1"
"""Format and version of the plan files that this release writes."""

Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$", max_length=3, description="ISO 4217 code")]


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What people decide, frozen: a new decision is a new plan.

    Attributes:
        format: Format and version of the file.
        name: What people call the plan.
        currency: ISO 4217 code of every amount.
        period: Length of the periods in which people think: days, or weeks since launch.
        sales: File of the sales history, relative to the plan's folder; empty where it is given in code.
        past_campaigns: File of the past campaigns, relative to the plan's folder.
        notes: Free text.
        current_scenario: Id of the scenario that people work in; empty for the plan as it stands.
        offers: What is sold, by id.
        campaigns: The runs of offers, by id.
        scenarios: Named what-ifs, by id.
        visualizations: Saved charts, by id.
    """

    format: Literal["ltoplan/1"] = FORMAT
    name: Name = ""
    currency: Currency = "USD"
    period: Literal["day", "week"] = "week"
    sales: Text = ""
    past_campaigns: Text = ""
    notes: Text = ""
    current_scenario: Key = ""
    offers: dict[Key, Offer] = msgspec.field(default_factory=dict)
    campaigns: dict[Key, Campaign] = msgspec.field(default_factory=dict)
    scenarios: dict[Key, Scenario] = msgspec.field(default_factory=dict)
    visualizations: dict[Key, Visualization] = msgspec.field(default_factory=dict)
