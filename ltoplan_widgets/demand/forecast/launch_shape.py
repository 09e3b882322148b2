"""Shares of a launch's units by period, as families of shapes: as they were, a triangle, a trapezoid."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from numbers import Integral
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ltoplan_widgets.demand.forecast.analogues import Analogue
from ltoplan_widgets.demand.refusal import refusal

Array = NDArray[np.float64]
Family = Literal["empirical", "triangle", "trapezoid"]

FAMILIES: tuple[Family, ...] = ("empirical", "triangle", "trapezoid")
_LEAST = 1e-6
_ROUNDS = 30
_APART = 0.25
"""Clusters count where they leave less than a quarter of the scatter that fewer leave."""


@dataclass(frozen=True, kw_only=True)
class LaunchShape:
    """How the units of a launch spread over its periods.

    Attributes:
        shares: Share of each period, at least 0; they add up to 1.
        family: Family of shapes.
        members: Events behind it.
    """

    shares: tuple[float, ...]
    family: Family
    members: tuple[str, ...] = ()


def launch_shape(
    analogues: Sequence[Analogue], periods: int, *, family: Family = "empirical", own: ArrayLike | None = None, worth: float = 4.0
) -> LaunchShape:
    """Shape of a launch from its analogues, and from what is known of its own shape, if anything.

    Args:
        analogues: Past launches with curves and weights, such as `Forecast.analogues`; those of weight 0 are left out.
        periods: How many periods the launch has; curves of other lengths are stretched.
        family: ``empirical`` (the weighted mean), ``triangle`` (rises to a peak, then falls) or ``trapezoid`` (rises, stays, falls).
        own: Shares seen so far of launches of the item itself; the shape is pulled from the pooled one towards them.
        worth: The pooled shape counts as much as so many launches of the item.

    Raises:
        InputError: No analogue has a weight, less than one period, or an unknown family.
    """
    _check_periods(periods)
    if family not in FAMILIES:
        raise refusal("unknown-family", family, f"a shape is one of {', '.join(FAMILIES)}", "choose empirical", column="family")
    counting = [one for one in analogues if one.weight > 0 and sum(one.curve) > 0]
    if not counting:
        raise refusal("no-shape", len(counting), "a shape needs an analogue with sales", "give analogues", column="analogues")
    weights = np.array([one.weight for one in counting])
    pooled = weights @ np.stack([stretched(one.curve, periods) for one in counting]) / weights.sum()
    mean = _pulled(pooled, own, worth) if own is not None else pooled
    return LaunchShape(shares=_plain(fitted(mean, family)), family=family, members=tuple(one.event for one in counting))


def launch_shapes(analogues: Sequence[Analogue], periods: int, *, most: int = 3) -> tuple[LaunchShape, ...]:
    """The kinds of shapes among launches, the commonest first: one, unless several are clearly apart.

    k-means on the logs of shares (their centred log ratios, Aitchison 1986), begun at the launches that are farthest apart.

    Args:
        analogues: Past launches with curves.
        periods: How many periods the shapes have.
        most: Most kinds; each has at least 3 launches.

    Raises:
        InputError: Less than one period.
    """
    _check_periods(periods)
    found = [one for one in analogues if sum(one.curve) > 0]
    shares = np.stack([stretched(one.curve, periods) for one in found]) if found else np.zeros((0, periods))
    logs = np.log(np.maximum(shares, _LEAST))
    logs -= logs.mean(axis=1, keepdims=True)
    kind = np.zeros(len(found), dtype=np.int64)
    left = _scatter(logs, kind)
    for kinds in range(2, min(most, len(found) // 3) + 1):
        tried = _clustered(logs, kinds)
        if np.bincount(tried, minlength=kinds).min() >= 3 and _scatter(logs, tried) < _APART * left:  # noqa: PLR2004 - fewer are chance
            kind, left = tried, _scatter(logs, tried)
    groups = sorted((np.flatnonzero(kind == one) for one in np.unique(kind)), key=len, reverse=True)
    return tuple(
        LaunchShape(shares=_plain(shares[group].mean(axis=0)), family="empirical", members=tuple(found[index].event for index in group))
        for group in groups
    )


def _check_periods(periods: int) -> None:
    if not isinstance(periods, Integral) or periods < 1:
        raise refusal(
            "no-periods", periods, "a shape has a whole number of periods, at least 1", "give 8 for eight weeks", column="periods"
        )


def stretched(curve: Sequence[float], periods: int) -> Array:
    """A curve's shares over another number of periods; what sold by each part of the window is kept."""
    summed = np.concatenate([[0.0], np.cumsum(np.asarray(curve, dtype=np.float64))])
    at = np.interp(np.linspace(0, len(curve), periods + 1), np.arange(len(curve) + 1), summed)
    return np.asarray(np.diff(at) / max(float(summed[-1]), 1e-12))


def fitted(shares: Array, family: Family) -> Array:
    """The member of a family that is nearest to shares, by least squares over its corners."""
    if family == "empirical" or len(shares) == 1:
        return np.asarray(shares / shares.sum())
    return min(_members(len(shares), family, shares), key=lambda one: float(((one - shares) ** 2).sum()))


def _members(periods: int, family: Family, shares: Array) -> list[Array]:
    """Shapes with every pair of corners, each with the ends that fit best."""
    corners = [(one, one) for one in range(periods)] if family == "triangle" else list(combinations_with_replacement(range(periods), 2))
    return [_with_ends(periods, rise, fall, shares) for rise, fall in corners]


def _with_ends(periods: int, rise: int, fall: int, shares: Array) -> Array:
    """Straight up to 1 at `rise`, level to `fall`, straight down; the heights of both ends from the shares themselves."""
    top = max(float(shares[rise : fall + 1].mean()), _LEAST)
    ends = (min(1.0, float(shares[0]) / top), min(1.0, float(shares[-1]) / top))
    corners = {0: ends[0], periods - 1: ends[1], rise: 1.0, fall: 1.0}
    height = np.interp(np.arange(periods), sorted(corners), [corners[at] for at in sorted(corners)])
    return np.asarray(height / height.sum())


def _pulled(pooled: Array, own: ArrayLike, worth: float) -> Array:
    """Own shares, as the mean of launches, weighed against the pooled shape: n / (n + worth)."""
    seen = np.atleast_2d(np.asarray(own, dtype=np.float64))
    mean = np.stack([stretched(list(one), len(pooled)) for one in seen]).mean(axis=0)
    return np.asarray((len(seen) * mean + worth * pooled) / (len(seen) + worth))


def _clustered(logs: Array, kinds: int) -> NDArray[np.int64]:
    centres = [logs[int(((logs - logs.mean(axis=0)) ** 2).sum(axis=1).argmax())]]
    while len(centres) < kinds:
        apart = np.min([((logs - one) ** 2).sum(axis=1) for one in centres], axis=0)
        centres.append(logs[int(apart.argmax())])
    at = np.stack(centres)
    for _ in range(_ROUNDS):
        kind = ((logs[:, None] - at[None]) ** 2).sum(axis=2).argmin(axis=1)
        at = np.stack([logs[kind == one].mean(axis=0) if (kind == one).any() else at[one] for one in range(kinds)])
    return np.asarray(kind)


def _scatter(logs: Array, kind: NDArray[np.int64]) -> float:
    return float(sum(((logs[kind == one] - logs[kind == one].mean(axis=0)) ** 2).sum() for one in np.unique(kind)))


def _plain(shares: Array) -> tuple[float, ...]:
    return tuple(float(one) for one in np.maximum(shares, 0.0) / np.maximum(shares, 0.0).sum())
