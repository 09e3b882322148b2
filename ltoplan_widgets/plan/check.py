"""What is odd or impossible in a plan although each field is fine by itself."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import Finding, PlanError, Severity
from ltoplan_widgets.plan.field import join, replaced
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.scenario import Scenario

_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of text, so that it reads as something else."""


def findings(plan: Plan) -> list[Finding]:
    """Everything that is wrong or odd across the fields of a plan, by path."""
    offers = (found for key, offer in plan.offers.items() if not offer.deleted for found in _of_offer(join("offers", key), offer))
    campaigns = (
        found for key, one in plan.campaigns.items() if not one.deleted for found in _of_campaign(join("campaigns", key), one, plan)
    )
    scenarios = (
        found for key, one in plan.scenarios.items() if not one.deleted for found in _of_scenario(join("scenarios", key), one, plan)
    )
    return [*_of_plan(plan), *offers, *campaigns, *_overlaps(plan), *scenarios, *hidden_characters(msgspec.to_builtins(plan))]


def findings_of(plan: Plan, campaign: str) -> list[Finding]:
    """What is wrong or odd in one campaign and in the offer that it sells."""
    chosen = plan.campaigns[campaign]
    offer = plan.offers.get(chosen.offer)
    terms = _of_offer(join("offers", chosen.offer), offer) if offer else ()
    return [*_of_campaign(join("campaigns", campaign), chosen, plan), *terms]


def _of_plan(plan: Plan) -> Iterator[Finding]:
    if plan.current_scenario and plan.current_scenario not in plan.scenarios:
        yield _unknown("current_scenario", plan.current_scenario, plan.scenarios)
    for key, one in plan.visualizations.items():
        if one.campaign and one.campaign not in plan.campaigns and not one.deleted:
            yield _unknown(join("visualizations", key, "campaign"), one.campaign, plan.campaigns, "warning")


def _of_offer(path: str, offer: Offer) -> Iterator[Finding]:
    yield from _of_money(path, offer)
    if offer.capacity is not None and offer.minimum_order > offer.capacity:
        message, mend = f"the minimum order is above the capacity of {offer.capacity:g}", "lower the minimum order or raise the capacity"
        yield _finding("minimum-above-capacity", f"{path}/minimum_order", offer.minimum_order, message, mend, "error")
    if offer.shelf_life_days == 0:
        message = "a shelf life of no day counts as not given: units keep for ever"
        yield _finding("no-shelf-life", f"{path}/shelf_life_days", 0.0, message, "give the days, or take the field out")


def _of_money(path: str, offer: Offer) -> Iterator[Finding]:
    cost = offer.unit_cost + offer.disposal
    if offer.unit_cost and offer.price and offer.unit_cost >= offer.price + offer.goodwill:
        yield _finding(
            "cost-above-price",
            f"{path}/unit_cost",
            offer.unit_cost,
            "a unit costs at least what it earns, so the best order is none",
            "check price and unit cost",
        )
    if cost and offer.salvage >= cost:
        message = f"a leftover unit brings in at least the {cost:g} that it costs, so no order is too large"
        yield _finding(
            "salvage-above-cost",
            f"{path}/salvage",
            offer.salvage,
            message,
            "lower the salvage value below the unit cost plus disposal",
            "error",
        )


def _of_campaign(path: str, campaign: Campaign, plan: Plan) -> Iterator[Finding]:
    first, last = _day(campaign.start), _day(campaign.end)
    if not campaign.item:
        mend = "give the item's key as in the sales, or a new one"
        yield _finding("no-item", f"{path}/item", "", "the campaign names no item", mend, "error")
    for name, text, day in (("start", campaign.start, first), ("end", campaign.end, last)):
        if day is None:
            message, mend = "there is no such day in the calendar", "give a day as YYYY-MM-DD"
            yield _finding("no-such-day", f"{path}/{name}", text, message, mend, "error")
    if first and last and last < first:
        message, mend = f"the campaign ends before it starts on {campaign.start}", "move the end to the start or later"
        yield _finding("end-before-start", f"{path}/end", campaign.end, message, mend, "error")
    if campaign.offer and (campaign.offer not in plan.offers or plan.offers[campaign.offer].deleted):
        yield _unknown(f"{path}/offer", campaign.offer, {key: offer for key, offer in plan.offers.items() if not offer.deleted})
    if first and last and last >= first:
        yield from _of_overrides(path, campaign, plan.period)


def _of_overrides(path: str, campaign: Campaign, period: str) -> Iterator[Finding]:
    starts = override_starts(campaign, period)
    for text in sorted(campaign.overrides):
        if text not in starts:
            message = f"no {period} of the campaign starts on this day, so the override has no effect"
            yield _finding(
                "override-outside",
                f"{path}/{join('overrides', text)}",
                text,
                message,
                "take the override back or move it to the start of a period",
            )


def override_starts(campaign: Campaign, period: str) -> frozenset[str]:
    """First days of a campaign's periods, days or weeks since launch, as ISO dates; the calendar must have its window."""
    first, last = date.fromisoformat(campaign.start).toordinal(), date.fromisoformat(campaign.end).toordinal()
    return frozenset(date.fromordinal(day).isoformat() for day in range(first, last + 1, 7 if period == "week" else 1))


def _overlaps(plan: Plan) -> Iterator[Finding]:
    """Campaigns that start while another one sells the same item in the same places; each is named once."""
    running: dict[str, list[tuple[str, Campaign]]] = {}
    live = ((key, one) for key, one in plan.campaigns.items() if not one.deleted)
    for key, one in sorted(live, key=lambda pair: (pair[1].start, pair[0])):
        others = [(other_key, other) for other_key, other in running.get(one.item, ()) if other.end >= one.start]
        rival = next((other_key for other_key, other in others if _share_a_place(one, other)), None)
        if rival is not None:
            message = f"the campaign starts while {rival!r} sells the same item in the same places"
            yield _finding("overlap", join("campaigns", key, "start"), one.start, message, "move one of them, or make them one campaign")
        running[one.item] = [*others, (key, one)]


def _share_a_place(one: Campaign, other: Campaign) -> bool:
    return not one.locations or not other.locations or bool(one.locations.keys() & other.locations.keys())


def _of_scenario(path: str, scenario: Scenario, plan: Plan) -> Iterator[Finding]:
    for field, value in scenario.changes.items():
        try:
            replaced(plan, {field: value})
        except PlanError as error:
            yield _finding(
                "bad-change", f"{path}/{join('changes', field)}", str(value), str(error), "correct the change or take it out", "error"
            )


def hidden_characters(value: object, *segments: str) -> Iterator[Finding]:
    """Texts, among values and keys, with characters that cannot be seen or that turn the direction of text."""
    for text in [value] if isinstance(value, str) else value if isinstance(value, dict) else ():
        if _HIDDEN.search(text):
            message = "the text holds characters that cannot be seen and may make it read as something else"
            yield _finding("hidden-characters", join(*segments), ascii(text)[:80], message, "type the text anew")
    for key, part in value.items() if isinstance(value, dict) else ():
        yield from hidden_characters(part, *segments, key)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _unknown(path: str, value: str, known: Mapping[str, object], severity: Severity = "error") -> Finding:
    names = ", ".join(sorted(known)[:12]) or "none"
    return _finding(
        "unknown-id", path, value, f"the plan has no such record; it has: {names}", "name one of them, or leave it empty", severity
    )


def _finding(code: str, column: str, value: object, message: str, mend: str, severity: Severity = "warning") -> Finding:  # noqa: PLR0913, PLR0917 - a finding has six parts
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return Finding(code=code, severity=severity, column=column, value=shown, message=f"{shown}: {message}" if shown else message, mend=mend)
