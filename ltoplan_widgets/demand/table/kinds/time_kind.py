"""What may be odd about the dates of sales: rows twice or missing, calendars, places not open yet or closed."""

from ltoplan_widgets.demand.table.finding_kind import FindingKind

TIME_KINDS = (
    FindingKind(
        "duplicate-row",
        "error",
        "an item, place and date that occurs more than once",
        "add the rows up, or keep one of them",
        "keeps one of equal rows, adds up different ones",
    ),
    FindingKind(
        "irregular-dates",
        "error",
        "dates that are neither daily nor weekly, or a week on another weekday",
        "give one row a day, or one row a week on the same weekday",
        "moves a week to the usual weekday on or before it; other dates only a person can mend",
    ),
    FindingKind(
        "mixed-weekdays",
        "error",
        "weeks that begin on different weekdays",
        "date every week by the same weekday, such as its Monday",
        "moves each to the usual weekday on or before it",
    ),
    FindingKind("long-periods", "error", "periods of four and five weeks (a 4-4-5 calendar)", "give weekly or daily sales"),
    FindingKind(
        "week-53", "note", "a year of 53 weeks", "compare with 52 weeks earlier, not with the same number of the week; forecasts here do"
    ),
    FindingKind(
        "moving-holiday",
        "note",
        "a holiday on other weeks each year that moves sales (Easter)",
        "give campaigns near it a covariate such as `holidays`",
    ),
    FindingKind(
        "weekday-disagrees",
        "warning",
        "a column with the weekday that is not the date's",
        "the date counts; correct or drop the column",
        "leaves the column out",
    ),
    FindingKind(
        "missing-rows",
        "warning",
        "rows missing inside of an item's sales at a place; named are the rows before the gaps",
        "give a row with 0 where nothing was sold",
        "adds rows: 0 where zeros were left out and the item sells slowly, else unknown",
    ),
    FindingKind(
        "zero-lines",
        "warning",
        "a few rows with 0 in a table that leaves most zeros out, so that its gaps look like unknown sales",
        "give all zeros or none",
        "drops the rows with 0, so that gaps of slow items count as nothing sold",
    ),
    FindingKind(
        "not-open-yet", "warning", "only zeros until a busy place first sells", "leave out the rows before a place opened", "drops the rows"
    ),
    FindingKind(
        "closed-days",
        "warning",
        "nothing at all sold at a busy place",
        "flag closed days in a column of their own",
        "flags the place as closed",
    ),
    FindingKind(
        "partial-week",
        "warning",
        "a first or last week that sells less than half of its neighbours",
        "leave out a week that is not whole",
        "drops the week",
    ),
)
