import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.demand.forecast.seen_sales import SeenSales

NAN = np.nan


def test_sums_are_of_the_periods_that_are_known():
    seen = SeenSales.of(
        np.array([[1.0, 2.0, NAN, 4.0, 99.0], [NAN, NAN, NAN, NAN, 5.0], [1.0, NAN, NAN, NAN, 5.0]]), np.full((3, 5), 10.0), 4
    )
    assert seen.sold[[0, 2]] == pytest.approx([7, 1])
    assert np.isnan(seen.sold[1])
    assert seen.expected == pytest.approx([30, 0, 10])
    assert seen.late_sold == pytest.approx([4, 0, 0])
    assert seen.late_expected == pytest.approx([10, 0, 0])
    assert seen.usable.tolist() == [True, False, True]


@given(st.floats(0.2, 5), st.integers(1, 6))
def test_what_is_off_alike_in_all_periods_does_not_drift(ratio, periods):
    expected = np.linspace(1000, 5000, 18).reshape(3, 6)
    assert SeenSales.of(ratio * expected, expected, periods).drift(np.array([0, 0, 1]), 2) == pytest.approx([0, 0], abs=1e-3)


def test_the_first_period_alone_has_no_drift():
    sold = np.array([[500.0, 10.0]])
    assert SeenSales.of(sold, np.full((1, 2), 100.0), 1).drift(np.zeros(1, np.int64), 1) == pytest.approx([0])


def test_a_launch_drifts_by_what_its_later_half_is_further_off():
    sold, expected = np.array([[1e6, 1e6, 2e6, 2e6], [NAN, NAN, NAN, NAN]]), np.full((2, 4), 1e6)
    drift = SeenSales.of(sold, expected, 4).drift(np.arange(2), 2)
    assert drift == pytest.approx([np.log(2 / 1.5), 0.0], abs=1e-4)


def test_where_nothing_of_the_later_half_is_known_nothing_drifts():
    sold = np.array([[900.0, 900.0, NAN, NAN]])
    assert SeenSales.of(sold, np.full((1, 4), 100.0), 4).drift(np.zeros(1, np.int64), 1) == pytest.approx([0])


def test_launches_joined_are_the_launches():
    one, two = (SeenSales.steady(np.array([value]), np.array([10.0])) for value in (5.0, 7.0))
    both = SeenSales.joined([one, two])
    assert both.sold.tolist() == [5.0, 7.0]
    assert both.only(np.array([False, True])).sold.tolist() == [7.0]
