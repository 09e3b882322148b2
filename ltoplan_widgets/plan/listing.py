"""A small table for terminals and notebooks, safe whatever people write into it."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_CELL = 600
"""So many characters of a cell are shown."""

_DAY = re.compile(r">\d{4}-\d{2}-\d{2}<")
_ONE = r"(?:[A-Z]{3} )?[+-]?[\d,.]+(?: %)?"
_NUMBER = re.compile(rf"\u2013|{_ONE}(?: to {_ONE}| \w+| \({_ONE} to {_ONE}\))?")


@dataclass(frozen=True)
class Listing:
    """What a result says at one look: a heading, a table, and a remark.

    Attributes:
        columns: Names of the columns, with units where they are not plain.
        rows: Cells, one sequence a row.
        title: What it is about.
        note: What to know about it; empty for nothing.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    title: str = ""
    note: str = ""

    def __str__(self) -> str:
        """As text: numbers stand to the right, the last column is as wide as it needs to be.

        >>> print(Listing(["part", "units"], [["base", 1200.0], ["event", 300.0]], title="Latte"))
        Latte
        part   units
        base   1,200
        event    300
        """
        lines = [list(self.columns), *([_plain(said(value)) for value in row] for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.columns))]
        is_right = self._numbers()
        shown = ["  ".join(_set(cell, width, right) for cell, width, right in zip(line, widths, is_right, strict=True)) for line in lines]
        parts = [_plain(self.title), *(line.rstrip() for line in shown if self.rows), _plain(self.note)]
        return "\n".join(part for part in parts if part)

    def html(self) -> str:
        """As HTML; every cell is text, whose direction cannot reach beyond it.

        >>> Listing(["name"], [["<b>"]]).html()
        '<table><thead><tr><th style="text-align:left">name</th></tr></thead><tbody><tr><td style="text-align:left"><bdi>&lt;b&gt;</bdi></td></tr></tbody></table>'
        """
        is_right = self._numbers()
        head = "".join(_cell("th", html.escape(column), right) for column, right in zip(self.columns, is_right, strict=True))
        lines = ["".join(_cell("td", _shown(value), right) for value, right in zip(row, is_right, strict=True)) for row in self.rows]
        title = f"<p><strong><bdi>{html.escape(self.title)}</bdi></strong></p>" if self.title else ""
        heading = f"<thead><tr>{head}</tr></thead>" if any(self.columns) else ""
        table = f"<table>{heading}<tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"
        note = f"<p><bdi>{html.escape(self.note)}</bdi></p>" if self.note else ""
        return f"{title}{table if self.columns else ''}{note}"

    def _numbers(self) -> list[bool]:
        """Which columns hold numbers only."""
        cells = [[said(row[column]) for row in self.rows] for column in range(len(self.columns))]
        return [any(of) and all(_NUMBER.fullmatch(cell) for cell in of if cell) for of in cells]


class Listed:
    """What is shown by its listing: `print` gives text, the last line of a notebook's cell a table."""

    __slots__ = ()

    def listing(self) -> Listing:
        """What it says at one look."""
        raise NotImplementedError

    def __str__(self) -> str:
        """As text."""
        return str(self.listing())

    def __repr__(self) -> str:
        """As text."""
        return str(self)

    def _repr_html_(self) -> str:
        return self.listing().html()


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


def _plain(text: str) -> str:
    """One line, without signs that move a terminal's cursor or turn its writing around."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _set(cell: str, width: int, is_right: bool) -> str:  # noqa: FBT001 - one of two ways
    return cell.rjust(width) if is_right else cell.ljust(width)


def _cell(tag: str, shown: str, is_right: bool) -> str:  # noqa: FBT001
    style = f"text-align:{'right' if is_right else 'left'}{';white-space:nowrap' if is_right or _DAY.search(shown) else ''}"
    return f'<{tag} style="{style}">{shown}</{tag}>'


def _shown(value: object) -> str:
    text = said(value)
    return f"<bdi>{html.escape(text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + '…')}</bdi>"
