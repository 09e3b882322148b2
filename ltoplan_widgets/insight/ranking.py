"""All that deserves a look, ranked."""

from collections.abc import Iterable, Iterator

from ltoplan_widgets.demand.day import GivenDay, given_iso_day
from ltoplan_widgets.demand.library.anomaly import anomalies
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.side_by_side import side_by_side
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.insight.anomaly_insight import anomaly_insight
from ltoplan_widgets.insight.forecast_insight import band_insights, bias_insights
from ltoplan_widgets.insight.insight import Insight, Insights
from ltoplan_widgets.insight.judgement_insight import judgement_insights
from ltoplan_widgets.insight.order_insight import date_insights, order_insights
from ltoplan_widgets.insight.stake import Stake
from ltoplan_widgets.outlook import Outlook

_MOST_ANOMALIES = 10


def insights(
    history: SalesHistory | None = None,
    outlooks: Outlook | Iterable[Outlook] = (),
    *,
    library: CampaignLibrary | None = None,
    today: GivenDay | None = None,
    most: int = 20,
) -> Insights:
    """What deserves a look, the most money at risk first, then the most units.

    Args:
        history: Checked sales: their anomalies, and how old they are.
        outlooks: What campaigns lead to; any number.
        library: Past campaigns, whose windows are no anomalies.
        today: ISO date or `date`; with it, sales that are out of date and orders that are late are told.
        most: How many are told at most; of anomalies 10.

    Raises:
        InputError: `today` is no day, or something that is no outlook.
    """
    day = None if today is None else given_iso_day(today, column="today")
    if history is not None and library is not None:
        history, library = side_by_side(history, library)
    given = _many(outlooks)
    found = [one for outlook in given for one in _of_outlook(Stake(outlook), history, day)]
    if history is not None:
        found += _of_history(history, library, given)
    return Insights(sorted(found, key=lambda one: (-one.money, -one.units, one.sentence))[:most])


def _of_history(history: SalesHistory, library: CampaignLibrary | None, given: list[Outlook]) -> Iterator[Insight]:
    """Anomalies, told as the plans tell the same items."""
    plans = [outlook.plan for outlook in given]
    units = {one.item: plan.offers[one.offer].unit for plan in plans for one in plan.campaigns.values() if one.offer in plan.offers}
    currency = given[0].plan.currency if given else ""
    for one in anomalies(history, library)[:_MOST_ANOMALIES]:
        yield anomaly_insight(one, history, currency=currency, unit=units.get(one.item, "units"))


def _many(outlooks: Outlook | Iterable[Outlook]) -> list[Outlook]:
    given = list(outlooks) if isinstance(outlooks, Iterable) else [outlooks]
    for one in given:
        if not isinstance(one, Outlook):
            message, mend = "insights are drawn from outlooks", "give what evaluate(plan, history, library) returns"
            raise refusal("wrong-kind", type(one).__name__, message, mend, column="outlooks")
    return given


def _of_outlook(stake: Stake, history: SalesHistory | None, today: str | None) -> Iterator[Insight]:
    yield from order_insights(stake, today)
    yield from band_insights(stake)
    yield from bias_insights(stake)
    yield from judgement_insights(stake)
    yield from date_insights(stake, history, today)
