"""Forecast methods by name."""

import difflib

from ltoplan_widgets.demand.methods.analogue_ratio import analogue_ratio
from ltoplan_widgets.demand.methods.auto import auto
from ltoplan_widgets.demand.methods.base_only import base_only
from ltoplan_widgets.demand.methods.boosted_uplift import boosted_uplift
from ltoplan_widgets.demand.methods.eb_uplift import eb_uplift
from ltoplan_widgets.demand.methods.last_year import last_year
from ltoplan_widgets.demand.methods.method import Method
from ltoplan_widgets.demand.methods.new_item import attribute_model, nearest_analogues, new_item, new_item_boosted
from ltoplan_widgets.demand.methods.pooled_ratio import pooled_ratio
from ltoplan_widgets.demand.methods.recurring_season import recurring_season
from ltoplan_widgets.demand.methods.series_baseline import croston, seasonal_naive, smoothing
from ltoplan_widgets.demand.refusal import refusal

METHODS: dict[str, Method] = {
    "auto": auto,
    "eb_uplift": eb_uplift,
    "boosted_uplift": boosted_uplift,
    "recurring_season": recurring_season,
    "analogue_ratio": analogue_ratio,
    "pooled_ratio": pooled_ratio,
    "last_year": last_year,
    "base_only": base_only,
    "seasonal_naive": seasonal_naive,
    "smoothing": smoothing,
    "croston": croston,
    "new_item": new_item,
    "new_item_boosted": new_item_boosted,
    "nearest_analogues": nearest_analogues,
    "attribute_model": attribute_model,
}
"""Every method by the name that `forecast(..., method=name)` takes."""

ON_REQUEST = ("boosted_uplift", "new_item_boosted")
"""Methods that run only where they are named: slow, and from an extra."""


def method_named(name: str) -> Method:
    """The method with a name; raises `InputError` with the nearest name where there is none.

    >>> method_named("analogue_ratio").__name__
    'analogue_ratio'
    """
    if isinstance(name, str) and name in METHODS:
        return METHODS[name]
    nearest = difflib.get_close_matches(str(name), METHODS, n=1, cutoff=0.3) or sorted(METHODS)[:1]
    message = f"there is no such method; there are: {', '.join(sorted(METHODS))}"
    raise refusal("unknown-method", name, message, f"did you mean {nearest[0]!r}?", column="method")
