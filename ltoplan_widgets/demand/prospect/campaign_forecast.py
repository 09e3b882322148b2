"""The forecast of a campaign by one method, or by the one that the data allow."""

from collections.abc import Collection, Mapping
from numbers import Integral

from ltoplan_widgets.demand.day import GivenDay, given_iso_day
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.library.analogue_choice import AnalogueChoice
from ltoplan_widgets.demand.library.described_library import choice_of, described
from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.side_by_side import side_by_side
from ltoplan_widgets.demand.methods.new_item import FOR_NEW_ITEMS
from ltoplan_widgets.demand.methods.registry import method_named
from ltoplan_widgets.demand.refusal import refusal, warning
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import Finding


def forecast(  # noqa: PLR0913 - the public call
    campaign: Campaign,
    history: SalesHistory,
    library: CampaignLibrary,
    *,
    method: str = "auto",
    seed: int = 0,
    origin: GivenDay | None = None,
    attributes: ItemTable | None = None,
    pinned: Collection[str] = (),
    dropped: Collection[str] = (),
    weights: Mapping[str, float] | None = None,
) -> Forecast:
    """Forecast what a campaign may sell.

    Args:
        campaign: What is sold, when and where. Empty `locations` mean every place of the history.
        history: Checked sales. Nothing after `origin` is read.
        library: Past campaigns. Only those that had ended by `origin` are used.
        method: Name of the method, see `demand/methods/registry.py`; ``auto`` is the one that the data allow.
        seed: Seed of the sample paths; the same seed gives the same numbers.
        origin: Last day whose sales are known, ISO date; by default the day before the start.
        attributes: What is known of the items, for new ones.
        pinned: Events or items that are the analogues of a new item, instead of the nearest.
        dropped: Events or items that nothing is learned from.
        weights: Factors of the weights of analogues of a new item, by event or item.

    Raises:
        InputError: An argument of the wrong kind, a campaign's field that does not hold what it should, a seed below 0,
            an unknown method or place, a window that ends before it starts, an origin that is not before
            the start, no base, or no usable analogue.
    """
    if not isinstance(seed, Integral) or seed < 0:
        raise refusal("bad-seed", seed, "a seed is a whole number of at least 0", "give 0", column="seed")
    history, library = side_by_side(history, library)
    until = None if origin is None else given_iso_day(origin, column="origin")
    evidence = described(library, attributes, AnalogueChoice.of(pinned, dropped, weights))
    found = method_named(method)(campaign, history, evidence, origin=until, seed=seed)
    chosen = found.method or method
    return Forecast(
        found.draw,
        mean=found.mean,
        baseline=found.baseline,
        starts=found.launch.starts,
        ends=found.launch.ends,
        locations=found.launch.locations,
        unit_days=found.launch.unit_days,
        method=chosen,
        why=found.why,
        analogues=found.analogues,
        findings=(*history.told, *library.told, *found.findings, *_unheard(choice_of(evidence), chosen)),
        hindsights=found.hindsights,
    )


def _unheard(choice: AnalogueChoice, method: str) -> tuple[Finding, ...]:
    """What people say of analogues and the method does not hear."""
    weighed = sorted({*choice.pinned, *(key for key, factor in choice.weights.items() if factor != 1)})
    if method in FOR_NEW_ITEMS or not weighed:
        return ()
    message = f"{method} weighs past launches by what they tell of the levers, so to pin or weigh {', '.join(weighed[:5])} changes nothing"
    return (
        warning("weight-without-effect", weighed[0], message, "leave out what should not count, or judge the total", column="analogues"),
    )
