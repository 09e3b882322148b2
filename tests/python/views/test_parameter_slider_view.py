import pytest
from hypothesis import given
from hypothesis import strategies as st

from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.views.parameter_slider_view import build, round_up
from tests.python import chain


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("offers/latte/price", ("Price", 5.0, 0.0, 10.0, 0.01, "", "EUR")),
        ("offers/latte/unit_cost", ("Unit cost", 2.0, 0.0, 5.0, 0.01, "", "EUR")),
        ("offers/latte/lead_days", ("Lead days", 21.0, 0.0, 50.0, 1.0, "days", "")),
        ("offers/latte/case_pack", ("Case pack", 24.0, 1.0, 50.0, 1.0, "cups", "")),
        ("offers/latte/minimum_order", ("Minimum order", 0.0, 0.0, 10.0, 1.0, "cups", "")),
    ],
)
def test_label_value_range_step_and_unit_suit_the_field(path, expected):
    view = build(chain.plan(), path)
    assert (view.label, view.value, view.minimum, view.maximum, view.step, view.unit, view.currency) == expected


def test_an_empty_field_shows_what_it_stands_for():
    view = build(chain.plan(), "campaigns/launch/demand_mean", empty=9123.4)
    assert (view.value, view.minimum, view.maximum, view.step, view.unit) == (9123.4, 0.0, 20_000.0, 10.0, "cups")
    assert build(chain.plan(), "campaigns/launch/demand_mean").value == 0.0


def test_a_covariate_may_be_negative():
    plan = replaced(chain.plan(), {"campaigns/launch/covariates/temperature": -4.0})
    view = build(plan, "campaigns/launch/covariates/temperature", label="Temperature")
    assert (view.label, view.minimum, view.maximum, view.unit, view.currency) == ("Temperature", -10.0, 10.0, "", "")


@given(st.floats(0, 1e12))
def test_the_value_always_lies_within_the_range(price):
    view = build(replaced(chain.plan(), {"offers/latte/price": price}), "offers/latte/price")
    assert view.minimum <= view.value <= view.maximum <= 1e12
    assert 0 < view.step <= view.maximum - view.minimum


@given(st.floats(1e-9, 1e12))
def test_a_round_number_is_the_next_of_1_2_5(value):
    assert value * (1 - 1e-9) <= round_up(value) <= 2.5 * value * (1 + 1e-9)


@pytest.mark.parametrize("path", ["offers/latte/name", "offers/latte/deleted", "campaigns/launch/start", "offers/latte", "offers"])
def test_what_is_not_a_number_is_refused(path):
    with pytest.raises(PlanError, match="is not a number"):
        build(chain.plan(), path)


@pytest.mark.parametrize("path", ["offers/latte/prise", "offers/mocha/price"])
def test_a_field_that_is_not_there_is_refused(path):
    with pytest.raises(PlanError, match="there is no"):
        build(chain.plan(), path)
