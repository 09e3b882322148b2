"""Parts that come on top of a forecast: what the offer's price, the first periods and people make of it."""

from ltoplan_widgets.demand.prospect.early_read import EarlyRead
from ltoplan_widgets.demand.prospect.explanation import Explanation
from ltoplan_widgets.demand.prospect.price_effect import PriceEffect
from ltoplan_widgets.plan.campaign import Campaign

_NOTHING = 1e-6
"""Smallest share of the total that is a part of its own."""


def with_price(found: Explanation, units: float, effect: PriceEffect, price: float) -> Explanation:
    """With the units that the offer's price (money, of a unit) adds or takes."""
    known = effect.response
    learned = f", elasticity {known.elasticity:.1f} ± {known.std_dev:.1f} from {known.launches} launches" if known else ""
    why = f"a price of {price:.2f} against the average of past campaigns{learned}"
    return found.with_part("offer price", units, why) if abs(units) > _NOTHING * found.total else found


def with_read(found: Explanation, statistical: float, read: EarlyRead | None) -> Explanation:
    """With what the campaign's own sales changed; `statistical` are the units expected with them, before anybody judged."""
    units = statistical - found.total
    why = f"what its {read.periods_seen} periods so far changed" if read else "what was sold"
    return found.with_part("early read", units, why) if abs(units) > _NOTHING * found.total else found


def with_judgement(found: Explanation, total: float, campaign: Campaign) -> Explanation:
    """With what people changed; `total` are the units expected with everybody's judgement."""
    units = total - found.total
    return found.with_part("judgement", units, _who(campaign)) if abs(units) > _NOTHING * found.total else found


def _who(campaign: Campaign) -> str:
    authors = sorted({one.author for one in campaign.overrides.values() if one.author})
    count = len(campaign.overrides)
    by = f" by {', '.join(authors)}" if authors else ""
    said = [f"{count} override{'s' if count > 1 else ''}{by}"] if count else []
    return " and ".join([*said, *(["a judged total"] if campaign.demand_mean is not None else [])]) or "people's judgement"
