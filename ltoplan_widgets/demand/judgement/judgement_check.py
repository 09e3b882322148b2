"""What past campaigns teach about judgement: which overrides usually help, and which deserve a second look."""

from collections.abc import Iterator, Mapping

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.forecast.path_quantile import BAND
from ltoplan_widgets.plan.errors import Finding
from ltoplan_widgets.plan.override import Override

SMALL = 0.1
"""Changes below this share of the forecast cost time and rarely help (Fildes, Goodwin, Lawrence & Nikolopoulos, 2009)."""


def judgement_findings(statistical: Forecast, overrides: Mapping[str, Override]) -> tuple[Finding, ...]:
    """Warnings about overrides of periods, by the evidence.

    Small changes are mostly noise; upward ones are on average too high, most of all outside the band (Fildes et al.,
    *Effective forecasting and judgmental adjustments*, International Journal of Forecasting 25, 2009); asking for the
    reason makes judgement better (Goodwin, *Improving the voluntary integration of statistical forecasts and judgment*,
    International Journal of Forecasting 16, 2000).

    Args:
        statistical: The forecast by period over all places, before anybody judged it.
        overrides: Judged units by first day of the period, ISO date; days on which no period starts are left out.
    """
    chain = statistical.by_period(None)
    means, bands = chain.mean(), chain.quantile(BAND)
    found: list[Finding] = []
    for start, override in sorted(overrides.items()):
        if start in chain.starts:
            place = chain.starts.index(start)
            found += _of_one(start, override, float(means[place]), (float(bands[0, place]), float(bands[1, place])))
    return tuple(found)


def total_findings(unjudged: Forecast, mean: float | None) -> tuple[Finding, ...]:
    """The same warnings about a judged total, whose reason the plan's history keeps.

    Args:
        unjudged: The total before anybody judged it.
        mean: Judged mean of the total, units; None where nobody judged it.
    """
    if mean is None:
        return ()
    low, high = (float(units) for units in unjudged.quantile(BAND))
    return tuple(_of_change("demand_mean", mean, float(unjudged.mean()), (low, high)))


def _of_one(start: str, override: Override, mean: float, band: tuple[float, float]) -> Iterator[Finding]:
    column = f"overrides/{start}"
    if not override.reason.strip():
        yield _warning(
            "override-without-reason", column, override.units, "nobody says why", "give the reason: judgement with a reason is better"
        )
    yield from _of_change(column, override.units, mean, band)


def _of_change(column: str, units: float, mean: float, band: tuple[float, float]) -> Iterator[Finding]:
    change = units / mean - 1 if mean > 0 else 0.0
    said, held = f"{100 * change:+.0f} %", f"the 80 % band of {band[0]:,.0f} to {band[1]:,.0f} units"
    if mean > 0 and abs(change) < SMALL:
        text = f"{said} against the forecast of {mean:,.0f} units; changes below {100 * SMALL:.0f} % rarely help"
        yield _warning("small-override", column, units, text, "leave the forecast as it is, or say what it cannot know")
    elif change > 0 and units > band[1]:
        text = f"{said}, above {held}; upward changes are too high on average"
        yield _warning("override-above-band", column, units, text, "check it against a past campaign, or raise it by half")
    elif change < 0 and units < band[0]:
        yield _warning("override-below-band", column, units, f"{said}, below {held}", "check it against a past campaign")


def _warning(code: str, column: str, units: float, message: str, mend: str) -> Finding:
    text = f"{units:,.0f} units: {message}"
    return Finding(code=code, severity="warning", column=column, value=f"{units:g}", message=text, mend=mend)
