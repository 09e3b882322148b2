"""How demand follows the price."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from ltoplan_widgets.demand.prospect.price_response import PriceResponse
from ltoplan_widgets.supply.amount import amount

_POINTS = 9
"""So many equally likely values stand for an elasticity that is not known exactly."""


@dataclass(frozen=True, slots=True)
class Elasticity:
    """Price elasticity of demand: demand at price p is ``D (p / p0)^-mean``.

    Attributes:
        mean: Percent of demand lost for each percent of price, 0 to 20.
        std_dev: Standard deviation of it, how little is known, 0 to 10.

    Raises:
        InputError: A number out of its range.

    A tenth off the price with elasticity 2 sells 23 % more:

    >>> round(float(Elasticity(2.0).lifts(0.9)[0]), 3)
    1.235
    """

    mean: float
    std_dev: float = 0.0

    def __post_init__(self) -> None:
        """Check both numbers."""
        object.__setattr__(self, "mean", amount("elasticity", self.mean, maximum=20.0))
        object.__setattr__(self, "std_dev", amount("elasticity_std_dev", self.std_dev, maximum=10.0))

    @classmethod
    def of(cls, response: PriceResponse) -> Self:
        """What past campaigns tell; where dearer ones sold more, the price counts for nothing."""
        return cls(min(max(response.elasticity, 0.0), 20.0), min(response.std_dev, 10.0))

    @classmethod
    def given(cls, value: object) -> Self:
        """An elasticity as people give it; a number alone is taken as known exactly.

        Raises:
            InputError: Neither, or a number out of its range.
        """
        return value if isinstance(value, cls) else cls(value)  # type: ignore[arg-type]  # the class says what a number can be

    def lifts(self, price_ratio: float) -> NDArray[np.float64]:
        """Equally likely factors of demand at ``price_ratio`` times today's price, shape (1,) or (9,); an elasticity is never below 0."""
        ratio = amount("price_ratio", price_ratio, above=0.0)
        if self.std_dev == 0:
            return np.array([ratio**-self.mean])
        spread = ndtri((np.arange(_POINTS) + 0.5) / _POINTS)
        return np.asarray(ratio ** -np.maximum(0.0, self.mean + self.std_dev * spread))
