"""Items and what is known of each before it is sold, checked once at the door."""

import difflib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ltoplan_widgets.demand.refusal import warning
from ltoplan_widgets.demand.table.address import shown
from ltoplan_widgets.demand.table.column_guess import mapped
from ltoplan_widgets.demand.table.number_column import scalars_in
from ltoplan_widgets.demand.table.table import Table
from ltoplan_widgets.demand.table.table_file import read_table
from ltoplan_widgets.plan.errors import Finding
from ltoplan_widgets.plan.units import Scalar

_KEY_LIKE = re.compile(r"(^|_)(id|code|key|number|no)$", re.IGNORECASE)
"""Columns of such names number things; 7 and 8 are no nearer to each other than 7 and 70."""
_MANY = 0.8


class ItemTable:
    """Attributes of items: numbers, words, true and false; None where unknown.

    Attributes:
        items: Keys of the items.
        attributes: Values by name of the attribute, in the order of `items`.
        findings: Warnings about the table.
    """

    def __init__(self, items: tuple[str, ...], attributes: dict[str, tuple[Scalar, ...]], *, findings: tuple[Finding, ...] = ()) -> None:
        """Keep checked columns; `from_frame` and `read` are the doors."""
        self.items, self.attributes, self.findings = items, attributes, findings
        self._position = {key: index for index, key in enumerate(items)}

    @classmethod
    def from_frame(cls, df: object) -> "ItemTable":
        """Take attributes from a table with the column item and one column an attribute.

        Args:
            df: A pandas, polars or pyarrow table, one row an item.

        Raises:
            InputError: With a finding for everything that must be mended, naming column, rows and value.
        """
        return _item_table(Table(df))

    @classmethod
    def read(cls, file: str | Path) -> "ItemTable":
        """Read attributes from a Parquet, CSV or Excel file, or an address, with the columns of `from_frame`.

        Raises:
            InputError: With a finding for everything that must be mended, naming file, column, rows and value.
        """
        return _item_table(Table(read_table(file), file=shown(str(file))))

    def __len__(self) -> int:
        """Number of items."""
        return len(self.items)

    def __repr__(self) -> str:
        """Size and names."""
        return f"<ItemTable {len(self)} items, {', '.join(self.attributes) or 'no attributes'}>"

    def of(self, item: str) -> dict[str, Scalar]:
        """Attributes of an item by name; all None for one that the table does not have."""
        row = self._position.get(item)
        return {name: None if row is None else values[row] for name, values in self.attributes.items()}

    def checked_against(self, items: Sequence[str]) -> tuple[Finding, ...]:
        """A warning about items (of sales or campaigns) that the table does not describe."""
        strange = sorted(set(items).difference(self.items))
        if not strange:
            return ()
        nearest = difflib.get_close_matches(strange[0], self.items, n=1, cutoff=0.5)
        message = f"{len(strange)} items are not in the items' table, such as {strange[0]!r}; their attributes count as not known"
        mend = f"correct the key (did you mean {nearest[0]!r}?), or add a row" if nearest else "add a row for each"
        return (warning("undescribed-item", strange[0], message, mend, column="item"),)


def _item_table(table: Table) -> ItemTable:
    key = str(mapped(table, {}, {"item": True}, further="attributes")["item"])
    table.require({"item": key})
    for mark in table.marks:
        table.add(mark.code, mark.message, "rename the column to 'item' where another one is meant", severity="note")
    words, row_key = table.keys(key)
    again = np.ones(len(row_key), bool)
    again[np.unique(row_key, return_index=True)[1]] = False
    table.flag(again, "duplicate-item", "the item has more than one row", "keep one row an item", column=key)
    if not table.further([key]):
        table.add("no-attributes", "the table has no column but item", "add a column an attribute, such as category or price")
    table.stop_on_errors()
    columns = {name: _attribute(table, name) for name in table.further([key])}
    attributes = {name: values for name, values in columns.items() if values is not None}
    return ItemTable(tuple(words[key] for key in row_key), attributes, findings=tuple(table.findings))


def _attribute(table: Table, name: str) -> tuple[Scalar, ...] | None:
    """A column's values, None where it cannot tell items apart or together."""
    values = scalars_in(table, name)
    if _KEY_LIKE.search(name) or (any(isinstance(one, str) for one in values)):
        values = [None if one is None else _word(one) for one in values]
    known = [one for one in values if one is not None]
    if len(set(known)) < 2:  # noqa: PLR2004 - one value tells nothing
        message = f"{name!r} has the same value everywhere, so it tells nothing" if known else f"{name!r} is empty"
        table.add("idle-attribute", message, "leave the column out", column=name, severity="warning")
        return None
    if isinstance(known[0], str) and len(set(known)) > max(2, _MANY * len(known)):
        rows = np.arange(len(values))
        message = (
            f"{name!r} has {len(set(known))} different words for {len(known)} items, so hardly any two are alike in it; it is left out"
        )
        table.add("unlike-words", message, "give a category instead of a name", column=name, severity="warning", rows=rows)
        return None
    return tuple(values)


def _word(value: Scalar) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
