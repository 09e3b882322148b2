import pytest
import traitlets as t

from ltoplan_widgets.plan.errors import InputError, PlanError
from ltoplan_widgets.widgets.controls.parameter_slider import ParameterSlider


class TestAlone:
    def test_the_view_has_what_was_given(self):
        slider = ParameterSlider(value=5.45, minimum=3, maximum=8, step=0.05, label="Price", currency="USD")
        assert slider.view["value"] == 5.45
        assert (slider.view["minimum"], slider.view["maximum"], slider.view["currency"]) == (3.0, 8.0, "USD")

    def test_a_drag_reaches_python(self):
        slider = ParameterSlider(value=5, minimum=3, maximum=8)
        seen = []
        slider.observe(lambda change: seen.append(change.new), "value")
        slider.comm.set_traits(value=6.5)
        assert seen == [6.5]

    def test_a_value_out_of_the_range_is_refused_with_the_range(self):
        slider = ParameterSlider(value=5, minimum=3, maximum=8)
        with pytest.raises(t.TraitError, match="value lies from 3 to 8"):
            slider.value = 9
        assert slider.value == 5.0
        with pytest.raises(InputError, match="value lies from 3 to 8"):
            ParameterSlider(value=9, minimum=3, maximum=8)
        with pytest.raises(InputError, match="above minimum, 8"):
            ParameterSlider(value=8, minimum=8, maximum=8)


class TestOnAPlan:
    def test_a_field_by_its_path(self, plan):
        slider = ParameterSlider(plan, "offers/latte/price", maximum=9)
        assert (slider.value, slider.currency, slider.maximum) == (5.0, "EUR", 9.0)
        slider.value = 5.25
        assert plan.plan.offers["latte"].price == 5.25

    def test_a_field_by_its_visualization(self, plan):
        slider = ParameterSlider(plan, "price")
        assert slider.label == slider.view["label"] == "Shelf price"
        plan.set("offers/latte/price", 6)
        assert slider.value == 6.0

    def test_it_needs_no_outlook(self, plan):
        plan.set("campaigns/launch/item", "unheard of")
        assert ParameterSlider(plan, "offers/latte/price").value == 5.0

    def test_a_value_that_the_plan_refuses_is_taken_back(self, plan):
        slider = ParameterSlider(plan, "offers/latte/case_pack")
        with pytest.raises(t.TraitError, match="case_pack"):
            slider.value = 0
        assert slider.value == 24.0
        assert plan.plan.offers["latte"].case_pack == 24.0

    def test_another_path_is_refused(self, plan):
        with pytest.raises(PlanError, match="Did you mean 'price'"):
            ParameterSlider(plan, "offers/latte/prise")
        with pytest.raises(InputError, match="needs a field"):
            ParameterSlider(plan)
