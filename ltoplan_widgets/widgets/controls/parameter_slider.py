"""One number that can be moved: a trait of its own, or a field of a plan."""

from typing import Any, ClassVar

import traitlets as t

from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.views.parameter_slider_view import ParameterSliderView, build
from ltoplan_widgets.widgets.binding import Binding
from ltoplan_widgets.widgets.number import Number
from ltoplan_widgets.widgets.widget import Widget


class ParameterSlider(Widget):
    """A slider with its value beside it.

    Alone: ``ParameterSlider(value=5.45, minimum=3, maximum=8, step=0.05, label="Price", currency="USD")``. On a plan:
    ``ParameterSlider(plan, "offers/latte/price")``, or the id of a visualization. Traits are those of `Widget`, and:

    Attributes:
        value: Present value, from `minimum` to `maximum`.
        minimum: Lower end.
        maximum: Upper end, above `minimum`.
        step: Smallest step, above 0; dragged values snap to multiples of it.
        label: What people call it.
        unit: Unit behind the number: ``days``, ``%``, or the plural of what is counted.
        currency: ISO 4217 code where the number is money; empty otherwise.
        color: Main colour, ``#rrggbb``; empty for the theme's.
    """

    KIND: ClassVar[str] = "parameter_slider"
    FIELDS: ClassVar[tuple[str, ...]] = ("value",)
    SETTINGS: ClassVar[tuple[str, ...]] = ("minimum", "maximum", "step", "label", "unit", "currency", "color")
    LOCAL: ClassVar[tuple[str, ...]] = (*Widget.LOCAL, "minimum", "maximum", "step", "label", "unit")
    NEEDS_OUTLOOK: ClassVar[bool] = False

    value = Number()
    minimum = Number()
    maximum = Number(100.0)
    step = Number(1.0, minimum=1e-9)
    label = t.Unicode().tag(sync=True)
    unit = t.Unicode().tag(sync=True)
    currency = t.Unicode().tag(sync=True)
    color = t.Unicode().tag(sync=True)

    def __init__(self, plan: Any = None, target: str = "", /, **traits: Any) -> None:  # noqa: ANN401 - a `SharedPlan`
        """Make a slider on a plan's field or visualization, or alone; see the class and `Widget`."""
        if plan is None:
            traits = {"value": traits.get("minimum", 0.0), **traits}
        self._given = dict(traits)
        super().__init__(plan, target, **traits)

    def settle(self) -> None:
        """Check that value and range fit each other."""
        if not self.minimum < self.maximum:
            raise _out_of_range("maximum", self.maximum, f"above minimum, {self.minimum:g}")
        if not self.minimum <= self.value <= self.maximum:
            raise _out_of_range("value", self.value, f"from {self.minimum:g} to {self.maximum:g}")

    def own_view(self) -> ParameterSliderView:
        """The slider as its traits say."""
        return ParameterSliderView(**{name: getattr(self, name) for name in (*self.FIELDS, *self.SETTINGS)})

    def takes_path(self, target: str) -> bool:
        """A field of the plan can be named by its path."""
        return "/" in target

    def plan_view(self, binding: Binding) -> Any:  # noqa: ANN401 - a `ParameterSliderView`
        """The field with a range, step and unit that suit it, or as they were given."""
        view = build(binding.plan.plan, self._path(binding))
        chosen = {name: value for name, value in self._given.items() if name in view.__struct_fields__}
        return binding.named(view, **chosen)

    def paths(self, binding: Binding, *, campaign: str, offer: str) -> dict[str, str]:  # noqa: ARG002 - what `Follower` asks
        """The one field."""
        return {"value": self._path(binding)}

    def field_value(self, field: str, value: Any, view: dict[str, Any]) -> Any:  # noqa: ANN401, ARG002 - any field
        """What the view shows while the field is empty."""
        return view["value"] if value is None else value

    def following(self, binding: Binding, view: Any) -> dict[str, Any]:  # noqa: ANN401, ARG002 - one of the views
        """Range, step and names."""
        return {name: getattr(view, name) for name in self.SETTINGS}

    def _path(self, binding: Binding) -> str:
        record = binding.record
        path = record.field if record else binding.target
        if not path:
            message = "a slider on a plan needs a field"
            raise InputError(
                Finding(code="no-field", severity="error", column="field", message=message, mend='name one, e.g. "offers/latte/price"')
            )
        return path


def _out_of_range(name: str, value: float, allowed: str) -> InputError:
    message = f"{value:g} is not allowed; {name} lies {allowed}"
    return InputError(
        Finding(code="out-of-range", severity="error", column=name, value=f"{value:g}", message=message, mend=f"give a number {allowed}")
    )
