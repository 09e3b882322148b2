"""What went wrong, said so that the reader can mend it."""

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "note"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, or odd, in what was given.

    Attributes:
        code: Stable short name of the kind of finding, e.g. ``negative-units``.
        severity: ``error`` stops the work, ``warning`` lets it go on, ``note`` only says what was done.
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
        """One line: place, what was found, message, mend."""
        found = f"found {self.value}" if self.value and self.value not in f"{self.message} {self.file}" else ""
        return " · ".join(part for part in (self.place(), found, self.message, f"Mend: {self.mend}") if part)

    def place(self) -> str:
        """Where it is: file, column or field, rows.

        Rows of a file are counted from 1 without its header, rows of a frame as its positions, from 0; both are said.

        >>> Finding(code="x", severity="error", message="", mend="", file="sales.csv", column="units", rows=(4,)).place()
        'sales.csv, column units, data row 5 (from 1, header not counted)'
        >>> Finding(code="x", severity="error", message="", mend="", column="units", rows=(4, 7), count=2).place()
        'column units, rows 4, 7 (positions from 0)'
        """
        label = "field" if "/" in self.column or self.file.endswith(".ltoplan") else "column"
        named = (self.file, f"{label} {self.column}" if self.column else "", self._rows_said() if self.rows else "")
        return ", ".join(part for part in named if part)

    def _rows_said(self) -> str:
        first, kind, counting = (1, "data row", "from 1, header not counted") if self.file else (0, "row", "positions from 0")
        shown = ", ".join(str(row + first) for row in self.rows[:5])
        more = f" and {self.count - len(self.rows[:5])} more" if self.count > len(self.rows[:5]) else ""
        return f"{kind}{'s' if self.count > 1 else ''} {shown}{more} ({counting})"


class LtoPlanError(Exception):
    """Base of every error that this package raises on purpose."""


class InputError(LtoPlanError):
    """Input that cannot be used as it is.

    Attributes:
        findings: Every finding, the errors first.
    """

    def __init__(self, findings: "Finding | list[Finding] | tuple[Finding, ...]") -> None:
        """Keep the findings and say them all, one a line."""
        given = (findings,) if isinstance(findings, Finding) else tuple(findings)
        self.findings = tuple(sorted(given, key=lambda finding: finding.severity))
        super().__init__("\n".join(str(finding) for finding in self.findings))

    def __reduce__(self) -> tuple[type["InputError"], tuple[tuple[Finding, ...]]]:
        """Errors travel from workers of a cluster with their findings."""
        return type(self), (self.findings,)


class PlanError(LtoPlanError):
    """A plan, or one field of it, that does not hold what it should."""


class ClusterError(LtoPlanError):
    """A cluster gave up: it cannot be reached, its workers died, or they lack what they need."""


class ConnectionRefusedByServerError(LtoPlanError):
    """The server answered, and said no: wrong token, missing rights, unknown plan."""


class NewerFormatError(PlanError):
    """A plan of a format that this release does not know yet: it can be looked at, but not written."""


class ReadOnlyError(PlanError):
    """The plan can be read but not edited here."""


class PlanClosedError(PlanError):
    """The plan was closed, so nothing can be edited in it any more."""


class NotReadyError(LtoPlanError, TimeoutError):
    """The shared plan was not ready, or not flushed, within the time allowed."""
