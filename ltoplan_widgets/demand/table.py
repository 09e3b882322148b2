"""A table at the door: any data frame, its columns as checked arrays, and what was odd about them.

Every check appends findings and goes on, so that one look shows everything there is to mend.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.cell import day_of, natural_order, numbers_of, scalar_of, text_of
from ltoplan_widgets.demand.column_name import eager_names, is_row_number, likely_column, with_index_as_columns, with_text_names
from ltoplan_widgets.demand.date_text import days_of, evening_hours
from ltoplan_widgets.demand.encoding import ENCODING
from ltoplan_widgets.demand.kinds.catalogue import kind_of
from ltoplan_widgets.demand.mark import ROWS_SHOWN, Mark
from ltoplan_widgets.demand.number_text import numbers_of_words, sign_of, unclear_numbers
from ltoplan_widgets.plan.errors import Finding, InputError, Severity
from ltoplan_widgets.plan.units import LIMIT

if TYPE_CHECKING:
    import narwhals as nw

_HOUR = 3600
_EVENING = 18 * _HOUR
_READ_AS = {
    "day-first-date": "read as day first",
    "month-first-date": "read as month first",
    "week-date": "read as week",
    "written-date": "read as the only day that it can be",
}
TRUE = frozenset({"true", "t", "yes", "y", "1", "1.0", "x", "ja", "j", "wahr", "oui", "o", "vrai", "si", "sí", "s", "vero"})
"""What stands for true, in lower case, in English, German, French, Spanish and Italian."""
_FALSE = frozenset({"false", "f", "no", "n", "0", "0.0", "nein", "falsch", "non", "faux", "falso"})


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

    def require(self, columns: dict[str, str | None]) -> None:
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
        words, code = self._coded(name)
        empty = np.array([not word for word in words])[code]
        self.flag(empty, "null-key", "the key is empty", column=name, is_mendable=_are_few(empty))
        distinct = sorted(set(words), key=natural_order)
        position = {key: index for index, key in enumerate(distinct)}
        return distinct, np.array([position[word] for word in words], dtype=np.int64)[code]

    def days(self, name: str, *, like: str | None = None) -> NDArray[np.int64]:
        """Day numbers; 0 where a date could not be read (an error then is among the findings).

        Args:
            name: The column.
            like: Another column that is written alike, so that its dates tell how those of this one are meant.
        """
        series = self._frame[name]
        values, is_unclear = (self._dates(series, name), False) if _is_temporal(series) else self._parsed_dates(name, like)
        missing = np.isnat(values)
        message = (
            "this may be day first or month first, and no other date of the column tells" if is_unclear else self._no_date(name, missing)
        )
        self.flag(missing, "unclear-date" if is_unclear else "bad-date", message, column=name, is_mendable=_are_few(missing))
        return np.asarray(np.where(missing, np.datetime64(0, "D"), values).astype("datetime64[D]").astype(np.int64))

    def numbers(self, name: str, *, optional: bool = False) -> NDArray[np.float64]:
        """Finite numbers; where optional, NaN for unknown, and a currency sign may stand beside them."""
        series = self._frame[name]
        if series.dtype.is_numeric():
            values = np.asarray(series.cast(_nw().Float64).to_numpy(), dtype=np.float64)
            unread = np.zeros(len(values), bool)
        elif series.dtype == _nw().String:
            values, unread = self._written_numbers(name, signs=optional)
        else:
            values, unread = numbers_of(series.to_list())
        self.flag(unread, "not-a-number", "this is not a number", column=name, is_mendable=optional or _are_few(unread))
        null = np.isnan(values) & ~unread
        if not optional:
            self.flag(null, "missing-number", "the number is missing", column=name, is_mendable=_are_few(null))
        self.flag(np.isinf(values), "infinite-number", "the number is infinite", column=name)
        return values

    def flags(self, name: str) -> NDArray[np.bool_]:
        """True and false; an empty cell counts as false and is reported."""
        words, code = self._coded(name)
        lower = [word.lower() for word in words]
        empty, nonsense = np.array([not word for word in lower]), np.array([bool(word) and word not in TRUE | _FALSE for word in lower])
        self.flag(empty[code], "empty-flag", "the flag is empty and counts as false", column=name)
        self.flag(nonsense[code], "nonsense-flag", "this is neither true nor false", column=name)
        return np.asarray(np.array([word in TRUE for word in lower])[code])

    def scalars(self, name: str) -> list[str | float | bool | None]:
        """Values as a plan holds them: text, number, true or false, or nothing; numbers that it cannot hold are nothing too."""
        written = self._shares_or_commas(name) if self._frame[name].dtype == _nw().String else None
        values = [scalar_of(value) for value in (self._frame[name].to_list() if written is None else written)]
        wild = np.array([isinstance(value, float) and not abs(value) <= LIMIT for value in values])
        self.flag(wild, "unusable-number", "a plan cannot hold this number, so it counts as not known", column=name)
        return [None if is_wild else value for value, is_wild in zip(values, wild, strict=True)]

    def further(self, taken: Iterable[str | None]) -> list[str]:
        """Names of the columns beside these, without an index that was written along."""
        used = set(taken)
        return [name for name in self.columns if name not in used and not is_row_number(name)]

    def words(self, name: str) -> tuple[list[str], NDArray[np.int64]]:
        """Different values as text, empty where there is none, and for each row the position of its value."""
        return self._coded(name)

    def holds_flags(self, name: str) -> bool:
        """Whether a column has nothing but true, false and empty cells."""
        return {word.lower() for word in self._coded(name)[0]} <= TRUE | _FALSE | {""}

    def holds_numbers(self, name: str) -> bool:
        """Whether a column has nothing but numbers and empty cells."""
        words = self._coded(name)[0]
        return not numbers_of_words(words, signs=True)[1].any()

    def holds_days(self, name: str) -> bool:
        """Whether most of a column's values are days, in whatever way they are written."""
        if _is_temporal(self._frame[name]):
            return True
        words = [word for word in self._coded(name)[0] if word]
        return bool(words) and float(np.mean(~np.isnat(days_of(words)[0]))) > 1 / 2

    def plain_numbers(self, name: str) -> NDArray[np.float64]:
        """Numbers of a column, NaN where there is none; nothing is reported."""
        words, code = self._coded(name)
        return numbers_of_words(words, signs=True)[0][code]

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
            opened: Any = _nw().from_native(named)
        except TypeError:
            self.add(
                "not-a-table",
                f"this is no data frame but a {type(frame).__name__}",
                "give a pandas, polars or pyarrow table",
                value=type(frame).__name__,
            )
            self.stop_on_errors()
        table: nw.DataFrame[Any] = opened.collect("pyarrow") if isinstance(opened, _nw().LazyFrame) else opened
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

    def _coded(self, name: str) -> tuple[list[str], NDArray[np.int64]]:
        """Different values as text, and for each row the position of its value; a million rows take a blink."""
        import pyarrow as pa  # noqa: PLC0415 - 60 ms that only those pay who bring a table

        try:
            column = pa.chunked_array([self._frame[name].to_arrow()]).combine_chunks()
            encoded = column.dictionary_encode(null_encoding="encode")
            return [text_of(value) for value in encoded.dictionary.to_pylist()], np.asarray(encoded.indices, dtype=np.int64)
        except (
            pa.ArrowException,
            TypeError,
            ValueError,
            OverflowError,
        ):  # a pandas column of mixed types, or of moments beyond the calendar
            texts = [text_of(value) for value in self._frame[name].to_list()]
            words = list(dict.fromkeys(texts))
            position = {word: index for index, word in enumerate(words)}
            return words, np.array([position[text] for text in texts], dtype=np.int64)

    def _written_numbers(self, name: str, *, signs: bool) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        words, code = self._coded(name)
        values, unread, is_comma = numbers_of_words(words, signs=signs)
        commas = np.array(["," in word or word.count(".") > 1 for word in words])
        unclear = np.zeros(len(words), bool) if signs or is_comma else unclear_numbers(words)
        if unclear.any():
            message = "these may be thousands or decimals, and no other number of the column tells"
            self.flag(unclear[code], "unclear-number", message, column=name)
            values, unread = np.where(unclear, 0.0, values), unread & ~unclear
        if is_comma:
            self.flag((commas & ~unread)[code], "decimal-comma", "the comma is read as the decimal one", column=name)
        named = np.array([sign_of(word) if signs else "" for word in words])
        if named.any():
            self._report_currencies(name, named[code])
        return values[code], unread[code]

    def _shares_or_commas(self, name: str) -> list[float] | None:
        """Numbers of a column that is written with decimal commas, or as ``20 %``; None where it is not."""
        words, code = self._coded(name)
        known = [word for word in words if word]
        is_share = bool(known) and all(word.endswith("%") for word in known)
        values, unread, is_comma = numbers_of_words([word.rstrip("% ") for word in words] if is_share else words, signs=True)
        if unread.any() or not (is_comma or is_share):
            return None
        at = np.array([bool(word) for word in words])[code]
        if is_share:
            self.flag(at, "percent-sign", "read as a share: 20 % is 0.2", column=name)
        else:
            self.flag(at, "decimal-comma", "the comma is read as the decimal one", column=name)
        return [float(value) for value in (values / 100 if is_share else values)[code]]

    def _report_currencies(self, name: str, signs: NDArray[np.str_]) -> None:
        kinds, count = np.unique(signs[signs != ""], return_counts=True)
        if len(kinds) > 1:
            usual = kinds[np.argmax(count)]
            message = f"prices are in {' and '.join(kinds)}"
            self.flag((signs != "") & (signs != usual), "mixed-currency", message, column=name)
        else:
            self.flag(signs != "", "currency-sign", "the currency sign is left out", column=name)

    def _dates(self, series: "nw.Series[Any]", name: str) -> NDArray[np.datetime64]:
        if getattr(series.dtype, "time_zone", None):
            series = series.dt.replace_time_zone(None)
        moments = np.asarray(series.cast(_nw().Datetime("us")).to_numpy()).astype("datetime64[s]")
        days = moments.astype("datetime64[D]")
        known = ~np.isnat(moments)
        seconds = np.unique((moments - days)[known].astype(np.int64))
        is_evening = len(seconds) > 0 and not np.any(seconds % _HOUR) and seconds[0] >= _EVENING and seconds[-1] - seconds[0] <= _HOUR
        return self._moved(name, days, known) if is_evening else days

    def _parsed_dates(self, name: str, like: str | None) -> tuple[NDArray[np.datetime64], bool]:
        """Days, and whether those that could not be read may be day first or month first."""
        words, code = self._coded(name)
        days, kind = days_of(words, None if like is None or _is_temporal(self._frame[like]) else self._coded(like)[0])
        read, is_unclear = days[code], kind == "unclear-date"
        if kind and not is_unclear:
            self.flag(~np.isnat(read), kind, _READ_AS[kind], column=name)
        return self._moved(name, read, ~np.isnat(read)) if evening_hours(words) else read, is_unclear

    def _no_date(self, name: str, missing: NDArray[np.bool_]) -> str:
        """What to say of cells that are no dates."""
        first = self.cell(name, int(np.flatnonzero(missing)[0])) if missing.any() else ""
        return "this is a number and no date: write the first day of the period" if first.isdigit() else "this is not a date"

    def _moved(self, name: str, days: NDArray[np.datetime64], known: NDArray[np.bool_]) -> NDArray[np.datetime64]:
        """Midnights as another time zone tells them, moved to the day that they begin."""
        self.flag(
            known, "shifted-midnight", "all times are late in the evening, so they are read as the midnights that follow", column=name
        )
        return np.asarray(days + np.timedelta64(1, "D"))


def _are_few(rows: NDArray[np.bool_]) -> bool:
    """Whether so few rows are bad that they may be dropped: what is wrong in most of them is no slip."""
    return float(np.mean(rows)) <= 1 / 2


def _nw() -> Any:  # noqa: ANN401 - the module
    import narwhals  # noqa: PLC0415 - 90 ms that only those pay who bring a table

    return narwhals


def _is_temporal(series: "nw.Series[Any]") -> bool:
    return bool(series.dtype.is_temporal()) and "Date" in str(series.dtype)
