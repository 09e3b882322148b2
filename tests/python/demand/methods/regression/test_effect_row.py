import numpy as np
import pytest
from scipy import sparse

from ltoplan_widgets.demand.methods.regression.effect_row import Rows

PLACES, ITEMS, COLUMNS = 20, 3, 90


@pytest.fixture(params=[2, 25])
def rows(request):
    """Pairs item by item, each with so many effects of its item's own thirty."""
    random, effects = np.random.default_rng(3), request.param
    item, place = np.divmod(np.arange(ITEMS * PLACES), PLACES)
    own = np.concatenate([30 * one + random.choice(30, effects, replace=False) for one in item])
    of_row = np.repeat(np.arange(len(item)), effects)
    slope = random.normal(size=len(item))
    level = sparse.csr_matrix((np.ones(len(item)), (np.arange(len(item)), place)), shape=(len(item), PLACES))
    return Rows(
        alone=random.normal(size=(len(item), 4)),
        crossed=sparse.csr_matrix((random.normal(size=len(own)), (of_row, own)), shape=(len(item), COLUMNS)),
        at_place=sparse.hstack([level, level.multiply(slope[:, None])], format="csr"),
        kinds=2,
    )


def test_a_product_is_that_of_the_rows_written_out(rows):
    """Rows of few and of many crossed effects go different ways."""
    factor = np.random.default_rng(4).uniform(0.5, 2, len(rows.alone))
    found, written = rows.product(rows.scaled(factor)), rows.whole.toarray()
    product, dense = written.T @ (written * factor[:, None]), 4 + COLUMNS
    assert found.dense == pytest.approx(product[:dense, :dense])
    assert found.across == pytest.approx(product[dense:, :dense])
    for place in range(PLACES):
        own = [dense + place, dense + PLACES + place]
        assert found.block[place] == pytest.approx(product[np.ix_(own, own)])


def test_rows_are_added_subtracted_and_multiplied_as_written_out(rows):
    written, count = rows.whole.toarray(), len(rows.alone)
    effects, values = np.arange(written.shape[1]) / 10, np.arange(count) / 10
    adding = sparse.csr_matrix((np.ones(count), (np.arange(count) // 3, np.arange(count))))
    assert rows.times(effects) == pytest.approx(written @ effects)
    assert rows.back(values) == pytest.approx(written.T @ values)
    assert rows.less(rows.scaled(values)).whole.toarray() == pytest.approx(written * (1 - values)[:, None])
    assert rows.added(adding).whole.toarray() == pytest.approx(adding @ written)
