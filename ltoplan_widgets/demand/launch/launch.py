"""A campaign to forecast, resolved against a history: places, periods, origin."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from ltoplan_widgets.demand.day import given_day, iso_day
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import Finding, InputError


@dataclass(frozen=True, kw_only=True)
class Launch:
    """Where and when a campaign runs, in a history's terms.

    Attributes:
        item: Key of the item.
        event: Key of the launch that it belongs to.
        locations: Keys of the places, in the history's order.
        starts: First day of each period since launch, ISO dates.
        ends: Last day of each period, ISO dates.
        first: Day number of the first day on sale.
        last: Day number of the last day on sale.
        origin: Day number of the last day whose sales are known.
        unit_days: Length of a period in days, the history's.
    """

    item: str
    event: str
    locations: tuple[str, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    first: int
    last: int
    origin: int
    unit_days: int


def launch_of(campaign: Campaign, history: SalesHistory, *, origin: str | None = None) -> Launch:
    """Resolve a campaign.

    Raises:
        InputError: No campaign or no history, a field that does not hold what it should, a day that is not in the
            calendar, an end before the start, an origin that is not before the start or before the history, or a place
            that the history does not know.
    """
    _check_kinds(campaign, history)
    first, last = given_day(campaign.start, column="start"), given_day(campaign.end, column="end")
    if last < first:
        raise refusal(
            "end-before-start",
            campaign.end,
            f"the campaign ends before it starts on {campaign.start}",
            "move the end to the start or later",
            column="end",
        )
    known_until = first - 1 if origin is None else given_day(origin, column="origin")
    if known_until >= first:
        raise refusal(
            "origin-not-before-start",
            origin,
            f"the origin lies before the start on {campaign.start}",
            "give an earlier origin",
            column="origin",
        )
    _check_fields(campaign)
    step = history.step_days
    firsts = range(first, last + 1, step)
    return Launch(
        item=campaign.item,
        event=campaign.event_key,
        locations=_locations(campaign, history),
        starts=tuple(iso_day(day) for day in firsts),
        ends=tuple(iso_day(min(last, day + step - 1)) for day in firsts),
        first=first,
        last=last,
        origin=known_until,
        unit_days=step,
    )


def _locations(campaign: Campaign, history: SalesHistory) -> tuple[str, ...]:
    chosen = {key for key, is_in in campaign.locations.items() if is_in}
    unknown = sorted(chosen.difference(history.locations))
    if unknown:
        raise InputError(_unknown("unknown-location", "locations", unknown, history.locations))
    return tuple(key for key in history.locations if not chosen or key in chosen)


def _unknown(code: str, column: str, unknown: Sequence[str], known: Sequence[str]) -> Finding:
    nearest = difflib.get_close_matches(unknown[0], known, n=3, cutoff=0.5) or list(known[:3])
    return Finding(
        code=code,
        severity="error",
        column=column,
        value=unknown[0],
        count=len(unknown),
        message=f"{unknown[0]!r} is not in the sales history, which knows {len(known)}, such as {', '.join(nearest)}",
        mend="correct the key, or add its sales to the history",
    )


def _check_kinds(campaign: object, history: object) -> None:
    wanted = (
        ("campaign", campaign, Campaign, "give a Campaign(item=…, start=…, end=…) or library.campaign(key)"),
        ("history", history, SalesHistory, "make one with SalesHistory.from_frame(…)"),
    )
    for name, value, kind, mend in wanted:
        if not isinstance(value, kind):
            raise refusal("wrong-kind", type(value).__name__, f"the {name} is a {kind.__name__}", mend, column=name)


def _check_fields(campaign: Campaign) -> None:
    try:
        msgspec.convert(msgspec.to_builtins(campaign), Campaign)
    except (msgspec.ValidationError, TypeError) as error:
        said, _, path = str(error).rpartition(" - at `$.")
        raise refusal("bad-field", campaign.item, said or str(error), "correct the field", column=path.rstrip("`")) from None
