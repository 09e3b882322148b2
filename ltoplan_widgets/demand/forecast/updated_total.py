"""Totals of the rest of a campaign, once its first periods are known."""

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.learned_persistence import ENOUGH, Implied
from ltoplan_widgets.demand.forecast.past_read import PastRead
from ltoplan_widgets.demand.forecast.persistence import Persistence, factors
from ltoplan_widgets.demand.forecast.seen_sales import SeenSales
from ltoplan_widgets.demand.forecast.variance_doubt import tail

Array = NDArray[np.float64]

_MOST = 10.0
"""Paths are drawn together or apart at most so many times."""
_DRAWN = 200
_FLOOR = 1e-9


def implied_by(seen: Array, rest: Array) -> Implied:
    """What paths say of their totals over all places before and after a read; shape (paths, places)."""
    first, last = (np.log((units.sum(axis=1) + 0.5) / (units.sum(axis=1).mean() + 0.5)) for units in (seen, rest))
    both = np.cov(np.stack([first, last]))
    return Implied(seen=float(both[0, 0]), rest=float(both[1, 1]), both=float(both[0, 1]))


def drawn_reads(seen: Array, rest: Array) -> list[PastRead]:
    """Some of the paths as if they had happened."""
    expected = seen.mean(axis=0), rest.mean(axis=0)
    return [
        PastRead(seen=SeenSales.steady(seen[path], expected[0]), rest=rest[path], rest_expected=expected[1])
        for path in range(min(_DRAWN, len(seen)))
    ]


def updated_totals(rest: Array, expected: Array, factor: Array, persistence: Persistence) -> tuple[Array, Array]:
    """Expected units of the rest after the update, and its path totals.

    Paths keep their order and their shape: what the launch as a whole and what each place deviates is scaled to the
    spread that is left; the launch's, where past launches told it, with the tails of Student's t.

    Args:
        rest: Path totals before the update, shape (paths, campaigns).
        expected: Expected units before it, shape (campaigns,).
        factor: What to multiply with, shape (campaigns,).
        persistence: What is left of the spread.
    """
    mean = expected * factor
    whole = np.log((rest.sum(axis=1) + 0.5) / (expected.sum() + 0.5))
    whole -= whole.mean()
    scale = _scale(persistence.spread, whole.var())
    if persistence.launches >= ENOUGH:
        scale = scale * tail(whole / max(float(whole.std()), _FLOOR), persistence.launches)
    found = rest * np.exp((scale - 1) * whole)[:, None]
    if rest.shape[1] > 1 and persistence.rest_noise.variance(np.ones(1))[0] > 0:
        own = np.log((rest + 0.5) / (expected + 0.5)) - whole[:, None]
        own -= own.mean(axis=0)
        wanted = persistence.rest_noise.variance(np.maximum(mean, 0.05))
        found *= np.exp((_scale(np.log1p(wanted), own.var(axis=0)) - 1) * own)
    return mean, found * (mean / np.maximum(found.mean(axis=0), _FLOOR))


def _scale(wanted: Array | float, given: Array | float) -> Array:
    return np.asarray(np.clip(np.sqrt(wanted / np.maximum(given, _FLOOR)), 1 / _MOST, _MOST))


def read_factors(seen: SeenSales, persistence: Persistence) -> Array:
    """Factors of the campaigns of one launch; see `persistence.factors`."""
    return factors(seen, np.zeros(len(seen.sold), np.int64), persistence, launches=1)


def run_rate(sold: Array, lengths: NDArray[np.int64], periods: int) -> Array:
    """What the rest sells if it goes on as it began: mean of the periods seen times the number of those left."""
    known = ~np.isnan(sold[:, :periods])
    rate = np.where(known, sold[:, :periods], 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.asarray(rate * np.maximum(lengths - periods, 0))
