"""A bounded number at the door of the supply calculations."""

import math
from collections.abc import Iterable
from numbers import Real

from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.units import LIMIT

MONEY_NOTE = "Money in the plan's currency."


def amount(name: str, value: object, *, above: float | None = None, minimum: float = 0.0, maximum: float = LIMIT) -> float:
    """The value as a float within its range.

    Args:
        name: Name of the field, for the message.
        value: What was given.
        above: Excluded lower end; None where `minimum` is the lower end.
        minimum: Included lower end.
        maximum: Included upper end.

    Raises:
        InputError: Not a number, NaN, infinite or out of range; names the field, the value and what is allowed.
    """
    number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.nan
    if (number > above if above is not None else number >= minimum) and number <= maximum:
        return number
    allowed = f"above {above:g}" if above is not None else f"at least {minimum:g}"
    raise InputError(refusal(name, value, f"{name} is a number {allowed} and at most {maximum:g}", mend=f"give a number {allowed}"))


def refusal(name: str, value: object, message: str, *, mend: str, code: str = "out-of-range") -> Finding:
    """An error about one field, with the value that was found."""
    shown = f"{value:g}" if isinstance(value, float) else repr(value)[:80]
    return Finding(code=code, severity="error", column=name, value=shown, message=f"found {shown}: {message}", mend=mend)


def wrong_kind(name: str, value: object, mend: str) -> InputError:
    """An error about an argument of another kind than it can be."""
    return InputError(refusal(name, type(value).__name__, f"this is not what {name} can be", mend=mend, code="wrong-kind"))


def many(name: str, values: object) -> list[object]:
    """Several values as a list.

    Raises:
        InputError: One value alone, or text.
    """
    if not isinstance(values, Iterable) or isinstance(values, str):
        raise wrong_kind(name, values, f"give a list of {name}")
    return list(values)


def remarks(findings: tuple[Finding, ...], *first: str) -> str:
    """What is odd, as sentences."""
    return " ".join([*first, *(f"{one.column.replace('_', ' ').capitalize()} {one.message}. Mend: {one.mend}." for one in findings)])


def caution(code: str, column: str, value: float, message: str, mend: str) -> Finding:
    """A warning about one term, with its value."""
    return Finding(code=code, severity="warning", column=column, value=f"{value:g}", message=f"{value:g}: {message}", mend=mend)
