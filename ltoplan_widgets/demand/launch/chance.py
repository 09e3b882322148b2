"""What chance does to sales in a window, measured on placebo windows without a campaign."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.launch.ground import Ground

Array = NDArray[np.float64]

_LEAST_PLACEBOS = 5
_LEAST_SPREAD = 0.01
_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Shift:
    """Log ratio of one ground in a campaign's window, against chance.

    Attributes:
        expected: Units expected in the window.
        mean: Shrunken log ratio of this campaign.
        error: Its standard error.
        pooled: Mean log ratio over the item's campaigns, in standard errors.
        freedom: Degrees of freedom of `pooled`.
    """

    expected: float
    mean: float
    error: float
    pooled: float
    freedom: float

    def doubt(self) -> float:
        """Probability of a shift as far from 0 as this by chance."""
        from scipy.special import stdtr  # noqa: PLC0415 - 30 ms that only those pay who explain

        return float(2 * stdtr(self.freedom, -abs(self.pooled)))

    def units(self, log: float) -> float:
        """Units that a log ratio stands for."""
        return self.expected * float(np.expm1(log))

    def reach(self, level: float) -> float:
        """Half the width of an interval on the log scale."""
        from scipy.special import stdtrit  # noqa: PLC0415 - the same

        return self.error * float(stdtrit(self.freedom, (1 + level) / 2))


@dataclass(frozen=True, kw_only=True)
class Chance:
    """Where campaigns of an item ran, so that other windows can serve as placebos.

    Attributes:
        windows: First and last period of each campaign, the one that is looked at last.
        after: Periods after a campaign in which it may still be felt.
        step_days: 1 or 7.
    """

    windows: tuple[tuple[int, int], ...]
    after: int
    step_days: int

    def baseline(self, ground: Ground, window: tuple[int, int], expected: float) -> Shift | None:
        """Chance alone: how far the baseline of a window may be off; None where that cannot be measured."""
        first, last = window
        placebo = self._placebos(ground, last - first + 1, self.after)
        if len(placebo) < _LEAST_PLACEBOS or not expected:
            return None
        spread = max(_LEAST_SPREAD, float(np.sqrt(np.mean(placebo**2))))
        return Shift(expected=expected, mean=0.0, error=spread, pooled=0.0, freedom=max(3.0, len(placebo) / 2))

    def measured(self, ground: Ground, windows: list[tuple[int, int]], *, behind: bool) -> Shift | None:
        """Log ratios in windows against placebo windows; None where the last window, or chance, cannot be measured.

        Windows behind a campaign look for their like days before that campaign, so its own window is skipped.
        """
        length = windows[-1][1] - windows[-1][0] + 1
        skip = 0 if behind else self.after
        free = ground.is_free
        clear = self._clear(ground, [*self.windows, *(windows if behind else [])])
        ratios = np.array([clear.log_ratio(a, b, skip) if free[a : b + 1].mean() > 1 / 2 else np.nan for a, b in windows])
        placebo = self._placebos(clear, length, skip)
        if np.isnan(ratios[-1]) or len(placebo) < _LEAST_PLACEBOS:
            return None
        known = ratios[~np.isnan(ratios)] - placebo.mean()
        chance = max(_LEAST_SPREAD, float(placebo.std(ddof=1)))
        between = max(0.0, float(known.var(ddof=1)) - chance**2) if len(known) > 1 else 0.0
        pooled = float(known.mean())
        error = float(np.sqrt((chance**2 + between) / len(known) + chance**2 / len(placebo)))
        kept = between / (between + chance**2)
        mean = pooled + kept * (float(known[-1]) - pooled)
        own = float(np.sqrt(kept * chance**2 + (1 - kept) ** 2 * error**2))
        a, b = windows[-1]
        freedom = max(3.0, min(len(placebo) * length / (length + skip), 30.0) - 1)
        return Shift(expected=clear.expected(a, b, skip), mean=mean, error=own, pooled=pooled / error, freedom=freedom)

    def _clear(self, ground: Ground, windows: Sequence[tuple[int, int]]) -> Ground:
        """The ground without what the campaigns did to it, so that it tells what is usual."""
        is_free = ground.is_free.copy()
        for first, last in windows:
            is_free[first : last + 1] = False
        return replace(ground, is_free=is_free)

    def _placebos(self, ground: Ground, length: int, skip: int) -> Array:
        """Log ratios of windows in which neither the campaign's item nor this ground had a campaign; they do not overlap."""
        busy = np.zeros(len(ground.units), bool)
        for first, last in self.windows:
            busy[max(0, first) : last + self.after + 1] = True
        cycle = _WEEK if self.step_days == 1 else 1
        found, start = [], 2 * cycle
        while start + length + skip < len(ground.units):
            if not busy[start : start + length].any() and ground.is_free[start : start + length].all():
                found.append(ground.log_ratio(start, start + length - 1, skip))
                start += max(length, cycle)
            else:
                start += cycle
        ratios = np.array(found)
        return np.asarray(ratios[~np.isnan(ratios)])
