"""What quantities can be ordered, and when."""

import math
from dataclasses import dataclass
from typing import Self

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.units import LIMIT
from ltoplan_widgets.supply.amount import amount, refusal

_ROUNDING = 1e-9
"""Cases this close to a whole number are whole: 0.3 / 0.1 is three cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyTerms:
    """Terms of the supplier.

    Attributes:
        case_pack: Units in one case, above 0; orders are whole cases.
        minimum_order: Smallest order, in units; 0 for none.
        capacity: Largest order, in units; None for no limit.
        lead_days: Calendar days from order to delivery, 0 to 3650.
        shelf_life_days: Calendar days that a unit stays sellable, above 0; None for ever.
        unit: What people call the units, in the plural.

    Raises:
        InputError: A value is out of its range, or the minimum order is above the capacity.
    """

    case_pack: float = 1.0
    minimum_order: float = 0.0
    capacity: float | None = None
    lead_days: float = 0.0
    shelf_life_days: float | None = None
    unit: str = "units"

    def __post_init__(self) -> None:
        """Check each term, then the two limits together."""
        self._keep("case_pack", amount("case_pack", self.case_pack, above=0.0))
        self._keep("minimum_order", amount("minimum_order", self.minimum_order))
        self._keep("lead_days", amount("lead_days", self.lead_days, maximum=3650.0))
        if self.capacity is not None:
            self._keep("capacity", amount("capacity", self.capacity))
        if self.shelf_life_days is not None:
            self._keep("shelf_life_days", amount("shelf_life_days", self.shelf_life_days, above=0.0, maximum=3650.0))
        if self.minimum_order > (LIMIT if self.capacity is None else self.capacity):
            most = f"the minimum order is at most the capacity, {self.capacity:g}"
            raise InputError(
                refusal("minimum_order", self.minimum_order, most, mend="lower it, or raise the capacity", code="minimum-above-capacity")
            )

    def _keep(self, name: str, value: float) -> None:
        object.__setattr__(self, name, value)

    @classmethod
    def of(cls, offer: Offer) -> Self:
        """Supply terms of an offer; a shelf life of 0 days counts as not given."""
        return cls(
            case_pack=offer.case_pack,
            minimum_order=offer.minimum_order,
            capacity=offer.capacity,
            lead_days=offer.lead_days,
            shelf_life_days=offer.shelf_life_days or None,
            unit=offer.unit or "units",
        )

    @property
    def smallest(self) -> float:
        """Smallest order above nothing: whole cases, at least the minimum order."""
        return max(1.0, math.ceil(self.minimum_order / self.case_pack - _ROUNDING)) * self.case_pack

    @property
    def largest(self) -> float:
        """Largest order: whole cases within the capacity; infinite without one."""
        return math.inf if self.capacity is None else math.floor(self.capacity / self.case_pack + _ROUNDING) * self.case_pack

    def cases(self, quantity: float) -> float:
        """How many cases hold a quantity; a fraction where it is not whole cases."""
        cases = quantity / self.case_pack
        return float(round(cases)) if abs(cases - round(cases)) <= _ROUNDING else cases

    def neighbours(self, quantity: float) -> tuple[float, ...]:
        """Quantities that can be ordered and lie next to the wanted one, ascending; nothing at all is always one.

        As expected cost is convex in the quantity, the best order is among them.

        >>> SupplyTerms(case_pack=12, minimum_order=30, capacity=100).neighbours(57)
        (0.0, 48.0, 60.0)
        >>> SupplyTerms(case_pack=12, minimum_order=30, capacity=100).neighbours(500)
        (0.0, 96.0)
        """
        if self.largest < self.smallest:
            return (0.0,)
        cases = quantity / self.case_pack
        wanted = (math.floor(cases + _ROUNDING) * self.case_pack, math.ceil(cases - _ROUNDING) * self.case_pack)
        return tuple(sorted({0.0, *(min(max(one, self.smallest), self.largest) for one in wanted)}))
