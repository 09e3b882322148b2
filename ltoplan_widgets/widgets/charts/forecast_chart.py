"""A forecast by period as a fan; each period can be dragged to what somebody expects instead."""

import contextlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

import msgspec
import traitlets as t

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.override import Override
from ltoplan_widgets.views.forecast_chart_view import LEVELS, ActualPoint, AnalogueLine, Band, ForecastChartView, analogue_lines, build
from ltoplan_widgets.widgets.binding import Binding
from ltoplan_widgets.widgets.number import Numbers
from ltoplan_widgets.widgets.widget import Widget

_BY_PERIOD = ("starts", "ends", "mean", "baseline", "quantiles")
_AROUND = ("actuals", "analogues", "promotions", "unit", "period", "today", "color")
_DAYS = {"day": 1, "week": 7}


class ForecastChart(Widget):
    """Actuals, baseline, fan of quantiles and analogues, with what people said in place of the forecast.

    Alone: ``ForecastChart(forecast)``, or ``ForecastChart(starts=[…], mean=[…], quantiles={"0.1": […], "0.9": […]})``.
    On a plan: ``ForecastChart(plan, "forecast")``. Traits are those of `Widget`, and:

    Attributes:
        starts: First day of each period, ISO dates, ascending.
        ends: Last day of each period; by default the day before the next start.
        mean: Expected units by period before overrides.
        baseline: Units expected without the campaign, by period; empty for none.
        quantiles: Units by period for each level, e.g. ``{"0.1": […], "0.9": […]}``; empty for no fan.
        actuals: Units sold: by first day of the period, or a list of ``{"start": …, "units": …}``.
        analogues: Past campaigns, a list of ``{"name": …, "units": […], "weight": …}``.
        promotions: Days to shade, a list of ``{"start": …, "end": …, "label": …}``.
        overrides: What people expect instead, by first day of the period: units, or ``{"units": …, "reason": …}``.
        unit: What is counted, in the plural.
        period: Length of the periods, ``day`` or ``week``.
        today: ISO date of today's line; empty for none.
        color: Main colour, ``#rrggbb``; empty for the theme's.
        expected: Expected units by period with the overrides in force; follows them.
    """

    KIND: ClassVar[str] = "forecast_chart"
    FIELDS: ClassVar[tuple[str, ...]] = ("overrides",)
    SETTINGS: ClassVar[tuple[str, ...]] = (*_BY_PERIOD, *_AROUND)

    starts = t.List(t.Unicode()).tag(sync=True)
    ends = t.List(t.Unicode()).tag(sync=True)
    mean = Numbers(minimum=0)
    baseline = Numbers(minimum=0)
    quantiles = t.Dict().tag(sync=True)
    actuals = t.Union([t.List(), t.Dict()]).tag(sync=True)
    analogues: t.List[Any] = t.List().tag(sync=True)
    promotions: t.List[Any] = t.List().tag(sync=True)
    overrides = t.Dict().tag(sync=True)
    unit = t.Unicode("units").tag(sync=True)
    period = t.Enum(("day", "week"), "week").tag(sync=True)
    today = t.Unicode().tag(sync=True)
    color = t.Unicode().tag(sync=True)
    expected = Numbers(minimum=0)

    def __init__(self, source: Any = None, visualization: str = "", /, **traits: Any) -> None:  # noqa: ANN401 - a forecast, or a plan
        """Make a chart of a `Forecast`, on a `SharedPlan`, or of traits alone; see the class and `Widget`."""
        if isinstance(source, Forecast):
            self.refuse_unknown(traits)
            source, traits = None, {**_traits_of(source), **traits}
        if source is None:
            traits = _with_ends(traits)
        super().__init__(source, visualization, **traits)

    def settle(self) -> None:
        """Check that what belongs together has one length; then the means with the overrides in force."""
        self._check_lengths()
        said = {start: one["units"] for start, one in self.overrides.items()}
        self.expected = [said.get(start, units) for start, units in zip(self.starts, self.mean, strict=True)]

    def own_view(self) -> ForecastChartView:
        """The forecast before overrides; the browser lays these over it."""
        return ForecastChartView(
            unit=self.unit,
            period=self.period,
            starts=self.starts,
            ends=self.ends,
            mean=self.mean,
            forecast=self.mean,
            baseline=self.baseline,
            quantiles=self.quantiles,
            actuals=msgspec.convert(self.actuals, list[ActualPoint]),
            analogues=msgspec.convert(self.analogues, list[AnalogueLine]),
            promotions=msgspec.convert(self.promotions, list[Band]),
            today=self.today,
            color=self.color,
        )

    def plan_view(self, binding: Binding) -> Any:  # noqa: ANN401 - a `ForecastChartView`
        """Forecast of the campaign by the plan's period."""
        history = None  # where the plan names sales that are not there, the last good forecast is drawn without actuals
        with contextlib.suppress(InputError):
            history = binding.plan.history
        return binding.named(build(binding.known_outlook, history=history, today=date.today().isoformat()))  # noqa: DTZ011 - the reader's own day

    def paths(self, binding: Binding, *, campaign: str, offer: str) -> dict[str, str]:  # noqa: ARG002 - what `Follower` asks
        """The overrides of the campaign."""
        return {"overrides": join("campaigns", campaign, "overrides")}

    def following(self, binding: Binding, view: Any) -> dict[str, Any]:  # noqa: ANN401, ARG002 - one of the views
        """The forecast itself, and the means with the overrides in force."""
        plain = msgspec.to_builtins(view)
        return {**{name: plain[name] for name in self.SETTINGS}, "mean": plain["forecast"], "expected": plain["mean"]}

    @t.validate("overrides")
    def _checked_overrides(self, proposal: Any) -> Any:  # noqa: ANN401 - traitlets' proposal
        return {start: _override(start, said) for start, said in proposal.value.items()}

    @t.validate("actuals", "analogues", "promotions")
    def _checked_records(self, proposal: Any) -> Any:  # noqa: ANN401 - traitlets' proposal
        name, value = proposal.trait.name, proposal.value
        if isinstance(value, Mapping):
            value = [{"start": start, "units": units} for start, units in sorted(value.items())]
        return _plain(name, value, list[_RECORDS[name]])  # type: ignore[valid-type] # chosen at run time

    @t.validate("quantiles")
    def _checked_quantiles(self, proposal: Any) -> Any:  # noqa: ANN401 - traitlets' proposal
        return _plain("quantiles", {f"{float(level):g}": list(units) for level, units in proposal.value.items()}, dict[str, list[float]])

    def _check_lengths(self) -> None:
        series: dict[str, list[Any]] = {"ends": self.ends, "mean": self.mean, "baseline": self.baseline or self.mean}
        series |= {f"quantiles[{level!r}]": units for level, units in self.quantiles.items()}
        for name, values in series.items():
            if len(values) != len(self.starts):
                message = f"{name} has {len(values)} values for {len(self.starts)} periods"
                raise InputError(
                    Finding(code="length", severity="error", column=name, message=message, mend="give one value for each of `starts`")
                )


_RECORDS: dict[str, Any] = {"actuals": ActualPoint, "analogues": AnalogueLine, "promotions": Band}


def _plain(name: str, value: Any, kind: Any) -> Any:  # noqa: ANN401 - any of the records
    try:
        return msgspec.to_builtins(msgspec.convert(msgspec.to_builtins(value), kind))
    except (msgspec.ValidationError, TypeError) as error:
        raise t.TraitError(f"{name}: {error}.") from None


def _override(start: str, said: Any) -> dict[str, Any]:  # noqa: ANN401 - units, a mapping or an `Override`
    record = said if isinstance(said, Mapping | Override) else {"units": said}
    plain: dict[str, Any] = _plain(f"overrides[{start!r}]", record, Override)
    return plain


def _with_ends(traits: dict[str, Any]) -> dict[str, Any]:
    """The last days that follow from the first ones; the last period is as long as its kind says."""
    starts = list(traits.get("starts") or ())
    if "ends" in traits or not starts:
        return traits
    try:
        days = [date.fromisoformat(start) for start in starts]
    except (TypeError, ValueError) as error:
        raise InputError(
            Finding(code="no-such-day", severity="error", column="starts", message=str(error), mend="give days as YYYY-MM-DD")
        ) from None
    nexts = [*days[1:], days[-1] + timedelta(days=_DAYS.get(traits.get("period", "week"), 7))]
    return {**traits, "starts": starts, "ends": [(day - timedelta(days=1)).isoformat() for day in nexts]}


def _traits_of(forecast: Forecast) -> dict[str, Any]:
    """The chain's forecast by its own periods."""
    chain = forecast.by_period()
    fan = chain.quantile([float(level) for level in LEVELS])
    return {
        "starts": list(chain.starts),
        "ends": list(chain.ends),
        "mean": chain.mean(),
        "baseline": chain.baseline if chain.baseline.any() else [],
        "quantiles": {level: units.tolist() for level, units in zip(LEVELS, fan, strict=True)},
        "analogues": msgspec.to_builtins(analogue_lines(chain)),
        "period": "week" if chain.unit_days == _DAYS["week"] else "day",
    }
