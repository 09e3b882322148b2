"""Tables in workbooks: Excel and OpenDocument, read by calamine."""

import io
from datetime import date, datetime
from typing import Any

from ltoplan_widgets.demand.refusal import file_refusal, first_line
from ltoplan_widgets.demand.table.cell import text_of


def read_sheet(content: bytes, *, file: str) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """The first sheet that holds a table, as an Arrow table; its first row with text is the header.

    Numbers, dates and truth values stay what they are where a whole column has one kind; other columns become text.

    Raises:
        InputError: This is no workbook, or no sheet has a header and a row.
    """
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only readers of files pay
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - only readers of workbooks pay

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=True) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise file_refusal(
            "unreadable-file", file, f"this is not a readable workbook ({first_line(error)})", "save it as .xlsx again"
        ) from None
    rows = next((table for sheet in sheets if len(table := _table(sheet)) > 1), None)
    if rows is None:
        raise file_refusal(
            "unreadable-file", file, "no sheet has a header and a row", "put the table into the first sheet, names of columns on top"
        )
    names = [text_of(name) for name in rows[0]]
    kept = [index for index, name in enumerate(names) if name]
    columns = [_column([row[index] for row in rows[1:]]) for index in kept]
    return pa.table(columns, names=[names[index] for index in kept])


def _table(sheet: list[list[Any]]) -> list[list[Any]]:
    """The rows that hold anything."""
    return [row for row in sheet if any(cell not in ("", None) for cell in row)]


def _column(cells: list[Any]) -> Any:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only readers of files pay

    values = [None if cell == "" else cell for cell in cells]
    kinds = {type(value) for value in values if value is not None}
    if kinds and kinds <= {date, datetime}:
        return pa.array([_moment(value) for value in values], pa.timestamp("us"))
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if kinds and kinds <= {int, float}:
        return pa.array(values, pa.float64())
    return pa.array(
        [None if value is None else str(value)[:10] if type(value) is date else text_of(value) for value in values], pa.string()
    )


def _moment(value: date | datetime | None) -> datetime | None:
    return value if value is None or isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a sheet knows no zones
