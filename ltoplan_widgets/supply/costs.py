"""What a unit earns and costs, and the critical ratio that follows."""

from dataclasses import KW_ONLY, dataclass, fields
from typing import Self

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.supply.amount import amount, refusal


@dataclass(frozen=True, slots=True)
class Costs:
    """Money a unit, all in one currency and at least 0.

    A price at or below the unit cost less goodwill is allowed: the best order is then none.

    Attributes:
        price: Selling price of a unit.
        unit_cost: What a unit costs to buy or make.
        goodwill: What a lost sale costs beyond its margin.
        salvage: What a leftover unit still brings in.
        disposal: What it costs to get rid of a leftover unit.

    Raises:
        InputError: A value is not a number from 0 to 1e12, or a leftover unit costs nothing
            (``salvage >= unit_cost + disposal``), so that no order would be too large.

    Snyder & Shen, *Fundamentals of Supply Chain Theory*, 2nd ed. (2019), example 4.2: newspapers sell
    at 1.00, cost 0.30 and bring 0.12 when left over.

    >>> costs = Costs(1.00, 0.30, salvage=0.12)
    >>> round(costs.underage, 2), round(costs.overage, 2), round(costs.critical_ratio, 4)
    (0.7, 0.18, 0.7955)
    """

    price: float
    unit_cost: float
    _: KW_ONLY
    goodwill: float = 0.0
    salvage: float = 0.0
    disposal: float = 0.0

    def __post_init__(self) -> None:
        """Check every amount, then what they mean together."""
        for field in fields(self):
            object.__setattr__(self, field.name, amount(field.name, getattr(self, field.name)))
        if self.overage <= 0:
            most = f"salvage is below unit cost plus disposal, {self.unit_cost + self.disposal:g}; otherwise no order is too large"
            raise InputError(
                refusal("salvage", self.salvage, most, mend="lower the salvage value, or give the unit cost", code="salvage-above-cost")
            )

    @classmethod
    def of(cls, offer: Offer) -> Self:
        """Costs of an offer."""
        return cls(offer.price, offer.unit_cost, goodwill=offer.goodwill, salvage=offer.salvage, disposal=offer.disposal)

    @property
    def margin(self) -> float:
        """What a sold unit earns: ``price - unit_cost``; may be negative."""
        return self.price - self.unit_cost

    @property
    def underage(self) -> float:
        """What a unit too few costs: ``Cu = price - unit_cost + goodwill``; may be negative."""
        return self.margin + self.goodwill

    @property
    def overage(self) -> float:
        """What a unit too many costs: ``Co = unit_cost + disposal - salvage``; above 0."""
        return self.unit_cost + self.disposal - self.salvage

    @property
    def critical_ratio(self) -> float:
        """Share of demand outcomes that the best order covers, ``Cu / (Cu + Co)``; 0 where a unit too few costs nothing."""
        return self.underage / (self.underage + self.overage) if self.underage > 0 else 0.0
