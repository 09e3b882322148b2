"""Textbook baselines against statsforecast itself, in the environment that has it."""

import numpy as np
import pytest
from statsforecast.models import CrostonClassic, CrostonSBA, SeasonalNaive, SimpleExponentialSmoothing

from ltoplan_widgets.demand.launch.series_base import croston, seasonal_naive, smoothed

RNG = np.random.default_rng(5)
LUMPY = RNG.poisson(3.0, (25, 80)) * (RNG.random((25, 80)) < 0.3).astype(float)
STEADY = RNG.gamma(4.0, 10.0, (25, 80))
BASELINES = {
    "Croston": (lambda units: croston(units, 3), CrostonClassic(), LUMPY),
    "SBA": (lambda units: croston(units, 3, is_corrected=True), CrostonSBA(), LUMPY),
    "smoothing": (lambda units: smoothed(units, 3, weight=0.3), SimpleExponentialSmoothing(alpha=0.3), STEADY),
    "last week": (lambda units: seasonal_naive(units, 10, cycle=7), SeasonalNaive(7), STEADY),
}


@pytest.mark.parametrize("name", BASELINES)
def test_a_baseline_is_that_of_statsforecast(name):
    own, model, units = BASELINES[name]
    found = own(units)
    expected = np.stack([model.forecast(one, h=found.shape[1])["mean"] for one in units])
    np.testing.assert_allclose(found, expected, rtol=1e-5)
