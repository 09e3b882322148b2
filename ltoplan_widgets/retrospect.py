"""Looking back: what people's judgement was worth in campaigns that have ended."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec
import numpy as np

from ltoplan_widgets.demand.day import day_number
from ltoplan_widgets.demand.judgement.value_added import Judgement, ValueAdded, Worths, value_added
from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.evaluator import Evaluator
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.errors import LtoPlanError
from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.history_entry import HistoryEntry
from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.plan.plan import Plan


class Retrospect(Listed, msgspec.Struct, frozen=True, kw_only=True):
    """Judgements of ended campaigns beside what came of them; a notebook shows what they were worth as a table.

    Attributes:
        judgements: Every period, or whole campaign, that somebody judged and that has ended.
        value_added: What they were worth, by person, reason, direction and size.
        left_out: Why a campaign is not among them, one sentence each.
        cautions: What to keep in mind of those that are, one sentence each.
    """

    judgements: tuple[Judgement, ...]
    value_added: tuple[ValueAdded, ...]
    left_out: tuple[str, ...]
    cautions: tuple[str, ...] = ()

    def listing(self) -> Listing:
        """What the judgements were worth, and what was left out."""
        worths = Worths(self.value_added).listing()
        left_out = f"Left out: {'; '.join(self.left_out)}." if self.left_out else ""
        return replace(
            worths,
            title=f"{len(self.judgements)} judgements",
            note=" ".join(part for part in (worths.note, *self.cautions, left_out) if part),
        )


def review(
    plans: Plan | Iterable[Plan], history: SalesHistory, library: CampaignLibrary, *, attributes: ItemTable | None = None
) -> Retrospect:
    """Compare what people said with what was sold, and with what the forecast said before them.

    The statistical forecast is made anew with what was known on the day before the launch. Overrides count by period,
    a judged total as one judgement of the whole campaign; its author is whoever set it last by the plan's history.

    Args:
        plans: One plan or many, with campaigns that have ended within the history.
        history: Checked sales, up to and beyond the campaigns.
        library: Past campaigns; only those that had ended before a launch are used for it.
        attributes: What is known of the items; an item that was new is compared with others by it.
    """
    evaluator = Evaluator(history, library, attributes)
    history = evaluator.history
    judgements: list[Judgement] = []
    left_out: list[str] = []
    cautions: list[str] = []
    for plan in [plans] if isinstance(plans, Plan) else plans:
        for key in _judged(plan):
            try:
                outlook = evaluator.evaluate(plan, "", campaign=key)
                judgements += _of_campaign(outlook, history)
                cautions += _caution(outlook, history)
            except LtoPlanError as error:
                left_out.append(f"{plan.campaigns[key].name or key}: {error}")
            if plan.campaigns[key].end > history.known_until:
                left_out.append(
                    f"{plan.campaigns[key].name or key}: it ends on {plan.campaigns[key].end}, after the sales of {history.known_until}"
                )
    return Retrospect(judgements=tuple(judgements), value_added=value_added(judgements), left_out=tuple(left_out), cautions=tuple(cautions))


def _judged(plan: Plan) -> Iterator[str]:
    for key, campaign in sorted(plan.campaigns.items()):
        if not campaign.deleted and (campaign.overrides or campaign.demand_mean is not None):
            yield key


def _of_campaign(outlook: Outlook, history: SalesHistory) -> Iterator[Judgement]:
    yield from _of_overrides(outlook, history)
    yield from _of_total(outlook, history)


def _of_overrides(outlook: Outlook, history: SalesHistory) -> Iterator[Judgement]:
    campaign, statistical = outlook.campaign, outlook.statistical
    means = dict(zip(statistical.starts, statistical.mean().tolist(), strict=True))
    for start, end in zip(statistical.starts, statistical.ends, strict=True):
        override, actual = campaign.overrides.get(start), _sold(outlook, history, start, end)
        if override is not None and actual is not None:
            yield Judgement(
                author=override.author,
                reason=override.reason,
                statistical=means[start],
                final=override.units,
                actual=actual,
                campaign=outlook.campaign_id,
                start=start,
            )


def _of_total(outlook: Outlook, history: SalesHistory) -> Iterator[Judgement]:
    campaign, statistical = outlook.campaign, outlook.statistical
    sold = _sold(outlook, history, statistical.starts[0], statistical.ends[-1])
    entry = _entry(outlook.plan, join("campaigns", outlook.campaign_id, "demand_mean"))
    if campaign.demand_mean is not None and sold is not None:
        yield Judgement(
            author=entry.author if entry else "",
            reason=(entry.reason if entry else "") or "judged total",
            statistical=float(outlook.unjudged_total.mean()),
            final=campaign.demand_mean,
            actual=sold,
            campaign=outlook.campaign_id,
            start=campaign.start,
        )


def _sold(outlook: Outlook, history: SalesHistory, start: str, end: str) -> float | None:
    """Units sold in a period over the campaign's places; None where the history does not cover it."""
    if end > history.known_until or outlook.campaign.item not in history.items:
        return None
    first, last = ((day_number(day) - history.first) // history.step_days for day in (start, end))
    places = [place for place, name in enumerate(history.locations) if name in set(outlook.launch.locations)]
    return float(np.nansum(history.matrix(outlook.campaign.item)[places, first : last + 1]))


def _caution(outlook: Outlook, history: SalesHistory) -> Iterator[str]:
    """Where places ran out, less was sold than was wanted, and judgement upwards looks worse than it was."""
    campaign = outlook.campaign
    if campaign.end > history.known_until or campaign.item not in history.items:
        return
    first, last = ((day_number(day) - history.first) // history.step_days for day in (campaign.start, campaign.end))
    times = int(history.mask("stock_out", campaign.item, outlook.launch.locations)[:, max(0, first) : last + 1].sum())
    if times:
        yield f"{outlook.title} sold out {times:,} times (places and periods), so less was sold than was wanted."


def _entry(plan: Plan, path: str) -> HistoryEntry | None:
    """Who set a field last and why, by the plan's history; None where it does not say."""
    entries = (entry for _, entry in sorted(plan.history.items(), reverse=True) if path in entry.changes)
    return next(entries, None)
