"""What may be odd about flags: sales while closed, promotions without a price cut and the reverse."""

from ltoplan_widgets.demand.table.finding_kind import FindingKind

FLAG_KINDS = (
    FindingKind(
        "sold-while-closed",
        "warning",
        "sales at a place that is flagged as closed",
        "correct the flag or the units",
        "takes the place as open",
    ),
    FindingKind(
        "no-sale-on-promotion",
        "warning",
        "nothing of a busy item sold on promotion",
        "flag stock-outs and closed days, or correct the promotion flag",
        "flags the rows as sold out",
    ),
    FindingKind(
        "promotion-without-price-cut",
        "warning",
        "a promotion at the usual price, where most others cut it",
        "correct the price or the flag",
        "takes the promotion flag off",
        on_request=True,
    ),
    FindingKind(
        "price-cut-without-promotion",
        "warning",
        "a price 5 % or more below the usual one without a promotion",
        "flag it as a promotion, or correct the price",
        "flags it as a promotion",
    ),
    FindingKind(
        "promotion-in-some-places",
        "warning",
        "a promotion flagged at some places while the others sell, or cost, as on promotion",
        "flag all places that take part",
        "flags those other places too",
        on_request=True,
    ),
)
