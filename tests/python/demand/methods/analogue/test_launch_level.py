import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ltoplan_widgets.demand.methods.analogue.launch_level import (
    _FLOOR,
    _PRIOR_LAUNCHES,
    _PRIOR_VARIANCE,
    PastLevels,
    _log_likelihood,
    _Precision,
    launch_level,
)


def levels(count: int, items: int, seed: int, *, item_sd=0.3, event_sd=0.05) -> PastLevels:
    random = np.random.default_rng(seed)
    item = random.integers(0, items, count)
    item[:items] = np.arange(items)
    effect = random.normal(0, item_sd, items)
    x = random.normal(0, 1, (count, 1))
    return PastLevels(
        level=0.2 + effect[item] + 0.1 * x[:, 0] + random.normal(0, event_sd, count), variance=np.full(count, 1e-4), item=item, covariates=x
    )


@given(st.integers(3, 40), st.integers(1, 6), st.floats(0, 2), st.integers(0, 99))
def test_the_precision_is_the_inverse_of_the_covariance(count, items, item_variance, seed):
    random = np.random.default_rng(seed)
    item = random.integers(0, items, count)
    variance, design, prior = random.uniform(0.1, 2, count), random.normal(0, 1, (count, 2)), np.array([10.0, 0.5])
    covariance = np.diag(variance) + item_variance * (item[:, None] == item) + design * prior @ design.T
    known = _Precision.of(variance, item, item_variance, design, prior)
    assert np.allclose(known.times(np.arange(count, dtype=float)), np.linalg.solve(covariance, np.arange(count)), atol=1e-8)
    assert np.allclose(known.diagonal(), np.diag(np.linalg.inv(covariance)), atol=1e-8)


@given(st.integers(3, 40), st.integers(1, 6), st.integers(0, 99))
def test_the_likelihood_is_that_of_the_covariance(count, items, seed):
    random = np.random.default_rng(seed)
    item, apart = random.integers(0, items, count), random.normal(0, 1, count)
    doubt, design, prior = random.uniform(0.1, 2, count), random.normal(0, 1, (count, 2)), np.array([10.0, 0.5])
    of_items, of_events = np.array([0.0, 0.4]), np.array([0.1, 1.0, 3.0])
    found = _log_likelihood(np.column_stack([design, apart]), doubt, item, prior, of_items, of_events)
    for (one, other), value in np.ndenumerate(found):
        variance = doubt + of_events[other] + _FLOOR
        covariance = np.diag(variance) + of_items[one] * (item[:, None] == item) + design * prior @ design.T
        normal = apart @ np.linalg.solve(covariance, apart) + np.linalg.slogdet(covariance)[1]
        belief = _PRIOR_LAUNCHES * (np.log(of_events[other]) + _PRIOR_VARIANCE / of_events[other])
        assert value == pytest.approx(-0.5 * (normal + belief))


@settings(max_examples=25)
@given(st.floats(-3, 3), st.integers(0, 20))
def test_a_shift_of_all_levels_shifts_the_forecast(shift, seed):
    past = levels(30, 3, seed)
    moved = PastLevels(level=past.level + shift, variance=past.variance, item=past.item, covariates=past.covariates)
    of = [launch_level(one, item=0, covariates=np.zeros(1)) for one in (past, moved)]
    assert of[1].log_ratio == pytest.approx(of[0].log_ratio + shift, abs=1e-3)
    assert of[1].variance == pytest.approx(of[0].variance, rel=1e-3, abs=1e-6)


def test_launches_of_the_item_itself_weigh_more():
    past = levels(40, 4, 3)
    weights = launch_level(past, item=2, covariates=np.zeros(1)).weights
    assert weights.sum() == pytest.approx(1, abs=0.05)
    assert weights[past.item == 2].sum() > 0.8


def test_a_new_item_is_less_certain_than_a_known_one():
    past = levels(40, 8, 4)
    known, new = (launch_level(past, item=item, covariates=np.zeros(1)) for item in (1, -1))
    assert new.variance > 3 * known.variance


def test_variances_are_found_again():
    found = launch_level(levels(200, 10, 5, event_sd=0.1), item=0, covariates=np.ones(1))
    assert np.sqrt(found.event_variance) == pytest.approx(0.1, rel=0.2)


def test_one_past_launch_is_enough_for_a_cautious_number():
    past = PastLevels(level=np.array([0.3]), variance=np.array([0.001]), item=np.array([0]), covariates=np.zeros((1, 0)))
    found = launch_level(past, item=-1, covariates=np.zeros(0))
    assert found.log_ratio == pytest.approx(0.3, abs=0.01)
    assert found.event_variance + found.variance > 0.01
