"""What may be odd about prices: signs, currencies, taxes, discounts."""

from ltoplan_widgets.demand.table.finding_kind import FindingKind

MONEY_KINDS = (
    FindingKind("negative-price", "error", "a price below 0", "correct the price, or leave the cell empty", "takes the price as unknown"),
    FindingKind("zero-price", "warning", "a price of 0", "leave the cell empty where the price is not known", "takes the price as unknown"),
    FindingKind(
        "mixed-currency",
        "error",
        "prices in more than one currency",
        "give all prices in one currency",
        "takes prices in the rarer ones as unknown",
    ),
    FindingKind(
        "tax-in-or-out",
        "warning",
        "places whose prices are all higher, or lower, by one and the same tax-like share",
        "give all prices with tax, or all without",
        "takes the tax off or puts it on, as most places have it",
        on_request=True,
    ),
    FindingKind(
        "discount-above-price",
        "warning",
        "a discount larger than the price",
        "give the discount as money below the price, or as a share",
        "takes the price as unknown",
    ),
    FindingKind(
        "negative-markdown",
        "warning",
        "a discount or markdown below 0",
        "give discounts as positive numbers",
        "leaves the column out, which nothing but this check reads",
    ),
)
