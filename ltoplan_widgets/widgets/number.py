"""Traits that hold finite numbers within a range."""

import math
from collections.abc import Iterable
from numbers import Real
from typing import Any

import traitlets as t

from ltoplan_widgets.plan.units import LIMIT


def finite(name: str, value: object, minimum: float, maximum: float) -> float:
    """The value as a float; raises `TraitError` naming what it is for, the value and the range."""
    number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.nan
    if minimum <= number <= maximum:
        return number
    raise t.TraitError(f"{name}: {value!r} is not allowed. Mend: give a number from {minimum:g} to {maximum:g}.")


class Number(t.TraitType[float, float]):
    """A finite number from `minimum` to `maximum`, both included."""

    default_value: Any = 0.0

    def __init__(self, default_value: float = 0.0, *, minimum: float = -LIMIT, maximum: float = LIMIT, help: str = "") -> None:  # noqa: A002 - traitlets' name
        """Hold a number; the default is not checked."""
        self.minimum, self.maximum = minimum, maximum
        super().__init__(default_value, help=help)
        self.tag(sync=True)

    def validate(self, obj: Any, value: object) -> float:  # noqa: ANN401, ARG002 - traitlets' signature
        """Refuse what is not a finite number within the range."""
        return finite(self.name or "value", value, self.minimum, self.maximum)


class OptionalNumber(t.TraitType[float | None, float | None]):
    """A finite number from `minimum` to `maximum`, or None."""

    default_value: Any = None

    def __init__(self, *, minimum: float = -LIMIT, maximum: float = LIMIT, help: str = "") -> None:  # noqa: A002 - traitlets' name
        """Hold a number or None, at first None."""
        self.minimum, self.maximum = minimum, maximum
        super().__init__(None, allow_none=True, help=help)
        self.tag(sync=True)

    def validate(self, obj: Any, value: object) -> float:  # noqa: ANN401, ARG002 - traitlets' signature
        """Refuse what is neither a finite number within the range nor None."""
        return finite(self.name or "value", value, self.minimum, self.maximum)

    def _validate(self, obj: Any, value: Any) -> Any:  # noqa: ANN401 - traitlets' signature
        """Cross-validate None as well, which traitlets lets pass."""
        if value is None and obj._cross_validation_lock is False:  # noqa: SLF001 - as the base class does
            return self._cross_validate(obj, value)
        return super()._validate(obj, value)


class Numbers(t.TraitType[list[float], Iterable[float]]):
    """A list of finite numbers from `minimum` to `maximum`; anything iterable is taken, NumPy arrays as well."""

    default_value: Any = t.Undefined

    def __init__(self, *, minimum: float = -LIMIT, maximum: float = LIMIT, help: str = "") -> None:  # noqa: A002 - traitlets' name
        """Hold numbers, at first none."""
        self.minimum, self.maximum = minimum, maximum
        super().__init__(help=help)
        self.tag(sync=True)

    def make_dynamic_default(self) -> list[float]:
        """An own empty list for every widget."""
        return []

    def validate(self, obj: Any, value: object) -> list[float]:  # noqa: ANN401, ARG002 - traitlets' signature
        """Refuse what is not a series of finite numbers; names the position, counted from 0."""
        name = self.name or "values"
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise t.TraitError(f"{name}: {value!r} is not allowed. Mend: give a list of numbers.")
        return [finite(f"{name}[{position}]", number, self.minimum, self.maximum) for position, number in enumerate(value)]
