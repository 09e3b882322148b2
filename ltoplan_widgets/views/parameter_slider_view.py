"""What the parameter slider draws: one number, its range and its unit."""

import msgspec


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
