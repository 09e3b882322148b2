"""Against statsforecast 2.1.1: CrostonClassic, CrostonSBA, SimpleExponentialSmoothing(alpha=.3), SeasonalNaive(7)."""

import numpy as np
import pytest

from ltoplan_widgets.demand.launch.series_base import croston, seasonal_naive, smoothed

SLOW = np.array([[0, 0, 3, 0, 1, 0, 0, 0, 2, 0, 4, 0, 0, 1, 0, 0, 5, 0, 0, 2]], dtype=float)
DAILY = np.array([[12, 15, 11, 18, 25, 30, 8, 13, 14, 12, 17, 27, 33, 9, 11, 16, 13, 19, 24, 31, 7]], dtype=float)


def test_croston_is_that_of_statsforecast():
    assert croston(SLOW, 2) == pytest.approx(np.full((1, 2), 0.95689038))
    assert croston(SLOW, 2, is_corrected=True) == pytest.approx(np.full((1, 2), 0.90904586))


def test_smoothing_is_that_of_statsforecast():
    assert smoothed(DAILY, 2, weight=0.3) == pytest.approx(np.full((1, 2), 17.77214058))


def test_the_last_week_is_that_of_statsforecast():
    assert np.array_equal(seasonal_naive(DAILY, 9, cycle=7), [[11, 16, 13, 19, 24, 31, 7, 11, 16]])


def test_series_do_not_touch_each_other():
    both = np.concatenate([SLOW[:, :20], DAILY[:, :20]])
    assert np.array_equal(croston(both, 3)[:1], croston(SLOW, 3))
    assert np.array_equal(smoothed(both, 3, weight=0.2)[1:], smoothed(DAILY[:, :20], 3, weight=0.2))


def test_what_is_unknown_leaves_the_level_and_what_never_sold_is_zero():
    gap = DAILY.copy()
    gap[0, 5] = np.nan
    assert smoothed(gap, 1, weight=0.3) == pytest.approx(smoothed(np.delete(DAILY, 5, axis=1), 1, weight=0.3))
    assert np.array_equal(croston(np.zeros((2, 9)), 2), np.zeros((2, 2)))
