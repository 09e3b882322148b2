import pytest
from hypothesis import given

from ltoplan_widgets.demand.prospect.price_response import PriceResponse
from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.supply.elasticity import Elasticity
from tests.python.supply.demands import numbers


@given(numbers(0, 20), numbers(0, 3), numbers(0.2, 1))
def test_a_lower_price_never_sells_less(mean, std_dev, ratio):
    assert Elasticity(mean, std_dev).lifts(ratio).min() >= 1


@given(numbers(0, 20), numbers(0, 3))
def test_the_present_price_changes_nothing(mean, std_dev):
    assert Elasticity(mean, std_dev).lifts(1.0) == pytest.approx(1.0)


def test_what_is_not_known_spreads_the_lift():
    known, unknown = Elasticity(2.0).lifts(0.8), Elasticity(2.0, 0.5).lifts(0.8)
    assert unknown.min() < known[0] < unknown.max()


@pytest.mark.parametrize(("mean", "std_dev"), [(-1, 0), (21, 0), (2, -1), (float("nan"), 0)])
def test_a_number_out_of_range_is_refused(mean, std_dev):
    with pytest.raises(InputError, match="elasticity"):
        Elasticity(mean, std_dev)


def test_it_is_what_past_campaigns_tell_but_never_below_nothing():
    told = PriceResponse(elasticity=2.1, std_dev=0.3, lever="discount", launches=30)
    assert Elasticity.of(told) == Elasticity(2.1, 0.3)
    assert Elasticity.of(PriceResponse(elasticity=-0.4, std_dev=0.3, lever="price", launches=5)) == Elasticity(0.0, 0.3)
