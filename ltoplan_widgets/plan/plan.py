"""The root: everything that people decide about a season of limited-time offers."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.change_request import ChangeRequest
from ltoplan_widgets.plan.comment import Comment
from ltoplan_widgets.plan.history_entry import HistoryEntry
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.published_outlook import PublishedOutlook
from ltoplan_widgets.plan.scenario import Scenario
from ltoplan_widgets.plan.units import Key, Name, Text
from ltoplan_widgets.plan.version import Version
from ltoplan_widgets.plan.visualization import Visualization

FORMAT: Final = "ltoplan/1"
"""Format and version of the plan files that this release writes."""

DECISIONS: Final = ("offers", "campaigns", "scenarios", "visualizations")
"""Collections of what people decide; history, undo and versions are about these and the plan's own fields."""

CONVERSATION: Final = ("change_requests", "comments", "history", "versions", "outlooks")
"""Collections about the decisions: what is said, proposed, remembered and computed. A file leaves the empty ones out."""

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
        items: File of what is known of the items, for new ones, relative to the plan's folder; empty where nothing is.
        notes: Free text.
        current_scenario: Id of the scenario that people work in; empty for the plan as it stands.
        offers: What is sold, by id.
        campaigns: The runs of offers, by id.
        scenarios: Named what-ifs, by id.
        visualizations: Saved charts, by id.
        change_requests: What is proposed, by id.
        comments: What is said, by id.
        history: The latest edits, by id; ids ascend with time.
        versions: Named versions, by id.
        outlooks: What the plan leads to as the last kernel wrote it down, by campaign, scenario and change request.
    """

    format: Literal["ltoplan/1"] = FORMAT
    name: Name = ""
    currency: Currency = "USD"
    period: Literal["day", "week"] = "week"
    sales: Text = ""
    past_campaigns: Text = ""
    items: Text = ""
    notes: Text = ""
    current_scenario: Key = ""
    offers: dict[Key, Offer] = msgspec.field(default_factory=dict)
    campaigns: dict[Key, Campaign] = msgspec.field(default_factory=dict)
    scenarios: dict[Key, Scenario] = msgspec.field(default_factory=dict)
    visualizations: dict[Key, Visualization] = msgspec.field(default_factory=dict)
    change_requests: dict[Key, ChangeRequest] = msgspec.field(default_factory=dict)
    comments: dict[Key, Comment] = msgspec.field(default_factory=dict)
    history: dict[Key, HistoryEntry] = msgspec.field(default_factory=dict)
    versions: dict[Key, Version] = msgspec.field(default_factory=dict)
    outlooks: dict[Key, PublishedOutlook] = msgspec.field(default_factory=dict)
