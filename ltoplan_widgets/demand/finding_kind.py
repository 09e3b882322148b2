"""Every kind of thing that may be wrong or odd in sales and campaigns: what it is, and how it is mended."""

from collections.abc import Iterable
from dataclasses import dataclass

from ltoplan_widgets.plan.errors import Severity


@dataclass(frozen=True, kw_only=True)
class FindingKind:
    """One kind of finding.

    Attributes:
        code: Its stable short name.
        severity: ``error`` stops the work, ``warning`` lets it go on, ``note`` only says what was done.
        finds: What is found.
        mend: What a person can do about it.
        mended: What ``mended()`` does about it; empty where only a person can.
        on_request: True where it is mended only when its code is named, as it may be right as it is.
    """

    code: str
    severity: Severity
    finds: str
    mend: str
    mended: str = ""
    on_request: bool = False


def _kind(code: str, severity: Severity, finds: str, mend: str, mended: str = "", *, on_request: bool = False) -> FindingKind:  # noqa: PLR0913 - a row of the tables below
    return FindingKind(code=code, severity=severity, finds=finds, mend=mend, mended=mended, on_request=on_request)


SALES_KINDS = (
    # The columns and their cells
    _kind("columns-taken", "note", "columns that are not called as usual", "name the columns where another one is meant"),
    _kind("one-place", "note", "no column of places", "add a column `location` where there are several places"),
    _kind(
        "rows-added-up", "note", "several rows of one item, place and period that were added up", "nothing to do where each row is a sale"
    ),
    _kind(
        "header-mark",
        "warning",
        "a byte order mark or blanks in the header",
        "save the file as UTF-8 without a byte order mark",
        "takes the names without them",
    ),
    _kind(
        "other-encoding",
        "warning",
        "a CSV file that is not in UTF-8",
        "save the file as CSV in UTF-8",
        "keeps the text as read, from UTF-16 or Windows-1252",
    ),
    _kind("null-key", "error", "a row without its item or place", "give every row its key, or drop the row", "drops the rows"),
    _kind(
        "bad-date",
        "error",
        "what is not a date",
        "write dates as YYYY-MM-DD",
        "drops the rows",
    ),
    _kind(
        "day-first-date",
        "warning",
        "dates as 31/01/2026, which a day above 12 proves to be day-first",
        "write dates as YYYY-MM-DD",
        "keeps them as read, day first",
    ),
    _kind(
        "month-first-date",
        "warning",
        "dates as 01/31/2026, which a day above 12 proves to be month-first",
        "write dates as YYYY-MM-DD",
        "keeps them as read, month first",
    ),
    _kind(
        "unclear-date",
        "error",
        "dates as 01/02/2026 of which none tells whether the day comes first",
        "write dates as YYYY-MM-DD, in pandas: pd.to_datetime(table['date'], dayfirst=True), or dayfirst=False",
    ),
    _kind("written-date", "note", "dates as 20260131, 2026/01/31 or 31-Jan-2026", "nothing to do; YYYY-MM-DD is what every system reads"),
    _kind(
        "week-end-date",
        "warning",
        "weeks in a column that is called as their last day (`week_end`)",
        "date every week by its first day",
        "keeps them as read, six days earlier",
    ),
    _kind(
        "week-date",
        "warning",
        "weeks as 2026-W05",
        "write the first day of the week as YYYY-MM-DD",
        "keeps the Monday of the week",
    ),
    _kind(
        "shifted-midnight",
        "warning",
        "times that are all late in the evening, as midnights of another time zone are (with two hours where clocks change)",
        "export local dates without a time",
        "moves each to the midnight that follows",
    ),
    _kind("far-date", "error", "a date more than 30 years from most others", "correct the year, or drop the row", "drops the rows"),
    _kind("missing-number", "error", "no units", "give 0 where nothing was sold, or drop the row where nobody knows", "drops the rows"),
    _kind(
        "not-a-number",
        "error",
        "units or a price that is no number",
        "give a plain number, such as 1234.5",
        "drops the rows; a price becomes unknown",
    ),
    _kind(
        "unclear-number",
        "error",
        "units as 12.000 or 12,000 of which none tells whether these are thousands",
        "write 12000 or 12",
    ),
    _kind("infinite-number", "error", "an infinite number", "give a finite number", "drops the rows; a price becomes unknown"),
    _kind(
        "decimal-comma",
        "warning",
        "numbers as 1.234,50",
        "write numbers as 1234.50",
        "keeps them as read, with a decimal comma",
    ),
    _kind("currency-sign", "warning", "prices with a currency sign", "give plain numbers", "keeps the numbers"),
    _kind("empty-flag", "warning", "an empty flag", "give true or false", "keeps it as false"),
    _kind("nonsense-flag", "error", "a flag that is neither true nor false", "give true or false, or 1 or 0", "takes it as false"),
    # Rows and time
    _kind(
        "duplicate-row",
        "error",
        "an item, place and date that occurs more than once",
        "add the rows up, or keep one of them",
        "keeps one of equal rows, adds up different ones",
    ),
    _kind(
        "irregular-dates",
        "error",
        "dates that are neither daily nor weekly, or a week on another weekday",
        "give one row a day, or one row a week on the same weekday",
        "moves a week to the usual weekday on or before it; other dates only a person can mend",
    ),
    _kind(
        "mixed-weekdays",
        "error",
        "weeks that begin on different weekdays",
        "date every week by the same weekday, such as its Monday",
        "moves each to the usual weekday on or before it",
    ),
    _kind(
        "long-periods",
        "error",
        "periods of four and five weeks (a 4-4-5 calendar)",
        "give weekly or daily sales",
    ),
    _kind(
        "week-53",
        "note",
        "a year of 53 weeks",
        "compare with 52 weeks earlier, not with the same number of the week; forecasts here do",
    ),
    _kind(
        "moving-holiday",
        "note",
        "a holiday on other weeks each year that moves sales (Easter)",
        "give campaigns near it a covariate such as `holidays`",
    ),
    _kind(
        "weekday-disagrees",
        "warning",
        "a column with the weekday that is not the date's",
        "the date counts; correct or drop the column",
        "leaves the column out",
    ),
    _kind(
        "missing-rows",
        "warning",
        "rows missing inside of an item's sales at a place; named are the rows before the gaps",
        "give a row with 0 where nothing was sold",
        "adds rows: 0 where zeros were left out and the item sells slowly, else unknown",
    ),
    _kind(
        "zero-lines",
        "warning",
        "a few rows with 0 in a table that leaves most zeros out, so that its gaps look like unknown sales",
        "give all zeros or none",
        "drops the rows with 0, so that gaps of slow items count as nothing sold",
    ),
    _kind(
        "not-open-yet",
        "warning",
        "only zeros until a busy place first sells",
        "leave out the rows before a place opened",
        "drops the rows",
    ),
    _kind(
        "closed-days",
        "warning",
        "nothing at all sold at a busy place",
        "flag closed days in a column of their own",
        "flags the place as closed",
    ),
    _kind(
        "partial-week",
        "warning",
        "a first or last week that sells less than half of its neighbours",
        "leave out a week that is not whole",
        "drops the week",
    ),
    # Quantity
    _kind(
        "negative-units",
        "error",
        "units below 0, such as returns",
        "keep returns in a table of their own, or set these rows to 0",
        "sets them to 0",
    ),
    _kind(
        "fractional-units",
        "warning",
        "units that are not whole",
        "nothing to do where units are weights or averages",
        "rounds them",
        on_request=True,
    ),
    _kind(
        "wild-units",
        "warning",
        "units of 1000 or more and more than 100 times what the item usually sells there",
        "check the unit (pieces or cases, grams or pounds); take bulk orders out",
        "takes them as unknown",
    ),
    _kind(
        "case-or-each",
        "warning",
        "a place whose sales of an item are in cases where others count pieces, or the reverse",
        "give all units in pieces",
        "multiplies or divides by the pack",
        on_request=True,
    ),
    _kind(
        "clipped-units",
        "warning",
        "one largest value many times over, as where a system cuts off",
        "export the sales without a limit",
        "flags the rows as sold out: more was wanted",
    ),
    _kind(
        "likely-stock-out",
        "warning",
        "next to nothing sold of one item at one place while everything else sold as usual",
        "flag stock-outs in a column of their own",
        "flags the rows as sold out",
    ),
    _kind(
        "bulk-order",
        "warning",
        "one sale of more than 8 times the usual at one place, on a day that is ordinary everywhere else",
        "take orders of single customers out",
        "takes the rows as unknown",
        on_request=True,
    ),
    _kind(
        "sum-counted-twice",
        "warning",
        "an item or a place that is the sum of others (a bundle, a total)",
        "leave sums out of the table",
        "drops the sum's rows",
    ),
    _kind(
        "twin-items",
        "warning",
        "two items that sell the same everywhere, as bundles that are booked twice do",
        "keep one of them",
        "drops the rows of the second",
        on_request=True,
    ),
    _kind(
        "relaunched-key",
        "warning",
        "an item that begins where another one with nearly the same key ends",
        "give both one key where they are one item",
        "gives both the earlier key",
        on_request=True,
    ),
    # Flags and money
    _kind(
        "sold-while-closed",
        "warning",
        "sales at a place that is flagged as closed",
        "correct the flag or the units",
        "takes the place as open",
    ),
    _kind(
        "no-sale-on-promotion",
        "warning",
        "nothing of a busy item sold on promotion",
        "flag stock-outs and closed days, or correct the promotion flag",
        "flags the rows as sold out",
    ),
    _kind(
        "promotion-without-price-cut",
        "warning",
        "a promotion at the usual price, where most others cut it",
        "correct the price or the flag",
        "takes the promotion flag off",
        on_request=True,
    ),
    _kind(
        "price-cut-without-promotion",
        "warning",
        "a price 5 % or more below the usual one without a promotion",
        "flag it as a promotion, or correct the price",
        "flags it as a promotion",
    ),
    _kind(
        "promotion-in-some-places",
        "warning",
        "a promotion flagged at some places while the others sell, or cost, as on promotion",
        "flag all places that take part",
        "flags those other places too",
        on_request=True,
    ),
    _kind("negative-price", "error", "a price below 0", "correct the price, or leave the cell empty", "takes the price as unknown"),
    _kind("zero-price", "warning", "a price of 0", "leave the cell empty where the price is not known", "takes the price as unknown"),
    _kind(
        "mixed-currency",
        "error",
        "prices in more than one currency",
        "give all prices in one currency",
        "takes prices in the rarer ones as unknown",
    ),
    _kind(
        "tax-in-or-out",
        "warning",
        "places whose prices are all higher, or lower, by one and the same tax-like share",
        "give all prices with tax, or all without",
        "takes the tax off or puts it on, as most places have it",
        on_request=True,
    ),
    _kind(
        "discount-above-price",
        "warning",
        "a discount larger than the price",
        "give the discount as money below the price, or as a share",
        "takes the price as unknown",
    ),
    _kind(
        "negative-markdown",
        "warning",
        "a discount or markdown below 0",
        "give discounts as positive numbers",
        "leaves the column out, which nothing but this check reads",
    ),
    _kind("mended", "note", "what a mend changed", "nothing to do; see `mends`"),
)

CAMPAIGN_KINDS = (
    _kind("header-mark", "warning", "a byte order mark or blanks in the header", "save the file as UTF-8", "takes the names without them"),
    _kind("columns-taken", "note", "columns that are not called as usual", "name the columns where another one is meant"),
    _kind(
        "one-place",
        "note",
        "no column of places, so that each campaign is at the place `all`",
        "add a column `location`, or mend it with the sales",
    ),
    _kind(
        "other-encoding",
        "warning",
        "a CSV file that is not in UTF-8",
        "save the file as CSV in UTF-8",
        "keeps the text as read, from UTF-16 or Windows-1252",
    ),
    _kind(
        "null-key", "error", "a row without its campaign, item, place or event", "give every row its key, or drop the row", "drops the rows"
    ),
    _kind("bad-date", "error", "a start or end that is not a date", "write dates as YYYY-MM-DD", "drops the rows"),
    _kind("day-first-date", "warning", "dates as 31/01/2026", "write dates as YYYY-MM-DD", "keeps them as read, day first"),
    _kind("month-first-date", "warning", "dates as 01/31/2026", "write dates as YYYY-MM-DD", "keeps them as read, month first"),
    _kind("unclear-date", "error", "dates as 01/02/2026 of which none tells whether the day comes first", "write dates as YYYY-MM-DD"),
    _kind("written-date", "note", "dates as 20260131, 2026/01/31 or 31-Jan-2026", "nothing to do; YYYY-MM-DD is what every system reads"),
    _kind("week-date", "warning", "weeks as 2026-W05", "write days as YYYY-MM-DD", "keeps the Monday of the week"),
    _kind("decimal-comma", "warning", "covariates as 1.234,50", "write numbers as 1234.50", "keeps them as read, with a decimal comma"),
    _kind("percent-sign", "warning", "covariates as 20 %", "write shares as 0.2", "keeps them as shares"),
    _kind("shifted-midnight", "warning", "midnights of another time zone", "export local dates", "moves each to the midnight that follows"),
    _kind(
        "end-before-start",
        "error",
        "a campaign that ends before it starts",
        "exchange start and end, or correct one",
        "exchanges start and end",
    ),
    _kind(
        "scattered-event",
        "warning",
        "an event whose campaigns of one item begin more than 90 days apart, as where each year's season has the same key",
        "give each launch a key of its own, such as easter-2026",
        "gives each group of near starts a key with its first day",
    ),
    _kind(
        "duplicate-campaign",
        "error",
        "the same item at the same place in the same window twice",
        "keep one of the rows",
        "keeps the first",
    ),
    _kind(
        "overlapping-campaigns",
        "warning",
        "two campaigns of one item at one place at the same time",
        "move one of the windows, or join the two",
        "ends the earlier one on the day before the later one; of two that start together the longer one stays",
    ),
    _kind(
        "unusable-number",
        "warning",
        "a covariate that no plan can hold",
        "give a number of at most 1e+12",
        "takes it as unknown",
    ),
    _kind(
        "discount-above-price",
        "warning",
        "a discount larger than the price",
        "give the discount as money below the price, or as a share",
        "takes the discount as unknown",
    ),
    _kind("negative-markdown", "warning", "a discount or markdown below 0", "give discounts as positive numbers", "turns the sign"),
    _kind(
        "moved-season",
        "note",
        "a campaign that returns a year later in another week of the calendar",
        "give both a covariate that tells the season, such as `holidays`",
    ),
    _kind("unknown-item", "warning", "an item without sales", "correct the key, or add its sales to the history", "drops the rows"),
    _kind("unknown-location", "warning", "a place without sales", "correct the key, or add its sales to the history", "drops the rows"),
    _kind(
        "no-places",
        "warning",
        "campaigns without a column of places, beside sales at several",
        "add a column `location`, with a row an item, place and window, or have it mended",
        "spreads each campaign over all places that sell its item",
    ),
    _kind("before-history", "warning", "a campaign that starts before the sales do", "add the sales of that time", "drops the rows"),
    _kind(
        "between-weeks",
        "note",
        "campaigns that begin or end inside of the weeks of weekly sales",
        "nothing to do: each counts on the weeks from the one nearest to its start on",
    ),
    _kind("after-history", "warning", "a campaign that ends after the sales do", "add the sales of that time"),
    _kind(
        "cancelled-campaign",
        "warning",
        "a campaign whose sales stop long before its end",
        "give the day on which it really ended",
        "ends it on the last day with sales",
    ),
    _kind(
        "extended-campaign",
        "warning",
        "a limited item, or a promotion, that goes on after the end",
        "give the day on which it really ended",
        "ends it on the last such day",
    ),
    _kind(
        "sold-out-campaign",
        "warning",
        "a campaign that ran out of stock",
        "nothing to do: sold-out days are left out where they are few and filled in where they are many",
    ),
    _kind("mended", "note", "what a mend changed", "nothing to do; see `mends`"),
)

_SALES = {kind.code: kind for kind in SALES_KINDS}
_CAMPAIGNS = {kind.code: kind for kind in CAMPAIGN_KINDS}
_ALL = _CAMPAIGNS | _SALES


def kind_of(code: str, *, of: str = "") -> FindingKind:
    """A kind by its code; `of` is ``sales`` or ``campaigns`` where both know it."""
    return {"sales": _SALES, "campaigns": _CAMPAIGNS}.get(of, _ALL)[code]


def as_markdown(kinds: Iterable[FindingKind]) -> str:
    """The kinds as a table, for the documentation."""
    lines = ["| code | severity | what is found | what to do | what `mended()` does |", "|---|---|---|---|---|"]
    for kind in kinds:
        does = f"{kind.mended} (only when named)" if kind.on_request else kind.mended or "-"
        lines.append(f"| `{kind.code}` | {kind.severity} | {kind.finds} | {kind.mend} | {does} |")
    return "\n".join(lines)
