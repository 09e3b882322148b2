"""A table at the door: any data frame, its columns as checked arrays, and what was odd about them.

Every check appends findings and goes on, so that one look shows everything there is to mend.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.table.cell import day_of, natural_order, text_of
from ltoplan_widgets.demand.table.column_name import eager_names, is_row_number, likely_column, with_index_as_columns, with_text_names
from ltoplan_widgets.demand.table.encoding import ENCODING
from ltoplan_widgets.demand.table.kinds.catalogue import kind_of
from ltoplan_widgets.demand.table.mark import ROWS_SHOWN, Mark
from ltoplan_widgets.plan.errors import Finding, InputError, Severity

if TYPE_CHECKING:
    import narwhals as nw

Columns = Mapping[str, str | None]
"""Name of the column of each role; None where there is none, or where it follows from the rest."""

TRUE = frozenset({"true", "t", "yes", "y", "1", "1.0", "x", "ja", "j", "wahr", "oui", "o", "vrai", "si", "sí", "s", "vero", "on"})
"""What stands for true, in lower case, in English, German, French, Spanish and Italian."""
_FALSE = frozenset({"false", "f", "no", "n", "0", "0.0", "nein", "falsch", "non", "faux", "falso", "off"})


class Table:
    """Columns of a data frame, checked as they are taken out.

    Attributes:
        columns: Names of the columns.
        file: Name of the file that it came from, for messages.
        findings: What was found so far.
        marks: The same with every row concerned.
    """

    def __init__(self, frame: object, *, file: str = "") -> None:
        """Accept a pandas, polars, pyarrow, DuckDB or other frame that narwhals knows; refuse what has no rows."""
        self.file = file
        self.findings: list[Finding] = []
        self.marks: list[Mark] = []
        self._frame = self._opened(frame)
        self.columns: list[str] = self._frame.columns
        self._note_encoding(frame)
        if len(self._frame) == 0:
            self.add("empty-table", "the table has no rows", "give at least one row of sales or campaigns")
            self.stop_on_errors()

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._frame)

    def require(self, columns: Columns) -> None:
        """Stop unless every wanted column (role -> name, None for not wanted) is there once."""
        wanted = {role: name for role, name in columns.items() if name is not None}
        for role, name in wanted.items():
            if name not in self.columns:
                self._add_missing(role, name, free=[column for column in self.columns if column not in wanted.values()])
        for name in dict.fromkeys(wanted.values()):
            roles = [role for role, of in wanted.items() if of == name]
            if len(roles) > 1:
                self.add("same-column", f"{name!r} is named for {' and '.join(roles)}", "name another column", column=name)
        self.stop_on_errors()

    def keys(self, name: str) -> tuple[list[str], NDArray[np.int64]]:
        """Distinct keys in natural order, and for each row the position of its key."""
        words, code = self.words(name)
        empty = np.array([not word for word in words])[code]
        self.flag(empty, "null-key", "the key is empty", column=name, is_mendable=are_few(empty))
        distinct = sorted(set(words), key=natural_order)
        position = {key: index for index, key in enumerate(distinct)}
        return distinct, np.array([position[word] for word in words], dtype=np.int64)[code]

    def flags(self, name: str) -> NDArray[np.bool_]:
        """True and false; an empty cell counts as false and is reported."""
        words, code = self.words(name)
        lower = [word.lower() for word in words]
        empty, nonsense = np.array([not word for word in lower]), np.array([bool(word) and word not in TRUE | _FALSE for word in lower])
        self.flag(empty[code], "empty-flag", "the flag is empty and counts as false", column=name)
        self.flag(nonsense[code], "nonsense-flag", "this is neither true nor false", column=name)
        return np.asarray(np.array([word in TRUE for word in lower])[code])

    def further(self, taken: Iterable[str | None]) -> list[str]:
        """Names of the columns beside these, without an index that was written along."""
        used = set(taken)
        return [name for name in self.columns if name not in used and not is_row_number(name)]

    def is_empty(self, name: str) -> bool:
        """Whether no row has anything in a column."""
        return not any(self.words(name)[0])

    def words(self, name: str) -> tuple[list[str], NDArray[np.int64]]:
        """Different values as text, empty where there is none, and for each row the position of its value; a million rows take a blink."""
        import pyarrow as pa  # noqa: PLC0415 - 60 ms that only those pay who bring a table

        try:
            column = pa.chunked_array([self._frame[name].to_arrow()]).combine_chunks()
            encoded = column.dictionary_encode(null_encoding="encode")
            return [text_of(value) for value in encoded.dictionary.to_pylist()], np.asarray(encoded.indices, dtype=np.int64)
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            # a pandas column of mixed types, or of moments beyond the calendar
            texts = [text_of(value) for value in self._frame[name].to_list()]
            words = list(dict.fromkeys(texts))
            position = {word: index for index, word in enumerate(words)}
            return words, np.array([position[text] for text in texts], dtype=np.int64)

    def series(self, name: str) -> "nw.Series[Any]":
        """A column as narwhals has it."""
        return self._frame[name]

    def holds_flags(self, name: str) -> bool:
        """Whether a column has nothing but true, false and empty cells."""
        return {word.lower() for word in self.words(name)[0]} <= TRUE | _FALSE | {""}

    def to_arrow(self) -> Any:  # noqa: ANN401 - pyarrow ships no types
        """The whole table for Arrow."""
        return self._frame.to_arrow()

    def cell(self, column: str, row: int) -> str:
        """What stands in a cell, as text; empty where there is nothing or no such column."""
        value = self._frame[column][row] if column in self.columns else None
        return "" if value is None or type(value).__name__ in {"NAType", "NaTType"} else str(value)

    def flag(  # noqa: PLR0913 - a finding has these parts
        self,
        rows: NDArray[np.bool_],
        code: str,
        message: str,
        mend: str = "",
        *,
        column: str = "",
        severity: Severity | None = None,
        is_mendable: bool = True,
    ) -> None:
        """Report the rows that are true, if any, with the first one's value; severity and mend are the kind's by default."""
        found = np.flatnonzero(rows)
        if len(found):
            severity = severity or ("error" if mend else kind_of(code).severity)
            self.marks.append(
                Mark(code=code, message=message, at=rows, column=column, severity=severity, mend=mend, is_mendable=is_mendable)
            )
            value = self.cell(column, int(found[0]))
            said = f"{value}: {message}" if value else message
            self.add(code, said, mend or kind_of(code).mend, column=column, severity=severity, rows=found, value=value)

    def add(  # noqa: PLR0913 - a finding has these parts
        self,
        code: str,
        message: str,
        mend: str,
        *,
        column: str = "",
        severity: Severity = "error",
        rows: NDArray[np.int64] | None = None,
        value: str = "",
    ) -> None:
        """Report one finding."""
        shown = () if rows is None else tuple(int(row) for row in rows[:ROWS_SHOWN])
        count = 1 if rows is None else len(rows)
        self.findings.append(
            Finding(
                code=code,
                severity=severity,
                message=message,
                mend=mend,
                file=self.file,
                column=column,
                rows=shown,
                count=count,
                value=value,
            )
        )

    def stop_on_errors(self) -> None:
        """Raise `InputError` with everything found, the errors first, if there is an error."""
        if any(finding.severity == "error" for finding in self.findings):
            raise InputError(sorted(self.findings, key=lambda finding: finding.severity != "error"))

    def _opened(self, frame: Any) -> "nw.DataFrame[Any]":  # noqa: ANN401 - whatever a caller brings
        named = with_text_names(with_index_as_columns(frame))
        names = eager_names(named)
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            self.add("duplicate-column", f"the table has more than one column {twice[0]!r}", "rename or drop one of them", column=twice[0])
            self.stop_on_errors()
        try:
            opened: Any = loaded_narwhals().from_native(named)
        except TypeError:
            self.add(
                "not-a-table",
                f"this is no data frame but a {type(frame).__name__}",
                "give a pandas, polars or pyarrow table",
                value=type(frame).__name__,
            )
            self.stop_on_errors()
        table: nw.DataFrame[Any] = opened.collect("pyarrow") if isinstance(opened, loaded_narwhals().LazyFrame) else opened
        return table

    def _note_encoding(self, frame: Any) -> None:  # noqa: ANN401 - whatever a caller brings
        """A mark where a file was not written in UTF-8."""
        read_as = (
            (frame.schema.metadata or {}).get(ENCODING, b"").decode() if hasattr(frame, "column_names") and hasattr(frame, "schema") else ""
        )
        if read_as:
            nowhere = np.zeros(len(self._frame), bool)
            message = f"the file is not in UTF-8, so it is read as {read_as}: look whether its accents are right"
            self.marks.append(Mark(code="other-encoding", message=message, at=nowhere, count=1, value="-"))

    def _add_missing(self, role: str, name: str, *, free: list[str]) -> None:
        found = likely_column(role, name, free)
        renamed = f"Rename it to {name!r}" if role == name else f"Give {role}={found!r}"
        otherwise = f"add the column, or name the one that holds it: {role}=…" if role == name else f"name the column, as in {role}=…"
        mend = f"did you mean {found!r}? {renamed}" if found else otherwise
        if role in {"date", "units"} and 2 * sum(not np.isnat(day_of(column)) for column in self.columns) > len(self.columns):
            mend = "the dates stand in the header: give one row a date, in pandas: table.melt(['item', 'location'], var_name='date', value_name='units')"
        self.add(
            "missing-column",
            f"there is no column {name!r} for {role}; there are: {', '.join(self.columns[:30])}",
            mend,
            column=name,
            value=name,
        )


def are_few(rows: NDArray[np.bool_]) -> bool:
    """Whether so few rows are bad that they may be dropped: what is wrong in most of them is no slip."""
    return float(np.mean(rows)) <= 1 / 2


def loaded_narwhals() -> Any:  # noqa: ANN401 - the module
    """The module narwhals, which opens tables of any kind."""
    import narwhals  # noqa: PLC0415 - 90 ms that only those pay who bring a table

    return narwhals
