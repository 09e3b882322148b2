"""Sample paths of a launch: means, and what scatters around them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Paths = NDArray[np.float32]

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
    """

    event: float
    event_period: float
    place: Array
    place_period: Array
    counting: NDArray[np.bool_]


def drawer(mean: Array, scatter: Scatter, *, seed: int) -> Callable[[int], Iterable[Paths]]:
    """Paths in blocks of places, each of shape (paths, places of the block, periods).

    ``y = mean * exp(v + w_t + g_s + r_st)`` with independent normal terms (lognormal margins, a shared event effect),
    and a Poisson number around that where units are small whole numbers. Shared terms are drawn in mirrored pairs, and
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
        shared = (event * np.sqrt(scatter.event) + periods * np.sqrt(scatter.event_period)).astype(np.float32)
        for start in range(0, len(mean), width):
            places = slice(start, start + width)
            shape = (paths, len(mean[places]), mean.shape[1])
            normals = _kept_normals(seed, *shape) if width >= len(mean) else _normals(generator, *shape)
            yield _block(normals, shared, mean[places], scatter, places, seed + start)

    return draw


def _block(normals: tuple[Paths, Paths], shared: Paths, mean: Array, scatter: Scatter, places: slice, seed: int) -> Paths:  # noqa: PLR0913, PLR0917 - what a block is made of
    cells, of_places = normals
    log = cells * np.sqrt(scatter.place_period[places]).astype(np.float32)
    log += shared[:, None, :]
    log += of_places * np.sqrt(scatter.place[places]).astype(np.float32)[:, None]
    paths = np.exp(log, out=log)
    average = (np.full(len(paths), 1 / len(paths), np.float32) @ paths.reshape(len(paths), -1)).reshape(mean.shape)
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
