"""All kinds of findings about sales, and about campaigns."""

from collections.abc import Iterable

from ltoplan_widgets.demand.table.finding_kind import FindingKind
from ltoplan_widgets.demand.table.kinds.campaign_kind import CAMPAIGN_ROW_KINDS
from ltoplan_widgets.demand.table.kinds.flag_kind import FLAG_KINDS
from ltoplan_widgets.demand.table.kinds.money_kind import MONEY_KINDS
from ltoplan_widgets.demand.table.kinds.quantity_kind import QUANTITY_KINDS
from ltoplan_widgets.demand.table.kinds.sales_cell_kind import SALES_CELL_KINDS
from ltoplan_widgets.demand.table.kinds.table_kind import TABLE_KINDS
from ltoplan_widgets.demand.table.kinds.time_kind import TIME_KINDS

_MENDED = FindingKind("mended", "note", "what a mend changed", "nothing to do; see `mends`")

SALES_KINDS = (*TABLE_KINDS, *SALES_CELL_KINDS, *TIME_KINDS, *QUANTITY_KINDS, *FLAG_KINDS, *MONEY_KINDS, _MENDED)
CAMPAIGN_KINDS = (*TABLE_KINDS, *CAMPAIGN_ROW_KINDS, _MENDED)

_BY_CODE = {kind.code: kind for kind in (*CAMPAIGN_KINDS, *SALES_KINDS)}


def kind_of(code: str) -> FindingKind:
    """A kind by its code; the kind of sales where campaigns have one of the same code.

    Raises:
        KeyError: There is no such kind.

    >>> kind_of("negative-units").severity
    'warning'
    """
    return _BY_CODE[code]


def as_markdown(kinds: Iterable[FindingKind]) -> str:
    """The kinds as a table, for the documentation."""
    lines = ["| code | severity | what is found | what to do | what `mended()` does |", "|---|---|---|---|---|"]
    for kind in kinds:
        does = f"{kind.mended} (only when named)" if kind.on_request else kind.mended or "-"
        lines.append(f"| `{kind.code}` | {kind.severity} | {kind.finds} | {kind.mend} | {does} |")
    return "\n".join(lines)
