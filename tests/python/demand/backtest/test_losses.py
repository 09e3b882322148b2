import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hn

from ltoplan_widgets.demand.backtest.losses import absolute_error, excess, is_within, quantile_loss

PAIRS = hn.arrays(np.float64, st.tuples(st.just(2), st.integers(1, 20)), elements=st.floats(1, 1e4))
LEVELS = st.floats(0.01, 0.99)


@given(PAIRS, LEVELS)
def test_a_perfect_forecast_costs_nothing(pair, level):
    sold = pair[0]
    for losses in (absolute_error(sold, sold), excess(sold, sold), quantile_loss(sold, sold, level=level)):
        assert not losses.any()
    assert is_within(sold, (sold, sold)).all()


@given(PAIRS, LEVELS, st.floats(0.5, 10))
def test_losses_are_in_units(pair, level, scale):
    assert absolute_error(*pair * scale) == pytest.approx(scale * absolute_error(*pair))
    assert quantile_loss(*pair * scale, level=level) == pytest.approx(scale * quantile_loss(*pair, level=level))


@given(PAIRS, LEVELS)
def test_a_unit_too_few_costs_the_level_and_one_too_many_the_rest(pair, level):
    short, over = np.maximum(-excess(*pair), 0), np.maximum(excess(*pair), 0)
    assert quantile_loss(*pair, level=level) == pytest.approx(level * short + (1 - level) * over)
    assert absolute_error(*pair) == pytest.approx(short + over)


def test_the_true_quantile_costs_least():
    demand = np.random.default_rng(0).normal(100, 20, 4001)
    costs = {q: quantile_loss(demand, np.quantile(demand, q), level=0.9).sum() for q in (0.5, 0.8, 0.9, 0.97)}
    assert min(costs, key=costs.__getitem__) == 0.9


def test_levels_on_an_axis_of_their_own_broadcast():
    losses = quantile_loss([100.0, 50.0], [[90.0, 50.0], [110.0, 50.0]], level=[[0.1], [0.9]])
    assert losses == pytest.approx(np.array([[1.0, 0.0], [1.0, 0.0]]))
