"""What scatters around a launch follows from past launches, whatever their course."""

import numpy as np
import pytest

from ltoplan_widgets.demand.forecast.launch_scatter import herd, launch_scatter
from ltoplan_widgets.demand.forecast.sample_path import drawer
from ltoplan_widgets.demand.launch.past_launch import PastLaunch

PLACES, PERIODS, WEEKLY, AT_PLACE = 20, 6, 0.15, 0.1


def _past(number: int, generator: np.random.Generator) -> PastLaunch:
    """A launch that sold evenly, but for 15 % a week and 10 % a place."""
    units = 1000 * np.exp(WEEKLY * generator.standard_normal((PLACES, PERIODS)) + AT_PLACE * generator.standard_normal((PLACES, 1)))
    base = np.full(units.shape, 1000.0)
    return PastLaunch(
        event=f"e{number}",
        item="sweets",
        campaign=f"c{number}",
        rows=np.arange(PLACES),
        places=np.arange(PLACES),
        first=70 * number,
        last=70 * number + 41,
        units=units,
        base=base,
        counted=np.ones(units.shape, bool),
        whole=base.sum(axis=0),
        sold_out=0,
    )


def _spread_of_totals(course: np.ndarray) -> float:
    """Standard deviation of the log total of a place, mean over places, in drawn futures of a launch of this course."""
    generator = np.random.default_rng(0)
    past = [_past(number, generator) for number in range(40)]
    mean = np.tile(6000 * course / course.sum(), (PLACES, 1))
    scatter = launch_scatter(mean, past, [one.base for one in past])
    paths = np.concatenate(list(drawer(mean, scatter, seed=1)(2000)), axis=1)
    return float(np.log(paths.sum(axis=2)).std(axis=0).mean())


def test_a_launch_that_sells_in_one_week_averages_over_less_than_past_ones_that_sold_evenly():
    even, one_week = _spread_of_totals(np.ones(PERIODS)), _spread_of_totals(np.array([0.02, 0.02, 0.9, 0.02, 0.02, 0.02]))
    assert even == pytest.approx(np.hypot(AT_PLACE, WEEKLY / np.sqrt(PERIODS)), rel=0.1)
    assert one_week == pytest.approx(np.hypot(AT_PLACE, WEEKLY * 0.9), rel=0.1)


def test_the_herd_is_one_over_the_periods_that_sell_alike_and_one_where_all_is_sold_in_one():
    assert herd(np.array([[2.0, 2.0, 2.0, 2.0], [0.0, 5.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]])).tolist() == [0.25, 1.0, 0.25]
