"""How the demand side says no, and how it warns."""

from ltoplan_widgets.plan.errors import Finding, InputError


def refusal(code: str, value: object, message: str, mend: str, *, column: str = "") -> InputError:
    """An error with one finding; the message begins with the value that was found.

    >>> print(refusal("no-band", 3, "a band has two bounds", "give [lower, upper]"))
    3: a band has two bounds · Mend: give [lower, upper]
    """
    shown = str(value)
    return InputError(Finding(code=code, severity="error", column=column, value=shown, message=f"{shown}: {message}", mend=mend))


def warning(code: str, value: object, message: str, mend: str, *, column: str = "") -> Finding:
    """A finding that lets the work go on."""
    return Finding(code=code, severity="warning", column=column, value=str(value), message=message, mend=mend)
