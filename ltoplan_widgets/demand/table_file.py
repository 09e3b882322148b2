"""Tables from files: Parquet and CSV, nothing converted that the caller has not asked for."""

from pathlib import Path
from typing import Any

from ltoplan_widgets.plan.errors import Finding, InputError

_SUFFIXES = (".parquet", ".pq", ".csv", ".csv.gz", ".txt")


def read_table(file: str | Path) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """Read a file into an Arrow table.

    CSV columns are read as text, so that a key such as ``007`` keeps its zeros; a byte order mark is skipped and the
    separator (comma, semicolon or tab) is taken from the header.

    Args:
        file: A ``.parquet``, ``.pq``, ``.csv``, ``.csv.gz`` or ``.txt`` file.

    Raises:
        InputError: No such file, another kind of file, or a content that is not what the name says.
    """
    path = Path(file)
    if not path.is_file():
        raise InputError(
            _finding("no-such-file", path, "there is no such file", "check the path; relative paths start at the working folder")
        )
    name = path.name.lower()
    if not name.endswith(_SUFFIXES):
        raise InputError(
            _finding("unknown-file-type", path, f"the name ends in none of {', '.join(_SUFFIXES)}", "save the table as Parquet or CSV")
        )
    return _read_parquet(path) if name.endswith((".parquet", ".pq")) else _read_csv(path)


def _read_parquet(path: Path) -> Any:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only readers of files pay
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        return pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            _finding("unreadable-file", path, f"this is not a readable Parquet file ({_first_line(error)})", "export the file again")
        ) from None


def _read_csv(path: Path) -> Any:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only readers of files pay
    from pyarrow import csv  # noqa: PLC0415

    try:
        with pa.CompressedInputStream(str(path), "gzip") if path.suffix == ".gz" else pa.OSFile(str(path)) as stream:
            content = stream.read()
        header = content.split(b"\n", 1)[0].decode("utf-8-sig").rstrip("\r")
        separator = max(",;\t", key=header.count)
        names = [name.strip().strip('"') for name in header.split(separator)]
        as_text = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
        return csv.read_csv(pa.BufferReader(content), parse_options=csv.ParseOptions(delimiter=separator), convert_options=as_text)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(
            _finding(
                "unreadable-file",
                path,
                f"this is not readable as CSV in UTF-8 ({_first_line(error)})",
                "save the file as CSV in UTF-8 with one header line",
            )
        ) from None


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:200]


def _finding(code: str, path: Path, message: str, mend: str) -> Finding:
    return Finding(code=code, severity="error", file=str(path), value=path.name, message=message, mend=mend)
