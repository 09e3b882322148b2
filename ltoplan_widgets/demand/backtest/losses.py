"""How far forecasts were off. Every loss takes ``(actual, forecast)`` arrays of one shape, so that evaluation composes.

Sums run over every element: score a launch by its totals, then over launches, never by rows of unequal weight.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ltoplan_widgets.demand.refusal import refusal

Array = NDArray[np.float64]


def wape(actual: ArrayLike, forecast: ArrayLike) -> float:
    """Weighted absolute percentage error: ``sum |y - f| / sum |y|``; 0 is perfect, 1 is as bad as forecasting 0.

    Raises:
        InputError: Shapes differ, something is not finite, or nothing was sold.

    >>> wape([100, 50], [90, 60])
    0.13333333333333333
    """
    y, f = _checked(actual, forecast)
    return float(np.abs(y - f).sum() / np.abs(y).sum())


def bias(actual: ArrayLike, forecast: ArrayLike) -> float:
    """What was forecast too much, as a share of what sold: ``sum (f - y) / sum |y|``; below 0 is too little.

    >>> bias([100, 50], [120, 45])
    0.1
    """
    y, f = _checked(actual, forecast)
    return float((f - y).sum() / np.abs(y).sum())


def quantile_loss(actual: ArrayLike, forecast: ArrayLike, *, level: float) -> float:
    """Weighted quantile loss of one level: ``2 sum max(q (y - f), (q - 1)(y - f)) / sum |y|`` (Koenker and Bassett 1978).

    At level 0.5 it is the WAPE.

    Args:
        actual: Units sold.
        forecast: The quantile that was forecast.
        level: Its level q, between 0 and 1.

    >>> quantile_loss([100, 50], [90, 60], level=0.5) == wape([100, 50], [90, 60])
    True
    """
    y, f = _checked(actual, forecast)
    _check_level(level)
    return float(2 * np.maximum(level * (y - f), (level - 1) * (y - f)).sum() / np.abs(y).sum())


def weighted_quantile_loss(actual: ArrayLike, forecast: ArrayLike, *, levels: ArrayLike) -> float:
    """Mean of `quantile_loss` over levels; `forecast` has a leading axis for the levels.

    >>> round(weighted_quantile_loss([100.0], [[90.0], [110.0]], levels=[0.1, 0.9]), 3)
    0.02
    """
    quantiles = np.asarray(forecast, dtype=np.float64)
    of_levels = np.atleast_1d(np.asarray(levels, dtype=np.float64))
    if len(of_levels) != len(quantiles):
        raise refusal(
            "levels-differ",
            str(len(of_levels)),
            f"{len(quantiles)} quantiles are given for {len(of_levels)} levels",
            "give one quantile forecast a level",
        )
    return float(
        np.mean([quantile_loss(actual, quantile, level=float(level)) for quantile, level in zip(quantiles, of_levels, strict=True)])
    )


def newsvendor_cost(actual: ArrayLike, order: ArrayLike, *, critical_ratio: float) -> float:
    """What ordering so much costs: ``sum CR (y - Q)+ + (1 - CR) (Q - y)+``, as a share of what sold.

    A unit too few costs the critical ratio CR = Cu / (Cu + Co), a unit too many the rest (Snyder and Shen 2019, 4.3).

    >>> round(newsvendor_cost([100, 50], [110, 40], critical_ratio=0.9), 4)
    0.0667
    """
    return quantile_loss(actual, order, level=critical_ratio) / 2


def coverage(actual: ArrayLike, forecast: ArrayLike) -> float:
    """Share of what was sold that lies in the band; `forecast` is the band's lower and upper bound on a leading axis.

    >>> coverage([100, 50], [[90, 60], [110, 70]])
    0.5
    """
    bounds = np.asarray(forecast, dtype=np.float64)
    if len(bounds) != 2:  # noqa: PLR2004 - a band has two bounds
        raise refusal("no-band", str(len(bounds)), f"a band has a lower and an upper bound, found {len(bounds)}", "give [lower, upper]")
    y = _checked(actual, bounds[0])[0]
    return float(np.mean((bounds[0] <= y) & (y <= bounds[1])))


def _checked(actual: ArrayLike, forecast: ArrayLike) -> tuple[Array, Array]:
    y, f = np.asarray(actual, dtype=np.float64), np.asarray(forecast, dtype=np.float64)
    if y.shape != f.shape:
        raise refusal(
            "shapes-differ",
            str(f.shape),
            f"the forecast has shape {f.shape}, the actuals {y.shape}",
            "give one forecast for each actual",
        )
    if not (np.isfinite(y).all() and np.isfinite(f).all()):
        raise refusal("not-finite", "nan", "an actual or a forecast is not a finite number", "leave out what is not known")
    if not np.abs(y).sum() > 0:
        raise refusal(
            "nothing-sold", "0", "nothing was sold, so an error has nothing to be weighed by", "score launches that sold something"
        )
    return y, f


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise refusal("quantile-level", str(level), "a level lies between 0 and 1", "give 0.9 for the 90 % quantile")
