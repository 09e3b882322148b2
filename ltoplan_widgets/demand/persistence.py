"""How far a surprise in a campaign's first periods lasts: at the launch as a whole, and at a place apart from it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.noise import Noise, fitted_noise

Array = NDArray[np.float64]

ENOUGH = 10
"""So many past launches let the slope be learned; below, it is what is usual, leaned on what the forecast itself implies."""
USUAL = 0.5
_SLOPE_SD = 0.25
_OWN_LAUNCHES = 4.0
"""What a forecast implies about its spread counts as much as so many past launches."""
_HUBER = 2.0
_ROUNDS = 5
_STRENGTHS = (1.0, 0.75, 0.5, 0.25, 0.0)
_SURELY = 3.0
_CAUTION = 3.0
"""So many times its own variance count against the square of the slope."""
_FLOOR = 1e-8


@dataclass(frozen=True, kw_only=True)
class PastRead:
    """A past launch as it stood after some periods, against a forecast that did not know it.

    Attributes:
        seen: Units sold in the periods seen, by place.
        seen_expected: Units forecast for them.
        rest: Units sold in the rest.
        rest_expected: Units forecast for the rest.
    """

    seen: Array
    seen_expected: Array
    rest: Array
    rest_expected: Array


@dataclass(frozen=True, kw_only=True)
class Persistence:
    """What an early read changes.

    ``log(rest / forecast) = beta d + B (r_s - d)``, with d the surprise of the launch and r_s that of place s.

    Attributes:
        slope: beta, 0 to 1: share of the launch's surprise that lasts.
        spread: Variance of the rest's log around it, for the launch as a whole.
        place: tau squared, lasting variance of places around their launch.
        seen_noise: Scatter of places in the periods seen that does not last.
        rest_noise: Scatter of places in the rest, after the update.
        launches: How many past launches this was learned from.
    """

    slope: float
    spread: float
    place: float
    seen_noise: Noise
    rest_noise: Noise
    launches: int

    def at_places(self, expected: Array) -> Array:
        """B: share of a place's own surprise that lasts, by the units expected in the periods seen."""
        return np.asarray(self.place / np.maximum(self.place + self.seen_noise.variance(np.maximum(expected, 0.05)), _FLOOR))


def surprise(sold: Array, expected: Array, launch: NDArray[np.int64], launches: int, persistence: Persistence) -> tuple[Array, Array]:
    """Log surprise r of every place, and d of every launch: the mean of r weighed by omega = 1 / (tau^2 + noise).

    Args:
        sold: Units sold in the periods seen, by campaign; NaN where nobody knows.
        expected: Units forecast for them.
        launch: Position of each campaign's launch.
        launches: How many launches there are.
        persistence: What is known of places.
    """
    usable = ~np.isnan(sold) & (expected > 0)
    noise = persistence.seen_noise.variance(np.maximum(expected, 0.05))
    weight = np.where(usable, 1 / np.maximum(persistence.place + noise, _FLOOR), 0.0)
    total = np.bincount(launch, weight, minlength=launches)
    ratio = np.divide(sold, expected, out=np.ones_like(expected), where=usable)
    whole = np.bincount(launch, weight * np.where(usable, ratio, 0.0), minlength=launches) / np.maximum(total, _FLOOR)
    d = np.where(total > 0, np.log(np.maximum(whole, 1e-3)), 0.0)
    own = np.where(usable, np.log((np.where(usable, sold, 0.0) + 0.5) / (expected * np.exp(d[launch]) + 0.5)), 0.0)
    return own, d


def factors(sold: Array, expected: Array, launch: NDArray[np.int64], persistence: Persistence, *, launches: int) -> Array:
    """What the remaining forecast of every campaign is multiplied with: ``exp(beta d + B (r_s - d))``.

    One call updates any number of campaigns; 100,000 take some 10 ms.

    Args:
        sold: Units sold in the periods seen, by campaign; NaN where nobody knows.
        expected: Units forecast for them.
        launch: Position of each campaign's launch, from 0.
        persistence: What lasts.
        launches: How many launches there are.
    """
    apart, d = surprise(sold, expected, launch, launches, persistence)
    return np.asarray(np.exp(persistence.slope * d[launch] + persistence.at_places(expected) * apart))


@dataclass(frozen=True, kw_only=True)
class Implied:
    """What a forecast's own paths say of its totals before and after the read, on the log scale, launch as a whole.

    Attributes:
        seen: Variance of the periods seen.
        rest: Variance of the rest.
        both: Their covariance.
    """

    seen: float
    rest: float
    both: float

    @property
    def gain(self) -> float:
        """G: share of a surprise that the paths expect to last, 0 to 1."""
        return float(np.clip(self.both / max(self.seen, _FLOOR), 0.0, 1.0))

    def left(self, slope: float) -> float:
        """Variance of the rest that is left after an update with a slope."""
        return max(self.rest - 2 * slope * self.both + slope**2 * self.seen, 0.1 * self.rest)


def learned(reads: Sequence[PastRead], implied: Implied, *, drawn: Sequence[PastRead] = ()) -> Persistence:
    """Learn from past launches how far their surprises lasted.

    Ridge regression of ``log(rest / forecast)`` on the surprise, its slope pulled to what the paths imply and kept in
    0 to 1; below 10 launches the slope is the mean of that and of .5 (Fisher and Raman 1996). Places are compared with
    their own launch. Each part is then weakened, down to nothing, as far as that would have forecast the past rests
    better with the launch itself left out, and the slope once more as far as its own standard error leaves open whether
    anything lasts: an update that may do harm is a small one.

    Args:
        reads: Past launches, each with a forecast that did not know it.
        implied: What the forecast to be updated says of itself.
        drawn: Some of its own paths as if they had happened: what tells of places where no past launch does.
    """
    places = _at_places(reads if any(_usable(one).sum() > 1 for one in reads) else drawn)
    if len(reads) < ENOUGH:
        slope = (USUAL + implied.gain) / 2
        return _persistence(places, slope=slope, spread=implied.left(slope), launches=len(reads))
    fit = _EventFit.of(reads, places, implied)
    strength, at_place = _strengths(reads, places, fit)
    strength *= fit.certainty
    errors = fit.rest - strength * fit.slopes * fit.seen
    spread = float(
        (np.minimum(errors**2, 9 * np.median(errors**2) + _FLOOR).sum() + _OWN_LAUNCHES * implied.left(fit.slope * strength))
        / (len(reads) + _OWN_LAUNCHES)
    )
    weaker = _Places(
        place=places.place * at_place,
        seen_noise=Noise(ratio=places.seen_noise.ratio + places.place * (1 - at_place), count=places.seen_noise.count),
        rest_noise=places.rest_noise,
    )
    return _persistence(weaker, slope=strength * fit.slope, spread=spread, launches=len(reads))


@dataclass(frozen=True, kw_only=True)
class _Places:
    place: float
    seen_noise: Noise
    rest_noise: Noise


def _persistence(places: _Places, *, slope: float, spread: float, launches: int) -> Persistence:
    return Persistence(
        slope=slope,
        spread=spread,
        place=places.place,
        seen_noise=places.seen_noise,
        rest_noise=places.rest_noise,
        launches=launches,
    )


def _at_places(reads: Sequence[PastRead]) -> _Places:
    """Places against their own launch: what lasts is the covariance of their errors before and after the read."""
    several = [one for one in reads if _usable(one).sum() > 1]
    if not several:
        return _Places(place=0.0, seen_noise=Noise(count=1.0), rest_noise=Noise())
    parts = [_apart(one) for one in several]
    u, m, v, n = (np.concatenate([part[index] for part in parts]) for index in range(4))
    freedom = len(u) - len(several)
    seen, rest = fitted_noise(u, m, freedom=freedom), fitted_noise(v, n, freedom=freedom)
    weight = 1 / np.sqrt(np.maximum(seen.variance(m), _FLOOR) * np.maximum(rest.variance(n), _FLOOR))
    both = float((weight * np.clip(u, -2, 2) * np.clip(v, -2, 2)).sum() / weight.sum()) * len(u) / max(freedom, 1)
    lasting = float(np.clip(both, 0.0, min(seen.variance(m).mean(), rest.variance(n).mean())))
    noise = Noise(ratio=max(0.0, seen.ratio - lasting), count=seen.count)
    share = lasting / np.maximum(lasting + noise.variance(m), _FLOOR)
    return _Places(place=lasting, seen_noise=noise, rest_noise=fitted_noise(v - share * u, n, freedom=freedom))


def _usable(read: PastRead) -> NDArray[np.bool_]:
    known = ~np.isnan(read.seen) & ~np.isnan(read.rest)
    return np.asarray(known & (read.seen_expected > 0) & (read.rest_expected > 0))


def _apart(read: PastRead) -> tuple[Array, Array, Array, Array]:
    """Relative errors of places around their launch, and expected units: seen and rest."""
    of = _usable(read)
    found: list[Array] = []
    for sold, expected in ((read.seen[of], read.seen_expected[of]), (read.rest[of], read.rest_expected[of])):
        level = max(float(sold.sum() / expected.sum()), 1e-3)
        found += [sold / (expected * level) - 1, expected * level]
    return found[0], found[1], found[2], found[3]


@dataclass(frozen=True, kw_only=True)
class _EventFit:
    """The regression over launches: log errors, the line with each launch left out, and the variance of its slope."""

    seen: Array
    rest: Array
    slopes: Array
    slope: float
    variance: float

    @property
    def certainty(self) -> float:
        """``b^2 / (b^2 + 3 var b)``: what to use of a slope b that is known with a variance, 0 to 1."""
        return self.slope**2 / max(self.slope**2 + _CAUTION * self.variance, _FLOOR)

    @classmethod
    def of(cls, reads: Sequence[PastRead], places: _Places, implied: Implied) -> "_EventFit":
        start = _persistence(places, slope=0.0, spread=0.0, launches=len(reads))
        seen = np.array([_launch_surprise(one, start) for one in reads])
        sold, expected = (
            np.array([value[_usable(one)].sum() for one, value in zip(reads, of, strict=True)])
            for of in ([one.rest for one in reads], [one.rest_expected for one in reads])
        )
        rest = np.log((sold + 0.5) / (expected + 0.5))
        usual = _bounded(seen)[0] ** 2
        slope = implied.gain
        for _ in range(_ROUNDS):
            alike, scale = _bounded(rest - slope * seen)
            weight = alike * usual
            slopes = _slopes(seen, rest, weight, scale**2, implied.gain)
            slope = float(slopes[-1])
        variance = scale**2 / max(float((weight * seen**2).sum()), _FLOOR)
        return cls(seen=seen, rest=rest, slopes=slopes[:-1], slope=slope, variance=variance)


def _bounded(error: Array) -> tuple[Array, float]:
    """Huber's weights of values around 0, and their scale: one launch that is unlike the others does not decide."""
    scale = max(1.4826 * float(np.median(np.abs(error))), 1e-4)
    return np.minimum(1.0, _HUBER * scale / np.maximum(np.abs(error), 1e-9)), scale


def _launch_surprise(read: PastRead, start: Persistence) -> float:
    of = _usable(read)
    launch = np.zeros(int(of.sum()), dtype=np.int64)
    return float(np.clip(surprise(read.seen[of], read.seen_expected[of], launch, 1, start)[1][0], -2.0, 2.0))


def _slopes(seen: Array, rest: Array, weight: Array, variance: float, centre: float) -> Array:
    """Ridge slopes through the origin with each launch left out, and with all of them as the last.

    There is no intercept: past launches were forecast from less, so that being off on the whole does not carry over.
    """
    square, both = (np.append(of.sum() - of, of.sum()) for of in (weight * seen**2, weight * seen * rest))
    ridge = variance / _SLOPE_SD**2
    return np.asarray(np.clip((both + ridge * centre) / (square + ridge), 0.0, 1.0))


def _strengths(reads: Sequence[PastRead], places: _Places, fit: _EventFit) -> tuple[float, float]:
    """How much of the line and of the places' own surprise to use, as past rests tell, places and launches alike.

    Each pair of strengths is tried on launches that its line left out. The mean over all pairs is used, each weighed by
    ``exp(-3 t)`` with t how surely it is worse than the best: what past launches cannot tell apart is averaged, so that
    one launch more does not turn an update on or off.
    """
    tried = np.array([(line, place) for place in (_STRENGTHS if places.place > 0 else (0.0,)) for line in _STRENGTHS])
    losses = _losses(reads, places, fit, tried)
    behind = losses - losses[int(losses.sum(axis=1).argmin())]
    surely = behind.sum(axis=1) / np.maximum(behind.std(axis=1) * np.sqrt(len(reads)), _FLOOR)
    weight = np.exp(-_SURELY * surely)
    line, place = weight @ tried / weight.sum()
    return float(line), float(place)


def _losses(reads: Sequence[PastRead], places: _Places, fit: _EventFit, tried: Array) -> Array:
    """Absolute error of each launch's places and of the launch as a whole, shape (strengths, launches)."""
    start = _persistence(places, slope=0.0, spread=0.0, launches=len(reads))
    of = [_usable(one) for one in reads]
    launch = np.repeat(np.arange(len(reads)), [int(usable.sum()) for usable in of])
    seen, seen_expected, rest, expected = (
        np.concatenate([getattr(one, name)[usable] for one, usable in zip(reads, of, strict=True)])
        for name in ("seen", "seen_expected", "rest", "rest_expected")
    )
    own = start.at_places(seen_expected) * surprise(seen, seen_expected, launch, len(reads), start)[0]
    line = (fit.slopes * fit.seen)[launch]
    apart = [rest - expected * np.exp(strength * line + at_place * own) for strength, at_place in tried]
    return np.array([np.bincount(launch, np.abs(one), len(reads)) + np.abs(np.bincount(launch, one, len(reads))) for one in apart])
