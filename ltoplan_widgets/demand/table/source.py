"""Where checked rows come from: a table, what is wrong with them, and what was mended."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.table.finding_kind import FindingKind
from ltoplan_widgets.demand.table.mark import ROWS_SHOWN, Mark, Mended
from ltoplan_widgets.demand.table.table import Columns, Table
from ltoplan_widgets.plan.errors import Finding, InputError, Severity

_ROUNDS = 40
"""A mend may bring up another finding, such as a date that moves onto another one; so it is looked again, so many times."""

Mend = bool | str | Sequence[str]
"""True for everything that can be mended, or the codes of findings."""


class MarkedRows(Protocol):
    """Columns of one length."""

    @property
    def row(self) -> NDArray[np.int64]:
        """Position of each row in the table as it was given; -1 for a row that a mend added."""
        ...

    def __len__(self) -> int:
        """Number of rows."""
        ...


Rows = TypeVar("Rows", bound=MarkedRows)


@dataclass(frozen=True)
class Source(ABC, Generic[Rows]):
    """Rows with their table.

    Attributes:
        rows: The rows as they are now.
        table: The table that they came from; None where they are some of another library.
        mends: What was mended on the way.
    """

    rows: Rows
    table: Table | None
    mends: tuple[Mended, ...] = ()
    kinds: ClassVar[Mapping[str, FindingKind]]
    mending: ClassVar[Mapping[str, Any]]

    @classmethod
    @abstractmethod
    def taken(cls, table: Table, columns: Columns) -> Rows:
        """The rows of a table; what is wrong with cells is among their marks."""

    @classmethod
    def opened(cls, table: Table, columns: Columns, *, mend: Mend = False) -> Self:
        """Take the columns of a table, mend what is asked for, and refuse what is still wrong.

        Raises:
            InputError: With a finding for everything that must be mended, naming column, rows and value.
        """
        table.require(columns)
        return cls(cls.taken(table, columns), table).mended_at_the_door(mend)

    @abstractmethod
    def found(self) -> Iterable[Mark]:
        """What is wrong or odd in the rows."""

    @abstractmethod
    def applied(self, marks: Iterable[Mark]) -> Rows:
        """The rows with these marks mended."""

    def at_once(self, marks: list[Mark]) -> list[Mark]:
        """Those of some marks that are mended together; the others wait for the next round."""
        return marks

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """What was found."""
        return tuple(self.found())

    def findings(self) -> tuple[Finding, ...]:
        """What was found, with file, column, rows, value and mend, and a note for everything that was mended."""
        return (*(self.finding(mark) for mark in self.marks), *(self._note(done) for done in self.mends))

    def mended(self, codes: Sequence[str] | None) -> Self:
        """The same with findings of these kinds mended (None: of all kinds that may be mended unasked).

        Raises:
            InputError: There is no such kind of finding, only a person can mend it, or no row is left.
        """
        wanted = self._wanted(codes)
        source, done = self, list(self.mends)
        for _ in range(_ROUNDS):
            chosen = source.at_once([mark for mark in source.marks if mark.code in wanted and mark.is_mendable])
            if not chosen:
                break
            rows = source.applied(chosen)
            done += [source._mended(mark) for mark in chosen]
            if not len(rows):
                raise refusal("empty-table", chosen[-1].code, "no row is left once this is mended", "correct the table")
            source = replace(source, rows=rows)
        return replace(source, mends=_joined(done))

    def mended_at_the_door(self, mend: Mend) -> Self:
        """The same with what is asked for mended.

        Raises:
            InputError: With a finding for everything that is still wrong, the errors first.
        """
        source = self
        if mend is not False:
            source = self.mended(None if mend is True else [mend] if isinstance(mend, str) else list(mend))
        if source.has_error(source.marks):
            raise InputError(source.findings())
        return source

    def severity(self, mark: Mark) -> Severity:
        """The mark's own severity, or its kind's."""
        return mark.severity or self.kinds[mark.code].severity

    def has_error(self, marks: Iterable[Mark]) -> bool:
        """Whether one of the marks stops the work."""
        return any(self.severity(mark) == "error" for mark in marks)

    def finding(self, mark: Mark) -> Finding:
        """A mark as people read it."""
        where = self.rows.row[mark.at]
        given = where[where >= 0]
        rows = tuple(int(row) for row in np.unique(given))  # a mend may have made several rows of one
        value = "" if mark.value == "-" else mark.value or (self.table.cell(mark.column, rows[0]) if rows and self.table else "")
        return Finding(
            code=mark.code,
            severity=self.severity(mark),
            message=mark.message if mark.value or not value else f"{value}: {mark.message}",
            mend=self._mend_text(mark),
            file=self.table.file if self.table else "",
            column=mark.column,
            rows=rows[:ROWS_SHOWN],
            count=mark.count or len(rows) + len(where) - len(given),
            value=value,
        )

    def _mend_text(self, mark: Mark) -> str:
        kind = self.kinds[mark.code]
        text = mark.mend or kind.mend
        can = self.severity(mark) == "error" and kind.mended and mark.is_mendable
        return f"{text}; or mend={mark.code!r}, which {kind.mended}" if can else text

    def _mended(self, mark: Mark) -> Mended:
        where = self.rows.row[mark.at]
        shown = tuple(int(row) for row in np.sort(where[where >= 0])[:ROWS_SHOWN])
        return Mended(code=mark.code, what=self.kinds[mark.code].mended, rows=shown, count=mark.count or int(mark.at.sum()))

    def _note(self, done: Mended) -> Finding:
        message, mend = f"{done.code} ({done.count}): {done.what}", self.kinds["mended"].mend
        return Finding(
            code="mended",
            severity="note",
            message=message,
            mend=mend,
            file=self.table.file if self.table else "",
            rows=done.rows,
            count=done.count,
            value=done.code,
        )

    def _wanted(self, codes: Sequence[str] | None) -> frozenset[str]:
        if codes is None:
            return frozenset(kind.code for kind in self.kinds.values() if kind.mended and not kind.on_request)
        for code in codes:
            if code not in self.mending:
                is_known = code in self.kinds
                message = "only a person can mend this" if is_known else "there is no such kind of finding"
                mend = self.kinds[code].mend if is_known else f"name some of {', '.join(sorted(self.mending))}"
                raise refusal("unknown-mend", code, message, mend)
        return frozenset(codes)


def _joined(done: list[Mended]) -> tuple[Mended, ...]:
    """One entry a kind, although some needed several rounds."""
    joined: dict[str, Mended] = {}
    for one in done:
        before = joined.get(one.code)
        rows = (before.rows if before else ()) + one.rows
        count = (before.count if before else 0) + one.count
        joined[one.code] = Mended(code=one.code, what=one.what, rows=tuple(sorted(set(rows)))[:ROWS_SHOWN], count=count)
    return tuple(joined.values())
