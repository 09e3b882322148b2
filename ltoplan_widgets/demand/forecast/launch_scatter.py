"""How far past launches were from what a method would have said of them, as scatter for the sample paths."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.sample_path import Scatter
from ltoplan_widgets.demand.launch.noise import Noise, fitted_noise
from ltoplan_widgets.demand.launch.past_launch import PastLaunch

Array = NDArray[np.float64]

SMALL = 20.0
"""Below so many units a period the Poisson's steps and zeros matter."""
_PRIOR_VARIANCE = 0.0225
"""One launch's worth of belief that launches are off by 15 %, for where there are too few to tell."""


def launch_scatter(mean: Array, past: Sequence[PastLaunch], fitted: Sequence[Array]) -> Scatter:
    """Scatter of a new launch around its mean, from the errors of past launches around what fits them.

    The errors are not centred: a method that is always off by a fifth has bands that say so. A launch's error as a whole
    is drawn once for all places; what places and periods add to it is fitted around the launch's own level. A launch that
    sells most of its units in few periods has less to average over than past ones that sold evenly, so that its total is
    less sure by what periods scatter.

    Args:
        mean: Expected units of the new launch, shape (places, periods).
        past: Past launches.
        fitted: What the method expects of each of them, shaped as its `units`, 0 where not counted.
    """
    sold, expected = (np.array([values.sum() for values in of]) for of in ([one.units for one in past], fitted))
    error = np.log((sold + 0.5) / (expected + 0.5))
    at_level = [values * np.exp(off) for values, off in zip(fitted, error, strict=True)]
    period, units, total = period_noise(past, fitted), np.maximum(mean, 0.05), np.maximum(mean.sum(axis=1), 0.05)
    counting = (mean.mean(axis=1) < SMALL) & is_whole(past)
    place_period = np.log1p(np.maximum(0.0, period.variance(units) - counting[:, None] / units))
    of_total = _place_noise(past, at_level).variance(total) + period.ratio * (herd(mean) - _usual_herd(fitted))
    whole = np.log1p(np.maximum(0.0, of_total - counting / total))
    event_period = _event_period(past, at_level)
    event = float((error**2).sum() + _PRIOR_VARIANCE) / (len(error) + 1)
    return Scatter(
        event=max(0.0, event - event_period * _usual_herd([values.sum(axis=0, keepdims=True) for values in fitted])),
        event_period=event_period,
        place=np.maximum(0.0, whole - ((mean / total[:, None]) ** 2 * place_period).sum(axis=1)),
        place_period=place_period,
        counting=counting,
    )


def herd(units: Array) -> Array:
    """Sum of the squared shares of periods at each place: one over the number of periods where all sell alike."""
    total = units.sum(axis=1, keepdims=True)
    even = np.full(units.shape, 1 / units.shape[1])
    return np.asarray((np.divide(units, total, out=even, where=total > 0) ** 2).sum(axis=1))


def _usual_herd(fitted: Sequence[Array]) -> float:
    return float(np.mean(np.concatenate([herd(values) for values in fitted])))


def period_noise(past: Sequence[PastLaunch], shapes: Sequence[Array]) -> Noise:
    """Scatter of periods around the launch's own level at the place.

    Args:
        past: Past launches.
        shapes: How units run over the periods of each of them, up to a factor a place, shaped as its `units`.
    """
    errors, fits = [], []
    for one, shape in zip(past, shapes, strict=True):
        fit = shape * (one.units.sum(axis=1) / np.maximum(shape.sum(axis=1), 1e-9))[:, None]
        chosen = one.counted & (fit > 0)
        errors.append(one.units[chosen] / fit[chosen] - 1)
        fits.append(fit[chosen])
    error, fit = np.concatenate(errors), np.concatenate(fits)
    return fitted_noise(error, fit, freedom=len(error) - sum(len(one.places) for one in past))


def is_whole(past: Sequence[PastLaunch]) -> bool:
    """Whether units are whole numbers as a rule, rather than weights."""
    return all(one.is_whole for one in past)


def _place_noise(past: Sequence[PastLaunch], at_level: Sequence[Array]) -> Noise:
    sold, expected = (np.concatenate([values.sum(axis=1) for values in of]) for of in ([one.units for one in past], at_level))
    chosen = expected > 0
    return fitted_noise(sold[chosen] / expected[chosen] - 1, expected[chosen], freedom=int(chosen.sum()) - len(past))


def _event_period(past: Sequence[PastLaunch], at_level: Sequence[Array]) -> float:
    """Mean square of a period's log error over all places, around the launch's level."""
    squares = [
        np.log((one.units.sum(axis=0)[expected > 0] + 0.5) / (expected[expected > 0] + 0.5)) ** 2
        for one, expected in zip(past, (values.sum(axis=0) for values in at_level), strict=True)
        if len(expected) > 1
    ]
    return float(np.mean(np.concatenate(squares))) if squares else 0.0
