"""What a plan leads to, as the last kernel that computed it wrote it down for readers without a kernel."""

from typing import Any, ClassVar

import msgspec

from ltoplan_widgets.plan.units import Key, Moment, Name, Number


class PublishedOutlook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The outlook of one campaign under one scenario or change request.

    Attributes:
        campaign: Id of the campaign.
        scenario: Id of the scenario; empty for the plan as it stands.
        change_request: Id of the change request whose effect it shows; empty otherwise.
        inputs: Digest of the decisions that it was computed of; another one now means that it is behind.
        at: When it was computed, as ISO date and time in UTC.
        author: Display name of whose kernel computed it.
        figures: Headline figures by name, units in the name's description in `docs`; None where there is none.
        views: What charts draw, by kind of chart; only under the plan's current scenario.
    """

    is_atomic: ClassVar[bool] = True

    campaign: Key = ""
    scenario: Key = ""
    change_request: Key = ""
    inputs: Name = ""
    at: Moment = ""
    author: Name = ""
    figures: dict[Key, Number | None] = msgspec.field(default_factory=dict)
    views: dict[Key, Any] = msgspec.field(default_factory=dict)
