"""Where a history comes from: its rows, what is wrong with them, and what was mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ltoplan_widgets.demand.finding_kind import SALES_KINDS, kind_of
from ltoplan_widgets.demand.grid import Grid, grid_of
from ltoplan_widgets.demand.mark import ROWS_SHOWN, Mark, Mended
from ltoplan_widgets.demand.oddity import grid_marks
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales_check import row_marks
from ltoplan_widgets.demand.sales_mend import MENDS, applied
from ltoplan_widgets.demand.sales_row import Columns, SalesRows, rows_of
from ltoplan_widgets.demand.table import Table
from ltoplan_widgets.plan.errors import Finding, InputError, Severity

_ROUNDS = 12
"""A mend may bring up another finding, such as a date that moves onto another one; so it is looked again, so many times."""

Mend = bool | str | Sequence[str]
"""True for everything that can be mended, or the codes of findings."""


@dataclass(frozen=True)
class SalesSource:
    """Rows of sales with their table.

    Attributes:
        rows: The rows as they are now.
        table: The table that they came from.
        mends: What was mended on the way.
    """

    rows: SalesRows
    table: Table
    mends: tuple[Mended, ...] = ()

    @classmethod
    def opened(cls, table: Table, columns: Columns, *, mend: Mend = False) -> "SalesSource":
        """Take the columns of a table, mend what is asked for, and refuse what is still wrong.

        Raises:
            InputError: With a finding for everything that must be mended, naming column, rows and value.
        """
        table.require(dict(columns))
        source = cls(rows_of(table, columns), table)
        if mend is not False:
            source = source.mended(None if mend is True else [mend] if isinstance(mend, str) else list(mend))
        source.stop_on_errors()
        return source

    @cached_property
    def grid(self) -> Grid:
        """The rows side by side; only where no error is left."""
        return grid_of(self.rows)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """What was found: errors of cells first, then of rows, and where there are none, what shows side by side."""
        found = list(self.rows.marks)
        if not _has_error(found):
            found += row_marks(self.rows)
        return tuple(found) if _has_error(found) else (*found, *grid_marks(self.rows, self.grid))

    def findings(self) -> tuple[Finding, ...]:
        """What was found, with file, column, rows, value and mend, and a note for everything that was mended."""
        return (*(self._finding(mark) for mark in self.marks), *(self._note(done) for done in self.mends))

    def mended(self, codes: Sequence[str] | None) -> "SalesSource":
        """The same with findings of these kinds mended (None: of all kinds that may be mended unasked).

        Raises:
            InputError: There is no such kind of finding, only a person can mend it, or no row is left.
        """
        wanted = _checked_codes(codes)
        source, done = self, list(self.mends)
        for _ in range(_ROUNDS):
            chosen = [mark for mark in source.marks if mark.code in wanted and mark.is_mendable]
            if not chosen:
                break
            rows, new = applied(source.rows, chosen)
            if not len(rows):
                raise refusal("empty-table", new[-1].code, "no row is left once this is mended", "correct the table")
            source, done = SalesSource(rows, self.table), [*done, *new]
        return SalesSource(source.rows, self.table, _joined(done))

    def stop_on_errors(self) -> None:
        """Raise `InputError` with everything found, the errors first, if there is an error."""
        if _has_error(self.marks):
            raise InputError(self.findings())

    def _finding(self, mark: Mark) -> Finding:
        where = self.rows.row[mark.at]
        rows = tuple(sorted(int(row) for row in where[where >= 0]))
        value = "" if mark.value == "-" else mark.value or (self.table.cell(mark.column, rows[0]) if rows else "")
        return Finding(
            code=mark.code,
            severity=_severity(mark),
            message=mark.message if mark.value or not value else f"{value}: {mark.message}",
            mend=_mend_text(mark),
            file=self.table.file,
            column=mark.column,
            rows=rows[:ROWS_SHOWN],
            count=mark.count or int(mark.at.sum()),
            value=value,
        )

    def _note(self, done: Mended) -> Finding:
        return Finding(
            code="mended",
            severity="note",
            message=f"{done.code} ({done.count}): {done.what}",
            mend=kind_of("mended").mend,
            file=self.table.file,
            rows=done.rows,
            count=done.count,
            value=done.code,
        )


def _severity(mark: Mark) -> Severity:
    return mark.severity or kind_of(mark.code, of="sales").severity


def _has_error(marks: Iterable[Mark]) -> bool:
    return any(_severity(mark) == "error" for mark in marks)


def _mend_text(mark: Mark) -> str:
    kind = kind_of(mark.code, of="sales")
    text = mark.mend or kind.mend
    return (
        f"{text}; or mend={mark.code!r}, which {kind.mended}" if _severity(mark) == "error" and kind.mended and mark.is_mendable else text
    )


def _checked_codes(codes: Sequence[str] | None) -> frozenset[str]:
    if codes is None:
        return frozenset(kind.code for kind in SALES_KINDS if kind.mended and not kind.on_request)
    for code in codes:
        if code not in MENDS:
            known = {kind.code: kind for kind in SALES_KINDS}
            message = "only a person can mend this" if code in known else "there is no such kind of finding"
            mend = known[code].mend if code in known else f"name some of {', '.join(sorted(MENDS))}"
            raise refusal("unknown-mend", code, message, mend)
    return frozenset(codes)


def _joined(done: list[Mended]) -> tuple[Mended, ...]:
    """One entry a kind, although some needed several rounds."""
    joined: dict[str, Mended] = {}
    for one in done:
        before = joined.get(one.code)
        rows = (before.rows if before else ()) + one.rows
        count = (before.count if before else 0) + one.count
        joined[one.code] = Mended(code=one.code, what=one.what, rows=tuple(sorted(rows))[:ROWS_SHOWN], count=count)
    return tuple(joined.values())
