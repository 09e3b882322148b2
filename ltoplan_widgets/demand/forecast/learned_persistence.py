"""What lasts of a surprise, learned from past launches."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.lasting_line import LastingLine
from ltoplan_widgets.demand.forecast.past_read import PastRead
from ltoplan_widgets.demand.forecast.persistence import FLOOR, Persistence, surprise
from ltoplan_widgets.demand.forecast.seen_sales import SeenSales
from ltoplan_widgets.demand.forecast.variance_doubt import widening
from ltoplan_widgets.demand.launch.noise import Noise, fitted_noise

Array = NDArray[np.float64]

ENOUGH = 10
"""So many past launches let the slope be learned; below, it is what is usual, leaned on what the forecast itself implies."""
USUAL = 0.5
_OWN_LAUNCHES = 4.0
"""What a forecast implies about its spread counts as much as so many past launches."""
_FAR = 16.0
"""Squared errors count up to so many times their median: beyond is one launch's own story."""
_STRENGTHS = (1.0, 0.75, 0.5, 0.25, 0.0)
_SURELY = 3.0


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
        return float(np.clip(self.both / max(self.seen, FLOOR), 0.0, 1.0))

    def left(self, slope: float) -> float:
        """Variance of the rest that is left after an update with a slope."""
        return max(self.rest - 2 * slope * self.both + slope**2 * self.seen, 0.1 * self.rest)


def learned(reads: Sequence[PastRead], implied: Implied, *, drawn: Sequence[PastRead] = ()) -> Persistence:
    """Learn from past launches how far their surprises lasted.

    Ridge regression of ``log(rest / forecast)`` on the surprise, its slope pulled to what the paths imply, and on how much
    further the later half of the periods seen was off: where a launch gathers or loses, its last periods tell more. Below 10
    launches the slope is the mean of what the paths imply and of .5 (Fisher and Raman 1996). Places are compared with their
    own launch. Each part is then weakened, down to nothing, as far as that would have forecast the past rests better with the
    launch itself left out, and the line once more as far as its own standard error leaves open whether anything lasts.

    Args:
        reads: Past launches, each with a forecast that did not know it.
        implied: What the forecast to be updated says of itself.
        drawn: Some of its own paths as if they had happened: what tells of places where no past launch does.
    """
    known = [one.known() for one in reads]
    places = _at_places(known if any(len(one.rest) > 1 for one in known) else [one.known() for one in drawn])
    if len(known) < ENOUGH:
        slope = (USUAL + implied.gain) / 2
        return _persistence(places, slope=slope, spread=implied.left(slope), launches=len(known))
    start = _persistence(places, slope=0.0, spread=0.0, launches=len(known))
    line = LastingLine.of(known, start, implied.gain)
    strength, at_place = _strengths(known, start, line)
    used = strength * line.certainty
    slope, drift = (float(share) for share in used * line.shares)
    spread = _spread(line.rest - line.told @ used, implied.left(slope))
    return _persistence(places.weakened(at_place), slope=slope, drift=drift, spread=spread, launches=len(known))


def _spread(errors: Array, own: float) -> float:
    """Variance of the rests around the line: of past launches, and of the forecast's own paths as so many launches more."""
    square = np.minimum(errors**2, _FAR * np.median(errors**2) + FLOOR).sum()
    found = float((square + _OWN_LAUNCHES * own) / (len(errors) + _OWN_LAUNCHES))
    return found * widening(np.array([found]), np.array([len(errors)]))


@dataclass(frozen=True, kw_only=True)
class _Places:
    place: float
    seen_noise: Noise
    rest_noise: Noise

    def weakened(self, strength: float) -> "_Places":
        """Less of the scatter seen is taken to last."""
        noise = Noise(ratio=self.seen_noise.ratio + self.place * (1 - strength), count=self.seen_noise.count)
        return _Places(place=self.place * strength, seen_noise=noise, rest_noise=self.rest_noise)


def _persistence(places: _Places, *, slope: float, spread: float, launches: int, drift: float = 0.0) -> Persistence:
    return Persistence(
        slope=slope,
        drift=drift,
        spread=spread,
        place=places.place,
        seen_noise=places.seen_noise,
        rest_noise=places.rest_noise,
        launches=launches,
    )


def _at_places(reads: Sequence[PastRead]) -> _Places:
    """Places against their own launch: what lasts is the covariance of their errors before and after the read."""
    several = [one for one in reads if len(one.rest) > 1]
    if not several:
        return _Places(place=0.0, seen_noise=Noise(count=1.0), rest_noise=Noise())
    parts = [_apart(one) for one in several]
    u, m, v, n = (np.concatenate([part[index] for part in parts]) for index in range(4))
    freedom = len(u) - len(several)
    seen, rest = fitted_noise(u, m, freedom=freedom), fitted_noise(v, n, freedom=freedom)
    weight = 1 / np.sqrt(np.maximum(seen.variance(m), FLOOR) * np.maximum(rest.variance(n), FLOOR))
    both = float((weight * np.clip(u, -2, 2) * np.clip(v, -2, 2)).sum() / weight.sum()) * len(u) / max(freedom, 1)
    lasting = float(np.clip(both, 0.0, min(seen.variance(m).mean(), rest.variance(n).mean())))
    noise = Noise(ratio=max(0.0, seen.ratio - lasting), count=seen.count)
    share = lasting / np.maximum(lasting + noise.variance(m), FLOOR)
    return _Places(place=lasting, seen_noise=noise, rest_noise=fitted_noise(v - share * u, n, freedom=freedom))


def _apart(read: PastRead) -> tuple[Array, Array, Array, Array]:
    """Relative errors of places around their launch, and expected units: seen and rest."""
    found: list[Array] = []
    for sold, expected in ((read.seen.sold, read.seen.expected), (read.rest, read.rest_expected)):
        level = max(float(sold.sum() / expected.sum()), 1e-3)
        found += [sold / (expected * level) - 1, expected * level]
    return found[0], found[1], found[2], found[3]


def _strengths(reads: Sequence[PastRead], start: Persistence, line: LastingLine) -> tuple[float, float]:
    """How much of the line and of the places' own surprise to use, as past rests tell, places and launches alike.

    Each pair of strengths is tried on launches that its line left out. The mean over all pairs is used, each weighed by
    ``exp(-3 t)`` with t how surely it is worse than the best: what past launches cannot tell apart is averaged, so that
    one launch more does not turn an update on or off.
    """
    tried = np.array([(of_line, place) for place in (_STRENGTHS if start.place > 0 else (0.0,)) for of_line in _STRENGTHS])
    losses = _losses(reads, start, line, tried)
    behind = losses - losses[int(losses.sum(axis=1).argmin())]
    surely = behind.sum(axis=1) / np.maximum(behind.std(axis=1) * np.sqrt(len(reads)), FLOOR)
    weight = np.exp(-_SURELY * surely)
    of_line, place = weight @ tried / weight.sum()
    return float(of_line), float(place)


def _losses(reads: Sequence[PastRead], start: Persistence, line: LastingLine, tried: Array) -> Array:
    """Absolute error of each launch's places and of the launch as a whole, shape (strengths, launches)."""
    launch = np.repeat(np.arange(len(reads)), [len(one.rest) for one in reads])
    rest, expected = (np.concatenate([getattr(one, name) for one in reads]) for name in ("rest", "rest_expected"))
    seen = SeenSales.joined([one.seen for one in reads])
    own = start.at_places(seen.expected) * surprise(seen, launch, len(reads), start)[0]
    told = line.told.sum(axis=1)[launch]
    apart = [rest - expected * np.exp(strength * told + at_place * own) for strength, at_place in tried]
    return np.array([np.bincount(launch, np.abs(one), len(reads)) + np.abs(np.bincount(launch, one, len(reads))) for one in apart])
