"""Times of one contestant, round by round, and how they stand to another's."""

from statistics import median


def percentile(times: list[float], share: float) -> float:
    """The time that a share of all times does not exceed, interpolated between neighbours."""
    ordered = sorted(times)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


class Samples:
    """Times by round.

    Attributes:
        rounds: One list of times a round, in the order of the rounds.
    """

    def __init__(self) -> None:
        """Start with no round."""
        self.rounds: list[list[float]] = []

    def add(self, times: list[float]) -> None:
        """Append a round."""
        self.rounds.append(times)

    def at(self, share: float) -> float:
        """Median over the rounds of each round's percentile."""
        return median(percentile(times, share) for times in self.rounds)

    def ratio(self, other: "Samples", share: float) -> float:
        """Median over the rounds of this percentile to the other's in the same round."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        return median(percentile(mine, share) / percentile(theirs, share) for mine, theirs in pairs)
