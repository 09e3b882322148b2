import numpy as np
import pytest

from ltoplan_widgets.demand.launch.launch_curve import launch_curve

FADING = np.exp(-np.arange(56) / 40)


def curve(launches: int, periods: int, *, seed=0, noise=0.05, shape=FADING, same=None, wanted=None):
    random = np.random.default_rng(seed)
    base = random.uniform(500, 2000, (launches, periods))
    units = base * shape[:periods] * np.exp(random.normal(0, 0.3, (launches, 1)) + random.normal(0, noise, (launches, periods)))
    is_same = np.zeros(launches, bool) if same is None else same
    return launch_curve(units, base, is_same_item=is_same, periods=wanted or periods, cycle=7)


def relative(values):
    return values / values.mean()


def test_the_curve_is_found_again():
    found = curve(6, 56)
    assert np.abs(relative(found.over(56)) / relative(FADING) - 1).max() < 0.06
    assert np.sqrt(found.variance) == pytest.approx(0.05, rel=0.2)


def test_noise_alone_gives_a_flat_curve():
    assert np.abs(relative(curve(5, 28, shape=np.ones(56)).over(28)) - 1).max() < 0.06


def test_a_longer_campaign_goes_on_at_the_last_level():
    found = curve(6, 28, wanted=56)
    assert found.seen == 28
    assert np.allclose(found.over(56)[28:], np.exp(found.log_level[21:28].mean()))


def test_launches_of_different_length_are_joined_at_their_level():
    units, base = np.tile(FADING * 1000, (6, 1)), np.full((6, 56), 1000.0)
    units[:3, 20:], base[:3, 20:] = 0, 0
    found = launch_curve(units, base, is_same_item=np.zeros(6, bool), periods=56, cycle=7)
    assert np.abs(relative(found.over(56)) / relative(FADING) - 1).max() < 0.02


def test_the_item_s_own_curve_counts_where_it_is_really_another():
    rising = FADING[::-1]
    units = np.concatenate([np.tile(FADING, (5, 1)), np.tile(rising, (5, 1))]) * 1000
    units *= np.exp(np.random.default_rng(1).normal(0, 0.03, units.shape))
    own = launch_curve(units, np.full((10, 56), 1000.0), is_same_item=np.arange(10) >= 5, periods=56, cycle=7)
    assert own.over(56)[-1] > own.over(56)[0]


def test_one_period_has_a_flat_curve_and_no_noise():
    found = curve(4, 1)
    assert found.over(1).tolist() == [1.0]
    assert found.variance == 0
