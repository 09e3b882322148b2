"""What is odd or impossible in a plan although each field is fine by itself."""

from collections.abc import Iterator
from datetime import date

from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import Finding, Severity
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.plan import Plan


def findings(plan: Plan) -> list[Finding]:
    """Everything that is wrong or odd across the fields of a plan, by path."""
    offers = (found for key, offer in plan.offers.items() if not offer.deleted for found in _of_offer(f"offers/{key}", offer))
    campaigns = (found for key, one in plan.campaigns.items() if not one.deleted for found in _of_campaign(f"campaigns/{key}", one, plan))
    return [*offers, *campaigns]


def _of_offer(path: str, offer: Offer) -> Iterator[Finding]:
    if offer.unit_cost and offer.price and offer.unit_cost >= offer.price + offer.goodwill:
        yield _finding("cost-above-price", f"{path}/unit_cost", offer.unit_cost, "a unit costs at least what it earns, so every order loses money", "check price and unit cost")
    if offer.salvage > offer.unit_cost + offer.disposal and offer.unit_cost:
        yield _finding("salvage-above-cost", f"{path}/salvage", offer.salvage, "a leftover unit brings in more than it costs, so no order is too large", "lower the salvage value below the unit cost", "error")
    if offer.capacity is not None and offer.minimum_order > offer.capacity:
        yield _finding("minimum-above-capacity", f"{path}/minimum_order", offer.minimum_order, f"the minimum order is above the capacity of {offer.capacity:g}", "lower the minimum order or raise the capacity", "error")


def _of_campaign(path: str, campaign: Campaign, plan: Plan) -> Iterator[Finding]:
    days = [_day(campaign.start), _day(campaign.end)]
    for name, text, day in zip(("start", "end"), (campaign.start, campaign.end), days, strict=True):
        if day is None:
            yield _finding("no-such-day", f"{path}/{name}", text, "there is no such day in the calendar", "give a day as YYYY-MM-DD", "error")
    if days[0] and days[1] and days[1] < days[0]:
        yield _finding("end-before-start", f"{path}/end", campaign.end, f"the campaign ends before it starts on {campaign.start}", "move the end to the start or later", "error")
    if campaign.offer and campaign.offer not in plan.offers:
        known = ", ".join(sorted(plan.offers)) or "none"
        yield _finding("unknown-offer", f"{path}/offer", campaign.offer, f"the plan has no such offer; it has: {known}", "name one of the plan's offers", "error")
    for start in campaign.overrides:
        if not campaign.start <= start <= campaign.end:
            yield _finding("override-outside", f"{path}/overrides/{start}", start, "the overridden period lies outside the campaign", "take the override back or move it")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _finding(code: str, column: str, value: object, message: str, mend: str, severity: Severity = "warning") -> Finding:  # noqa: PLR0913 - a finding has six parts
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return Finding(code=code, severity=severity, column=column, value=shown, message=f"{shown}: {message}", mend=mend)
