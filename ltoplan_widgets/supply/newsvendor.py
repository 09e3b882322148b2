"""One order before demand is known: how much, and what to expect of it.

The model is the newsvendor's: Snyder & Shen, *Fundamentals of Supply Chain Theory*, 2nd ed. (2019), chapter 4;
Porteus, *Foundations of Stochastic Inventory Theory* (2002), chapter 1; Cachon & Terwiesch, *Matching Supply with Demand*.
"""

import msgspec

from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.demand_distribution import DemandDistribution
from ltoplan_widgets.supply.supply_terms import SupplyTerms


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """What a quantity leads to on average over what demand may be.

    Attributes:
        sales: Units sold, ``E[min(D, Q)]``.
        leftover: Units left over, ``E[(Q - D)+]``; with the sales it makes up the quantity.
        lost_sales: Units asked for and not there, ``E[(D - Q)+]``; with the sales it makes up mean demand.
        cost: Cost of the mismatch, ``Cu E[(D - Q)+] + Co E[(Q - D)+]``; 0 if demand were known.
        profit: ``(price - unit_cost) E[D] - cost``.
        service_level: Probability that nobody asks in vain, ``P(D <= Q)``.
        fill_rate: Share of demand that is met, ``sales / E[D]``; 1 where no demand is expected.
    """

    sales: float
    leftover: float
    lost_sales: float
    cost: float
    profit: float
    service_level: float
    fill_rate: float


def ideal_quantity(demand: DemandDistribution, costs: Costs) -> float:
    """Quantity of the least expected cost where any quantity can be ordered: ``Q* = F^-1(Cu / (Cu + Co))``, at least 0.

    Snyder & Shen (2019), equation 4.27 and example 4.2 (price 1.00, cost 0.30, salvage 0.12, demand N(50, 8^2)).

    >>> from ltoplan_widgets.supply.normal_demand import NormalDemand
    >>> round(ideal_quantity(NormalDemand(50, 8), Costs(1.00, 0.30, salvage=0.12)), 8)
    56.60395593
    """
    return max(0.0, demand.quantile(costs.critical_ratio)) if costs.critical_ratio > 0 else 0.0


def best_quantity(demand: DemandDistribution, costs: Costs, terms: SupplyTerms) -> float:
    """Quantity of the least expected cost among those that can be ordered; of equals the smallest.

    Expected cost is convex in the quantity, so the best one is next to the ideal one (whole cases below and above, moved
    into minimum order and capacity), or nothing: a minimum order is taken only if it beats ordering nothing.

    Args:
        demand: What may be asked for, units.
        costs: Money a unit.
        terms: What can be ordered.

    The example of the newsvendor article of Wikipedia (price 7, cost 5, demand N(50, 20^2)), in whole units:

    >>> from ltoplan_widgets.supply.normal_demand import NormalDemand
    >>> best_quantity(NormalDemand(50, 20), Costs(7, 5), SupplyTerms())
    39.0
    """
    ideal = ideal_quantity(demand, costs)
    if ideal <= 0:
        return 0.0
    return min(terms.neighbours(ideal), key=lambda quantity: (expected_cost(demand, costs, quantity), quantity))


def expected_cost(demand: DemandDistribution, costs: Costs, quantity: float) -> float:
    """``g(Q) = Cu E[(D - Q)+] + Co E[(Q - D)+]``, in money.

    Snyder & Shen (2019), equation 4.24; examples 4.1 and 4.3 (h = 0.18, p = 0.70, demand N(50, 8^2)) and 4.7
    (h = 1, p = 4, demand Poisson with mean 6).

    >>> from ltoplan_widgets.supply.normal_demand import NormalDemand
    >>> from ltoplan_widgets.supply.poisson_demand import PoissonDemand
    >>> papers = Costs(1.00, 0.30, salvage=0.12)
    >>> round(expected_cost(NormalDemand(50, 8), papers, 60), 10)
    2.1561315529
    >>> round(expected_cost(NormalDemand(50, 8), papers, 56.60395592743389), 10)
    1.9976051932
    >>> round(expected_cost(PoissonDemand(6), Costs(5, 1), 8), 10)
    3.5701069458
    """
    lost = demand.expected_lost(quantity)
    return costs.underage * lost + costs.overage * (quantity - demand.mean + lost)


def expectation(demand: DemandDistribution, costs: Costs, quantity: float) -> Expectation:
    """Everything to expect of a quantity.

    Args:
        demand: What may be asked for, units.
        costs: Money a unit.
        quantity: Units ordered, at least 0.

    Example 4.2 of Snyder & Shen (2019), whose expected profit is 33.002:

    >>> from ltoplan_widgets.supply.normal_demand import NormalDemand
    >>> round(expectation(NormalDemand(50, 8), Costs(1.00, 0.30, salvage=0.12), 56.60395592743389).profit, 10)
    33.0023948068

    The example of the newsvendor article of Wikipedia (price 7, cost 5, demand N(50, 20^2)), 39 of them:

    >>> copies = expectation(NormalDemand(50, 20), Costs(7, 5), 39)
    >>> [round(units, 2) for units in (copies.sales, copies.lost_sales, copies.leftover, copies.profit)]
    [35.34, 14.66, 3.66, 52.41]
    """
    lost = demand.expected_lost(quantity)
    cost = expected_cost(demand, costs, quantity)
    return Expectation(
        sales=demand.mean - lost,
        leftover=quantity - demand.mean + lost,
        lost_sales=lost,
        cost=cost,
        profit=costs.margin * demand.mean - cost,
        service_level=demand.share_met(quantity),
        fill_rate=(demand.mean - lost) / demand.mean if demand.mean > 0 else 1.0,
    )
