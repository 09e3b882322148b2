"""Forecasts that a running campaign leaves, or that are off the same way again and again."""

from collections.abc import Iterator

import numpy as np

from ltoplan_widgets.demand.prospect.tracking_signal import LIMIT
from ltoplan_widgets.insight.insight import Insight
from ltoplan_widgets.insight.stake import CLEARLY, Stake

_FEWEST_LAUNCHES = 5


def band_insights(stake: Stake) -> Iterator[Insight]:
    """A running campaign whose sales are outside of what was forecast for its first periods."""
    outlook, read = stake.outlook, stake.outlook.early_read
    if read is None:
        return
    low, high = read.band
    if low <= read.sold <= high:
        return
    surprise = read.sold - read.expected
    change = surprise + float(read.remaining.mean().sum()) * (1 - 1 / max(read.factor, 1e-9))
    money = abs(change) * stake.of_unit(change)
    way = "above" if read.sold > high else "below"
    sentence = (
        f"{outlook.title} sold {stake.units(read.sold)} so far, {way} the 80 % band of {low:,.0f} to {high:,.0f}; "
        f"the whole campaign is now expected {stake.units(abs(change))} {'higher' if change > 0 else 'lower'}{stake.money(money)}."
    )
    action = "Check the second order against the early read." if change > 0 else "Cut the second order, and plan the exit early."
    yield stake.insight("out-of-band", sentence, action, money=money, units=abs(change))


def bias_insights(stake: Stake) -> Iterator[Insight]:
    """Forecasts that were off the same way on past launches, or period after period."""
    yield from _of_past_launches(stake)
    outlook, read = stake.outlook, stake.outlook.early_read
    if read is not None and read.is_biased:
        much = "too little" if read.tracking_signal > 0 else "too much"
        units = abs(read.sold - read.expected)
        sentence = (
            f"The forecast of {outlook.title} was {much} period after period, {stake.units(units)} so far "
            f"(tracking signal {read.tracking_signal:+.1f}, limit {LIMIT:.0f})."
        )
        money = stake.of_unit(read.tracking_signal) * units
        yield stake.insight("early-bias", sentence, "Override the periods to come, with the reason.", money=money, units=units)


def _of_past_launches(stake: Stake) -> Iterator[Insight]:
    outlook = stake.outlook
    chains = [one.chain() for one in outlook.launch.hindsights]
    logs = np.array([np.log(one.expected.sum() / one.sold.sum()) for one in chains if one.sold.sum() > 0 and one.expected.sum() > 0])
    if len(logs) < _FEWEST_LAUNCHES:
        return
    mean, error = float(logs.mean()), float(logs.std(ddof=1) / np.sqrt(len(logs)))
    if abs(mean) <= max(CLEARLY, 2 * error):
        return
    units = abs(np.expm1(mean)) * float(outlook.total.mean())
    much = "too much" if mean > 0 else "too little"
    sentence = f"Forecasts were {100 * abs(np.expm1(mean)):.0f} % {much} over the last {len(logs)} launches, {stake.units(units)} of {outlook.title}."
    action = "Compare methods with a backtest, or correct the total by that share."
    yield stake.insight("bias", sentence, action, money=stake.of_unit(-mean) * units, units=units)
