import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.demand.forecast.analogues import Analogue
from ltoplan_widgets.demand.forecast.launch_shape import FAMILIES, fitted, launch_shape, launch_shapes, stretched
from ltoplan_widgets.plan.errors import InputError

FADING = (0.4, 0.3, 0.2, 0.1)
RISING = (0.1, 0.2, 0.3, 0.4)


def analogue(curve, weight=0.5, event="e"):
    return Analogue(
        event=event,
        campaign=event,
        item="i",
        start="",
        end="",
        weight=weight,
        ratio=1.0,
        units=1.0,
        why="",
        curve=tuple(curve),
        unit_days=7,
    )


curves = st.lists(st.floats(0.01, 1), min_size=1, max_size=12)


@given(st.lists(st.tuples(curves, st.floats(0.1, 1)), min_size=1, max_size=5), st.integers(1, 12), st.sampled_from(FAMILIES))
def test_shares_are_never_below_0_and_add_up_to_1(given_curves, periods, family):
    shape = launch_shape([analogue(curve, weight) for curve, weight in given_curves], periods, family=family)
    assert len(shape.shares) == periods
    assert min(shape.shares) >= 0
    assert sum(shape.shares) == pytest.approx(1)


def test_analogues_count_by_their_weight():
    shape = launch_shape([analogue(FADING, 0.75, "a"), analogue(RISING, 0.25, "b"), analogue(RISING, 0.0, "c")], 4)
    assert shape.shares == pytest.approx(0.75 * np.array(FADING) + 0.25 * np.array(RISING))
    assert shape.members == ("a", "b")


def test_a_window_of_another_length_keeps_its_halves():
    assert stretched(FADING, 8)[:4].sum() == pytest.approx(0.7)
    assert stretched(FADING, 2) == pytest.approx([0.7, 0.3])


@pytest.mark.parametrize(
    ("family", "shares"),
    [("triangle", [1, 2, 3, 2, 1]), ("triangle", [4, 3, 2, 1]), ("trapezoid", [1, 2, 2, 2, 1]), ("trapezoid", [3, 3, 2, 1])],
)
def test_members_of_a_family_are_met_exactly(family, shares):
    whole = np.array(shares) / sum(shares)
    assert fitted(whole, family) == pytest.approx(whole)


def test_a_family_smooths_what_is_rough():
    rough = np.array([0.30, 0.16, 0.22, 0.12, 0.14, 0.06])
    found = fitted(rough, "triangle")
    assert (np.diff(found) <= 1e-12).all()
    assert np.abs(found - rough).max() < 0.08


def test_own_launches_pull_as_much_as_there_are_of_them():
    pooled = [analogue(FADING, 1.0)]
    few, many = (launch_shape(pooled, 4, own=[RISING] * count).shares for count in (1, 12))
    assert few == pytest.approx((np.array(RISING) + 4 * np.array(FADING)) / 5)
    assert many[3] > 0.3


def test_kinds_of_shapes_are_told_apart_only_where_they_are():
    rng = np.random.default_rng(0)
    fading, rising = (
        [analogue(rng.dirichlet(200 * np.array(of)), 0.1, f"{name}{k}") for k in range(6)] for name, of in (("f", FADING), ("r", RISING))
    )
    kinds = launch_shapes([*fading, *rising[:4]], 4)
    assert [len(one.members) for one in kinds] == [6, 4]
    assert set(kinds[0].members) == {one.event for one in fading}
    assert len(launch_shapes(fading, 4)) == 1


def test_what_makes_no_shape_is_refused():
    with pytest.raises(InputError, match="needs an analogue"):
        launch_shape([analogue(FADING, 0.0)], 4)
    with pytest.raises(InputError, match="one of empirical"):
        launch_shape([analogue(FADING)], 4, family="square")
