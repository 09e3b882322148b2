"""Demand as equally likely outcomes, e.g. the sample paths of a forecast."""

import math
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.amount import refusal, wrong_kind

_ROUNDING = 1e-9
"""A position this close to a whole number is whole: 0.07 of 100 outcomes is the seventh."""


def sampled(demand: object, name: str = "demand") -> "SampleDemand":
    """Demand as outcomes: a sample as it is, the total of a forecast path by path; `name` is that of the argument.

    Raises:
        InputError: Something else, such as a distribution of which only the formula is known.
    """
    if isinstance(demand, Forecast):
        return SampleDemand(demand.total().paths())
    if not isinstance(demand, SampleDemand):
        raise wrong_kind(name, demand, "give a forecast, or SampleDemand(outcomes)")
    return demand


class SampleDemand:
    """Demand that is one of `n` outcomes, each as likely as the others.

    Attributes:
        outcomes: Outcomes in units, ascending, shape (n,).
    """

    outcomes: NDArray[np.float64]

    def __init__(self, outcomes: ArrayLike) -> None:
        """Sort the outcomes.

        Args:
            outcomes: Demands in units, at least one, each finite and at least 0, in any order, shape (n,).

        Raises:
            InputError: No outcome, or one that is negative, infinite or not a number; names its position, counted from 0.
        """
        try:
            given = np.asarray(outcomes, dtype=np.float64).ravel()
        except (TypeError, ValueError) as error:
            raise InputError(
                refusal("outcomes", outcomes, f"outcomes are numbers ({error})", mend="give the demands that may happen")
            ) from None
        if not given.size:
            raise InputError(
                refusal("outcomes", [], "a sample of demand has at least one outcome", mend="give the demands that may happen")
            )
        wrong = np.flatnonzero(~(np.isfinite(given) & (given >= 0)))
        if wrong.size:
            text = f"outcome {wrong[0]} (from 0) is not a finite number of at least 0"
            raise InputError(refusal("outcomes", float(given[wrong[0]]), text, mend="take it out, or give the units"))
        self.outcomes = np.sort(given)

    @property
    def mean(self) -> float:
        """Mean of the outcomes."""
        return float(self._sums[-1]) / len(self.outcomes)

    @property
    def std_dev(self) -> float:
        """Standard deviation of the outcomes, dividing by n: they are all that may happen."""
        return float(self.outcomes.std())

    def quantile(self, share: float) -> float:
        """Smallest outcome whose cumulative share is at least `share`: the one at ``ceil(share n)``, counted from 1.

        Snyder & Shen (2019), chapter 4, discrete demand: the smallest S with F(S) >= share.

        >>> SampleDemand([40, 10, 30, 20]).quantile(0.5)
        20.0
        """
        position = math.ceil(share * len(self.outcomes) - _ROUNDING) - 1
        return float(self.outcomes[min(max(position, 0), len(self.outcomes) - 1)])

    def share_met(self, quantity: float) -> float:
        """Share of the outcomes that are at most `quantity`."""
        return self._met(quantity) / len(self.outcomes)

    def expected_lost(self, quantity: float) -> float:
        """Mean of ``max(D - Q, 0)`` over the outcomes.

        >>> SampleDemand([40, 10, 30, 20]).expected_lost(25)
        5.0
        """
        met = self._met(quantity)
        above = float(self._sums[-1]) - (float(self._sums[met - 1]) if met else 0.0)
        return max(0.0, above - quantity * (len(self.outcomes) - met)) / len(self.outcomes)

    def midpoints(self, count: int) -> NDArray[np.float64]:
        """At most `count` equally likely outcomes: all of them, or the quantiles at ``(i + 1/2) / count``, ascending."""
        if len(self.outcomes) <= count:
            return self.outcomes
        return np.quantile(self.outcomes, (np.arange(count) + 0.5) / count, method="hazen")

    def _met(self, quantity: float) -> int:
        return int(np.searchsorted(self.outcomes, quantity, side="right"))

    @cached_property
    def _sums(self) -> NDArray[np.float64]:
        return np.cumsum(self.outcomes)
