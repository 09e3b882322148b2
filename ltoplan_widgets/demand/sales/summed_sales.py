"""Sales added up by item, place and period out of memory, by DuckDB: many files, single sales, large relations."""

import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ltoplan_widgets.demand.progress import progress
from ltoplan_widgets.demand.refusal import first_line, missing_package, refusal
from ltoplan_widgets.demand.sales.sales_row import ROLES
from ltoplan_widgets.demand.table.address import file_system, is_address, shown
from ltoplan_widgets.demand.table.column_guess import EVERYWHERE, mapped
from ltoplan_widgets.demand.table.date_text import EVENING
from ltoplan_widgets.demand.table.mark import Mark
from ltoplan_widgets.demand.table.table import TRUE, Table

Period = Literal["day", "week"]

_TRUE = f"({', '.join(repr(word) for word in sorted(TRUE))})"
_POLL_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True)
class SummedSales:
    """Sales with the usual names of columns, and the names that they had."""

    table: Table
    mapping: dict[str, str | None]


def is_many(file: str | Path) -> bool:
    """Whether a name stands for many files: a pattern or a folder."""
    name = str(file)
    if is_address(name):
        return "*" in name
    try:
        return Path(name).is_dir() or (any(sign in name for sign in "*?[") and not Path(name).exists())
    except (OSError, ValueError):
        return False


def summed(
    sales: object, named: Mapping[str, str | None], *, period: Period, storage_options: Mapping[str, object] | None = None
) -> SummedSales:
    """Add sales up without holding their rows in memory.

    Rows without key, date or units are left out and marked as errors; returns (units below 0) are taken off.

    Args:
        sales: A DuckDB relation, another table, or the name of one file or of many.
        named: Columns that somebody named; the others are guessed.
        period: Length of a period; weeks begin on Monday.
        storage_options: What fsspec needs for an address.

    Raises:
        InputError: DuckDB is not installed, no such file, a period that is neither, or a column that is missing.
    """
    if period not in ("day", "week"):
        raise refusal("bad-period", period, "a period is 'day' or 'week'", "give one of the two", column="period")
    file = shown(str(sales)) if isinstance(sales, str | Path) else ""
    with _opened(sales, storage_options or {}) as lines:
        sample = Table(lines.ask("SELECT * FROM lines LIMIT 1000"), file=file)
        columns = mapped(sample, named, ROLES)
        sample.require(columns)
        day, is_moved = _day(lines, sample, str(columns["date"]))
        source = f"(SELECT {_parsed(columns, day)} FROM lines)"  # noqa: S608 - names are quoted
        counted = lines.ask(_COUNTED.format(source=source)).to_pylist()[0]
        found = lines.ask(_SUMMED.format(source=source, period=period, columns=_summed_columns(columns)))
    if not found.num_rows:
        message = f"none of {counted['lines']:,} lines has an item, a place, a date (YYYY-MM-DD) and units (1234.5)"
        raise refusal("empty-table", file or "table", message, "check which columns were taken, and how dates and numbers are written")
    table = Table(found, file=f"{file}, added up by {period}" if file else "")
    table.marks += [*_told(sample, table), *_line_marks(counted, columns, table)]
    if is_moved:
        message = "all times are late in the evening, so they are read as the midnights that follow"
        table.marks.append(Mark(code="shifted-midnight", message=message, at=np.ones(len(table), bool), column="date", value="-"))
    return SummedSales(table=table, mapping=columns)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _day(lines: "_Lines", sample: Table, name: str) -> tuple[str, bool]:
    """The day of a line in SQL, and whether it is the one after the evening on which another time zone has its midnight."""
    kind, column = str(sample.to_arrow().schema.field(name).type), _quoted(name)
    if not kind.startswith("timestamp"):
        return f"TRY_CAST({column} AS DATE)", False
    moment = f"({column} AT TIME ZONE 'UTC')" if "tz=" in kind else column
    asked = f"SELECT min(m.hour) AS first, max(m.hour) AS last, max(m.rest) AS rest FROM (SELECT hour({moment}) AS hour, minute({moment}) + second({moment}) AS rest FROM lines) AS m"  # noqa: S608 - the name is quoted
    hours = lines.ask(asked).to_pylist()[0]
    is_moved = hours["first"] is not None and hours["first"] >= EVENING and hours["last"] - hours["first"] <= 1 and hours["rest"] == 0
    return f"CAST({moment} + INTERVAL {24 - EVENING if is_moved else 0} HOUR AS DATE)", is_moved


def _parsed(columns: Mapping[str, str | None], day: str) -> str:
    wanted = {role: _quoted(name) for role, name in columns.items() if name is not None}
    parts = [_key(role, wanted.get(role)) for role in ("item", "location")]
    parts += [f"{day} AS day", _text_where_unread(wanted["date"], "DATE", "day_text")]
    parts += [f"TRY_CAST({wanted['units']} AS DOUBLE) AS units", _text_where_unread(wanted["units"], "DOUBLE", "units_text")]
    if "price" in wanted:
        parts.append(f"TRY_CAST({wanted['price']} AS DOUBLE) AS price")
    parts += [
        f"lower(trim(CAST({wanted[role]} AS VARCHAR))) IN {_TRUE} AS {role}"
        for role in ("stock_out", "promotion", "closed")
        if role in wanted
    ]
    return ", ".join(parts)


def _key(role: str, column: str | None) -> str:
    return f"'{EVERYWHERE}' AS {role}" if column is None else f"nullif(trim(CAST({column} AS VARCHAR)), '') AS {role}"


def _text_where_unread(column: str, kind: str, name: str) -> str:
    return f"CASE WHEN TRY_CAST({column} AS {kind}) IS NULL THEN CAST({column} AS VARCHAR) END AS {name}"


_SOUND = "item IS NOT NULL AND location IS NOT NULL AND day IS NOT NULL AND isfinite(units)"
_COUNTED = f"""
SELECT count(*) AS lines,
    count(*) FILTER (WHERE item IS NULL OR location IS NULL) AS null_key,
    count(*) FILTER (WHERE day IS NULL) AS bad_date, any_value(day_text) FILTER (WHERE day IS NULL) AS bad_date_value,
    count(*) FILTER (WHERE units IS NULL AND nullif(trim(units_text), '') IS NOT NULL) AS not_a_number,
    any_value(units_text) FILTER (WHERE units IS NULL) AS not_a_number_value,
    count(*) FILTER (WHERE units IS NULL AND nullif(trim(units_text), '') IS NULL) AS missing_number,
    count(*) FILTER (WHERE {_SOUND} AND units < 0) AS returns
FROM {{source}}"""  # noqa: S608 - made of constants
_SUMMED = f"""
SELECT item, location, CAST(date_trunc('{{period}}', day) AS DATE) AS date, {{columns}}
FROM {{source}} WHERE {_SOUND} GROUP BY ALL ORDER BY item, location, date"""  # noqa: S608 - made of constants


def _summed_columns(columns: Mapping[str, str | None]) -> str:
    parts = ["sum(units) AS units"]
    if columns["price"] is not None:
        sold = "FILTER (WHERE units > 0 AND price IS NOT NULL)"
        parts.append(f"coalesce(sum(price * units) {sold} / nullif(sum(units) {sold}, 0), avg(price)) AS price")
    joins = {"stock_out": "bool_or", "promotion": "bool_or", "closed": "bool_and"}
    return ", ".join(parts + [f"{join}({role}) AS {role}" for role, join in joins.items() if columns[role] is not None])


def _told(sample: Table, table: Table) -> list[Mark]:
    """What was said of the columns, for the table of sums."""
    nowhere = np.zeros(len(table), bool)
    return [
        Mark(code=mark.code, message=mark.message, at=nowhere, count=mark.count, value="-")
        for mark in sample.marks
        if mark.code in {"columns-taken", "header-mark"}
    ]


def _line_marks(counted: Mapping[str, Any], columns: Mapping[str, str | None], table: Table) -> Iterator[Mark]:
    nowhere = np.zeros(len(table), bool)
    said = (
        ("null-key", "null_key", "item", "the key is empty"),
        ("bad-date", "bad_date", "date", "this is not a date"),
        ("not-a-number", "not_a_number", "units", "this is not a number"),
        ("missing-number", "missing_number", "units", "the number is missing"),
    )
    for code, key, role, message in said:
        if counted[key]:
            value = str(counted.get(f"{key}_value") or "")
            text = f"{value}: {message}" if value else message
            yield Mark(
                code=code,
                message=f"{text} ({counted[key]} lines)",
                at=nowhere,
                column=str(columns[role]),
                count=counted[key],
                value=value or "-",
                is_mendable=2 * counted[key] <= counted["lines"],
            )
    if counted["lines"] > len(table):
        message = f"{counted['lines']:,} lines are added up to {len(table):,} rows; {counted['returns']:,} returns are taken off"
        yield Mark(code="rows-added-up", message=message, at=nowhere, count=counted["lines"], value="-")


@dataclass(frozen=True)
class _Lines:
    """A view ``lines`` that can be asked; a relation is asked through its own connection."""

    connection: Any
    relation: Any = None

    def ask(self, query: str) -> Any:  # noqa: ANN401
        if self.relation is not None:
            return self.relation.query("lines", query).to_arrow_table()
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(lambda: self.connection.sql(query).to_arrow_table())
            self._wait(running)
        return running.result()

    def _wait(self, running: Any) -> None:  # noqa: ANN401 - a future
        with progress("Adding sales up", 100, unit="%") as bar:
            while not running.done():
                try:
                    running.exception(timeout=_POLL_SECONDS)
                except StillRunning:
                    bar.update(max(bar.n, int(self.connection.query_progress())) - bar.n)


@contextmanager
def _opened(sales: object, options: Mapping[str, object]) -> Iterator[_Lines]:
    duckdb = _duckdb()
    if isinstance(sales, duckdb.DuckDBPyRelation):
        yield _Lines(None, sales)
        return
    with tempfile.TemporaryDirectory(prefix="ltoplan-") as folder, duckdb.connect(config={"temp_directory": folder}) as connection:
        # without its own bar DuckDB does not tell how far it is; with it, it would write it, also where nobody looks on
        connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        if isinstance(sales, str | Path):
            lines = _scan(connection, str(sales), options)
            connection.execute(f"CREATE TEMP VIEW lines AS SELECT * FROM {lines}")  # noqa: S608 - the name is quoted
        else:
            connection.register("lines", Table(sales).to_arrow())
        yield _Lines(connection)


def _scan(connection: Any, name: str, options: Mapping[str, object]) -> str:  # noqa: ANN401
    """The table function that reads a file, a pattern or a folder."""
    where = name
    if is_address(name):
        system, _ = file_system(name, options)
        connection.register_filesystem(system)
    elif Path(name).is_dir():
        kind = next((kind for kind in ("parquet", "csv") if any(Path(name).rglob(f"*.{kind}"))), "parquet")
        where = f"{name}/**/*.{kind}"
    quoted = "'" + where.replace("'", "''") + "'"
    reader = f"read_parquet({quoted}, union_by_name=true)"
    if not where.lower().endswith((".parquet", ".pq")):
        reader = f"read_csv({quoted}, all_varchar=true, union_by_name=true)"
    duckdb = _duckdb()
    try:
        connection.execute(f"SELECT * FROM {reader} LIMIT 0")  # noqa: S608 - the name is quoted
    except duckdb.Error as error:
        message = f"these files cannot be read ({first_line(error)})"
        raise refusal("unreadable-file", shown(name), message, "check the pattern; the files are Parquet or CSV") from None
    return reader


def _duckdb() -> Any:  # noqa: ANN401
    try:
        import duckdb  # noqa: PLC0415 - an extra, and 30 MB that only those load who add up
    except ImportError:
        raise missing_package("duckdb", "adding sales up needs DuckDB", extra="duckdb") from None
    return duckdb
