"""Demand distributions, costs and terms that hypothesis draws for the supply tests."""

from hypothesis import strategies as st

from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.normal_demand import NormalDemand
from ltoplan_widgets.supply.poisson_demand import PoissonDemand
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.supply_terms import SupplyTerms


def numbers(low: float, high: float):
    return st.floats(low, high, allow_nan=False, allow_subnormal=False)


normal_demands = st.builds(NormalDemand, numbers(1, 1e6), numbers(0, 3e5))
sample_demands = st.builds(SampleDemand, st.lists(numbers(0, 1e6), min_size=1, max_size=40))
poisson_demands = st.builds(PoissonDemand, numbers(0.1, 500))
demands = st.one_of(normal_demands, sample_demands, poisson_demands)


@st.composite
def all_costs(draw):
    unit_cost = draw(numbers(0.1, 100))
    salvage = draw(numbers(0, 0.95)) * unit_cost
    return Costs(draw(numbers(0, 200)), unit_cost, goodwill=draw(numbers(0, 50)), salvage=salvage, disposal=draw(numbers(0, 10)))


@st.composite
def all_terms(draw):
    minimum = draw(st.one_of(st.just(0.0), numbers(0, 2e5)))
    capacity = draw(st.one_of(st.none(), numbers(0, 1e6).map(lambda more: minimum + more)))
    return SupplyTerms(case_pack=draw(st.one_of(st.just(1.0), st.integers(1, 500).map(float))), minimum_order=minimum, capacity=capacity)
