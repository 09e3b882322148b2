"""A small table for notebooks, safe whatever people write into it."""

import html
from collections.abc import Iterable, Sequence

LONGEST_CELL = 200
"""So many characters of a cell are shown."""


def html_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, caption: str = "") -> str:
    """A table as HTML; every cell is text, whose direction cannot reach beyond it.

    >>> html_table(["name"], [["<b>"]])
    '<table><thead><tr><th>name</th></tr></thead><tbody><tr><td><bdi>&lt;b&gt;</bdi></td></tr></tbody></table>'
    """
    head = "".join(f"<th>{html.escape(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td><bdi>{_cell(value)}</bdi></td>' for value in row)}</tr>" for row in rows)
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def said(value: object) -> str:
    """A plain value as people read it.

    >>> said(1450.0), said(0.25), said(None), said({"units": 1200.0, "author": "Ada"})
    ('1,450', '0.25', '\u2013', '1,200')
    """
    if value is None:
        return "\N{EN DASH}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:,.4g}"  # noqa: PLR2004 - no decimals from a thousand on
    if isinstance(value, dict):
        return said(value["units"]) if "units" in value else str(value.get("name") or value.get("title") or f"{len(value)} fields")
    return str(value)


def _cell(value: object) -> str:
    text = said(value)
    return html.escape(text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…")
