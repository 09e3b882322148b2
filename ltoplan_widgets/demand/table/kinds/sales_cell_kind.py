"""What may be wrong with the cells of a sales table: keys, dates, numbers, flags."""

from ltoplan_widgets.demand.table.finding_kind import FindingKind

SALES_CELL_KINDS = (
    FindingKind("one-place", "note", "no column of places", "add a column `location` where there are several places"),
    FindingKind(
        "rows-added-up", "note", "several rows of one item, place and period that were added up", "nothing to do where each row is a sale"
    ),
    FindingKind("null-key", "error", "a row without its item or place", "give every row its key, or drop the row", "drops the rows"),
    FindingKind("bad-date", "error", "what is not a date", "write dates as YYYY-MM-DD", "drops the rows"),
    FindingKind(
        "week-end-date",
        "warning",
        "weeks in a column that is called as their last day (`week_end`), or on whose dates the campaigns end",
        "date every week by its first day",
        "keeps them as read, six days earlier",
    ),
    FindingKind("far-date", "error", "a date more than 30 years from most others", "correct the year, or drop the row", "drops the rows"),
    FindingKind(
        "missing-number", "error", "no units", "give 0 where nothing was sold, or drop the row where nobody knows", "drops the rows"
    ),
    FindingKind(
        "not-a-number",
        "error",
        "units or a price that is no number",
        "give a plain number, such as 1234.5",
        "drops the rows; a price becomes unknown",
    ),
    FindingKind(
        "unclear-number", "error", "units as 12.000 or 12,000 of which none tells whether these are thousands", "write 12000 or 12"
    ),
    FindingKind("infinite-number", "error", "an infinite number", "give a finite number", "drops the rows; a price becomes unknown"),
    FindingKind("currency-sign", "warning", "prices with a currency sign", "give plain numbers", "keeps the numbers"),
    FindingKind("empty-flag", "warning", "an empty flag", "give true or false", "keeps it as false"),
    FindingKind("nonsense-flag", "error", "a flag that is neither true nor false", "give true or false, or 1 or 0", "takes it as false"),
)
