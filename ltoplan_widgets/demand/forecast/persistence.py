"""How far a surprise in a campaign's first periods lasts: at the launch as a whole, and at a place apart from it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.seen_sales import SeenSales
from ltoplan_widgets.demand.launch.noise import Noise

Array = NDArray[np.float64]

FLOOR = 1e-8
_MOST = 2.0
"""What surprises by more on the log scale makes the rest no less sure than this does."""


@dataclass(frozen=True, kw_only=True)
class Persistence:
    """What an early read changes.

    ``log(rest / forecast) = beta d + gamma (l - d) + B (r_s - d)``, with d the surprise of the launch, l that of the later half
    of the periods seen, and r_s that of place s; places keep the mean of their launch.

    Attributes:
        slope: beta, 0 to 1: share of the launch's surprise that lasts.
        drift: gamma, 0 to 1: share that lasts of what the later half of the periods seen is further off.
        spread: Variance of the rest's log around it, for the launch as a whole.
        place: tau squared, lasting variance of places around their launch.
        seen_noise: Scatter of places in the periods seen that does not last.
        rest_noise: Scatter of places in the rest, after the update.
        launches: How many past launches this was learned from.
        doubt: Mean square error of beta: what is not known about it, and what of it is not used.
        usual: Mean square of the surprises that it was learned from.
    """

    slope: float
    spread: float
    place: float
    seen_noise: Noise
    rest_noise: Noise
    launches: int
    drift: float = 0.0
    doubt: float = 0.0
    usual: float = 0.0

    def at_places(self, expected: Array) -> Array:
        """B: share of a place's own surprise that lasts, by the units expected in the periods seen."""
        return np.asarray(self.place / np.maximum(self.place + self.seen_noise.variance(np.maximum(expected, 0.05)), FLOOR))


def surprise(seen: SeenSales, launch: NDArray[np.int64], launches: int, persistence: Persistence) -> tuple[Array, Array]:
    """Log surprise of every place apart from its launch, and d of every launch.

    d is the log of the places' mean of sold over forecast, weighed by ``omega = 1 / (tau^2 + noise)``.

    Args:
        seen: Sales of the first periods, by campaign.
        launch: Position of each campaign's launch.
        launches: How many launches there are.
        persistence: What is known of places.
    """
    usable, expected = seen.usable, seen.expected
    sold = np.where(usable, seen.sold, 0.0)
    ratio = np.divide(sold, expected, out=np.ones_like(expected), where=usable)
    d = np.log(np.maximum(_mean(ratio, _weight(seen, persistence), launch, launches), 1e-3))
    own = np.where(usable, np.log((sold + 0.5) / (expected * np.exp(d[launch]) + 0.5)), 0.0)
    return own, d


def surprised(persistence: Persistence, seen: SeenSales) -> Persistence:
    """The same after the read of one launch: where it surprised by more than past ones did, its rest is less sure, as beta is.

    The errors that `spread` was learned from hold what beta misses at a usual surprise; ``var beta (d^2 - usual)`` comes on top.
    """
    d = surprise(seen, np.zeros(len(seen.sold), np.int64), 1, persistence)[1][0]
    further = max(0.0, min(float(d) ** 2, _MOST**2) - persistence.usual)
    return replace(persistence, spread=persistence.spread + persistence.doubt * further)


def factors(seen: SeenSales, launch: NDArray[np.int64], persistence: Persistence, *, launches: int) -> Array:
    """What the remaining forecast of every campaign is multiplied with: ``exp(beta d + gamma (l - d)) exp(B (r_s - d)) / E``.

    E is the mean of ``exp(B (r_s - d))`` over the places of a launch, weighed by omega, so that places move around their launch:
    a surprise of which a part is used has an exponent below 1 on average, which would take units from the whole launch.

    One call updates any number of campaigns; 100,000 take some 10 ms.

    Args:
        seen: Sales of the first periods, by campaign.
        launch: Position of each campaign's launch, from 0.
        persistence: What lasts.
        launches: How many launches there are.
    """
    apart, d = surprise(seen, launch, launches, persistence)
    line = np.exp(persistence.slope * d + persistence.drift * seen.drift(launch, launches))
    own = np.exp(persistence.at_places(seen.expected) * apart)
    even = _mean(own, _weight(seen, persistence), launch, launches)
    return np.asarray(line[launch] * np.where(seen.usable, own / even[launch], 1.0))


def _weight(seen: SeenSales, persistence: Persistence) -> Array:
    """omega, 0 where nothing is known."""
    noise = persistence.seen_noise.variance(np.maximum(seen.expected, 0.05))
    return np.where(seen.usable, 1 / np.maximum(persistence.place + noise, FLOOR), 0.0)


def _mean(values: Array, weight: Array, launch: NDArray[np.int64], launches: int) -> Array:
    """Weighed mean of every launch; 1 where nothing is known."""
    total, whole = (np.bincount(launch, of, minlength=launches) for of in (weight, weight * values))
    return np.divide(whole, total, out=np.ones_like(total), where=total > 0)
