"""What lasts of a surprise, learned from past launches."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.lasting_line import LastingLine, certainty
from ltoplan_widgets.demand.forecast.past_read import PastRead
from ltoplan_widgets.demand.forecast.persistence import FLOOR, Persistence
from ltoplan_widgets.demand.launch.noise import Noise, fitted_noise

Array = NDArray[np.float64]

ENOUGH = 10
"""So many past launches let the slope be learned; below, it is what is usual, leaned on what the forecast itself implies."""
USUAL = 0.5
_OWN_LAUNCHES = 1.0
"""What a forecast implies about its spread counts as much as so many past launches."""
_FAR = 16.0
"""Squared errors count up to so many times their median: beyond is one launch's own story."""


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
    own launch. Each part is then weakened, down to nothing, as far as its own standard error leaves open whether anything
    lasts; see `certainty`.

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
    slope, drift = (float(share) for share in line.certainty * line.shares)
    found = _persistence(places.weakened(), slope=slope, spread=_spread(line.left_out, implied.left(slope)), launches=len(known))
    return replace(found, drift=drift, doubt=line.doubt, usual=float((line.surprises[:, 0] ** 2).mean()))


def _spread(errors: Array, own: float) -> float:
    """Variance of a new launch's rest around the line.

    That of past launches, each left out of the line, and of the forecast's own paths as one launch more. Past launches did
    help to make the forecasts they are compared with, by a share of ``1 / n``: their errors have ``1 - 1 / n`` of the variance
    of one launch, a new one's ``1 + 1 / n``.
    """
    launches = len(errors)
    square = np.minimum(errors**2, _FAR * np.median(errors**2) + FLOOR).sum()
    return float((square + _OWN_LAUNCHES * own) / (launches + _OWN_LAUNCHES)) * (launches + 1) / (launches - 1)


@dataclass(frozen=True, kw_only=True)
class _Places:
    place: float
    seen_noise: Noise
    rest_noise: Noise
    certainty: float = 1.0

    def weakened(self) -> "_Places":
        """Less of the scatter seen is taken to last, where launches do not agree on how much of it does."""
        noise = Noise(ratio=self.seen_noise.ratio + self.place * (1 - self.certainty), count=self.seen_noise.count)
        return _Places(place=self.place * self.certainty, seen_noise=noise, rest_noise=self.rest_noise)


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
    several = [one for one in reads if len(one.rest) > 1]
    if not several:
        return _Places(place=0.0, seen_noise=Noise(count=1.0), rest_noise=Noise())
    parts = [_apart(one) for one in several]
    u, m, v, n = (np.concatenate([part[index] for part in parts]) for index in range(4))
    freedom = len(u) - len(several)
    seen, rest = fitted_noise(u, m, freedom=freedom), fitted_noise(v, n, freedom=freedom)
    weight = 1 / np.sqrt(np.maximum(seen.variance(m), FLOOR) * np.maximum(rest.variance(n), FLOOR))
    of = np.repeat(np.arange(len(several)), [len(part[0]) for part in parts])
    together, weights = (np.bincount(of, values) for values in (weight * np.clip(u, -2, 2) * np.clip(v, -2, 2), weight))
    mean = float(together.sum() / weights.sum())
    error = float(((together - mean * weights) ** 2).sum() / weights.sum() ** 2) * len(parts) / max(len(parts) - 1, 1)
    both = mean * len(u) / max(freedom, 1)
    lasting = float(np.clip(both, 0.0, min(seen.variance(m).mean(), rest.variance(n).mean())))
    noise = Noise(ratio=max(0.0, seen.ratio - lasting), count=seen.count)
    share = lasting / np.maximum(lasting + noise.variance(m), FLOOR)
    rest_noise = fitted_noise(v - share * u, n, freedom=freedom)
    return _Places(place=lasting, seen_noise=noise, rest_noise=rest_noise, certainty=float(certainty(mean, error)))


def _apart(read: PastRead) -> tuple[Array, Array, Array, Array]:
    """Relative errors of places around their launch, and expected units: seen and rest."""
    found: list[Array] = []
    for sold, expected in ((read.seen.sold, read.seen.expected), (read.rest, read.rest_expected)):
        level = max(float(sold.sum() / expected.sum()), 1e-3)
        found += [sold / (expected * level) - 1, expected * level]
    return found[0], found[1], found[2], found[3]
