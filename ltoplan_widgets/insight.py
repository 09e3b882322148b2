"""What deserves a look, ranked by money at risk: each insight is one sentence with a number, and what to do about it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

import msgspec
import numpy as np

from ltoplan_widgets.demand.anomaly import Anomaly, anomalies
from ltoplan_widgets.demand.forecast import Forecast
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.tracking_signal import LIMIT
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.errors import Finding
from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.supply.costs import Costs

Code = Literal[
    "out-of-band",
    "stock-out-risk",
    "leftover-risk",
    "bias",
    "early-bias",
    "stale-sales",
    "late-order",
    "override-against-evidence",
    "anomaly",
]

_CLEARLY = 0.05
"""Probability, or share of the best order, from which on a difference is worth a word."""
_LARGE_LEFTOVER = 0.1
_FEWEST_LAUNCHES = 5
_STALE_DAYS = 14
_MOST_ANOMALIES = 10
_AGAINST = frozenset({"override-above-band", "override-below-band"})


class Insight(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that deserves a look.

    Attributes:
        code: Kind of insight.
        sentence: What was found, with number and unit.
        action: What to do about it, one sentence.
        money: Money at risk, in the plan's currency; 0 where price or costs are not known.
        units: Units at risk.
        campaign: Id of the campaign; empty for the history.
        path: Path of the plan's field that it is about; empty where there is none.
        currency: ISO 4217 code of the money; empty where it is not known.
    """

    code: Code
    sentence: str
    action: str
    money: float
    units: float
    campaign: str = ""
    path: str = ""
    currency: str = ""

    def __str__(self) -> str:
        """Sentence and action."""
        return f"{self.sentence} {self.action}"


class Insights(Listed, tuple[Insight, ...]):
    """What deserves a look, the most money at risk first; a notebook shows it as a table."""

    __slots__ = ()

    def listing(self) -> Listing:
        """One row an insight."""
        rows = [(_at_risk(one), one.sentence, one.action) for one in self]
        return Listing(["at risk", "what", "what to do"], rows, note="" if rows else "Nothing deserves a second look.")


def _at_risk(one: Insight) -> str:
    return f"{one.currency} {one.money:,.0f}".strip() if one.money else f"{one.units:,.0f} units"


def insights(
    history: SalesHistory | None = None,
    outlooks: Outlook | Sequence[Outlook] = (),
    *,
    library: CampaignLibrary | None = None,
    today: str | None = None,
    most: int = 20,
) -> Insights:
    """What deserves a look, the most money at risk first, then the most units.

    Args:
        history: Checked sales: their anomalies, and how old they are.
        outlooks: What campaigns lead to; any number.
        library: Past campaigns, whose windows are no anomalies.
        today: ISO date; with it, sales that are out of date and orders that are late are told.
        most: How many are told at most; of anomalies 10.
    """
    given = [outlooks] if isinstance(outlooks, Outlook) else list(outlooks)
    found = [one for outlook in given for one in _of_outlook(outlook, history, today)]
    if history is not None:
        currency = given[0].plan.currency if given else ""
        found += [_of_anomaly(one, history, currency) for one in anomalies(history, library)[:_MOST_ANOMALIES]]
    return Insights(sorted(found, key=lambda one: (-one.money, -one.units, one.sentence))[:most])


def _of_outlook(outlook: Outlook, history: SalesHistory | None, today: str | None) -> Iterator[Insight]:
    yield from _of_order(outlook)
    yield from _of_band(outlook)
    yield from _of_bias(outlook)
    yield from _of_overrides(outlook)
    yield from _of_time(outlook, history, today)


def _costs(outlook: Outlook) -> Costs | None:
    return Costs.of(outlook.offer) if outlook.offer and outlook.order else None


def _said(outlook: Outlook, units: float) -> str:
    return f"{units:,.0f} {outlook.unit}"


def _worth(outlook: Outlook, money: float) -> str:
    """Money in brackets, where it is known."""
    return f" ({outlook.plan.currency} {money:,.0f})" if money else ""


def _insight(outlook: Outlook, code: Code, sentence: str, action: str, *, money: float, units: float, path: str = "") -> Insight:  # noqa: PLR0913 - an insight has these parts
    key = outlook.campaign_id
    return Insight(
        code=code,
        sentence=sentence,
        action=action,
        money=float(money),
        units=float(units),
        campaign=key,
        path=path and f"campaigns/{key}/{path}",
        currency=outlook.plan.currency,
    )


def _of_order(outlook: Outlook) -> Iterator[Insight]:
    """Orders that leave more risk of too little, or too much, than the best one does."""
    order, best, costs = outlook.order, outlook.recommended, _costs(outlook)
    if not order or not best or not costs:
        return
    more = best.quantity - order.quantity
    if more > _CLEARLY * best.quantity and order.stock_out_risk > best.stock_out_risk + _CLEARLY:
        money = order.expected_lost_sales * costs.underage
        sentence = (
            f"{outlook.title} runs out with {100 * order.stock_out_risk:.0f} % probability: "
            f"{_said(outlook, order.expected_lost_sales)}{_worth(outlook, money)} are likely to be missed."
        )
        action = f"Order {_said(outlook, more)} more, {best.quantity:,.0f} in all, by {order.order_by}."
        yield _insight(outlook, "stock-out-risk", sentence, action, money=money, units=order.expected_lost_sales, path="order_quantity")
    elif order.expected_leftover > _LARGE_LEFTOVER * order.quantity and -more > _CLEARLY * max(best.quantity, 1.0):
        money = order.expected_leftover * costs.overage
        sentence = (
            f"{outlook.title} is likely to leave {_said(outlook, order.expected_leftover)}{_worth(outlook, money)} over, "
            f"{100 * order.expected_leftover / order.quantity:.0f} % of the order."
        )
        action = f"Order {_said(outlook, -more)} less, {best.quantity:,.0f} in all."
        yield _insight(outlook, "leftover-risk", sentence, action, money=money, units=order.expected_leftover, path="order_quantity")


def _of_band(outlook: Outlook) -> Iterator[Insight]:
    """A running campaign whose sales are outside of what was forecast for its first periods."""
    read = outlook.early_read
    if read is None:
        return
    low, high = read.band
    if low <= read.sold <= high:
        return
    surprise = read.sold - read.expected
    change = surprise + float(read.remaining.mean().sum()) * (1 - 1 / max(read.factor, 1e-9))
    costs = _costs(outlook)
    money = abs(change) * ((costs.underage if change > 0 else costs.overage) if costs else 0.0)
    way = "above" if read.sold > high else "below"
    sentence = (
        f"{outlook.title} sold {_said(outlook, read.sold)} so far, {way} the 80 % band of {low:,.0f} to {high:,.0f}; "
        f"the whole campaign is now expected {_said(outlook, abs(change))} {'higher' if change > 0 else 'lower'}{_worth(outlook, money)}."
    )
    action = "Check the second order against the early read." if change > 0 else "Cut the second order, and plan the exit early."
    yield _insight(outlook, "out-of-band", sentence, action, money=money, units=abs(change))


def _of_bias(outlook: Outlook) -> Iterator[Insight]:
    """Forecasts that were off the same way on past launches, or period after period."""
    yield from _of_past_bias(outlook, outlook.launch)
    read = outlook.early_read
    if read is not None and read.is_biased:
        much = "too little" if read.tracking_signal > 0 else "too much"
        units = abs(read.sold - read.expected)
        sentence = (
            f"The forecast of {outlook.title} was {much} period after period, {_said(outlook, units)} so far "
            f"(tracking signal {read.tracking_signal:+.1f}, limit {LIMIT:.0f})."
        )
        money = _risk(outlook, sign=read.tracking_signal) * units
        yield _insight(outlook, "early-bias", sentence, "Override the periods to come, with the reason.", money=money, units=units)


def _of_past_bias(outlook: Outlook, forecast: Forecast) -> Iterator[Insight]:
    chains = [one.chain() for one in forecast.hindsights]
    logs = np.array([np.log(one.expected.sum() / one.sold.sum()) for one in chains if one.sold.sum() > 0 and one.expected.sum() > 0])
    if len(logs) < _FEWEST_LAUNCHES:
        return
    mean, error = float(logs.mean()), float(logs.std(ddof=1) / np.sqrt(len(logs)))
    if abs(mean) <= max(_CLEARLY, 2 * error):
        return
    units = abs(np.expm1(mean)) * float(outlook.total.mean())
    much = "too much" if mean > 0 else "too little"
    sentence = f"Forecasts were {100 * abs(np.expm1(mean)):.0f} % {much} over the last {len(logs)} launches, {_said(outlook, units)} of {outlook.title}."
    action = "Compare methods with a backtest, or correct the total by that share."
    yield _insight(outlook, "bias", sentence, action, money=_risk(outlook, sign=-mean) * units, units=units)


def _risk(outlook: Outlook, *, sign: float) -> float:
    """Money a unit that is at risk where demand is higher (above 0) or lower than thought."""
    costs = _costs(outlook)
    return 0.0 if costs is None else costs.underage if sign > 0 else costs.overage


def _of_overrides(outlook: Outlook) -> Iterator[Insight]:
    """Judgement that leaves the forecast's band."""
    means = dict(zip(outlook.statistical.starts, outlook.statistical.mean().tolist(), strict=True))
    for finding in outlook.findings:
        start = finding.column.rsplit("/", 1)[-1]
        override = outlook.campaign.overrides.get(start)
        if finding.code in _AGAINST and override and start in means:
            yield _against(outlook, finding, start, override.units - means[start], override.author)
        elif finding.code in _AGAINST and start == "demand_mean" and outlook.campaign.demand_mean is not None:
            yield _total_against(outlook, finding, outlook.campaign.demand_mean)


def _against(outlook: Outlook, finding: Finding, start: str, change: float, author: str) -> Insight:
    money = abs(change) * _risk(outlook, sign=-change)
    who = f"{author} expects" if author else "Somebody expects"
    sentence = (
        f"{who} {_said(outlook, abs(change))}{_worth(outlook, money)} {'more' if change > 0 else 'less'} than the forecast "
        f"in the period from {start} of {outlook.title}, outside the 80 % band."
    )
    action = f"{finding.mend[0].upper()}{finding.mend[1:]}."
    return _insight(outlook, "override-against-evidence", sentence, action, money=money, units=abs(change), path=f"overrides/{start}")


def _total_against(outlook: Outlook, finding: Finding, said: float) -> Insight:
    change = said - float(outlook.unjudged_total.mean())
    money = abs(change) * _risk(outlook, sign=-change)
    sentence = (
        f"{outlook.title} is judged at {_said(outlook, said)}, {abs(change):,.0f} {'more' if change > 0 else 'less'} than the forecast"
        f"{_worth(outlook, money)}, outside the 80 % band."
    )
    action = f"{finding.mend[0].upper()}{finding.mend[1:]}."
    return _insight(outlook, "override-against-evidence", sentence, action, money=money, units=abs(change), path="demand_mean")


def _of_time(outlook: Outlook, history: SalesHistory | None, today: str | None) -> Iterator[Insight]:
    if today is None:
        return
    units, order = float(outlook.total.mean()), outlook.order
    is_over = today > outlook.campaign.end
    if history is not None and not is_over and (days := _days(history.known_until, today)) > _STALE_DAYS + 1:
        sentence = f"The plan of {outlook.title} rests on sales up to {history.known_until}, {days} days ago."
        yield _insight(
            outlook, "stale-sales", sentence, "Add the sales since then.", money=order.expected_cost if order else 0.0, units=units
        )
    if order and outlook.campaign.order_quantity is None and order.order_by < today <= order.last_order_day:
        sentence = f"Nobody has decided on the order of {outlook.title}, and an order placed after {order.order_by} comes after the start."
        action = f"Decide on {_said(outlook, order.quantity)} now, or move the start."
        missed = min(1.0, _days(order.order_by, today) / (_days(outlook.campaign.start, outlook.campaign.end) + 1))
        money = missed * max(0.0, order.expected_profit)
        yield _insight(outlook, "late-order", sentence, action, money=money, units=missed * units, path="order_quantity")


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _of_anomaly(one: Anomaly, history: SalesHistory, currency: str) -> Insight:
    change = one.units - one.usual
    money = abs(change) * _price(history, one.item)
    where = f" at {one.location}" if one.location else " in all places together"
    when = one.start if one.start == one.end else f"{one.start} to {one.end}"
    sentence = f"{one.item}{where} sold {one.units:,.0f} units on {when}, {abs(change):,.0f} {'more' if change > 0 else 'less'} than usual{f' ({currency} {money:,.0f})' if money and currency else ''}."
    action = (
        "Flag it as a promotion, or take single orders out, so that it counts as no ordinary day."
        if change > 0
        else "Flag a stock-out or a closed day, so that it counts as no ordinary day."
    )
    return Insight(code="anomaly", sentence=sentence, action=action, money=money, units=abs(change), currency=currency)


def _price(history: SalesHistory, item: str) -> float:
    """Usual price of an item; 0 where it is not known."""
    if history.price is None or item not in history.items:
        return 0.0
    prices = history.price[history.item_of == history.items.index(item)]
    known = prices[prices > 0]
    return float(np.median(known)) if len(known) else 0.0
