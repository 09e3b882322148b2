"""Judgement that leaves the forecast's band."""

from collections.abc import Iterator

from ltoplan_widgets.insight.insight import Insight
from ltoplan_widgets.insight.stake import Stake
from ltoplan_widgets.plan.errors import Finding

_AGAINST = frozenset({"override-above-band", "override-below-band"})


def judgement_insights(stake: Stake) -> Iterator[Insight]:
    """Judgement that leaves the forecast's band."""
    outlook = stake.outlook
    means = dict(zip(outlook.statistical.starts, outlook.statistical.mean().tolist(), strict=True))
    for finding in outlook.findings:
        start = finding.column.rsplit("/", 1)[-1]
        override = outlook.campaign.overrides.get(start)
        if finding.code in _AGAINST and override and start in means:
            yield _against(stake, finding, start, override.units - means[start], override.author)
        elif finding.code in _AGAINST and start == "demand_mean" and outlook.campaign.demand_mean is not None:
            yield _total_against(stake, finding, outlook.campaign.demand_mean)


def _against(stake: Stake, finding: Finding, start: str, change: float, author: str) -> Insight:
    money = abs(change) * stake.of_unit(-change)
    who = f"{author} expects" if author else "Somebody expects"
    sentence = (
        f"{who} {stake.units(abs(change))}{stake.money(money)} {'more' if change > 0 else 'less'} than the forecast "
        f"in the period from {start} of {stake.outlook.title}, outside the 80 % band."
    )
    action = f"{finding.mend[0].upper()}{finding.mend[1:]}."
    return stake.insight("override-against-evidence", sentence, action, money=money, units=abs(change), path=f"overrides/{start}")


def _total_against(stake: Stake, finding: Finding, said: float) -> Insight:
    change = said - float(stake.outlook.unjudged_total.mean())
    money = abs(change) * stake.of_unit(-change)
    sentence = (
        f"{stake.outlook.title} is judged at {stake.units(said)}, {abs(change):,.0f} {'more' if change > 0 else 'less'} than the forecast"
        f"{stake.money(money)}, outside the 80 % band."
    )
    action = f"{finding.mend[0].upper()}{finding.mend[1:]}."
    return stake.insight("override-against-evidence", sentence, action, money=money, units=abs(change), path="demand_mean")
