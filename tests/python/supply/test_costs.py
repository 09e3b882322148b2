import math

import pytest
from hypothesis import given

from ltoplan_widgets.plan.errors import InputError
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.supply.costs import Costs
from tests.python.supply.demands import all_costs


def test_underage_and_overage_are_what_one_unit_too_few_or_too_many_costs():
    costs = Costs(5.0, 2.0, goodwill=1.0, salvage=0.5, disposal=0.25)
    assert costs.underage == 4.0
    assert costs.overage == 1.75
    assert costs.critical_ratio == pytest.approx(4.0 / 5.75)


@given(all_costs())
def test_critical_ratio_is_a_share(costs):
    assert 0 <= costs.critical_ratio < 1


@pytest.mark.parametrize(("price", "goodwill"), [(2.0, 0.0), (1.0, 0.0), (0.0, 2.0)])
def test_nothing_to_gain_means_a_critical_ratio_of_zero(price, goodwill):
    assert Costs(price, 2.0, goodwill=goodwill).critical_ratio == 0


@pytest.mark.parametrize("name", ["price", "unit_cost", "goodwill", "salvage", "disposal"])
@pytest.mark.parametrize("value", [-0.01, math.nan, math.inf, -math.inf, 1e13, "5", None, True])
def test_a_bad_amount_is_refused_by_name_with_value_and_mend(name, value):
    with pytest.raises(InputError) as caught:
        Costs(**{"price": 5.0, "unit_cost": 2.0, name: value})
    (finding,) = caught.value.findings
    assert finding.column == name
    assert finding.severity == "error"
    assert "at least 0" in finding.message
    assert finding.mend


@pytest.mark.parametrize("salvage", [2.0, 3.0])
def test_salvage_that_pays_for_the_unit_is_refused(salvage):
    with pytest.raises(InputError, match="no order is too large") as caught:
        Costs(5.0, 2.0, salvage=salvage)
    assert caught.value.findings[0].code == "salvage-above-cost"
    assert caught.value.findings[0].column == "salvage"


def test_disposal_makes_a_high_salvage_bearable():
    assert Costs(5.0, 2.0, salvage=2.0, disposal=0.5).overage == 0.5


def test_costs_of_an_offer():
    offer = Offer(name="latte", price=5.0, unit_cost=2.0, goodwill=1.0, salvage=0.5, disposal=0.25)
    assert Costs.of(offer) == Costs(5.0, 2.0, goodwill=1.0, salvage=0.5, disposal=0.25)
