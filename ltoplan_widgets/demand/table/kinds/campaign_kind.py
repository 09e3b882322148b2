"""What may be wrong or odd about campaigns: cells, windows, and what shows beside the sales."""

from ltoplan_widgets.demand.table.finding_kind import FindingKind

CAMPAIGN_ROW_KINDS = (
    FindingKind(
        "one-place",
        "note",
        "no column of places, so that each campaign is at the place `all`",
        "add a column `location`, or mend it with the sales",
    ),
    FindingKind("null-key", "error", "a row without its item", "give every row its key, or drop the row", "drops the rows"),
    FindingKind(
        "left-out-key",
        "warning",
        "an empty cell of campaign, place or event beside others that have one",
        "give the key where one is meant",
        "keeps the campaign at all places, as a launch of its item and first day, or called by launch and place",
    ),
    FindingKind("bad-date", "error", "a start or end that is not a date", "write dates as YYYY-MM-DD", "drops the rows"),
    FindingKind("percent-sign", "warning", "covariates as 20 %", "write shares as 0.2", "keeps them as shares"),
    FindingKind(
        "end-before-start",
        "error",
        "a campaign that ends before it starts",
        "exchange start and end, or correct one",
        "exchanges start and end",
    ),
    FindingKind(
        "scattered-event",
        "warning",
        "an event whose campaigns of one item begin more than 90 days apart, as where each year's season has the same key",
        "nothing to do, or give each launch a key of its own, such as easter-2026",
        "gives each group of near starts a key with its first day",
    ),
    FindingKind(
        "duplicate-campaign", "error", "the same item at the same place in the same window twice", "keep one of the rows", "keeps the first"
    ),
    FindingKind(
        "overlapping-campaigns",
        "warning",
        "two campaigns of one item at one place at the same time",
        "move one of the windows, or join the two",
        "ends the earlier one on the day before the later one; of two that start together the longer one stays",
    ),
    FindingKind("unusable-number", "warning", "a covariate that no plan can hold", "give a number of at most 1e+12", "takes it as unknown"),
    FindingKind(
        "discount-above-price",
        "warning",
        "a discount larger than the price",
        "give the discount as money below the price, or as a share",
        "takes the discount as unknown",
    ),
    FindingKind("negative-markdown", "warning", "a discount or markdown below 0", "give discounts as positive numbers", "turns the sign"),
    FindingKind(
        "moved-season",
        "note",
        "a campaign that returns a year later in another week of the calendar",
        "give both a covariate that tells the season, such as `holidays`",
    ),
    FindingKind("unknown-item", "warning", "an item without sales", "correct the key, or add its sales to the history", "drops the rows"),
    FindingKind(
        "unknown-location", "warning", "a place without sales", "correct the key, or add its sales to the history", "drops the rows"
    ),
    FindingKind(
        "other-spelling",
        "warning",
        "keys that the sales have but for leading zeros or a `.0`; they count as the same",
        "write keys alike in both tables",
    ),
    FindingKind(
        "no-places",
        "warning",
        "campaigns without a place, beside sales at several",
        "nothing to do where all places are meant; else add a column `location`, with a row an item, place and window",
        "spreads each campaign over all places that sell its item",
    ),
    FindingKind("before-history", "warning", "a campaign that starts before the sales do", "add the sales of that time", "drops the rows"),
    FindingKind(
        "between-weeks",
        "note",
        "campaigns that begin or end inside of the weeks of weekly sales",
        "nothing to do: each counts on the weeks from the one nearest to its start on",
    ),
    FindingKind("after-history", "warning", "a campaign that ends after the sales do", "add the sales of that time"),
    FindingKind(
        "cancelled-campaign",
        "warning",
        "a campaign whose sales stop long before its end",
        "give the day on which it really ended",
        "ends it on the last day with sales",
    ),
    FindingKind(
        "extended-campaign",
        "warning",
        "a limited item, or a promotion, that goes on after the end",
        "give the day on which it really ended",
        "ends it on the last such day",
    ),
    FindingKind(
        "sold-out-campaign",
        "warning",
        "a campaign that ran out of stock",
        "nothing to do: sold-out days are left out where they are few and filled in where they are many",
    ),
)
