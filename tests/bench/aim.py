"""What is aimed at, beside what was measured. An aim missed is printed, and fails nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Aim:
    """One aim.

    Attributes:
        what: What is compared.
        measured: The figure.
        limit: The largest figure that reaches the aim, or the smallest one if ``at_least``.
        unit: Printed after both.
        at_least: Whether more is better.
    """

    what: str
    measured: float
    limit: float
    unit: str = "x"
    at_least: bool = False

    @property
    def is_reached(self) -> bool:
        """Whether the figure is on the right side of the limit."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def row(self) -> tuple[str, ...]:
        """The aim as a table's row."""
        sign = "at least" if self.at_least else "at most"
        verdict = "pass" if self.is_reached else "**miss**"
        return self.what, f"{sign} {self.limit:g}{self.unit}", f"{self.measured:.2f}{self.unit}", verdict


AIM_HEADINGS = ("aim", "limit", "measured", "verdict")
