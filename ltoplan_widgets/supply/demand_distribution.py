"""What the newsvendor asks of a distribution of demand."""

from typing import Protocol


class DemandDistribution(Protocol):
    """Total demand while one order lasts, in units."""

    @property
    def mean(self) -> float:
        """Expected demand."""
        ...

    @property
    def std_dev(self) -> float:
        """Standard deviation of demand."""
        ...

    def quantile(self, share: float) -> float:
        """Smallest demand that is not exceeded with probability `share`, 0 to 1."""
        ...

    def share_met(self, quantity: float) -> float:
        """Probability that demand is at most `quantity`."""
        ...

    def expected_lost(self, quantity: float) -> float:
        """Demand that a quantity is expected to leave unmet, ``E[(D - Q)+]``: the loss function."""
        ...
