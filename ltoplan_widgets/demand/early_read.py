"""The first periods of a campaign are known: what that says of the rest, and why."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ltoplan_widgets.demand.day import day_number
from ltoplan_widgets.demand.forecast import PATHS, Forecast
from ltoplan_widgets.demand.hindsight import Hindsight, reads
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.methods.new_item import FOR_NEW_ITEMS
from ltoplan_widgets.demand.persistence import ENOUGH, Persistence, learned
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.tracking_signal import LIMIT, tracking_signal
from ltoplan_widgets.demand.updated_total import drawn_reads, implied_by, read_factors, seen_units, updated_totals
from ltoplan_widgets.plan.listing import Listed, Listing

Array = NDArray[np.float64]
Paths = Callable[[int], NDArray[np.floating]]

_PERIOD_NAMES = {1: ("day", "days"), 7: ("week", "weeks")}
_BAND = (0.1, 0.9)
_UNCHANGED = "as forecast"


@dataclass(frozen=True, kw_only=True, repr=False)
class EarlyRead(Listed):
    """A forecast updated with the first periods' sales; a notebook shows what changed as a table, and why.

    Attributes:
        periods_seen: How many periods are known.
        sold: Units sold in them, where known.
        expected: Units that were forecast for these.
        band: The 80 % band of what was forecast for these.
        remaining: Demand of the other periods, updated.
        total: Demand of the whole campaign: what was sold, then the updated rest.
        factor: Expected units of the rest over what they were before.
        persistence: What lasts of a surprise, and from how many past launches that was learned.
        tracking_signal: Sum of the periods' errors over their mean absolute value.
        before: Demand of the other periods as it was forecast before launch.
        unit: What is counted, in the plural.
    """

    periods_seen: int
    sold: float
    expected: float
    band: tuple[float, float]
    remaining: Forecast
    total: Forecast
    factor: float
    persistence: Persistence
    tracking_signal: float
    before: Forecast
    unit: str = "units"

    @cached_property
    def why(self) -> str:
        """What changed and why, with numbers and units: one paragraph."""
        return _told_why(self)

    @property
    def is_biased(self) -> bool:
        """Whether the forecast was off the same way period after period, and what was sold lies outside its band."""
        return abs(self.tracking_signal) >= LIMIT and not self.band[0] <= self.sold <= self.band[1]

    def listing(self) -> Listing:
        """What was forecast before launch and what is known or expected now: so far, the rest, in all."""
        so_far = ("so far", f"{self.expected:,.0f}", _said_band(*self.band), f"{self.sold:,.0f} sold", "")
        rest = ("rest", *_said_total(self.before), *_said_total(self.remaining))
        columns = ["", "forecast before launch", "80 % band", "now", "80 % band now"]
        return Listing(columns, [so_far, rest], title=f"{self.periods_seen} periods of the campaign are known, {self.unit}", note=self.why)


def _said_total(forecast: Forecast) -> tuple[str, str]:
    total = forecast.total()
    low, high = total.quantile(_BAND)
    return f"{float(total.mean()):,.0f}", _said_band(low, high)


def _said_band(low: float, high: float) -> str:
    return f"{low:,.0f} to {high:,.0f}"


def early_read(
    forecast: Forecast, actuals: ArrayLike | Mapping[str, float], *, past: Sequence[Hindsight] = (), unit: str = "units"
) -> EarlyRead:
    """Update a forecast with what sold in its first periods.

    The surprise of the launch as a whole lasts by a share beta, that of a place apart from it by a share B; both are
    learned from past launches, and below 10 of these beta is .5 leaned on what the forecast's own paths imply.

    Args:
        forecast: As it was made before launch, by the periods of the history; with places or summed over them.
        actuals: Units sold in the first periods: shape (places, periods seen) or (periods seen,) for all places
            together, NaN where unknown, sold out or closed; or units over all places by the period's first day.
        past: Past launches against forecasts that did not know them, such as `past_forecasts` makes them for any method;
            by default those that a forecast of a new item brings along, and none for others.
        unit: What is counted, in the plural.

    Raises:
        InputError: No period is known, none is left, a day on which no period starts, units below 0, or a forecast
            without periods.
    """
    units = _actuals(forecast, actuals)
    apart = forecast.mean().ndim > 1 and units.shape[0] > 1
    whole = forecast if apart or forecast.mean().ndim == 1 else forecast.by_period(None)
    update = _Update.of(whole, units, past or (forecast.hindsights if forecast.method in FOR_NEW_ITEMS else ()))
    remaining, total = _remaining(forecast, update, apart=apart), _total(forecast, units, update, apart=apart)
    known = ~np.isnan(units)
    mean = np.atleast_2d(whole.mean())[:, : units.shape[1]]
    sold, expected = float(np.where(known, units, 0.0).sum()), float(np.where(known, mean, 0.0).sum())
    signal = tracking_signal(np.where(known, units, 0.0).sum(axis=0), np.where(known, mean, 0.0).sum(axis=0))
    before = _rest(forecast, units.shape[1])
    factor = float(remaining.mean().sum()) / max(float(before.mean().sum()), 1e-9)
    return EarlyRead(
        periods_seen=units.shape[1],
        sold=sold,
        expected=expected,
        band=_band(whole, known),
        remaining=remaining,
        total=total,
        factor=factor,
        persistence=update.persistence,
        tracking_signal=signal,
        before=before,
        unit=unit,
    )


def _band(whole: Forecast, known: NDArray[np.bool_]) -> tuple[float, float]:
    """80 % band of the units forecast for the periods, and places, that are known."""
    paths = np.asarray(whole.paths())[..., : known.shape[1]]
    mask = known if paths.ndim > 2 else known[0]  # noqa: PLR2004 - paths, places, periods
    low, high = np.quantile(np.where(mask, paths, 0.0).reshape(len(paths), -1).sum(axis=1), (0.1, 0.9))
    return float(low), float(high)


def actuals_of(history: SalesHistory, item: str, forecast: Forecast) -> Array:
    """Units that an item sold so far in the forecast's periods, shape (places, periods seen); NaN where they do not tell demand.

    Args:
        history: Sales up to today; `SalesHistory.known_by` cuts off what came later.
        item: Key of the item.
        forecast: By place, by the periods of the history.
    """
    start = int(history.column_at(day_number(forecast.starts[0])))
    seen = max(0, min(len(forecast.starts), history.units.shape[1] - start))
    if start < 0 or item not in history.items or not seen:
        return np.zeros((len(forecast.locations), 0))
    shut = history.mask("closed", item, forecast.locations) | history.mask("stock_out", item, forecast.locations)
    units = np.where(shut, np.nan, history.matrix(item, forecast.locations))[:, start : start + seen]
    known = np.flatnonzero(~np.isnan(units).all(axis=0))
    return units[:, : known[-1] + 1] if len(known) else np.zeros((len(forecast.locations), 0))


def with_known(forecast: Forecast, units: Array) -> Forecast:
    """The forecast of a campaign that is over: what was sold, and what was forecast where nobody knows; shapes are those of its mean."""
    known = ~np.isnan(units)
    return _made(forecast, lambda n: np.where(known, units, forecast.paths(n)), np.where(known, units, forecast.mean()), slice(None))


@dataclass(frozen=True, kw_only=True)
class _Update:
    """What multiplies the paths' rests: one factor a path and place (or for all places together)."""

    persistence: Persistence
    seen: int
    expected: Array
    factor: Array

    @classmethod
    def of(cls, whole: Forecast, units: Array, past: Sequence[Hindsight]) -> "_Update":
        seen = units.shape[1]
        mean = np.atleast_2d(whole.mean())
        paths = whole.paths(PATHS).reshape(PATHS, *mean.shape)
        before, rest = (part.sum(axis=2, dtype=np.float64) for part in (paths[:, :, :seen], paths[:, :, seen:]))
        alike = past if len(mean) > 1 else [one.chain() for one in past]
        persistence = learned(reads(alike, seen), implied_by(before, rest), drawn=() if past else drawn_reads(before, rest))
        return cls(
            persistence=persistence,
            seen=seen,
            expected=mean[:, seen:].sum(axis=1),
            factor=read_factors(*seen_units(units, mean, seen), persistence),
        )

    def scales(self, paths: NDArray[np.floating]) -> Array:
        """Factors of the rests of paths, shape (paths, places)."""
        rest = paths.reshape(len(paths), len(self.expected), -1)[:, :, self.seen :].sum(axis=2, dtype=np.float64)
        updated = updated_totals(rest, self.expected, self.factor, self.persistence)[1]
        return np.asarray(np.divide(updated, rest, out=np.ones_like(rest), where=rest > 0))


def _actuals(forecast: Forecast, actuals: ArrayLike | Mapping[str, float]) -> Array:
    if not forecast.mean().ndim or forecast.mean().shape[-1] != len(forecast.starts) or len(forecast.starts) < 2:  # noqa: PLR2004 - one to see, one to go
        raise refusal("no-periods", forecast.shape, "an early read needs a forecast by period", "give the forecast itself, or by_period()")
    units = np.atleast_2d(_by_day(forecast, actuals) if isinstance(actuals, Mapping) else np.asarray(actuals, dtype=np.float64))
    places = forecast.mean().shape[0] if forecast.mean().ndim > 1 else 1
    if units.shape[0] not in {1, places}:
        message = f"there are {units.shape[0]} rows for {places} places"
        raise refusal("shapes-differ", units.shape, message, "give one row a place, or one for all of them", column="actuals")
    if units.shape[1] >= len(forecast.starts):
        raise refusal(
            "nothing-left", units.shape[1], f"all {len(forecast.starts)} periods are known", "nothing is left to forecast", column="actuals"
        )
    if np.isnan(units).all() or not units.size:
        raise refusal(
            "nothing-seen", units.shape[1], "nothing is known of the first periods", "give the units of at least one", column="actuals"
        )
    if np.any(units < 0) or np.isinf(units).any():
        raise refusal(
            "bad-units", float(np.nanmin(units)), "units sold are a finite number of at least 0", "correct them", column="actuals"
        )
    return units


def _by_day(forecast: Forecast, actuals: Mapping[str, float]) -> Array:
    strange = [day for day in actuals if day not in forecast.starts]
    if strange:
        message = f"no period starts that day; they start on {forecast.starts[0]}, then every {forecast.unit_days} days"
        raise refusal("no-such-period", strange[0], message, "give units by the period's first day", column="actuals")
    last = max((forecast.starts.index(day) for day in actuals), default=-1)
    return np.array([actuals.get(day, np.nan) for day in forecast.starts[: last + 1]], dtype=np.float64)


def _rest(forecast: Forecast, seen: int) -> Forecast:
    """The periods not seen, before the update."""
    return _made(forecast, lambda n: forecast.paths(n)[..., seen:], forecast.mean()[..., seen:], slice(seen, None))


def _remaining(forecast: Forecast, update: _Update, *, apart: bool) -> Forecast:
    def paths(n: int) -> NDArray[np.floating]:
        return _scaled(forecast, update, n, apart=apart)[..., update.seen :]

    return _made(forecast, paths, _updated_mean(forecast, update, apart=apart)[..., update.seen :], slice(update.seen, None))


def _total(forecast: Forecast, units: Array, update: _Update, *, apart: bool) -> Forecast:
    share = np.atleast_2d(forecast.mean())[:, : update.seen]
    told = units if apart or len(share) == 1 else units * share / np.maximum(share.sum(axis=0), 1e-9)
    given = told.reshape(forecast.mean()[..., : update.seen].shape)
    known = ~np.isnan(given)

    def paths(n: int) -> NDArray[np.floating]:
        found = _scaled(forecast, update, n, apart=apart).copy()
        found[..., : update.seen] = np.where(known, given, found[..., : update.seen])
        return found

    mean = _updated_mean(forecast, update, apart=apart)
    mean[..., : update.seen] = np.where(known, given, mean[..., : update.seen])
    return _made(forecast, paths, mean, slice(None))


def _scaled(forecast: Forecast, update: _Update, n: int, *, apart: bool) -> NDArray[np.floating]:
    paths = forecast.paths(n)
    summed = paths if apart or paths.ndim == 2 else paths.sum(axis=1)  # noqa: PLR2004 - paths and periods
    scale = update.scales(summed)
    found = np.asarray(paths * (scale[:, :, None] if paths.ndim > 2 else scale))  # noqa: PLR2004 - paths, places, periods
    found[..., : update.seen] = paths[..., : update.seen]
    return found


def _updated_mean(forecast: Forecast, update: _Update, *, apart: bool) -> Array:
    mean = forecast.mean()
    mean[..., update.seen :] *= update.factor[:, None] if apart else update.factor[0]
    return mean


def _made(forecast: Forecast, paths: Paths, mean: Array, periods: slice) -> Forecast:
    def draw(n: int) -> Iterable[NDArray[np.floating]]:
        return (paths(n),)

    return Forecast(
        draw,
        mean=mean,
        baseline=forecast.baseline[..., periods],
        starts=forecast.starts[periods],
        ends=forecast.ends[periods],
        locations=forecast.locations,
        unit_days=forecast.unit_days,
        method=forecast.method,
        analogues=forecast.analogues,
        findings=forecast.findings,
    )


def _told_why(read: EarlyRead) -> str:
    """One paragraph: what was seen, how far it lasts and why, what the rest becomes."""
    one, many = _PERIOD_NAMES.get(read.remaining.unit_days, ("period", "periods"))
    seen, left = read.periods_seen, len(read.remaining.starts)
    first = (
        f"After {seen} of {seen + left} {many} {read.sold:,.0f} {read.unit} were sold where {read.expected:,.0f} were forecast, "
        f"{_change(read.sold, read.expected)}."
    )
    lasts = _lasts(read.persistence, one if seen == 1 else many, seen)
    return " ".join(
        (first, lasts, _rest_words(read, f"last {one}" if left == 1 else f"other {left} {many}", is_one=left == 1), *_alarm(read))
    )


def _rest_words(read: EarlyRead, rest: str, *, is_one: bool) -> str:
    low, high = read.remaining.total().quantile(_BAND)
    was_low, was_high = read.before.total().quantile(_BAND)
    units, was = float(read.remaining.mean().sum()), float(read.before.mean().sum())
    change, verb = _change(units, was), "is" if is_one else "are"
    new = f"{units:,.0f} {read.unit}" + ("" if change == _UNCHANGED else f" instead of {was:,.0f} ({change})")
    still = "still " if change == _UNCHANGED else ""
    return f"So the {rest} {verb} {still}expected to bring {new}, with 80 % probability between {low:,.0f} and {high:,.0f} (before: {was_low:,.0f} and {was_high:,.0f})."


def _change(now: float, then: float) -> str:
    share = now / then - 1 if then > 0 else 0.0
    return _UNCHANGED if abs(share) < 0.005 else f"{_percent(abs(share))} {'more' if share > 0 else 'less'}"  # noqa: PLR2004 - what rounds to 0 %


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _lasts(persistence: Persistence, periods: str, seen: int) -> str:
    after = f"the first {periods}" if seen == 1 else f"the first {seen} {periods}"
    if persistence.launches < ENOUGH:
        many = f"{persistence.launches} past launches are" if persistence.launches > 1 else "1 past launch is"
        known = f"{many} too few to learn how far that lasts" if persistence.launches else "No past launch tells how far that lasts"
        return f"{known}, so {_percent(persistence.slope)} of it is taken to last (midway between half and what the forecast's own periods imply)."
    if persistence.slope < 0.05:  # noqa: PLR2004 - nothing to speak of
        return f"In {persistence.launches} past launches a surprise in {after} did not last."
    return f"In {persistence.launches} past launches {_percent(persistence.slope)} of a surprise in {after} lasted."


def _alarm(read: EarlyRead) -> list[str]:
    """A launch that is off as a whole is off in each of its periods, so a signal alarms only where the band is left too."""
    if not read.is_biased:
        return []
    much = "little" if read.tracking_signal > 0 else "much"
    signal = f"tracking signal {read.tracking_signal:+.1f}, limit {LIMIT:.0f}"
    return [
        f"Period after period too {much} was forecast ({signal}), and what was sold lies outside the 80 % band, so the forecast itself is likely off."
    ]
