import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hn

from ltoplan_widgets.demand.backtest.losses import bias, coverage, quantile_loss, wape, weighted_quantile_loss
from ltoplan_widgets.plan.errors import InputError

PAIRS = hn.arrays(np.float64, st.tuples(st.just(2), st.integers(1, 20)), elements=st.floats(1, 1e4))


@given(PAIRS)
def test_a_perfect_forecast_costs_nothing(pair):
    assert (wape(pair[0], pair[0]), bias(pair[0], pair[0])) == (0, 0)
    assert quantile_loss(pair[0], pair[0], level=0.9) == 0
    assert coverage(pair[0], [pair[0], pair[0]]) == 1


@given(PAIRS, st.floats(0.5, 10))
def test_losses_do_not_depend_on_the_unit(pair, scale):
    assert wape(pair[0] * scale, pair[1] * scale) == pytest.approx(wape(*pair))
    assert quantile_loss(pair[0] * scale, pair[1] * scale, level=0.8) == pytest.approx(quantile_loss(*pair, level=0.8))


@given(PAIRS)
def test_at_the_median_the_quantile_loss_is_the_wape_and_bias_is_no_more(pair):
    assert quantile_loss(*pair, level=0.5) == pytest.approx(wape(*pair))
    assert weighted_quantile_loss(pair[0], [pair[1], pair[1]], levels=[0.5, 0.5]) == pytest.approx(wape(*pair))
    assert abs(bias(*pair)) <= wape(*pair) + 1e-12


def test_the_true_quantile_costs_least():
    demand = np.random.default_rng(0).normal(100, 20, 4001)
    costs = {q: quantile_loss(demand, np.full(4001, np.quantile(demand, q)), level=0.9) for q in (0.5, 0.8, 0.9, 0.97)}
    assert min(costs, key=costs.__getitem__) == 0.9


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: wape([1.0, 2.0], [1.0]), "shape"),
        (lambda: wape([1.0, np.nan], [1.0, 2.0]), "finite"),
        (lambda: wape([0.0], [1.0]), "nothing was sold"),
        (lambda: quantile_loss([1.0], [1.0], level=1.0), "between 0 and 1"),
        (lambda: coverage([1.0], [[1.0]]), "lower and an upper"),
        (lambda: weighted_quantile_loss([1.0], [[1.0]], levels=[0.1, 0.9]), "levels"),
    ],
)
def test_what_cannot_be_scored_is_refused(call, says):
    with pytest.raises(InputError, match=says):
        call()
