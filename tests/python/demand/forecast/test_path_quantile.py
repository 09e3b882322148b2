import numpy as np
import pytest

from ltoplan_widgets.demand.forecast.path_quantile import path_quantiles


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(1,), (2, 3), (101, 7, 5), (40, 5000)])
def test_quantiles_are_those_of_numpy(kind, shape):
    paths = np.random.default_rng(4).lognormal(size=shape).astype(kind)
    levels = np.array([[0.0, 0.025, 0.5], [0.9, 0.975, 1.0]])
    found = path_quantiles(paths, levels)
    assert found.shape == (2, 3, *shape[1:])
    assert found == pytest.approx(np.quantile(paths.astype(np.float64), levels, axis=0), rel=1e-6 if kind is np.float32 else 1e-12)


def test_one_level_has_no_axis_of_its_own_and_paths_stay_as_they_are():
    paths = np.array([[3.0, 1.0], [1.0, 2.0]])
    assert path_quantiles(paths, 0.5).tolist() == [2.0, 1.5]
    assert paths.tolist() == [[3.0, 1.0], [1.0, 2.0]]


def test_totals_have_one_quantile():
    assert path_quantiles(np.array([3.0, 1.0]), 0.5) == pytest.approx(2.0)


LEVELS = np.array([0.0, 0.025, 0.1, 0.5, 0.9, 0.975, 1.0])


def counts(mean, size, seed=0):
    random = np.random.default_rng(seed)
    return random.poisson(mean * np.exp(random.normal(0, 0.4, size))).astype(float)


@pytest.mark.parametrize("mean", [0.05, 0.5, 3.0, 40.0])
def test_quantiles_of_counts_round_to_the_whole_numbers_that_they_stand_for(mean):
    paths = counts(mean, (1001, 200))
    found = path_quantiles(paths, LEVELS)
    plain = np.quantile(paths, LEVELS, axis=0)
    assert (np.abs(found - plain) <= 0.25).all()
    assert (np.diff(found, axis=0) >= 0).all()
    assert found.min() >= 0


def test_closed_bands_of_counts_hold_what_they_say_on_average():
    mean = np.geomspace(1.5, 12.0, 3000)
    low, high = path_quantiles(counts(mean, (1000, len(mean))), [0.1, 0.9])
    sold = counts(mean, len(mean), seed=1)
    assert ((low <= sold) & (sold <= high)).mean() == pytest.approx(0.81, abs=0.03)


def test_a_number_that_is_at_most_half_in_a_band_lies_outside_of_it():
    paths = np.repeat([0.0, 1.0, 2.0, 3.0], [18, 30, 33, 19])
    low, high = path_quantiles(paths, [0.1, 0.9])
    assert 0 < low < 0.25
    assert 2.75 < high < 3


def test_what_hardly_ever_sells_stays_near_nothing():
    paths = np.repeat([0.0, 1.0], [960, 40])
    assert path_quantiles(paths, 0.9) == pytest.approx(0.0, abs=0.01)
    assert path_quantiles(np.zeros((10, 3)), LEVELS).tolist() == np.zeros((7, 3)).tolist()


def test_fractions_and_losses_are_not_counts():
    paths = np.random.default_rng(1).integers(-3, 4, (200, 3)).astype(float)
    paths[:, 0] += 0.5
    assert path_quantiles(paths, LEVELS) == pytest.approx(np.quantile(paths, LEVELS, axis=0))
