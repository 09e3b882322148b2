"""What the parameter slider draws: one number, its range and its unit."""

import math
import typing
from typing import Any

import msgspec

from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import alternatives, annotation_of, read, split
from ltoplan_widgets.plan.label import label as label_of
from ltoplan_widgets.plan.plan import Plan

_LEAST_STEP = {"money": 0.01, "units": 1.0, "days": 1.0}
_LEAST_ROOM = {"money": 1.0, "units": 10.0, "days": 28.0}


class ParameterSliderView(msgspec.Struct, frozen=True, kw_only=True):
    """One number that a person can move.

    Attributes:
        label: What people call it.
        value: Present value.
        minimum: Lower end of the track.
        maximum: Upper end of the track.
        step: Smallest step; values snap to multiples of it.
        unit: Unit behind the number: ``days``, ``%``, or the plural of what is counted.
        currency: ISO 4217 code where the number is money; empty otherwise.
        color: Main colour, empty for the theme's.
    """

    label: str = ""
    value: float
    minimum: float
    maximum: float
    step: float = 1.0
    unit: str = ""
    currency: str = ""
    color: str = ""


def build(plan: Plan, path: str, *, empty: float | None = None, label: str = "", color: str = "") -> ParameterSliderView:
    """A number of the plan, with a label, range, step and unit that suit it.

    Args:
        plan: The plan.
        path: Address of the field, e.g. ``offers/latte/price``.
        empty: What the slider shows while the field is empty, e.g. what the forecast says; None for the least allowed.
        label: What people call the number; empty for the field's name.
        color: Main colour, ``#rrggbb``; empty for the theme's.

    Raises:
        PlanError: The plan has no such field, or it is not a number.
    """
    value = read(plan, path)
    meta = _number_meta(path)
    if isinstance(value, bool | str) or meta is None:
        raise PlanError(f"{path}: {value!r} is not a number. Mend: bind the slider to a number of the plan.")
    kind = (meta.extra_json_schema or {}).get("unit", "")
    least = max(_bound(meta.ge, -math.inf), 0.0 if kind else -math.inf)
    shown = float(value if value is not None else empty if empty is not None else max(least, 0.0))
    minimum, maximum = _range(shown, kind, least, _bound(meta.le, math.inf))
    return ParameterSliderView(
        label=label or label_of(split(path)[-1]),
        value=shown,
        minimum=minimum,
        maximum=maximum,
        step=_step(max(abs(minimum), abs(maximum)), kind),
        unit=_unit(plan, path, kind),
        currency=plan.currency if kind == "money" else "",
        color=color,
    )


def _number_meta(path: str) -> msgspec.Meta | None:
    """Range and unit of the number that a field may hold; None where it may not hold one."""
    for one in alternatives(annotation_of(path)):
        bare, *notes = typing.get_args(one) if typing.get_origin(one) is typing.Annotated else (one,)
        if bare is float:
            return next((note for note in notes if isinstance(note, msgspec.Meta)), msgspec.Meta())
    return None


def _bound(bound: float | None, otherwise: float) -> float:
    return otherwise if bound is None else float(bound)


def _range(value: float, kind: str, least: float, most: float) -> tuple[float, float]:
    """Room for twice the value, in round numbers, and for some steps where the value is small."""
    room = round_up(max(2 * abs(value), _LEAST_ROOM.get(kind, 0.0))) or 1.0
    minimum = least if math.isfinite(least) and least >= 0 else (-room if value < 0 else 0.0)
    return minimum, min(room, most)


def _step(largest: float, kind: str) -> float:
    """About a thousandth of the range, a power of ten: whole for what is counted, a cent at least for money."""
    fine = 10.0 ** (math.floor(math.log10(largest)) - 3) if largest > 0 else 1.0
    return max(fine, _LEAST_STEP.get(kind, 0.0))


def round_up(value: float) -> float:
    """The next of 1, 2, 5 times a power of ten.

    >>> [round_up(value) for value in (0.3, 9.8, 1200, 28)]
    [0.5, 10.0, 2000.0, 50.0]
    """
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= value * (1 - 1e-12))


def _unit(plan: Plan, path: str, kind: str) -> str:
    """``days``, or what the offer counts; nothing for money and for numbers without a unit."""
    if kind != "units":
        return kind if kind == "days" else ""
    collection, key, *_ = (*split(path), "")
    offer: Any = plan.offers.get(plan.campaigns[key].offer if collection == "campaigns" else key)
    return str(offer.unit) if offer else "units"
