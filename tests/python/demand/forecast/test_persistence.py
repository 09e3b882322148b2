import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.demand.forecast.learned_persistence import Implied, learned
from ltoplan_widgets.demand.forecast.past_read import PastRead
from ltoplan_widgets.demand.forecast.persistence import Persistence, factors, surprised
from ltoplan_widgets.demand.forecast.seen_sales import SeenSales
from ltoplan_widgets.demand.forecast.updated_total import read_factors, updated_totals
from ltoplan_widgets.demand.launch.noise import Noise

IMPLIED = Implied(seen=0.09, rest=0.09, both=0.06)


def launches(count, *, lasting, week, place=0.1, noise=0.15, places=12, seed=0):
    """Past launches whose surprises last with a known variance."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        event = rng.normal(0, lasting)
        own = rng.normal(0, place, places)
        seen, rest = (
            100 * size * np.exp(event + rng.normal(0, week / np.sqrt(size)) + own + rng.normal(0, noise / np.sqrt(size), places))
            for size in (1, 3)
        )
        found.append(PastRead(seen=SeenSales.steady(seen, np.full(places, 100.0)), rest=rest, rest_expected=np.full(places, 300.0)))
    return found


def persistence(**changed):
    of = {
        "slope": 0.5,
        "spread": 0.01,
        "place": 0.02,
        "seen_noise": Noise(ratio=0.02, count=1.0),
        "rest_noise": Noise(),
        "launches": 12,
    }
    return Persistence(**{**of, **changed})


def test_slope_and_places_are_recovered():
    found = learned(launches(300, lasting=0.3, week=0.2), IMPLIED)
    assert found.slope == pytest.approx(0.09 / (0.09 + 0.04), abs=0.07)
    assert found.place == pytest.approx(0.01, abs=0.004)
    assert found.seen_noise.ratio == pytest.approx(0.15**2, rel=0.3)
    left = 0.09 - 0.09**2 / (0.09 + 0.04) + 0.04 / 3
    assert found.spread == pytest.approx(left, rel=0.3)


def test_what_does_not_last_changes_nothing():
    found = learned(launches(200, lasting=0.02, week=0.4, place=0.0), IMPLIED)
    assert found.slope < 0.1
    assert float(found.at_places(np.array([100.0]))[0]) < 0.15


def test_an_update_does_not_make_the_rest_worse():
    past, future = launches(60, lasting=0.15, week=0.45, seed=1), launches(300, lasting=0.15, week=0.45, seed=2)
    found = learned(past, IMPLIED)
    updated, plain = 0.0, 0.0
    for one in future:
        factor = factors(one.seen, np.zeros(12, np.int64), found, launches=1)
        updated += np.abs(one.rest - one.rest_expected * factor).sum()
        plain += np.abs(one.rest - one.rest_expected).sum()
    assert updated < 1.01 * plain


def test_few_launches_take_half_leaned_on_what_the_paths_imply():
    for implied, slope in ((Implied(seen=0.1, rest=0.1, both=0.1), 0.75), (Implied(seen=0.1, rest=0.1, both=0.0), 0.25)):
        assert learned(launches(9, lasting=0.0, week=0.4), implied).slope == pytest.approx(slope)
        assert learned([], implied).slope == pytest.approx(slope)


def test_places_are_learned_from_paths_where_no_launch_tells():
    drawn = launches(40, lasting=0.2, week=0.1, place=0.3)
    assert learned([], IMPLIED, drawn=drawn).place == pytest.approx(0.09, abs=0.03)
    assert learned([], IMPLIED).place == 0


def test_a_launch_is_moved_by_its_slope_and_a_place_by_its_own():
    expected = np.full(4, 100.0)
    all_up = factors(SeenSales.steady(1.2 * expected, expected), np.zeros(4, np.int64), persistence(), launches=1)
    assert np.allclose(all_up, 1.2**0.5, rtol=0.01)
    one_up = factors(SeenSales.steady(np.array([200.0, 100, 100, 100]), expected), np.zeros(4, np.int64), persistence(), launches=1)
    assert one_up[0] > one_up[1]
    assert np.allclose(one_up[1:], one_up[1])


def test_what_nobody_knows_is_moved_with_the_others():
    expected = np.full(3, 100.0)
    found = factors(SeenSales.steady(np.array([150.0, 150.0, np.nan]), expected), np.zeros(3, np.int64), persistence(), launches=1)
    assert found[2] == pytest.approx(1.5**0.5, rel=0.01)
    assert factors(SeenSales.steady(np.full(2, np.nan), expected[:2]), np.zeros(2, np.int64), persistence(), launches=1) == pytest.approx(
        [1, 1]
    )


@given(st.floats(0.2, 5), st.floats(0.01, 100))
def test_scaling_units_scales_nothing_else(ratio, scale):
    expected = np.array([1e5, 3e5]) * scale * 100
    found = factors(SeenSales.steady(ratio * expected, expected), np.zeros(2, np.int64), persistence(), launches=1)
    assert found == pytest.approx(np.full(2, ratio**0.5), rel=1e-3)


@given(st.floats(1.0, 4.0), st.floats(0.0, 1.0))
def test_more_sold_never_means_less_to_come(ratio, slope):
    expected = np.array([80.0, 120.0])
    less, more = (
        factors(SeenSales.steady(units * expected, expected), np.zeros(2, np.int64), persistence(slope=slope), launches=1)
        for units in (1.0, ratio)
    )
    assert (more >= less - 1e-9).all()


def test_launches_are_updated_apart_in_one_call():
    rng = np.random.default_rng(0)
    launch = np.repeat(np.arange(50), 4)
    expected, sold = rng.uniform(50, 200, 200), rng.uniform(50, 200, 200)
    together = factors(SeenSales.steady(sold, expected), launch, persistence(), launches=50)
    for one in (0, 17, 49):
        of = launch == one
        assert factors(SeenSales.steady(sold[of], expected[of]), np.zeros(4, np.int64), persistence(), launches=1) == pytest.approx(
            together[of]
        )


def gathering(count, *, lasting, seed):
    """Launches seen for four periods that gather or lose by a random walk of which a share lasts; the later half is known apart."""
    rng = np.random.default_rng(seed)
    found = []
    expected = np.full((6, 4), 50.0)
    for _ in range(count):
        event, turn = rng.normal(0, 0.3), rng.normal(0, 0.25)
        sold = expected * np.exp(event + np.array([0.0, 0.0, turn, turn]) + rng.normal(0, 0.08, (6, 4)))
        rest = 200 * np.exp(event + (turn if lasting else turn / 2) + rng.normal(0, 0.05, 6))
        found.append(PastRead(seen=SeenSales.of(sold, expected, 4), rest=rest, rest_expected=np.full(6, 200.0)))
    return found


def test_the_later_half_tells_more_where_a_turn_lasts():
    drifts = [learned(gathering(60, lasting=lasting, seed=3), IMPLIED).drift for lasting in (True, False)]
    assert drifts[0] > 0.7
    assert drifts[1] < 0.15


def test_an_update_by_the_later_half_is_nearer_to_the_rest():
    past, future = gathering(40, lasting=True, seed=4), gathering(200, lasting=True, seed=5)
    found = learned(past, IMPLIED)
    steady = learned([PastRead(seen=SeenSales.steady(one.seen.sold, one.seen.expected), **_rest(one)) for one in past], IMPLIED)
    off = [
        sum(np.abs(one.rest - one.rest_expected * factors(one.seen, np.zeros(6, np.int64), of, launches=1)).sum() for one in future)
        for of in (found, steady)
    ]
    assert steady.drift == 0
    assert off[0] < 0.7 * off[1]


def _rest(read):
    return {"rest": read.rest, "rest_expected": read.rest_expected}


def forecast_paths(count, *, lasting, week, places=12, seed=0):
    """Paths of the rest as a forecast draws them that knows how launches of `launches` come about."""
    rng = np.random.default_rng(seed)
    whole = rng.normal(0, np.hypot(lasting, week / np.sqrt(3)), (count, 1))
    paths = 300 * np.exp(whole + rng.normal(0, np.hypot(0.1, 0.15 / np.sqrt(3)), (count, places)))
    return paths * 300 / paths.mean(axis=0)


def test_bands_of_the_rest_hold_what_they_say_however_few_launches_taught_them():
    known, paths = {"lasting": 0.4, "week": 0.3}, forecast_paths(1000, lasting=0.4, week=0.3)
    held = []
    for seed in range(150):
        found = learned(launches(11, **known, seed=seed), Implied(seen=0.25, rest=0.19, both=0.16))
        for one in launches(4, **known, seed=1000 + seed):
            totals = updated_totals(paths, one.rest_expected, read_factors(one.seen, found), found)[1].sum(axis=1)
            held.append(np.mean(totals < one.rest.sum()))
    at = np.array(held)
    assert 0.77 <= np.mean((at > 0.1) & (at < 0.9)) <= 0.86
    assert 0.93 <= np.mean((at > 0.025) & (at < 0.975)) <= 0.98


def test_launches_that_agree_are_followed_nearly_in_full():
    for lasting, week in ((0.3, 0.1), (0.3, 0.2)):
        slopes = [learned(launches(25, lasting=lasting, week=week, seed=seed), IMPLIED).slope for seed in range(30)]
        assert np.mean(slopes) > 0.85 * lasting**2 / (lasting**2 + week**2)


def test_places_move_around_their_launch_and_leave_it_where_it_is():
    rng = np.random.default_rng(3)
    expected = np.full(400, 4.0)
    lasting = np.exp(rng.normal(-(0.3**2) / 2, 0.3, 400))
    of = persistence(slope=1.0, place=0.09, seen_noise=Noise(ratio=0.0, count=1.0))
    told, happened = [], []
    for _ in range(100):
        told.append(
            factors(SeenSales.steady(rng.poisson(expected * lasting).astype(float), expected), np.zeros(400, np.int64), of, launches=1)
        )
        happened.append(lasting)
    assert np.mean(told) == pytest.approx(np.mean(happened), rel=0.01)


def test_a_rest_is_less_sure_the_further_its_launch_surprised_beyond_past_ones():
    found = learned(launches(15, lasting=0.3, week=0.3, seed=7), IMPLIED)
    expected = np.full(12, 100.0)
    spreads = [surprised(found, SeenSales.steady(expected * ratio, expected)).spread for ratio in (1.0, 1.1, 2.5, 4.0, 1 / 4)]
    assert spreads[0] == spreads[1] == found.spread
    assert found.spread < spreads[2] < spreads[3] == pytest.approx(spreads[4])


def test_bands_hold_where_launches_surprise_by_more_than_those_that_taught_them():
    paths = forecast_paths(1000, lasting=0.3, week=0.3)
    held = []
    for seed in range(60):
        found = learned(launches(12, lasting=0.3, week=0.3, seed=seed), Implied(seen=0.18, rest=0.12, both=0.09))
        far = [one for one in launches(60, lasting=0.3, week=0.3, seed=2000 + seed) if abs(np.log(one.seen.sold.mean() / 100)) > 0.8]
        for one in far:
            totals = updated_totals(paths, one.rest_expected, read_factors(one.seen, found), surprised(found, one.seen))[1].sum(axis=1)
            held.append(np.mean(totals < one.rest.sum()))
    assert len(held) > 150
    at = np.array(held)
    assert np.mean((at > 0.1) & (at < 0.9)) >= 0.74
    assert np.mean((at > 0.025) & (at < 0.975)) >= 0.94
