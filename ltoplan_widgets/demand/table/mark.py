"""Rows of a table at which something was found, before they become a finding."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.plan.errors import Severity

Mask = NDArray[np.bool_]

ROWS_SHOWN = 20
"""So many rows of a finding are named."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What was found, and at which rows.

    Attributes:
        code: Kind of finding, see `kinds`.
        message: What was found, in one sentence.
        at: True at the rows concerned, shape (rows,).
        column: Name of the column.
        value: What was found there, as text; empty for the first row's cell.
        count: How many are concerned, where that is not the number of rows.
        severity: Other than the kind's.
        mend: Other than the kind's.
        size: A number that the mend needs, such as a pack.
        is_mendable: False where this one cannot be mended although its kind can.
    """

    code: str
    message: str
    at: Mask
    column: str = ""
    value: str = ""
    count: int | None = None
    severity: Severity | None = None
    mend: str = ""
    size: float = 0.0
    is_mendable: bool = True


@dataclass(frozen=True, kw_only=True)
class Mended:
    """One mend that was applied.

    Attributes:
        code: Kind of finding that was mended.
        what: What was done.
        rows: Positions in the table as it was given, from 0; at most the first 20.
        count: How many rows, or sales, are concerned in all.
    """

    code: str
    what: str
    rows: tuple[int, ...]
    count: int

    def __str__(self) -> str:
        """One line.

        >>> print(Mended(code="negative-units", what="sets them to 0", rows=(4,), count=1))
        negative-units: sets them to 0 (1 row: 4)
        """
        shown = ", ".join(map(str, self.rows[:5]))
        more = f" and {self.count - len(self.rows[:5])} more" if self.rows and self.count > len(self.rows[:5]) else ""
        return f"{self.code}: {self.what} ({self.count} row{'s' if self.count != 1 else ''}{f': {shown}{more}' if shown else ''})"
