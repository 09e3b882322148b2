"""How far past launches were off says how wide bands are."""

import numpy as np
import pytest

from ltoplan_widgets.demand.forecast.variance_doubt import widening
from ltoplan_widgets.demand.methods.uplift.launch_surprise import stretch_and_peak


def test_bands_stay_where_surprises_lie_as_they_should():
    stretch, peak = stretch_and_peak(np.random.default_rng(0).standard_normal(2000))
    assert (stretch, peak) == pytest.approx((1.0, 1.0), abs=0.05)


@pytest.mark.parametrize("factor", [0.7, 1.6])
def test_bands_follow_surprises_that_are_nearer_or_further_the_more_of_them_there_are(factor):
    surprise = factor * np.random.default_rng(1).standard_normal(2000)
    many, few = (stretch_and_peak(surprise[::step])[0] for step in (1, 200))
    assert many == pytest.approx(factor, rel=0.1)
    assert abs(np.log(few)) < abs(np.log(many))


@pytest.mark.parametrize("count", [6, 17, 40])
def test_few_surprises_that_lie_as_they_should_neither_narrow_nor_widen_bands_on_average(count):
    drawn = np.random.default_rng(2).standard_normal((4000, count))
    assert np.mean([np.log(stretch_and_peak(one)[0]) for one in drawn]) == pytest.approx(0.0, abs=0.01)


def test_no_past_launch_stretches_nothing():
    assert stretch_and_peak(np.zeros(0)) == (1.0, 1.0)


def test_a_sum_of_two_variances_is_better_known_than_each_of_them():
    one = widening(np.array([0.02]), np.array([2.0]))
    both = widening(np.array([0.02, 0.02]), np.array([2.0, 2.0]))
    assert one == pytest.approx(1 + 2 / 3)
    assert both == pytest.approx(1 + 2 / 5)


def test_variances_learned_from_many_do_not_widen_and_from_none_widen_no_more_than_threefold():
    assert widening(np.array([0.02]), np.array([1e6])) == pytest.approx(1.0, abs=1e-5)
    assert widening(np.array([0.0]), np.array([0.0])) <= 3
