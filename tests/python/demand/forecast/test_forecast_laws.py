"""Laws that hold for every forecast, whatever the numbers."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ltoplan_widgets.demand.prospect.campaign_forecast import forecast
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from tests.python import chain

ROLES = {"item": "item", "location": "location", "date": "date", "units": "units"}
METHODS = ("auto", "eb_uplift", "recurring_season", "analogue_ratio", "last_year")
quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def made():
    return chain.history(), chain.library()


def planned(day, days):
    start = np.datetime64("2026-07-06") + day
    return Campaign(item="latte", start=str(start), end=str(start + days - 1))


@quick
@given(day=st.integers(0, 120), days=st.integers(1, 40), method=st.sampled_from(METHODS))
def test_quantiles_never_cross(made, day, days, method):
    found = forecast(planned(day, days), *made, method=method, origin="2026-07-05")
    levels = [0.01, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.99]
    for part in (found, found.by_location(), found.by_period(None), found.total()):
        assert (np.diff(part.quantile(levels), axis=0) >= 0).all()


@quick
@given(day=st.integers(0, 120), days=st.integers(1, 40), method=st.sampled_from(METHODS))
def test_totals_are_the_sums_of_paths(made, day, days, method):
    found = forecast(planned(day, days), *made, method=method, origin="2026-07-05")
    paths = found.paths().astype(np.float64)
    assert found.total().paths() == pytest.approx(paths.sum(axis=(1, 2)), rel=1e-5)
    assert found.by_location().paths() == pytest.approx(paths.sum(axis=2), rel=1e-5)
    assert found.by_period(None).paths() == pytest.approx(paths.sum(axis=1), rel=1e-5)
    assert float(found.total().mean()) == pytest.approx(float(found.mean().sum()))


@quick
@given(factor=st.sampled_from([3.0, 10.0, 100.0]), method=st.sampled_from(METHODS))
def test_so_many_times_the_units_are_so_many_times_the_forecast(made, factor, method):
    table = chain.sales()
    scaled = SalesHistory.from_frame(table.assign(units=table.units * factor), **ROLES)
    one, other = (forecast(planned(0, 28), history, made[1], method=method, origin="2026-07-05") for history in (made[0], scaled))
    assert float(other.total().mean()) == pytest.approx(factor * float(one.total().mean()), rel=0.03)


@quick
@given(seed=st.integers(0, 10_000))
def test_the_mean_does_not_depend_on_the_paths(made, seed):
    one, other = (forecast(planned(0, 14), *made, origin="2026-07-05", seed=number) for number in (0, seed))
    assert np.array_equal(one.mean(), other.mean())
    assert float(other.total().paths().mean()) == pytest.approx(float(one.total().mean()), rel=0.02)
