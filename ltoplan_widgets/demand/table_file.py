"""Tables from files: Parquet and CSV, nothing converted that the caller has not asked for."""

import gzip
import io
from pathlib import Path
from typing import Any

from ltoplan_widgets.plan.errors import Finding, InputError

_SUFFIXES = (".parquet", ".pq", ".csv", ".csv.gz", ".tsv", ".txt")


def read_table(file: str | Path) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """Read a file into an Arrow table.

    CSV columns are read as text, so that a key such as ``007`` keeps its zeros; a byte order mark is skipped and the
    separator (comma, semicolon or tab) is taken from the header.

    Args:
        file: A ``.parquet``, ``.pq``, ``.csv``, ``.csv.gz``, ``.tsv`` or ``.txt`` file.

    Raises:
        InputError: No such file, another kind of file, or a content that is not what the name says.
    """
    path = Path(file)
    if not is_there(path):
        raise _refused("no-such-file", path, "there is no such file", "check the path; relative paths start at the working folder")
    name = path.name.lower()
    if not name.endswith(_SUFFIXES):
        raise _refused("unknown-file-type", path, f"the name ends in none of {', '.join(_SUFFIXES)}", "save the table as Parquet or CSV")
    return _read_parquet(path) if name.endswith((".parquet", ".pq")) else _read_csv(path)


def is_there(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have (too long, with a zero byte) is not there either."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _read_parquet(path: Path) -> Any:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only readers of files pay
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        return pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise _refused(
            "unreadable-file", path, f"this is not a readable Parquet file ({_first_line(error)})", "export the file again"
        ) from None


def _read_csv(path: Path) -> Any:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only readers of files pay
    from pyarrow import csv  # noqa: PLC0415

    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        header = content.split(b"\n", 1)[0].decode("utf-8-sig").rstrip("\r")
        separator = max(",;\t", key=header.count)
        names = [name.strip().strip('"') for name in header.split(separator)]
        as_text = csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True)
        return csv.read_csv(io.BytesIO(content), parse_options=csv.ParseOptions(delimiter=separator), convert_options=as_text)
    except (pa.ArrowException, OSError, EOFError, UnicodeDecodeError) as error:
        mend = "save the file as CSV in UTF-8 with one header line"
        raise _refused("unreadable-file", path, f"this is not readable as CSV in UTF-8 ({_first_line(error)})", mend) from None


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:200]


def _refused(code: str, path: Path, message: str, mend: str) -> InputError:
    return InputError(Finding(code=code, severity="error", file=str(path), value=path.name, message=message, mend=mend))
