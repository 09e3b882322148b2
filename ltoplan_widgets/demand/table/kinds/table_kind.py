"""What may be odd in any table, of sales or of campaigns: its header, its encoding, how its dates and numbers are written."""

from ltoplan_widgets.demand.table.finding_kind import FindingKind

TABLE_KINDS = (
    FindingKind("columns-taken", "note", "columns that are not called as usual", "name the columns where another one is meant"),
    FindingKind(
        "header-mark",
        "warning",
        "a byte order mark or blanks in the header",
        "save the file as UTF-8 without a byte order mark",
        "takes the names without them",
    ),
    FindingKind(
        "other-encoding",
        "warning",
        "a CSV file that is not in UTF-8",
        "save the file as CSV in UTF-8",
        "keeps the text as read, from UTF-16 or Windows-1252",
    ),
    FindingKind(
        "day-first-date",
        "warning",
        "dates as 31/01/2026, which a day above 12 proves to be day-first",
        "write dates as YYYY-MM-DD",
        "keeps them as read, day first",
    ),
    FindingKind(
        "month-first-date",
        "warning",
        "dates as 01/31/2026, which a day above 12 proves to be month-first",
        "write dates as YYYY-MM-DD",
        "keeps them as read, month first",
    ),
    FindingKind(
        "unclear-date",
        "error",
        "dates as 01/02/2026 of which none tells whether the day comes first",
        "write dates as YYYY-MM-DD, in pandas: pd.to_datetime(…, dayfirst=True), or dayfirst=False",
    ),
    FindingKind(
        "written-date", "note", "dates as 20260131, 2026/01/31 or 31-Jan-2026", "nothing to do; YYYY-MM-DD is what every system reads"
    ),
    FindingKind(
        "week-date",
        "warning",
        "weeks as 2026-W05",
        "write the first day of the week as YYYY-MM-DD",
        "keeps the Monday of the week, of a campaign's end the Sunday",
    ),
    FindingKind(
        "shifted-midnight",
        "warning",
        "times that are all late in the evening, as midnights of another time zone are (with two hours where clocks change)",
        "export local dates without a time",
        "moves each to the midnight that follows",
    ),
    FindingKind("decimal-comma", "warning", "numbers as 1.234,50", "write numbers as 1234.50", "keeps them as read, with a decimal comma"),
)
