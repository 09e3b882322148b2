"""Sample paths of a launch: means, and what scatters around them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

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
        generator = np.random.default_rng(seed)
        event = _mirrored(generator, (paths, 1)) * np.sqrt(scatter.event)
        shared = (event + _mirrored(generator, (paths, mean.shape[1])) * np.sqrt(scatter.event_period)).astype(np.float32)
        width = max(1, _BLOCK // max(1, paths * mean.shape[1]))
        for start in range(0, len(mean), width):
            yield _block(generator, shared, mean[start : start + width], scatter, slice(start, start + width))

    return draw


def _block(generator: np.random.Generator, shared: Paths, mean: Array, scatter: Scatter, places: slice) -> Paths:
    log = generator.standard_normal((len(shared), *mean.shape), dtype=np.float32)
    log *= np.sqrt(scatter.place_period[places]).astype(np.float32)
    log += shared[:, None, :]
    log += (
        generator.standard_normal((len(shared), len(mean), 1), dtype=np.float32)
        * np.sqrt(scatter.place[places]).astype(np.float32)[:, None]
    )
    paths = np.exp(log, out=log)
    paths *= (mean / paths.mean(axis=0, dtype=np.float64)).astype(np.float32)
    counting = scatter.counting[places]
    if counting.any():
        paths[:, counting] = generator.poisson(paths[:, counting])
    return paths


def _mirrored(generator: np.random.Generator, shape: tuple[int, int]) -> Array:
    half = generator.standard_normal(((shape[0] + 1) // 2, shape[1]))
    return np.concatenate([half, -half])[: shape[0]]
