import numpy as np
import pytest

from ltoplan_widgets.demand.path_quantile import path_quantiles


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
