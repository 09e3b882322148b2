import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, t

from ltoplan_widgets.demand.forecast.variance_doubt import tail


@given(st.integers(8, 500), st.floats(0.005, 0.995))
def test_quantiles_are_stretched_to_those_of_student_s_t(freedom, level):
    normal = np.array([norm.ppf(level)])
    assert (normal * tail(normal, freedom))[0] == pytest.approx(t.ppf(level, freedom), rel=0.01, abs=1e-6)


def test_order_is_kept_far_out_and_many_launches_leave_the_normal():
    far = np.linspace(-8, 8, 400)
    assert (np.diff(far * tail(far, 10)) > 0).all()
    assert tail(far, 100_000) == pytest.approx(np.ones(400), abs=1e-4)
