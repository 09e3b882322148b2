"""What a page tells about an outlook in words: why so much, from which past launches, what the first weeks say, what deserves a look."""

import msgspec

from ltoplan_widgets.demand.forecast.analogues import Analogue
from ltoplan_widgets.demand.methods.analogue.everyday_launch import is_everyday
from ltoplan_widgets.demand.methods.new_item import FOR_NEW_ITEMS
from ltoplan_widgets.insight.insight import Insight
from ltoplan_widgets.insight.ranking import insights
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.errors import Finding, LtoPlanError

ANALOGUES_TOLD = 8
"""So many past launches are told at most, the weightiest first."""


OTHERS_TOLD = 60
"""So many keys of further past launches are told at most, those that could be pinned."""

FINDINGS_TOLD = 12
"""So many findings are told at most."""


class PartTold(msgspec.Struct, frozen=True, kw_only=True):
    """One part of what is expected, in units, with its 80 % interval."""

    name: str
    units: float
    low: float
    high: float
    why: str


class AnalogueTold(msgspec.Struct, frozen=True, kw_only=True):
    """A past launch that the forecast leans on.

    Attributes:
        event: Key of the launch.
        weight: Its share in the forecast, 0 to 1.
        units: Units wanted in its window, all places together.
        start: First day, ISO date.
        why: Why it counts as much as it does.
        is_everyday: Whether it is everyday sales of another item, looked at as a launch, which nobody can pin, weigh or leave out.
    """

    event: str
    weight: float
    units: float
    start: str
    why: str
    is_everyday: bool = False


class InsightTold(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that deserves a look, in one sentence, and what to do; money at risk in the plan's currency, 0 where not known."""

    sentence: str
    action: str
    money: float


class FindingTold(msgspec.Struct, frozen=True, kw_only=True):
    """Something odd about plan or forecast, and what to do.

    Attributes:
        path: Path of its field; empty where there is none.
        value: What stood there, as text; empty where the message says it.
        message: What was found, one sentence.
        mend: What to do about it.
    """

    path: str
    value: str
    message: str
    mend: str


class ReasonsView(msgspec.Struct, frozen=True, kw_only=True):
    """Why an outlook is as it is.

    Attributes:
        unit: What is counted, in the plural.
        expected: Units expected of the whole campaign.
        method: Name of the method behind the forecast.
        why: Why this method, one sentence.
        parts: What the expected units are made of; they add up. Empty where nobody can tell.
        parts_why: Whose parts these are.
        analogues: Past launches behind the forecast, the weightiest first; pinned ones are among them whatever their weight.
        others: Keys of further past launches that could be pinned.
        is_choosable: Whether to pin and to weigh past launches moves the forecast; to leave one out always does.
        early_read: What the first periods say of the rest; empty before launch.
        insights: What deserves a look, the most money at risk first.
        findings: What else is worth knowing.
    """

    unit: str = "units"
    expected: float = 0.0
    method: str = ""
    why: str = ""
    parts: list[PartTold] = msgspec.field(default_factory=list)
    parts_why: str = ""
    analogues: list[AnalogueTold] = msgspec.field(default_factory=list)
    others: list[str] = msgspec.field(default_factory=list)
    is_choosable: bool = True
    early_read: str = ""
    insights: list[InsightTold] = msgspec.field(default_factory=list)
    findings: list[FindingTold] = msgspec.field(default_factory=list)


def build(outlook: Outlook) -> ReasonsView:
    """Reasons of an outlook; takes the forecast apart, some tenths of a second."""
    parts, whose = _parts(outlook)
    told, others = _told(outlook)
    return ReasonsView(
        unit=outlook.unit,
        expected=float(outlook.total.mean()),
        method=outlook.launch.method,
        why=outlook.launch.why,
        parts=parts,
        parts_why=whose,
        analogues=[_analogue(one) for one in told],
        others=others,
        is_choosable=_is_choosable(outlook),
        early_read=outlook.early_read.why if outlook.early_read else "",
        insights=[_insight(one) for one in insights(None, outlook)],
        findings=[_finding(one) for one in outlook.findings[:FINDINGS_TOLD]],
    )


def _told(outlook: Outlook) -> tuple[list[Analogue], list[str]]:
    """Past launches that count or are pinned, and the keys of the others."""
    counting = [one.event for one in outlook.launch.analogues if one.weight > 0][:ANALOGUES_TOLD]
    pinned = {key for key, is_pinned in outlook.campaign.pinned.items() if is_pinned}
    told = [one for one in outlook.launch.analogues if one.event in counting or {one.event, one.item} & pinned]
    shown = {one.event for one in told}
    others = [one for one in outlook.launch.analogues if one.event not in shown and not is_everyday(one.event, one.campaign)]
    return told, [one.event for one in others[:OTHERS_TOLD]]


def _is_choosable(outlook: Outlook) -> bool:
    """Methods for new items hear whom people choose; a new item that is forecast as one of many passes to them once somebody does."""
    launch = outlook.launch
    was_sold = bool(launch.baseline.any()) or any(one.item == outlook.campaign.item for one in launch.analogues)
    return launch.method in FOR_NEW_ITEMS or not was_sold


def _parts(outlook: Outlook) -> tuple[list[PartTold], str]:
    try:
        found = outlook.explanation
    except LtoPlanError as error:
        return [], f"What it is made of cannot be told. {error}"
    return [PartTold(name=one.name, units=one.units, low=one.low, high=one.high, why=one.why) for one in found.contributions], found.why


def _finding(one: Finding) -> FindingTold:
    """What the message begins with stands beside the field's name, in the field's unit."""
    is_first = bool(one.value) and one.message.startswith(f"{one.value}: ")
    return FindingTold(
        path=one.column,
        value=one.value if is_first else "",
        message=one.message.removeprefix(f"{one.value}: ") if is_first else one.message,
        mend=one.mend,
    )


def _analogue(one: Analogue) -> AnalogueTold:
    told = is_everyday(one.event, one.campaign)
    return AnalogueTold(event=one.event, weight=one.weight, units=one.units, start=one.start, why=one.why, is_everyday=told)


def _insight(one: Insight) -> InsightTold:
    return InsightTold(sentence=one.sentence, action=one.action, money=one.money)
