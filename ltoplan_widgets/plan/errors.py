"""What went wrong, said so that the reader can mend it."""

from typing import Literal

import msgspec

Severity = Literal["error", "warning"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, or odd, in what was given.

    Attributes:
        code: Stable short name of the kind of finding, e.g. ``negative-units``.
        severity: ``error`` stops the work, ``warning`` lets it go on.
        message: What was found and what is allowed, in one sentence.
        mend: What to do about it, in one sentence.
        file: Name of the file, empty where the input did not come from one.
        column: Name of the column or path of the field, empty where it is the whole input.
        rows: Positions of the rows concerned, counted from 0; at most the first 20.
        count: How many rows are concerned in all.
        value: The first offending value, as text.
    """

    code: str
    severity: Severity
    message: str
    mend: str
    file: str = ""
    column: str = ""
    rows: tuple[int, ...] = ()
    count: int = 1
    value: str = ""

    def __str__(self) -> str:
        """One line: place, message, mend."""
        return " · ".join(part for part in (self.place(), self.message, f"Mend: {self.mend}") if part)

    def place(self) -> str:
        """Where it is: file, column, rows."""
        rows = ", ".join(str(row) for row in self.rows[:5]) + (", …" if self.count > len(self.rows[:5]) else "")
        named = (("", self.file), ("column ", self.column), ("row " if self.count == 1 else "rows ", rows if self.rows else ""))
        return ", ".join(f"{label}{text}" for label, text in named if text)


class LtoPlanError(Exception):
    """Base of every error that this package raises on purpose."""


class InputError(LtoPlanError):
    """Input that cannot be used as it is.

    Attributes:
        findings: Every finding, the errors first.
    """

    def __init__(self, findings: "Finding | list[Finding] | tuple[Finding, ...]") -> None:
        """Keep the findings and say them all, one a line."""
        self.findings = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class PlanError(LtoPlanError):
    """A plan, or one field of it, that does not hold what it should."""


class ConnectionRefusedByServerError(LtoPlanError):
    """The server answered, and said no: wrong token, missing rights, unknown plan."""


class NotReadyError(LtoPlanError, TimeoutError):
    """The shared plan was not ready, or not flushed, within the time allowed."""
