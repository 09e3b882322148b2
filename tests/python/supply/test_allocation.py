import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.allocation import allocate
from tests.python.supply.forecasts import uncertain


@st.composite
def chains(draw):
    places = draw(st.integers(1, 12))
    rng = np.random.default_rng(draw(st.integers(0, 2**31)))
    return rng.gamma(2, rng.uniform(1, 60, places), (60, places))


packs = st.sampled_from([1.0, 6.0, 12.0, 2.5])


@given(chains(), st.floats(0, 3000), packs)
def test_an_allocation_and_its_reserve_make_up_the_supply(paths, supply, pack):
    plan = allocate(supply, paths, case_pack=pack)
    assert plan.quantities.sum() + plan.reserve == pytest.approx(supply)
    assert 0 <= plan.reserve < pack * (1 + 1e-9)


@given(chains(), st.floats(0, 3000), packs)
def test_every_place_gets_whole_cases(paths, supply, pack):
    cases = allocate(supply, paths, case_pack=pack).quantities / pack
    assert cases == pytest.approx(np.round(cases))


@given(chains(), st.floats(0, 2000), packs)
def test_no_case_would_sell_more_elsewhere(paths, supply, pack):
    plan = allocate(supply, paths, case_pack=pack)

    def sold(quantities):
        return np.minimum(paths, quantities).mean(axis=0)

    next_ones, last_ones = sold(plan.quantities + pack) - sold(plan.quantities), sold(plan.quantities) - sold(plan.quantities - pack)
    held = plan.quantities >= pack
    if held.any():
        assert next_ones.max() <= last_ones[held].min() + 1e-9


@given(chains(), st.floats(0, 1000), st.floats(1, 500))
def test_a_larger_supply_sells_at_least_as_much(paths, supply, more):
    assert allocate(supply + more, paths).expected_sales.sum() >= allocate(supply, paths).expected_sales.sum() - 1e-9


@given(chains(), st.integers(0, 1000), st.floats(0.5, 20))
def test_scaling_units_scales_the_allocation(paths, supply, factor):
    plain, scaled = allocate(supply, paths, case_pack=1.0), allocate(supply * factor, paths * factor, case_pack=factor)
    assert scaled.quantities == pytest.approx(plain.quantities * factor)


def test_places_share_the_risk_of_running_out():
    plan = allocate(4000, uncertain(places=40).paths().sum(axis=2))
    assert plan.stock_out_risks.max() - plan.stock_out_risks.min() < 0.02


def test_a_forecast_is_shared_out_by_its_places():
    forecast = uncertain(places=3)
    plan = allocate(1200, forecast, case_pack=12)
    assert plan.locations == forecast.locations
    assert "1,200 of 1,200 units to 3 places" in repr(plan)
    assert plan.first_to_run_out in plan.locations


def test_more_than_anybody_could_sell_is_shared_by_size():
    plan = allocate(1000, np.array([[10.0, 30.0], [12.0, 36.0]]))
    assert plan.quantities.sum() == 1000
    assert plan.quantities[1] > 2 * plan.quantities[0]


def test_a_case_above_what_a_place_sells_is_told():
    plan = allocate(24, np.array([[5.0, 40.0], [6.0, 44.0]]), case_pack=12)
    (told,) = plan.findings
    assert (told.code, told.column) == ("pack-above-place-demand", "case_pack")
    assert "1 of 2 places are expected to sell" in told.message
    assert allocate(24, np.array([[50.0, 40.0]]), case_pack=12).findings == ()


def test_minimums_come_first():
    plan = allocate(100, np.array([[100.0, 1.0], [120.0, 1.0]]), case_pack=10, minimums=[0, 15])
    assert plan.quantities.tolist() == [80, 20]


@pytest.mark.parametrize(
    ("supply", "demand", "options", "named"),
    [
        (-1, [[1.0]], {}, "supply"),
        (1, [1.0], {}, "demand"),
        (1, [[np.nan]], {}, "demand"),
        (1, [[1.0]], {"locations": ["a", "b"]}, "locations"),
        (1, [[1.0]], {"case_pack": 0}, "case_pack"),
        (5, [[1.0, 1.0]], {"minimums": 3}, "minimums"),
        (5, [[1.0]], {"minimums": -1}, "minimums"),
    ],
)
def test_what_cannot_be_is_named(supply, demand, options, named):
    with pytest.raises(InputError) as caught:
        allocate(supply, demand, **options)
    assert caught.value.findings[0].column == named
