"""A forecast once the first periods' sales are known: what sold stands, the rest moves by what lasts of the surprise."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.forecast import PATHS, Forecast
from ltoplan_widgets.demand.forecast.hindsight import Hindsight, reads
from ltoplan_widgets.demand.forecast.learned_persistence import learned
from ltoplan_widgets.demand.forecast.persistence import Persistence, surprised
from ltoplan_widgets.demand.forecast.seen_sales import SeenSales
from ltoplan_widgets.demand.forecast.updated_total import drawn_reads, implied_by, read_factors, updated_totals

Array = NDArray[np.float64]
Paths = Callable[[int], NDArray[np.floating]]


@dataclass(frozen=True, kw_only=True)
class ForecastUpdate:
    """What multiplies the rest of a forecast, and the forecasts that come of it.

    Attributes:
        forecast: As it was made before launch.
        whole: The same by what the sales are known for: with places, or summed over them.
        units: Units sold in the periods seen, shape (places of `whole`, periods seen); NaN where nobody knows.
        persistence: What lasts of a surprise.
        factor: What the expected rest is multiplied with, by place of `whole`.
    """

    forecast: Forecast
    whole: Forecast
    units: Array
    persistence: Persistence
    factor: Array

    @classmethod
    def of(cls, forecast: Forecast, units: Array, past: Sequence[Hindsight]) -> "ForecastUpdate":
        """Learn what lasts from past launches, or from the forecast's own paths where there are none.

        Args:
            forecast: By period, with places or summed over them.
            units: Shape (places or 1, periods seen), at least one of them known.
            past: Past launches against forecasts that did not know them.
        """
        whole = forecast if len(units) > 1 or len(forecast.shape) == 1 else forecast.by_period(None)
        mean, seen = np.atleast_2d(whole.mean()), units.shape[1]
        paths = whole.paths(PATHS).reshape(PATHS, *mean.shape)
        before, rest = (part.sum(axis=2, dtype=np.float64) for part in (paths[:, :, :seen], paths[:, :, seen:]))
        alike = past if len(mean) > 1 else [one.chain() for one in past]
        told = learned(reads(alike, seen), implied_by(before, rest), drawn=() if past else drawn_reads(before, rest))
        sold = SeenSales.of(units, mean[:, :seen], seen)
        persistence, factor = surprised(told, sold), read_factors(sold, told)
        return cls(forecast=forecast, whole=whole, units=units, persistence=persistence, factor=factor)

    @property
    def seen(self) -> int:
        """How many periods are known."""
        return int(self.units.shape[1])

    def before(self) -> Forecast:
        """The periods not seen, as they were forecast before launch."""
        return _made(self.forecast, lambda n: self.forecast.paths(n)[..., self.seen :], self.forecast.mean()[..., self.seen :], self.seen)

    def remaining(self) -> Forecast:
        """The periods not seen, updated."""
        return _made(self.forecast, lambda n: self._scaled(n)[..., self.seen :], self._mean()[..., self.seen :], self.seen)

    def total(self) -> Forecast:
        """All periods: what was sold, where that is known, then the updated rest."""
        sold = self._sold()
        return _made(self.forecast, lambda n: _with_sold(self._scaled(n), sold), _with_sold(self._mean(), sold))

    def _sold(self) -> Array:
        """Units sold with the axes of the forecast: a chain's are given to its places by what they were expected to sell."""
        share = np.atleast_2d(self.forecast.mean())[:, : self.seen]
        alike = len(share) == len(self.units)
        told = self.units if alike else self.units * share / np.maximum(share.sum(axis=0), 1e-9)
        return told.reshape((*self.forecast.shape[:-1], self.seen))

    def _mean(self) -> Array:
        mean = self.forecast.mean()
        mean[..., self.seen :] *= self.factor[:, None] if mean.ndim > 1 else self.factor[0]
        return mean

    def _scaled(self, n: int) -> Array:
        """Paths of the forecast, the rest of each moved and narrowed."""
        paths = self.forecast.paths(n)
        scale = self._scales(self.whole.paths(n).reshape(n, len(self.factor), -1))
        found = np.asarray(paths * (scale[:, :, None] if len(self.forecast.shape) > 1 else scale))
        found[..., : self.seen] = paths[..., : self.seen]
        return found

    def _scales(self, paths: NDArray[np.floating]) -> Array:
        """Factors of the rests of paths, shape (paths, places of `whole`)."""
        rest = paths[:, :, self.seen :].sum(axis=2, dtype=np.float64)
        expected = np.atleast_2d(self.whole.mean())[:, self.seen :].sum(axis=1)
        updated = updated_totals(rest, expected, self.factor, self.persistence)[1]
        return np.asarray(np.divide(updated, rest, out=np.ones_like(rest), where=rest > 0))


def with_known(forecast: Forecast, units: Array) -> Forecast:
    """The forecast of a campaign that is over: what was sold, and what was forecast where nobody knows; shapes are those of its mean."""
    return _made(forecast, lambda n: _with_sold(forecast.paths(n), units), _with_sold(forecast.mean(), units))


def _with_sold(forecast: NDArray[np.floating], sold: Array) -> Array:
    """A mean or paths, with what was sold in the first periods in its place where that is known."""
    found, seen = forecast.astype(np.float64), sold.shape[-1]
    found[..., :seen] = np.where(np.isnan(sold), found[..., :seen], sold)
    return found


def _made(forecast: Forecast, paths: Paths, mean: Array, first: int = 0) -> Forecast:
    """Another forecast of the same periods, from one of them on."""

    def draw(n: int) -> Iterable[NDArray[np.floating]]:
        return (paths(n),)

    return forecast.derived(
        draw,
        mean=mean,
        baseline=forecast.baseline[..., first:],
        starts=forecast.starts[first:],
        ends=forecast.ends[first:],
        hindsights=(),
    )
