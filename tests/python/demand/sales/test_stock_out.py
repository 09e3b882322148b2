"""Demand behind empty shelves, against the truth of generated chains."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltoplan_widgets.demand.sales.stock_out import demand_behind


def launch(seed=0, *, places=20, periods=28, supply=None, usual=40.0):
    """Demand of a launch, and what is sold where each place gets `supply` times its expected demand, once."""
    random = np.random.default_rng(seed)
    base = usual * np.exp(random.normal(0, 0.3, (places, 1))) * np.ones(periods)
    answer = random.normal(0.5, 0.2, (places, 1)) + random.normal(0, 0.1, periods)
    wanted = random.poisson(base * np.exp(answer + random.normal(0, 0.15, base.shape))).astype(float)
    if supply is None:
        return base, wanted, wanted, np.zeros(wanted.shape, bool)
    left = supply * (base * np.exp(0.5)).sum(axis=1, keepdims=True) - np.cumsum(wanted, axis=1) + wanted
    sold = np.clip(np.minimum(wanted, np.floor(left)), 0, None)
    return base, wanted, sold, sold < wanted


def test_sales_without_a_stock_out_stay_as_they_are():
    base, wanted, sold, out = launch()
    found = demand_behind(sold, base, out)
    assert (found.treatment, found.share) == ("complete", 0.0)
    assert np.array_equal(found.units, wanted)


def test_rare_stock_outs_are_left_out():
    base, _, sold, _ = launch()
    out = np.zeros(sold.shape, bool)
    out[0, :5] = True
    found = demand_behind(sold, base, out)
    assert (found.treatment, int((~found.counted).sum())) == ("dropped", 5)


@pytest.mark.parametrize("supply", [0.6, 0.8, 0.95])
def test_censoring_is_corrected_where_stock_outs_are_common(supply):
    errors, naive, left_out = [], [], []
    for seed in range(12):
        base, wanted, sold, out = launch(seed, supply=supply)
        found = demand_behind(sold, base, out)
        assert found.treatment == "imputed"
        errors.append(found.units.sum() / wanted.sum() - 1)
        naive.append(sold.sum() / wanted.sum() - 1)
        rate = sold[~out].sum() / base[~out].sum()
        left_out.append(rate * base.sum() / wanted.sum() - 1)
    assert abs(np.mean(errors)) < 0.03
    assert abs(np.mean(errors)) < 0.4 * abs(np.mean(naive))
    assert abs(np.mean(errors)) < abs(np.mean(left_out)) + 0.01


def test_a_day_capped_by_its_shelf_is_raised_and_not_more_than_that():
    """Each day has its own limit, so that the days that sell out are those on which most was wanted."""
    corrected, naive = [], []
    for seed in range(12):
        base, wanted, _, _ = launch(seed, places=30)
        limit = np.round(base * np.exp(0.55))
        sold = np.minimum(wanted, limit)
        found = demand_behind(sold, base, wanted > limit)
        corrected.append(found.units.sum() / wanted.sum() - 1)
        naive.append(sold.sum() / wanted.sum() - 1)
    assert np.mean(naive) < -0.05
    assert abs(np.mean(corrected)) < 0.015


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 1.2))
def test_what_was_wanted_is_never_below_what_was_sold(seed, supply):
    base, _, sold, out = launch(seed, places=6, periods=10, supply=supply)
    found = demand_behind(sold, base, out)
    assert np.all(found.units >= sold)
    assert np.all(np.isfinite(found.units))
    assert np.array_equal(found.units[~out], sold[~out])


@settings(max_examples=20, deadline=None)
@given(st.floats(1.0, 1000.0))
def test_the_scale_of_units_does_not_matter_where_they_are_many(scale):
    base, _, sold, out = launch(3, supply=0.7, usual=4000.0)
    one, other = demand_behind(sold, base, out), demand_behind(sold * scale, base * scale, out)
    assert np.allclose(other.units, one.units * scale, rtol=2e-3)


def test_a_launch_of_which_nearly_nothing_was_in_stock_is_not_made_up():
    base, _, sold, _ = launch(places=1, periods=4)
    out = np.array([[False, True, True, True]])
    found = demand_behind(sold, base, out)
    assert found.treatment == "dropped"
    assert int(found.counted.sum()) == 1


def test_places_without_a_base_do_not_count():
    base, _, sold, out = launch(supply=0.7)
    base[0] = np.nan
    found = demand_behind(sold, base, out)
    assert not found.counted[0].any()
    assert np.array_equal(found.units[0], sold[0])
