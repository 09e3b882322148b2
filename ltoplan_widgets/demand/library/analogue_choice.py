"""What people say about analogues: these by all means, those not at all, these more than others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ltoplan_widgets.demand.refusal import refusal


@dataclass(frozen=True, kw_only=True)
class AnalogueChoice:
    """Past launches, by the key of the event or of the item.

    Attributes:
        pinned: Always among the analogues; where any is pinned, no other one is.
        dropped: Never learned from.
        weights: Factor of the weight that similarity and age give, at least 0; 1 where nothing is said.
    """

    pinned: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(
        cls, pinned: Collection[str] = (), dropped: Collection[str] = (), weights: Mapping[str, float] | None = None
    ) -> "AnalogueChoice":
        """Take collections of keys as people have them at hand.

        Raises:
            InputError: No collection of keys, a launch is pinned and dropped, or a weight is no number of at least 0.
        """
        for name, keys in (("pinned", pinned), ("dropped", dropped)):
            if not isinstance(keys, Collection):
                raise refusal("wrong-kind", keys, "these are keys of events or items", "give a list of them", column=name)
        if weights is not None and not isinstance(weights, Mapping):
            raise refusal("wrong-kind", weights, "weights have the keys of events or items", "give {key: factor}", column="weights")
        pins, drops = (frozenset([keys] if isinstance(keys, str) else map(str, keys)) for keys in (pinned, dropped))
        both = sorted(pins & drops)
        if both:
            raise refusal("pinned-and-dropped", both[0], "a launch is either pinned or dropped", "take it out of one", column="pinned")
        for key, weight in (weights or {}).items():
            if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight < float("inf"):
                raise refusal(
                    "bad-weight", weight, f"the weight of {key!r} is a number of at least 0", "give 2 for twice as much", column="weights"
                )
        return cls(pinned=pins, dropped=drops, weights={str(key): float(weight) for key, weight in (weights or {}).items()})

    @classmethod
    def of_plan(cls, factors: Mapping[str, float], pinned: Mapping[str, bool]) -> "AnalogueChoice":
        """Take what a campaign of a plan says: factors of weights, where 0 drops, and who is pinned.

        Two people may pin and leave out one launch at the same time; leaving out then holds.

        >>> said = AnalogueChoice.of_plan({"rose": 0.0, "honey": 2.0}, {"rose": True, "honey": True, "plum": False})
        >>> sorted(said.pinned), sorted(said.dropped), dict(said.weights)
        (['honey'], ['rose'], {'honey': 2.0})
        """
        drops = [key for key, factor in factors.items() if factor == 0]
        pins = [key for key, is_pinned in pinned.items() if is_pinned and key not in drops]
        return cls.of(pins, drops, {key: one for key, one in factors.items() if one > 0})

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.pinned or self.dropped or self.weights)

    def is_pinned(self, event: str, item: str) -> bool:
        """Whether a launch is pinned."""
        return event in self.pinned or item in self.pinned

    def is_dropped(self, event: str, item: str) -> bool:
        """Whether a launch is dropped."""
        return event in self.dropped or item in self.dropped

    def weight(self, event: str, item: str) -> float:
        """Factor of a launch's weight; what is said of the event goes before what is said of the item."""
        return self.weights.get(event, self.weights.get(item, 1.0))
