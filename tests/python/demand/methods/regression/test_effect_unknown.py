import numpy as np
import pytest

from ltoplan_widgets.demand.methods.regression.effect_product import Product
from ltoplan_widgets.demand.methods.regression.effect_unknown import Unknown

DENSE, PLACES, KINDS = 5, 7, 2


@pytest.fixture
def matrix():
    """A symmetric positive matrix whose places meet only themselves, in parts and written out."""
    random, effects = np.random.default_rng(6), DENSE + PLACES * KINDS
    place = np.concatenate([np.full(DENSE, -1), np.tile(np.arange(PLACES), KINDS)])
    meets = (place[:, None] == place) | (place[:, None] < 0) | (place < 0)
    half = random.normal(size=(effects, effects))
    whole = np.where(meets, (half @ half.T) / effects, 0.0) + 3 * np.eye(effects)
    own = DENSE + np.arange(PLACES)[:, None] + PLACES * np.arange(KINDS)
    block = np.array([whole[np.ix_(at, at)] for at in own])
    return whole, own, Product(dense=whole[:DENSE, :DENSE].copy(), across=whole[DENSE:, :DENSE].copy(), block=block)


def test_it_is_the_inverse(matrix):
    whole, own, parts = matrix
    unknown, inverse, unit = Unknown.of(parts), np.linalg.inv(whole), np.eye(len(whole))
    assert np.array([unknown.times(one) for one in unit]) == pytest.approx(inverse)
    kept = unknown.parts()
    assert kept.dense == pytest.approx(inverse[:DENSE, :DENSE])
    assert kept.across == pytest.approx(inverse[DENSE:, :DENSE])
    assert kept.block == pytest.approx(np.array([inverse[np.ix_(at, at)] for at in own]))


def test_variances_of_rows_are_those_of_the_inverse(matrix):
    whole, _, parts = matrix
    rows = np.random.default_rng(7).normal(size=(4, len(whole)))
    assert Unknown.of(parts).variances(rows) == pytest.approx(np.einsum("ij,jk,ik->i", rows, np.linalg.inv(whole), rows))


def test_a_trace_is_that_of_the_product_written_out(matrix):
    whole, _, parts = matrix
    assert parts.trace_with(parts) == pytest.approx(np.trace(whole @ whole))
