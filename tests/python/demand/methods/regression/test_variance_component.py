import numpy as np
import pytest

from ltoplan_widgets.demand.methods.regression.variance_component import Kinship, kin_fit, left_out, without


def groups(count=60, size=6, sd=0.6, noise=0.3, seed=0):
    """Levels of launches in groups, and their kinships; one more launch of the first group is to be predicted."""
    rng = np.random.default_rng(seed)
    group = np.append(np.repeat(np.arange(count // size), size), 0)
    level = 2 + rng.normal(0, sd, count // size)[group[:-1]] + rng.normal(0, noise, count)
    same = (group[:, None] == group[None, :]).astype(float)
    return group, level, [Kinship(name="group", matrix=same, prior=0.3), Kinship(name="itself", matrix=np.eye(count + 1), prior=0.3)]


def test_variances_are_recovered():
    _, level, kinships = groups(count=300, size=6)
    assert kin_fit(level, np.zeros(len(level)), kinships).factors == pytest.approx([0.36, 0.09], rel=0.3)


def test_the_prediction_is_the_shrunken_mean_of_the_group():
    group, level, kinships = groups()
    found = kin_fit(level, np.zeros(len(level)), kinships)
    of_group, noise = found.factors
    own = level[group[:-1] == 0]
    shrink = of_group * len(own) / (of_group * len(own) + noise)
    assert found.prediction == pytest.approx(found.mean + shrink * (own.mean() - found.mean))
    assert found.weights.sum() == pytest.approx(1)
    assert found.weights @ level == pytest.approx(found.prediction)
    assert noise < found.variance < noise + of_group


def test_left_out_is_what_a_fit_without_them_predicts():
    _, level, kinships = groups(count=24)
    doubt = np.linspace(0.01, 0.1, 24)
    found = kin_fit(level, doubt, kinships)
    position = np.arange(24) // 3
    covariance = sum(factor * one.matrix[:24, :24] for factor, one in zip(found.factors, kinships, strict=True)) + np.diag(doubt)
    said = left_out(level, found, position)
    for one in (0, 3, 7):
        out = position == one
        inner, shared = np.linalg.inv(covariance[np.ix_(~out, ~out)]), covariance[np.ix_(out, ~out)]
        mean = (inner @ level[~out]).sum() / inner.sum()
        assert said[out] == pytest.approx(mean + shared @ inner @ (level[~out] - mean), abs=1e-5)
    members = np.flatnonzero(position == 3)
    assert without(found, members)[members] == pytest.approx(np.zeros(3), abs=1e-6)


def test_a_lonely_launch_predicts_itself():
    found = kin_fit(np.array([1.5]), np.zeros(1), [Kinship(name="itself", matrix=np.eye(2), prior=0.3)])
    assert found.prediction == pytest.approx(1.5)
    assert found.weights == pytest.approx([1])


def test_a_likeness_that_is_no_covariance_counts_as_none_where_it_would_be_negative():
    near = np.array([[1.0, 0.95, 0.0, 0.0], [0.95, 1.0, 0.95, 0.0], [0.0, 0.95, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
    kinships = [Kinship(name="near", matrix=near, prior=0.3, strength=0.01), Kinship(name="itself", matrix=np.eye(4), prior=0.3)]
    found = kin_fit(np.array([1.0, -1.5, 1.0]), np.full(3, 1e-4), kinships)
    assert np.isfinite(found.factors).all()
    assert np.isfinite([found.prediction, found.variance]).all()
