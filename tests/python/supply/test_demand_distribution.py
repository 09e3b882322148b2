"""Laws that every distribution of demand obeys, whichever it is."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.normal_demand import NormalDemand
from ltoplan_widgets.supply.poisson_demand import PoissonDemand
from ltoplan_widgets.supply.sample_demand import SampleDemand
from tests.python.supply.demands import demands, numbers, sample_demands


@given(demands, numbers(0.001, 0.999))
def test_the_quantile_is_met_with_at_least_its_share(demand, share):
    assert demand.share_met(demand.quantile(share) * (1 + 1e-12) + 1e-9) >= share - 1e-9


@given(demands, numbers(0, 2e6), numbers(0, 2e6))
def test_more_units_leave_less_demand_unmet_but_never_by_more_than_the_units(demand, one, other):
    low, high = sorted((one, other))
    lost_low, lost_high = demand.expected_lost(low), demand.expected_lost(high)
    tolerance = 1e-9 * (1 + demand.mean + high)
    assert lost_high <= lost_low + tolerance
    assert lost_low - lost_high <= high - low + tolerance


@given(demands, numbers(0, 1e6), numbers(0, 1e6), numbers(0, 1))
def test_the_loss_is_convex(demand, one, other, weight):
    between = demand.expected_lost(weight * one + (1 - weight) * other)
    assert between <= weight * demand.expected_lost(one) + (1 - weight) * demand.expected_lost(other) + 1e-8 * (
        1 + demand.mean + one + other
    )


@given(sample_demands)
def test_a_sample_orders_nothing_and_loses_its_mean(demand):
    assert demand.expected_lost(0) == pytest.approx(demand.mean, abs=1e-6)


def test_normal_loss_agrees_with_numerical_integration():
    demand = NormalDemand(100, 30)
    grid = np.linspace(-300, 500, 400_001)
    density = np.exp(-0.5 * ((grid - 100) / 30) ** 2) / (30 * math.sqrt(2 * math.pi))
    for quantity in (0, 60, 100, 150, 220):
        loss = float(np.sum(np.maximum(grid - quantity, 0) * density) * (grid[1] - grid[0]))
        assert demand.expected_lost(quantity) == pytest.approx(loss, abs=1e-6)


def test_poisson_agrees_with_its_sum():
    demand = PoissonDemand(3.7)
    shares = [math.exp(-3.7) * 3.7**k / math.factorial(k) for k in range(80)]
    for quantity in (0, 1, 2.5, 4, 9.25):
        loss = sum(share * max(0.0, k - quantity) for k, share in enumerate(shares))
        assert demand.expected_lost(quantity) == pytest.approx(loss, abs=1e-12)
        assert demand.share_met(quantity) == pytest.approx(sum(shares[: math.floor(quantity) + 1]))


@given(numbers(0.01, 1000), numbers(0, 0.999999))
def test_poisson_quantile_is_the_smallest_that_meets_the_share(mean, share):
    demand = PoissonDemand(mean)
    quantile = demand.quantile(share)
    assert quantile == int(quantile)
    assert demand.share_met(quantile) >= share
    assert quantile == 0 or demand.share_met(quantile - 1) < share


def test_poisson_has_the_book_s_other_figure():
    # Snyder & Shen (2019), example 4.1 with Poisson demand: S = 56 at h = 0.18, p = 0.70, mean 50.
    assert PoissonDemand(50).quantile(0.70 / 0.88) == 56


@given(st.lists(numbers(0, 1e6), min_size=1, max_size=30), st.integers(1, 60))
def test_sample_quantile_is_the_outcome_at_the_ceiling(outcomes, step):
    share = step / 60
    wanted = sorted(outcomes)[max(0, -(-step * len(outcomes) // 60) - 1)]
    assert SampleDemand(outcomes).quantile(share) == wanted


@given(sample_demands)
def test_a_sample_is_as_numpy_says(demand):
    assert demand.mean == pytest.approx(float(demand.outcomes.mean()))
    assert demand.std_dev == pytest.approx(float(demand.outcomes.std()))
    quantity = float(np.median(demand.outcomes))
    assert demand.expected_lost(quantity) == pytest.approx(float(np.maximum(demand.outcomes - quantity, 0).mean()), abs=1e-6)


def test_known_demand_has_no_spread():
    demand = NormalDemand(40, 0)
    assert demand.quantile(0.99) == 40
    assert demand.expected_lost(30) == 10
    assert demand.expected_lost(50) == 0
    assert (demand.share_met(39.9), demand.share_met(40)) == (0.0, 1.0)


def test_midpoints_keep_mean_and_order():
    sample = SampleDemand(np.random.default_rng(0).gamma(4, 100, 5000))
    points = sample.midpoints(400)
    assert len(points) == 400
    assert np.all(np.diff(points) >= 0)
    assert float(points.mean()) == pytest.approx(sample.mean, rel=2e-3)
    assert SampleDemand([3, 1, 2]).midpoints(400).tolist() == [1, 2, 3]


@pytest.mark.parametrize("outcomes", [[], [1, -1], [1, math.nan], [math.inf], ["many"], None, object()])
def test_a_bad_sample_is_refused(outcomes):
    with pytest.raises(InputError) as caught:
        SampleDemand(outcomes)
    assert caught.value.findings[0].column == "outcomes"


@pytest.mark.parametrize(
    ("make", "name"), [(lambda: NormalDemand(-1, 1), "mean"), (lambda: NormalDemand(1, -1), "std_dev"), (lambda: PoissonDemand(0), "mean")]
)
def test_bad_parameters_are_refused(make, name):
    with pytest.raises(InputError) as caught:
        make()
    assert caught.value.findings[0].column == name
