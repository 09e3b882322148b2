"""What the forecast chart draws: actuals, baseline, fan, analogues, overrides."""

import msgspec
import numpy as np

from ltoplan_widgets.demand.day import day_number, iso_day
from ltoplan_widgets.demand.forecast.analogues import Analogue
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.override import Override

LEVELS = ("0.025", "0.1", "0.25", "0.5", "0.75", "0.9", "0.975")
"""Quantile levels of the fan."""

ANALOGUES_DRAWN = 8
"""So many past campaigns are laid over the forecast at most, the weightiest first."""

PERIODS_BEFORE = {"day": 28, "week": 8}
"""How many periods of sales before the launch are drawn."""


class ActualPoint(msgspec.Struct, frozen=True, kw_only=True):
    """Units that were sold in the period that starts on a day."""

    start: str
    units: float


class AnalogueLine(msgspec.Struct, frozen=True, kw_only=True):
    """A past campaign laid over the forecast, period by period since launch, scaled to the forecast's level.

    Attributes:
        name: What people call it.
        units: Units by period; shorter than the forecast where the past campaign was.
        weight: Its share in the forecast, 0 to 1.
    """

    name: str
    units: list[float]
    weight: float = 0.0


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of days to shade: a promotion, a media flight, a holiday. Last day included."""

    start: str
    end: str
    label: str = ""


class ForecastChartView(msgspec.Struct, frozen=True, kw_only=True):
    """A forecast by period as a fan, with what came before and what people said.

    All lists by period have the length of `starts`.

    Attributes:
        title: Heading of the chart.
        unit: What is counted, in the plural.
        period: Length of the periods, ``day`` or ``week``.
        starts: First day of each period, ISO dates.
        ends: Last day of each period, ISO dates.
        mean: Expected units by period, overrides in it.
        forecast: Expected units by period before overrides.
        baseline: Units expected without the campaign, by period; empty where there is no baseline.
        quantiles: Units by period for the levels ``0.025 0.1 0.25 0.5 0.75 0.9 0.975``.
        actuals: Units sold, before and during the campaign.
        analogues: Past campaigns behind the forecast.
        promotions: Bands to shade.
        overrides: What people said, by first day of the period.
        today: ISO date of today's line; empty for none.
        color: Main colour, empty for the theme's.
    """

    title: str = ""
    unit: str = "units"
    period: str = "week"
    starts: list[str]
    ends: list[str]
    mean: list[float]
    forecast: list[float]
    baseline: list[float] = msgspec.field(default_factory=list)
    quantiles: dict[str, list[float]] = msgspec.field(default_factory=dict)
    actuals: list[ActualPoint] = msgspec.field(default_factory=list)
    analogues: list[AnalogueLine] = msgspec.field(default_factory=list)
    promotions: list[Band] = msgspec.field(default_factory=list)
    overrides: dict[str, Override] = msgspec.field(default_factory=dict)
    today: str = ""
    color: str = ""


def build(outlook: Outlook, *, history: SalesHistory | None = None, today: str = "", color: str = "") -> ForecastChartView:
    """Forecast of the outlook's campaign by the plan's period.

    Args:
        outlook: What the plan leads to.
        history: Sales from which the actuals before and during the campaign are taken; None draws none.
        today: ISO date of today's line; empty for none.
        color: Main colour, ``#rrggbb``; empty for the theme's.
    """
    forecast, period = outlook.forecast, outlook.plan.period
    actuals = _actuals(outlook, history, before=PERIODS_BEFORE[period]) if history else []
    fan = forecast.quantile([float(level) for level in LEVELS])
    return ForecastChartView(
        title=outlook.title,
        unit=outlook.unit,
        period=period,
        starts=list(forecast.starts),
        ends=list(forecast.ends),
        mean=forecast.mean().tolist(),
        forecast=outlook.statistical.mean().tolist(),
        baseline=forecast.baseline.tolist() if forecast.baseline.any() else [],
        quantiles={level: fan[k].tolist() for k, level in enumerate(LEVELS)},
        actuals=actuals,
        analogues=analogue_lines(outlook.statistical),
        promotions=[Band(start=outlook.campaign.start, end=outlook.campaign.end, label=outlook.title)] if actuals else [],
        overrides=dict(outlook.campaign.overrides),
        today=today,
        color=color,
    )


def analogue_lines(forecast: Forecast) -> list[AnalogueLine]:
    """The weightiest analogues behind a forecast of the chain by period; more would hide the forecast."""
    return [_line(one, forecast) for one in forecast.analogues[:ANALOGUES_DRAWN] if one.weight > 0]


def _line(analogue: Analogue, forecast: Forecast) -> AnalogueLine:
    """The analogue at the forecast's level: in the periods that both have, both sell the same."""
    means = forecast.mean()
    curve = np.asarray(analogue.curve, dtype=np.float64)[: len(means)]
    share = float(curve.sum())
    units = curve * (float(means[: len(curve)].sum()) / share) if share > 0 else curve
    return AnalogueLine(name=analogue.event, units=units.tolist(), weight=analogue.weight)


def _actuals(outlook: Outlook, history: SalesHistory, *, before: int) -> list[ActualPoint]:
    """Units sold over the campaign's places, by whole periods counted from the launch, also backwards."""
    days = 7 if outlook.plan.period == "week" else 1
    launch = day_number(outlook.campaign.start)
    period_of = (history.first + np.arange(history.units.shape[1]) * history.step_days - launch) // days
    drawn = (period_of >= -before) & (period_of < len(outlook.forecast.starts))
    sold, period_of = history.matrix(outlook.campaign.item, outlook.forecast.locations)[:, drawn], period_of[drawn]
    known = ~np.isnan(sold).all(axis=0)
    periods, counts = np.unique(period_of[known], return_counts=True)
    totals = [float(np.nansum(sold[:, known & (period_of == period)])) for period in periods]
    whole = counts * history.step_days >= days
    return [
        ActualPoint(start=iso_day(launch + int(period) * days), units=units)
        for period, units, is_whole in zip(periods, totals, whole, strict=True)
        if is_whole
    ]
