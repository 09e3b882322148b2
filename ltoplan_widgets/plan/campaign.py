"""One run of an offer: its window, places and levers."""

import msgspec

from ltoplan_widgets.plan.override import Override
from ltoplan_widgets.plan.units import Day, Key, Name, Rank, Scalar, Units


class Campaign(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An offer on sale from one day to another, in certain places, with certain levers.

    Campaigns of one launch share their ``event``: what surprises one of them tends to surprise all.

    Attributes:
        item: Key of the item in the sales history.
        start: First day on sale, ISO date.
        end: Last day on sale, ISO date.
        name: What people call it.
        offer: Id of the offer that is sold; empty where only demand is asked for.
        event: Key of the launch, as in the campaign library; empty means ``{item}-{start}``.
        locations: Places where it is sold, as a set of keys; empty means every place of the history.
        covariates: What is known in advance, under the names of the campaign library's further columns.
        demand_mean: Judged mean of the campaign's total demand, in units; None leaves it to the forecast.
        demand_std_dev: Judged standard deviation of the total, in units; None leaves it to the forecast.
        order_quantity: Quantity that somebody decided to order, in units; None follows the recommendation.
        overrides: Judged mean of a period by the period's first day.
        rank: Position in lists.
        deleted: True once somebody deleted it; it can be restored.
    """

    item: Key
    start: Day
    end: Day
    name: Name = ""
    offer: Key = ""
    event: Key = ""
    locations: dict[Key, bool] = msgspec.field(default_factory=dict)
    covariates: dict[Key, Scalar] = msgspec.field(default_factory=dict)
    demand_mean: Units | None = None
    demand_std_dev: Units | None = None
    order_quantity: Units | None = None
    overrides: dict[Day, Override] = msgspec.field(default_factory=dict)
    rank: Rank = 0.0
    deleted: bool = False

    @property
    def event_key(self) -> str:
        """The launch that this campaign belongs to."""
        return self.event or f"{self.item}-{self.start}"
