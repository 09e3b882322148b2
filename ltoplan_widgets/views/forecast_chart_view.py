"""What the forecast chart draws: actuals, baseline, fan, analogues, overrides."""

import msgspec

from ltoplan_widgets.plan.override import Override


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
