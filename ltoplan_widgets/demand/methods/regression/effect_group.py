"""Effects of one kind, which share a variance."""

from dataclasses import dataclass

import numpy as np

_TINY = 1e-8


@dataclass(frozen=True, kw_only=True)
class Group:
    """Effects that share a variance.

    Attributes:
        name: What they are.
        size: How many there are.
        belief: Variance that is believed in beforehand, and the first guess.
        weight: Worth of that belief in effects; 0 for none; infinite where the variance is known.
        most: Largest variance that is allowed.
    """

    name: str
    size: int
    belief: float
    weight: float = 0.0
    most: float = np.inf

    def updated(self, square: float, freedom: float) -> float:
        """Variance from the sum of squared effects and the effects that the data determine."""
        if np.isinf(self.weight):
            return self.belief
        found = (square + self.weight * self.belief) / max(freedom + self.weight, 1e-6)
        return min(max(found, _TINY), self.most)
