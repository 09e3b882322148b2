"""Forecast methods by name."""

import difflib

from ltoplan_widgets.demand.methods.analogue_ratio import analogue_ratio
from ltoplan_widgets.demand.methods.method import Method
from ltoplan_widgets.plan.errors import Finding, InputError

METHODS: dict[str, Method] = {"analogue_ratio": analogue_ratio}
"""Every method by the name that `forecast(..., method=name)` takes."""


def method_named(name: str) -> Method:
    """The method with a name; raises `InputError` with the nearest name where there is none.

    >>> method_named("analogue_ratio").__name__
    'analogue_ratio'
    """
    if name in METHODS:
        return METHODS[name]
    nearest = difflib.get_close_matches(name, METHODS, n=1, cutoff=0.3) or sorted(METHODS)[:1]
    known = ", ".join(sorted(METHODS))
    raise InputError(
        Finding(
            code="unknown-method",
            severity="error",
            column="method",
            value=name,
            message=f"there is no method {name!r}; there are: {known}",
            mend=f"did you mean {nearest[0]!r}?",
        ),
    )
