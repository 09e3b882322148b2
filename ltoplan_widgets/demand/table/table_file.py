"""Tables from files and addresses: Parquet, CSV and Excel, nothing converted that the caller has not asked for."""

import gzip
import io
from collections.abc import Mapping
from csv import reader
from pathlib import Path
from typing import Any

from ltoplan_widgets.demand.refusal import file_refusal, first_line
from ltoplan_widgets.demand.table.address import is_address, remote_content, shown
from ltoplan_widgets.demand.table.encoding import ENCODING, in_utf8

_SHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_ARROW = (".arrow", ".feather")
_PARQUET = (".parquet", ".pq")
_SUFFIXES = (*_PARQUET, ".csv", ".csv.gz", ".tsv", ".txt", *_ARROW, *_SHEETS)
_WRITTEN = (*_PARQUET, ".csv")


def read_table(file: str | Path, *, storage_options: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """Read a file into an Arrow table.

    CSV columns are read as text, so that a key such as ``007`` keeps its zeros; a byte order mark is skipped and the
    separator (comma, semicolon, tab or bar) is taken from the header. Of a workbook the first sheet with a table is read.

    Args:
        file: A ``.parquet``, ``.pq``, ``.csv``, ``.csv.gz``, ``.tsv``, ``.txt``, ``.arrow`` or ``.feather`` file, a workbook (``.xlsx``, ``.xlsm``,
            ``.xls``, ``.xlsb``, ``.ods``), or the address of one that fsspec knows, such as ``s3://bucket/sales.csv``.
        storage_options: What fsspec needs for the address.

    Raises:
        InputError: No such file, another kind of file, or a content that is not what the name says.
    """
    name = str(file)
    said = shown(name)
    if not is_address(name) and not is_there(Path(file)):
        raise file_refusal("no-such-file", said, "there is no such file", "check the path; relative paths start at the working folder")
    suffix = next((suffix for suffix in _SUFFIXES if said.lower().rstrip("?").endswith(suffix)), "")
    if not suffix:
        mend = "save the table as Parquet, CSV or Excel"
        raise file_refusal("unknown-file-type", said, f"the name ends in none of {', '.join(_SUFFIXES)}", mend)
    content = remote_content(name, storage_options or {}) if is_address(name) else _content(Path(file))
    if suffix in _SHEETS:
        from ltoplan_widgets.demand.table.sheet import read_sheet  # noqa: PLC0415 - numpy: plans are checked without it

        return read_sheet(content, file=said)
    if suffix in _ARROW:
        return _read_arrow(content, said)
    if suffix in _PARQUET:
        return _read_parquet(content, said)
    return _read_csv(content, said, is_zipped=suffix.endswith(".gz"))


def write_table(table: Any, file: str | Path) -> None:  # noqa: ANN401 - pyarrow ships no types
    """Write an Arrow table as Parquet or CSV, by the file's name.

    Raises:
        InputError: The name ends otherwise, or there is no such folder.
    """
    path = Path(file)
    if not path.name.lower().endswith(_WRITTEN):
        raise file_refusal("unknown-file-type", str(file), f"the name ends in none of {', '.join(_WRITTEN)}", "write Parquet or CSV")
    if not path.parent.is_dir():
        raise file_refusal("no-such-folder", str(file), f"there is no folder {path.parent}", "make it, or name another one")
    if path.suffix.lower() == ".csv":
        table.to_pandas().to_csv(path, index=False)
        return
    import pyarrow.parquet as pq  # noqa: PLC0415 - 60 ms that only writers of files pay

    pq.write_table(table, path)


def is_there(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have (too long, with a zero byte) is not there either."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise file_refusal("unreadable-file", str(path), f"this file cannot be read ({error.strerror})", "check who may read it") from None


def _read_parquet(content: bytes, file: str) -> Any:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only readers of files pay
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        return pq.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError) as error:
        raise file_refusal(
            "unreadable-file", file, f"this is not a readable Parquet file ({first_line(error)})", "export the file again"
        ) from None


def _read_arrow(content: bytes, file: str) -> Any:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only readers of files pay
    from pyarrow import feather  # noqa: PLC0415

    try:
        return feather.read_table(io.BytesIO(content))
    except (pa.ArrowException, OSError) as error:
        message = f"this is not a readable Arrow file ({first_line(error)})"
        raise file_refusal("unreadable-file", file, message, "export the file again") from None


def _read_csv(content: bytes, file: str, *, is_zipped: bool) -> Any:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only readers of files pay
    from pyarrow import csv  # noqa: PLC0415

    try:
        text, encoding = in_utf8(gzip.decompress(content) if is_zipped else content)
        header, _, rest = text.partition(b"\n")
        if header.lower().startswith(b"sep="):  # how Excel is told the separator
            text, header = rest, rest.partition(b"\n")[0]
        line = header.decode("utf-8").rstrip("\r")
        separator = max(",;\t|", key=line.count)
        names = next(reader([line], delimiter=separator))
        as_text = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
        table = csv.read_csv(io.BytesIO(text), parse_options=csv.ParseOptions(delimiter=separator), convert_options=as_text)
        return table.replace_schema_metadata({ENCODING: encoding}) if encoding else table
    except pa.ArrowInvalid as error:
        said = first_line(error)
        is_ragged = "Expected" in said and "columns, got" in said
        message = (
            f"its rows have other numbers of cells than its first line ({said})" if is_ragged else f"this is not readable as CSV ({said})"
        )
        mend = "give one header line on top, and cells with a separator in quotes"
        raise file_refusal("unreadable-file", file, message, mend) from None
    except (pa.ArrowException, OSError, EOFError, UnicodeDecodeError) as error:
        mend = "save the file as CSV in UTF-8 with one header line"
        raise file_refusal("unreadable-file", file, f"this is not readable as CSV ({first_line(error)})", mend) from None
