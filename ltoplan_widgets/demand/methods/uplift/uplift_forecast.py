"""A new launch seen through the uplift model: means, and what scatters around them."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.launch_scatter import SMALL
from ltoplan_widgets.demand.forecast.sample_path import Scatter
from ltoplan_widgets.demand.launch.comparison import Comparison
from ltoplan_widgets.demand.launch.launch import Launch
from ltoplan_widgets.demand.methods.uplift.uplift import in_logs
from ltoplan_widgets.demand.methods.uplift.uplift_answer import Answer
from ltoplan_widgets.demand.methods.uplift.uplift_pool import UpliftPool, position_of
from ltoplan_widgets.plan.campaign import Campaign

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_LEAST = 0.05
_ONE_PLACE = 0.999
_BEYOND = 0.5
"""Lifts are foretold up to so far beyond those of the past, on the log scale."""
_WIDEST = 1.5
"""Largest variance on the log scale: a factor of three either way."""


@dataclass(frozen=True, kw_only=True)
class UpliftForecast:
    """A launch as the model foretells it.

    Attributes:
        mean: Expected units, shape (places, periods).
        scatter: What scatters around them.
        weights: How much each past launch counts.
    """

    mean: Array
    scatter: Scatter
    weights: Array


@dataclass(frozen=True, kw_only=True)
class _Doubt:
    """Variances of a launch on the log scale: as a whole, of a week, and of each place around the others."""

    launch: float
    week: float
    place: Array

    def widened(self, factor: float) -> "_Doubt":
        """The same with a launch and its weeks less sure. It widens bands; what is expected is not lifted by it."""
        return replace(self, launch=min(_WIDEST, factor * self.launch), week=min(_WIDEST, factor * self.week))


def uplift_forecast(
    pool: UpliftPool, campaign: Campaign, launch: Launch, ground: Comparison, *, is_boosted: bool = False
) -> UpliftForecast:
    """Forecast a launch on its base.

    Args:
        pool: The model.
        campaign: What is planned.
        launch: The same in the history's terms.
        ground: Its base.
        is_boosted: Whether what gradient boosting finds beyond the model is added.
    """
    position = {key: index for index, key in enumerate(pool.known.locations)}
    place, item, step = np.array([position[key] for key in launch.locations]), position_of(launch.item, pool.known), pool.step
    shaped = ground.expected * _over(pool, len(launch.starts))
    base = np.add.reduceat(shaped, np.arange(0, shaped.shape[1], step), axis=1)
    setting, each = pool.planned(campaign, launch, place, base), np.repeat(place, base.shape[1])
    answer = pool.uplift.answer(setting, item=item, place=each)
    added = pool.boosted.added(setting, item=item, place=each) if is_boosted else 0.0
    seen = pool.uplift.median
    log = np.clip(answer.log_ratio + added, seen.min() - _BEYOND, seen.max() + _BEYOND).reshape(base.shape)
    share = (base * np.exp(log)).ravel() / max(float((base * np.exp(log)).sum()), 1e-9)
    doubt = _doubt(pool, answer, share.reshape(base.shape))
    noise = pool.uplift.noise.ratio * in_logs(base * np.exp(log), pool.uplift.grain)
    spread = np.minimum(doubt.launch + doubt.week + doubt.place[:, None] + noise, _WIDEST)
    mean = np.repeat(np.exp(log + spread / 2), step, axis=1)[:, : shaped.shape[1]] * shaped * pool.uplift.smearing
    influence = pool.uplift.influence(answer, share, item=item, place=each)
    return UpliftForecast(
        mean=mean,
        scatter=_scatter(pool, mean, doubt.widened(answer.widening)),
        weights=np.bincount(pool.outcomes.launch, influence, minlength=len(pool.past)).astype(np.float64),
    )


def _over(pool: UpliftPool, periods: int) -> Array:
    """The launch curve, carried on at its last week's level."""
    log = pool.curve.log_level
    rest = np.full(max(0, periods - len(log)), log[-pool.step :].mean())
    return np.asarray(np.exp(np.concatenate([log, rest])[:periods]))


def _doubt(pool: UpliftPool, answer: Answer, share: Array) -> _Doubt:
    """Split what is not known into what all places share, and what each has of its own."""
    even = np.full(share.shape, 1 / share.shape[1])
    total = share.sum(axis=1, keepdims=True)
    part = share.sum(axis=1) / max(float(share.sum()), 1e-12)
    own, whole = answer.unknown(np.where(total > 0, share / np.maximum(total, 1e-300), even), part)
    herd = float((part**2).sum())
    shared = 0.0
    if herd < _ONE_PLACE:
        shared = float(np.clip((whole - (part**2 * own).sum()) / (1 - herd), 0, own.min()))
    variance, stretch = pool.uplift.variance, pool.uplift.stretch**2
    campaign = variance["campaign"] if pool.uplift.design.campaigns.size else 0.0
    return _Doubt(
        launch=min(_WIDEST, stretch * (variance["launch"] + shared)),
        week=min(_WIDEST, stretch * variance.get("launch week", 0.0)),
        place=np.minimum(_WIDEST, campaign + np.maximum(0.0, own - shared)),
    )


def _scatter(pool: UpliftPool, mean: Array, doubt: _Doubt) -> Scatter:
    counting = (mean.mean(axis=1) < SMALL) & pool.is_counted
    if pool.step == 1:
        units = np.maximum(mean, _LEAST)
        place_period = np.maximum(0.0, pool.uplift.noise.variance(units) - counting[:, None] / units)
        return Scatter(
            event=doubt.launch,
            event_period=doubt.week,
            place=doubt.place,
            place_period=place_period,
            counting=counting,
            peak=pool.uplift.peak,
        )
    return _daily_scatter(pool, mean, doubt, counting)


def _daily_scatter(pool: UpliftPool, mean: Array, doubt: _Doubt, counting: NDArray[np.bool_]) -> Scatter:
    """The same for days: those of windows are kept whole, whatever their days add."""
    units, total = np.maximum(mean, _LEAST), np.maximum(mean.sum(axis=1), _LEAST)
    of_week = np.maximum(np.add.reduceat(mean, np.arange(0, mean.shape[1], pool.step), axis=1), _LEAST)
    left = np.maximum(0.0, pool.uplift.noise.variance(of_week) - counting[:, None] / of_week)
    within = ((of_week / total[:, None]) ** 2 * left).sum(axis=1)
    place_period = np.log1p(np.maximum(0.0, pool.period.variance(units) - counting[:, None] / units))
    weeks, days = (values.sum(axis=0) / max(float(values.sum()), 1e-9) for values in (of_week, mean))
    daily = pool.curve.variance / 2
    return Scatter(
        event=max(0.0, doubt.launch + doubt.week * float((weeks**2).sum()) - daily * float((days**2).sum())),
        event_period=daily,
        place=np.maximum(0.0, doubt.place + within - ((mean / total[:, None]) ** 2 * place_period).sum(axis=1)),
        place_period=place_period,
        counting=counting,
        peak=pool.uplift.peak,
    )
