import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.demand.methods.analogue.launch_feature import features
from ltoplan_widgets.demand.methods.analogue.similarity import in_common, similarities

COLUMNS = {"category": ["soup", "soup", "salad", None], "price": [4.0, 5.0, 6.0, 4.0]}
FEATURES = features(COLUMNS, is_lever=False)


def test_it_is_the_mean_over_what_is_known_of_both():
    found = similarities(FEATURES)
    assert np.allclose(np.diag(found), 1)
    assert found[0, 1] == pytest.approx((1 + 0.5) / 2)
    assert found[0, 2] == pytest.approx(0)
    assert found[0, 3] == pytest.approx(1)
    assert found[2, 3] == pytest.approx(0)


def test_weights_count_and_nothing_known_is_half():
    assert similarities(FEATURES, np.array([3.0, 1.0]))[0, 1] == pytest.approx((3 + 0.5) / 4)
    unknown = features({"category": ["soup", "salad", None]}, is_lever=False)
    assert similarities(unknown)[0, 2] == 0.5


def test_wide_numbers_are_compared_by_their_logs():
    found = similarities(features({"price": [1.0, 10.0, 100.0]}, is_lever=False))
    assert found[0, 1] == pytest.approx(0.5)


def test_what_is_the_same_everywhere_is_no_feature():
    assert features({"colour": ["red", "red", None], "size": [1.0, 1.0, 1.0]}, is_lever=False) == []


def test_what_two_have_in_common_is_said():
    assert in_common(FEATURES, 0, 1) == "same category (soup)"
    assert in_common(FEATURES, 0, 3) == "same price (4)"
    assert in_common(FEATURES, 0, 2) == ""


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c", None]), st.floats(0, 100) | st.none()), min_size=2, max_size=8))
def test_it_is_symmetric_and_between_0_and_1(rows):
    made = features({"word": [row[0] for row in rows], "number": [row[1] for row in rows]}, is_lever=True)
    if made:
        found = similarities(made)
        assert np.allclose(found, found.T)
        assert ((found >= 0) & (found <= 1 + 1e-12)).all()
