"""How far the surprise of whole launches lasts: a line from the periods seen to the rest, through the origin."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.past_read import PastRead
from ltoplan_widgets.demand.forecast.persistence import Persistence, surprise
from ltoplan_widgets.demand.launch.outlier import huber_weight

Array = NDArray[np.float64]

_PRIOR_SD = np.array([0.25, 0.5])
"""Of the share of a surprise that lasts, around what the paths imply, and of the share of its drift, around none."""
_CAUTION = 4.0
"""So many times its own variance count against the square of what is learned."""
_ROUNDS = 5
_FLOOR = 1e-8


@dataclass(frozen=True, kw_only=True)
class LastingLine:
    """``log(rest / forecast) = beta d + gamma (l - d)`` over past launches.

    Attributes:
        surprises: d, and how much further the later half of the periods seen is off, l - d; shape (launches, 2).
        rest: Log of what was sold in the rest over what was forecast for it, shape (launches,).
        without: beta and gamma with each launch left out, shape (launches, 2).
        shares: beta and gamma, each 0 to 1.
        variance: What is not known about each of them.
    """

    surprises: Array
    rest: Array
    without: Array
    shares: Array
    variance: Array

    @property
    def certainty(self) -> Array:
        """What to use of beta and gamma, 0 to 1."""
        return certainty(self.shares, self.variance)

    @property
    def doubt(self) -> float:
        """Mean square error of what is used of beta: its variance, and the square of what is held back."""
        return float(self.variance[0] + ((1 - self.certainty[0]) * self.shares[0]) ** 2)

    @property
    def left_out(self) -> Array:
        """Error of what the line, as far as it is used, says of each launch's rest with the launch itself left out; a log ratio."""
        return np.asarray(self.rest - (self.without * self.surprises) @ self.certainty)

    @classmethod
    def of(cls, reads: Sequence[PastRead], start: Persistence, centre: float) -> "LastingLine":
        """Ridge regression with Huber's weights, of the rests' errors and of the surprises.

        There is no intercept: past launches were forecast from less, so that being off on the whole does not carry over.

        Args:
            reads: Past launches, their known places.
            start: What is known of places.
            centre: Share of a surprise that the forecast's own paths expect to last, 0 to 1.
        """
        surprises = np.array([_surprises(one, start) for one in reads])
        rest = np.array([one.surprise_of_rest for one in reads])
        usual = np.prod([_bounded(of)[0] for of in surprises.T], axis=0) ** 2
        shares = np.array([centre, 0.0])
        for _ in range(_ROUNDS):
            alike, scale = _bounded(rest - surprises @ shares)
            sums = _Sums.of(surprises, rest, alike * usual, ridge=(scale / _PRIOR_SD) ** 2, centre=np.array([centre, 0.0]))
            shares = sums.all()
        variance = scale**2 / np.maximum(np.diag(sums.square.sum(axis=0)), _FLOOR)
        return cls(surprises=surprises, rest=rest, without=sums.without(), shares=shares, variance=variance)


def certainty(found: Array | float, variance: Array | float) -> Array:
    """``b^2 / (b^2 + 4 var b)``: what to use of something learned, 0 to 1; an update that may do harm is a small one."""
    return np.asarray(found**2 / np.maximum(found**2 + _CAUTION * variance, 1e-300))


@dataclass(frozen=True, kw_only=True)
class _Sums:
    """What the normal equations are made of, a launch each, and the ridge."""

    square: Array
    both: Array
    ridge: Array
    centre: Array

    @classmethod
    def of(cls, x: Array, y: Array, weight: Array, *, ridge: Array, centre: Array) -> "_Sums":
        weighted = weight[:, None] * x
        return cls(square=weighted[:, :, None] * x[:, None, :], both=weighted * y[:, None], ridge=ridge, centre=centre)

    def all(self) -> Array:
        return np.asarray(self._solved(self.square.sum(axis=0)[None], self.both.sum(axis=0)[None])[0])

    def without(self) -> Array:
        """With each launch left out."""
        return self._solved(self.square.sum(axis=0) - self.square, self.both.sum(axis=0) - self.both)

    def _solved(self, square: Array, both: Array) -> Array:
        """Both shares in 0 to 1: the first where the two together are best, the second where it is best beside that."""
        square, both = square + np.diag(self.ridge), both + self.ridge * self.centre
        first = np.clip(np.linalg.solve(square, both[:, :, None])[:, 0, 0], 0.0, 1.0)
        second = np.clip((both[:, 1] - square[:, 0, 1] * first) / square[:, 1, 1], 0.0, 1.0)
        return np.stack([first, second], axis=1)


def _surprises(read: PastRead, start: Persistence) -> tuple[float, float]:
    launch = np.zeros(len(read.rest), dtype=np.int64)
    whole = surprise(read.seen, launch, 1, start)[1][0]
    return float(np.clip(whole, -2.0, 2.0)), float(read.seen.drift(launch, 1)[0])


def _bounded(error: Array) -> tuple[Array, float]:
    """Huber's weights of values around 0, and their scale: one launch that is unlike the others does not decide."""
    scale = max(1.4826 * float(np.median(np.abs(error))), 1e-4)
    return huber_weight(error, scale), scale
