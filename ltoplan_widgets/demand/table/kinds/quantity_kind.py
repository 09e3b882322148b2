"""What may be odd about units: other units, limits, stock-outs, bulk orders, sums counted twice."""

from ltoplan_widgets.demand.table.finding_kind import FindingKind

QUANTITY_KINDS = (
    FindingKind(
        "negative-units",
        "warning",
        "units below 0, as where more was returned than sold; they count as nothing sold",
        "keep returns in a table of their own, or set these rows to 0",
        "sets them to 0",
    ),
    FindingKind(
        "fractional-units",
        "warning",
        "units that are not whole",
        "nothing to do where units are weights or averages",
        "rounds them",
        on_request=True,
    ),
    FindingKind(
        "wild-units",
        "warning",
        "units of 1000 or more and more than 100 times what the item usually sells there",
        "check the unit (pieces or cases, grams or pounds); take bulk orders out",
        "takes them as unknown",
    ),
    FindingKind(
        "case-or-each",
        "warning",
        "a place whose sales of an item are in cases where others count pieces, or the reverse",
        "give all units in pieces",
        "multiplies or divides by the pack",
        on_request=True,
    ),
    FindingKind(
        "clipped-units",
        "warning",
        "one largest value many times over, as where a system cuts off",
        "export the sales without a limit",
        "flags the rows as sold out: more was wanted",
    ),
    FindingKind(
        "likely-stock-out",
        "warning",
        "next to nothing sold of one item at one place while everything else sold as usual",
        "flag stock-outs in a column of their own",
        "flags the rows as sold out",
    ),
    FindingKind(
        "bulk-order",
        "warning",
        "one sale of more than 8 times the usual at one place, on a day that is ordinary everywhere else",
        "take orders of single customers out",
        "takes the rows as unknown",
        on_request=True,
    ),
    FindingKind(
        "sum-counted-twice",
        "warning",
        "an item or a place that is the sum of others (a bundle, a total)",
        "leave sums out of the table",
        "drops the sum's rows",
    ),
    FindingKind(
        "twin-items",
        "warning",
        "two items that sell the same everywhere, as bundles that are booked twice do",
        "keep one of them",
        "drops the rows of the second",
        on_request=True,
    ),
    FindingKind(
        "relaunched-key",
        "warning",
        "an item that begins where another one with nearly the same key ends",
        "give both one key where they are one item",
        "gives both the earlier key",
        on_request=True,
    ),
)
