"""Where a history comes from: its rows, what is wrong with them, and what was mended."""

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from ltoplan_widgets.demand.sales.grid import Grid, grid_of
from ltoplan_widgets.demand.sales.oddity import grid_marks
from ltoplan_widgets.demand.sales.sales_check import row_marks
from ltoplan_widgets.demand.sales.sales_mend import MENDS, applied
from ltoplan_widgets.demand.sales.sales_row import SalesRows, rows_of
from ltoplan_widgets.demand.table.kinds.catalogue import SALES_KINDS
from ltoplan_widgets.demand.table.mark import Mark
from ltoplan_widgets.demand.table.source import Source
from ltoplan_widgets.demand.table.table import Columns, Table


class SalesSource(Source[SalesRows]):
    """Rows of sales with their table."""

    kinds: ClassVar = {kind.code: kind for kind in SALES_KINDS}
    mending: ClassVar = MENDS

    @classmethod
    def taken(cls, table: Table, columns: Columns) -> SalesRows:
        """The rows of a table; what is wrong with cells is among their marks."""
        return rows_of(table, columns)

    @cached_property
    def grid(self) -> Grid:
        """The rows side by side; only where no error is left."""
        return grid_of(self.rows)

    def found(self) -> Iterable[Mark]:
        """Errors of cells first, then of rows, and where there are none, what shows side by side."""
        found = list(self.rows.marks)
        if not self.has_error(found):
            found += row_marks(self.rows)
        return found if self.has_error(found) else [*found, *grid_marks(self.rows, self.grid)]

    def applied(self, marks: Iterable[Mark]) -> SalesRows:
        """The rows with these marks mended."""
        return applied(self.rows, marks)
