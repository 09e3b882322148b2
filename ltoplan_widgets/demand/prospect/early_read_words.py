"""What an early read says, sentence by sentence, with numbers and units."""

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.forecast.learned_persistence import ENOUGH
from ltoplan_widgets.demand.forecast.path_quantile import BAND
from ltoplan_widgets.demand.forecast.persistence import Persistence
from ltoplan_widgets.demand.period import period_names
from ltoplan_widgets.demand.prospect.tracking_signal import LIMIT

_UNCHANGED = "as forecast"
_WORTH_TELLING = 0.05
"""Of a surprise: a smaller share that lasts is none."""


def sold_sentence(sold: float, expected: float, *, seen: str, unit: str) -> str:
    """What was sold in the periods seen against what was forecast for them, both in units.

    >>> sold_sentence(1300, 1000, seen="1 of 8 weeks", unit="cups")
    'After 1 of 8 weeks 1,300 cups were sold where 1,000 were forecast, 30 % more.'
    """
    return f"After {seen} {sold:,.0f} {unit} were sold where {expected:,.0f} were forecast, {_change(sold, expected)}."


def lasting_sentence(persistence: Persistence, *, seen: str) -> str:
    """How far the surprise lasts, and where that is known from; `seen` names the periods seen, such as "first week"."""
    count = persistence.launches
    if count < ENOUGH:
        many = f"{count} past launches are" if count > 1 else "1 past launch is"
        known = f"{many} too few to learn how far that lasts" if count else "No past launch tells how far that lasts"
        return f"{known}, so {_percent(persistence.slope)} of it is taken to last (midway between half and what the forecast's own periods imply)."
    lasts, turns = (share >= _WORTH_TELLING for share in (persistence.slope, persistence.drift))
    told = f"{_percent(persistence.slope)} of a surprise in the {seen} lasted" if lasts else f"a surprise in the {seen} did not last"
    turned = f", {'and' if lasts else 'but'} {_percent(persistence.drift)} of what their later half was further off" if turns else ""
    return f"In {count} past launches {told}{turned}{' did' if turns and not lasts else ''}."


def rest_sentence(before: Forecast, remaining: Forecast, *, unit: str) -> str:
    """What the rest is expected to bring, its 80 % band, and both as they were before."""
    (low, high), (was_low, was_high) = remaining.total().quantile(BAND), before.total().quantile(BAND)
    units, was = float(remaining.mean().sum()), float(before.mean().sum())
    change = _change(units, was)
    still, instead = ("still ", "") if change == _UNCHANGED else ("", f" instead of {was:,.0f} ({change})")
    return (
        f"So the {_rest_named(remaining)} {still}expected to bring {units:,.0f} {unit}{instead}, "
        f"with 80 % probability between {low:,.0f} and {high:,.0f} (before: {was_low:,.0f} and {was_high:,.0f})."
    )


def bias_sentence(tracking_signal: float) -> str:
    """That the forecast is off the same way period after period."""
    much = "little" if tracking_signal > 0 else "much"
    signal = f"tracking signal {tracking_signal:+.1f}, limit {LIMIT:.0f}"
    return f"Period after period too {much} was forecast ({signal}), and what was sold lies outside the 80 % band, so the forecast itself is likely off."


def band_words(low: float, high: float) -> str:
    """Two bounds in units.

    >>> band_words(900, 1200)
    '900 to 1,200'
    """
    return f"{low:,.0f} to {high:,.0f}"


def _rest_named(remaining: Forecast) -> str:
    (one, many), left = period_names(remaining.unit_days), len(remaining.starts)
    return f"last {one} is" if left == 1 else f"other {left} {many} are"


def _change(now: float, then: float) -> str:
    share = now / then - 1 if then > 0 else 0.0
    return _UNCHANGED if abs(share) < 0.005 else f"{_percent(abs(share))} {'more' if share > 0 else 'less'}"  # noqa: PLR2004 - what rounds to 0 %


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
