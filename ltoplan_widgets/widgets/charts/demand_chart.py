"""What the charts of total demand share: a distribution, terms, and the order that follows."""

from typing import Any, ClassVar

import traitlets as t

from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.field import join
from ltoplan_widgets.plan.units import LIMIT
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.demand_distribution import DemandDistribution
from ltoplan_widgets.supply.normal_demand import NormalDemand
from ltoplan_widgets.supply.order_plan import OrderPlan, order_plan
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from ltoplan_widgets.views.demand_sample import MOST
from ltoplan_widgets.views.order_terms import OrderTerms
from ltoplan_widgets.widgets.binding import Binding
from ltoplan_widgets.widgets.number import Number, Numbers, OptionalNumber
from ltoplan_widgets.widgets.widget import Widget

TERMS = ("price", "unit_cost", "goodwill", "salvage", "disposal", "case_pack", "minimum_order", "capacity")
SMALLEST_PACK = 1e-6


class DemandChart(Widget):
    """A chart of a whole campaign's demand and of the order that follows.

    Attributes:
        mean: Mean demand in units, 0 to 1e12.
        std_dev: Standard deviation of demand in units, 0 to 1e12.
        sample: Equally likely demands in units; empty for a normal distribution. Mean and standard deviation move it.
        price: Selling price of a unit; 0 means that no order follows from demand.
        unit_cost: What a unit costs.
        goodwill: What a lost sale costs beyond its margin.
        salvage: What a leftover unit brings in.
        disposal: What a leftover unit costs to get rid of.
        case_pack: Units in a case; orders are whole cases.
        minimum_order: Smallest order in units; 0 for none.
        capacity: Largest order in units; None for no limit.
        decided_quantity: Order that somebody decided on, in units; None follows the recommendation.
        unit: What is counted, in the plural.
        currency: ISO 4217 code.
        color: Main colour, ``#rrggbb``; empty for the theme's.
        order_quantity: What is ordered, in units: decided on or recommended; None without price and cost. Setting it
            decides, setting None follows the recommendation again.
        critical_ratio: Share of demand outcomes that the best order covers, 0 to 1; None without price and cost.
        expected_cost: What not knowing demand costs, money; None without price and cost.
        expected_profit: Money; None without price and cost.
    """

    FIELDS: ClassVar[tuple[str, ...]] = ("mean", "std_dev", "decided_quantity")
    SETTINGS: ClassVar[tuple[str, ...]] = (*TERMS, "sample", "unit", "currency", "color")
    TRAITS: ClassVar[dict[str, str]] = {"order_quantity": "decided_quantity"}

    mean = Number(minimum=0)
    std_dev = Number(minimum=0)
    sample = Numbers(minimum=0)
    price = Number(minimum=0)
    unit_cost = Number(minimum=0)
    goodwill = Number(minimum=0)
    salvage = Number(minimum=0)
    disposal = Number(minimum=0)
    case_pack = Number(1.0, minimum=SMALLEST_PACK)
    minimum_order = Number(minimum=0)
    capacity = OptionalNumber(minimum=0)
    decided_quantity = OptionalNumber(minimum=0)
    unit = t.Unicode("units").tag(sync=True)
    currency = t.Unicode("USD").tag(sync=True)
    color = t.Unicode().tag(sync=True)
    order_quantity = OptionalNumber(minimum=0)
    critical_ratio = OptionalNumber(minimum=0, maximum=1)
    expected_cost = OptionalNumber()
    expected_profit = OptionalNumber()

    def __init__(self, *plan: Any, **traits: Any) -> None:  # noqa: ANN401 - traits of any type
        """Make a chart on a plan, or alone of `mean` and `std_dev` or of a `sample`; see the class and `Widget`."""
        self._derived_quantity: float | None = None
        if not plan:
            self.refuse_unknown(traits)
            decided = traits.pop("order_quantity", None)
            traits = {"decided_quantity": decided, **_with_moments(traits)}
        super().__init__(*plan, **traits)

    def open(self) -> None:
        """Fill what follows from the traits, then open the way to the browser."""
        self._moments = _moments(self.sample) or (self.mean, self.std_dev)
        super().open()
        if not self._follower:
            self.observe(self._on_sample, names=["sample"])

    def settle(self) -> None:
        """Derive the order from demand and terms."""
        derived = _derived(self.order_plan(), self.decided_quantity)
        self._derived_quantity = derived["order_quantity"]
        for name, value in derived.items():
            setattr(self, name, value)

    def order_plan(self) -> OrderPlan | None:
        """The order with everything to expect of it; None without price and cost."""
        if not self.price or not self.unit_cost + self.disposal:
            return None
        costs = Costs(self.price, self.unit_cost, goodwill=self.lost_sale_cost(), salvage=self.salvage, disposal=self.disposal)
        terms = SupplyTerms(case_pack=self.case_pack, minimum_order=self.minimum_order, capacity=self.capacity)
        return order_plan(self.demand(), costs, terms, quantity=self.decided_quantity)

    def demand(self) -> DemandDistribution:
        """Demand with mean and standard deviation as they are now."""
        if not self.sample:
            return NormalDemand(self.mean, self.std_dev)
        centre, spread = self._moments
        stretch = self.std_dev / spread if spread > 0 else 1.0
        return SampleDemand([max(0.0, self.mean + (units - centre) * stretch) for units in self.sample])

    def lost_sale_cost(self) -> float:
        """What a lost sale costs beyond its margin."""
        return self.goodwill

    def terms(self) -> OrderTerms:
        """Terms as the browser recomputes with them."""
        given = {name: getattr(self, name) for name in TERMS}
        return OrderTerms(**{**given, "goodwill": self.lost_sale_cost()})

    def paths(self, binding: Binding, *, campaign: str, offer: str) -> dict[str, str]:  # noqa: ARG002 - what `Follower` asks
        """Path of each field: the judgement of the campaign, the terms of its offer."""
        judged = {"mean": "demand_mean", "std_dev": "demand_std_dev", "order_quantity": "order_quantity"}
        terms = {name: join("offers", offer, name) for name in TERMS} if offer else {}
        return {**{field: join("campaigns", campaign, name) for field, name in judged.items()}, **terms}

    def field_value(self, field: str, value: Any, view: dict[str, Any]) -> Any:  # noqa: ANN401 - any field
        """Without a judgement the forecast's own mean and standard deviation."""
        return view.get(f"forecast_{field}", view[field]) if value is None and field in ("mean", "std_dev") else value

    def following(self, binding: Binding, view: Any) -> dict[str, Any]:  # noqa: ANN401 - one of the views
        """The sample, the names, and the order as the outlook has it."""
        self._moments = (view.mean, view.std_dev)
        derived = _derived(binding.outlook.order if binding.outlook else None, view.order_quantity)
        return {**{name: getattr(view, name) for name in ("sample", "unit", "currency", "color")}, **derived}

    @t.validate("order_quantity")
    def _decide(self, proposal: Any) -> Any:  # noqa: ANN401 - traitlets' proposal
        """Alone, an order that somebody and not this class sets is a decision; None takes it back."""
        if self._follower or proposal.value == self._derived_quantity:
            return proposal.value
        self.decided_quantity = proposal.value
        return self._derived_quantity

    def _on_sample(self, change: Any) -> None:  # noqa: ANN401 - traitlets' change
        """Another sample has other moments."""
        self._moments = _moments(change.new) or (self.mean, self.std_dev)
        self.mean, self.std_dev = self._moments


def _derived(order: OrderPlan | None, decided: float | None) -> dict[str, float | None]:
    if order is None:
        return {"order_quantity": decided, "critical_ratio": None, "expected_cost": None, "expected_profit": None}
    ratios = {"critical_ratio": order.critical_ratio, "expected_cost": order.expected_cost, "expected_profit": order.expected_profit}
    return {"order_quantity": order.quantity, **ratios}


def _moments(sample: list[float]) -> tuple[float, float] | None:
    demand = SampleDemand(sample) if sample else None
    return (demand.mean, demand.std_dev) if demand else None


def _with_moments(traits: dict[str, Any]) -> dict[str, Any]:
    """Mean and standard deviation, given or the sample's; a large sample is thinned to equally likely outcomes."""
    given = traits.get("sample")
    if given is not None and len(given):
        demand = SampleDemand(given)
        return {"mean": demand.mean, "std_dev": demand.std_dev, **traits, "sample": demand.midpoints(MOST)}
    for name in ("mean", "std_dev"):
        if traits.get(name) is None:
            message = f"{name} is not given, and neither is a sample"
            raise InputError(
                Finding(code="no-demand", severity="error", column=name, message=message, mend=f"give {name}, 0 to {LIMIT:g}, or sample")
            )
    return traits
