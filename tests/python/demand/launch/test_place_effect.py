import numpy as np
import pytest

from ltoplan_widgets.demand.launch.noise import fitted_noise
from ltoplan_widgets.demand.launch.place_effect import Outcomes, place_effects

LAUNCHES, PLACES = 30, 25


def outcomes(seed: int, *, size: float, place_sd=0.15, noise_sd=0.1) -> tuple[Outcomes, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    level, place = random.normal(0.2, 0.1, LAUNCHES), random.normal(0, place_sd, PLACES)
    launch, at = np.repeat(np.arange(LAUNCHES), PLACES), np.tile(np.arange(PLACES), LAUNCHES)
    expected = size * random.uniform(0.5, 2, LAUNCHES * PLACES)
    noise = random.normal(-(noise_sd**2) / 2, noise_sd, len(launch))
    sold = random.poisson(expected * np.exp(level[launch] + place[at] + noise)).astype(float)
    return Outcomes(sold=sold, expected=expected, launch=launch, place=at, item=np.zeros(len(launch), np.int64)), level, place


@pytest.mark.parametrize("size", [1.5, 20.0, 500.0])
def test_levels_are_found_without_bias_whether_places_sell_two_or_hundreds(size):
    given, level, place = outcomes(1, size=size)
    found = place_effects(given, places=PLACES, items=1)
    assert np.mean(found.level + np.mean(place) - level) == pytest.approx(0, abs=0.03)
    assert found.smearing == pytest.approx(1, abs=0.03)


def test_place_effects_are_found_and_shrunk():
    given, _, place = outcomes(2, size=500.0)
    found = place_effects(given, places=PLACES, items=1)
    effect = found.place + found.item_place[0]
    assert np.corrcoef(effect, place)[0, 1] > 0.95
    assert np.std(effect) < 1.05 * np.std(place)


def test_where_places_do_not_differ_effects_vanish():
    given, _, _ = outcomes(3, size=50.0, place_sd=0.0)
    found = place_effects(given, places=PLACES, items=1)
    assert np.abs(found.place + found.item_place[0]).max() < 0.05


def test_an_outlier_moves_little():
    given, level, _ = outcomes(4, size=200.0)
    wild = given.sold.copy()
    wild[::PLACES] *= 20
    found = place_effects(
        Outcomes(sold=wild, expected=given.expected, launch=given.launch, place=given.place, item=given.item), places=PLACES, items=1
    )
    assert np.mean(np.abs(found.level - level)) < 0.25


def test_a_place_without_a_launch_has_no_effect():
    given, _, _ = outcomes(5, size=50.0)
    found = place_effects(given, places=PLACES + 1, items=2)
    assert (found.place[-1], found.item_place[1].any()) == (0.0, False)


@pytest.mark.parametrize(("ratio", "count"), [(0.04, 0.0), (0.0, 2.0), (0.02, 1.0)])
def test_noise_is_taken_apart(ratio, count):
    random = np.random.default_rng(6)
    expected = random.lognormal(3, 1.5, 20_000)
    found = fitted_noise(random.normal(0, np.sqrt(ratio + count / expected)), expected, freedom=20_000)
    assert found.ratio == pytest.approx(ratio, abs=0.004)
    assert found.count == pytest.approx(count, abs=0.15)


def test_without_freedom_there_is_no_noise():
    assert fitted_noise(np.zeros(3), np.ones(3), freedom=0).variance(np.ones(1)).tolist() == [0.0]
