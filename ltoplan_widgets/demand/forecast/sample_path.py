"""Sample paths of a launch: means, and what scatters around them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Paths = NDArray[np.float32]

LEVELS_HELD = (0.8, 0.95)
NORMAL_HELD = (1.2816, 1.96)
"""Standard deviations within which the normal distribution has these shares."""
_LEAST_PEAK, _MOST_PEAK = 0.7, 1.3
_BLOCK = 8_000_000
"""Values drawn at a time."""


@dataclass(frozen=True, kw_only=True)
class Scatter:
    """Variances of what multiplies the means, on the log scale.

    Attributes:
        event: Of the launch as a whole, the same at all places.
        event_period: Of a period of the launch, the same at all places.
        place: Of the launch at a place, shape (places,).
        place_period: Of a period at a place, shape (places, periods).
        counting: Places whose units are small whole numbers: Poisson around the paths, shape (places,).
        peak: Where the middle 80 % of launches lie, over where their 95 % lie, against the normal distribution.
    """

    event: float
    event_period: float
    place: Array
    place_period: Array
    counting: NDArray[np.bool_]
    peak: float = 1.0


def drawer(mean: Array, scatter: Scatter, *, seed: int) -> Callable[[int], Iterable[Paths]]:
    """Paths in blocks of places, each of shape (paths, places of the block, periods).

    ``y = mean * exp(v + w_t + g_s + r_st)`` with independent normal terms (lognormal margins, a shared event effect),
    and a Poisson number around that where units are small whole numbers. The launch's terms are more or less peaked than
    the normal, as past launches were. Shared terms are drawn in mirrored pairs, and
    each mean over the paths is the mean exactly, but for the Poisson's own chance.

    Args:
        mean: Expected units, shape (places, periods).
        scatter: Variances.
        seed: Seed of the generator; the same seed and number of paths give the same paths.
    """

    def draw(paths: int) -> Iterator[Paths]:
        width = max(1, _BLOCK // max(1, paths * mean.shape[1]))
        generator = np.random.default_rng(seed)
        chain = _kept_chain(seed, paths, mean.shape[1]) if width >= len(mean) else _chain(generator, paths, mean.shape[1])
        event, periods = chain
        shared = _peaked(event * np.sqrt(scatter.event) + periods * np.sqrt(scatter.event_period), mean, scatter.peak).astype(np.float32)
        for start in range(0, len(mean), width):
            places = slice(start, start + width)
            shape = (paths, len(mean[places]), mean.shape[1])
            normals = _kept_normals(seed, *shape) if width >= len(mean) else _normals(generator, *shape)
            yield _block(normals, shared, mean[places], scatter, places, seed + start)

    return draw


def _peaked(shared: Array, mean: Array, peak: float) -> Array:
    """Bring the launch's totals nearer to 0 within its 80 % and further away from its 95 % on; each path keeps its course.

    Args:
        shared: Log effect of the launch in its periods, shape (paths, periods).
        mean: Expected units, shape (places, periods).
        peak: See `Scatter`.
    """
    total = shared @ (mean.sum(axis=0) / max(float(mean.sum()), 1e-9))
    spread = float(total.std())
    if peak == 1 or not spread:
        return shared
    half = np.sqrt(np.clip(peak, _LEAST_PEAK, _MOST_PEAK))
    return np.asarray(shared * np.interp(np.abs(total) / spread, NORMAL_HELD, (half, 1 / half))[:, None])


def _block(normals: tuple[Paths, Paths], shared: Paths, mean: Array, scatter: Scatter, places: slice, seed: int) -> Paths:  # noqa: PLR0913, PLR0917 - what a block is made of
    cells, of_places = normals
    log = cells * np.sqrt(scatter.place_period[places]).astype(np.float32)
    log += shared[:, None, :]
    log += of_places * np.sqrt(scatter.place[places]).astype(np.float32)[:, None]
    paths = np.exp(log, out=log)
    average = np.add.reduce(paths, axis=0) / np.float32(len(paths))
    paths *= (mean / average).astype(np.float32)
    counting = scatter.counting[places]
    if counting.any():
        paths[:, counting] = np.random.default_rng([seed, 1]).poisson(paths[:, counting])
    return paths


@lru_cache(maxsize=2)
def _kept_chain(seed: int, paths: int, periods: int) -> tuple[Array, Array]:
    """Normals are kept while somebody moves a lever: drawing them is half of the work."""
    return _chain(np.random.default_rng(seed), paths, periods)


@lru_cache(maxsize=1)
def _kept_normals(seed: int, paths: int, places: int, periods: int) -> tuple[Paths, Paths]:
    return _normals(np.random.default_rng([seed, 2]), paths, places, periods)


def _chain(generator: np.random.Generator, paths: int, periods: int) -> tuple[Array, Array]:
    """Of launches and of their periods, in mirrored pairs."""
    return _mirrored(generator, (paths, 1)), _mirrored(generator, (paths, periods))


def _normals(generator: np.random.Generator, paths: int, places: int, periods: int) -> tuple[Paths, Paths]:
    """Of periods at places, and of places."""
    cells = generator.standard_normal((paths, places, periods), dtype=np.float32)
    return cells, generator.standard_normal((paths, places, 1), dtype=np.float32)


def _mirrored(generator: np.random.Generator, shape: tuple[int, int]) -> Array:
    half = generator.standard_normal(((shape[0] + 1) // 2, shape[1]))
    return np.concatenate([half, -half])[: shape[0]]
