"""Names of columns: as text, and what others call them."""

import difflib
import re
from typing import Any

_ALSO_CALLED = {
    "item": (
        "sku",
        "product",
        "article",
        "item_id",
        "product_id",
        "sku_id",
        "article_id",
        "item_key",
        "product_key",
        "item_code",
        "upc",
        "ean",
    ),
    "location": ("store", "shop", "place", "site", "store_id", "location_id", "shop_id", "branch", "outlet", "store_nbr", "restaurant"),
    "date": ("day", "week", "time", "week_start", "ds", "sales_date", "order_date", "week_date", "timestamp", "business_date"),
    "units": ("qty", "quantity", "sales", "sold", "volume", "demand", "units_sold", "unit_sales", "sold_units", "sales_units", "pieces"),
    "price": ("unit_price", "sales_price", "selling_price", "retail_price", "avg_price", "price_per_unit"),
    "stock_out": ("stockout", "out_of_stock", "oos", "sold_out", "is_stock_out", "is_stockout"),
    "promotion": ("promo", "on_promotion", "onpromotion", "on_promo", "is_promotion", "is_promo", "promo_flag", "promotion_flag"),
    "closed": ("is_closed", "shut"),
    "campaign": ("campaign_id", "id"),
    "event": ("event_id", "launch", "launch_id"),
    "start": ("first_day", "from", "start_date", "begin", "first_date"),
    "end": ("last_day", "to", "end_date", "until", "last_date"),
}
"""What others call a column, the likeliest first."""

_ROW_NUMBER = re.compile(r"|Unnamed: \d+|__index_level_\d+__")


def plain_name(name: str) -> str:
    """A column's name as it is compared: without byte order mark, blanks around it and capitals; blanks inside as ``_``.

    >>> plain_name("\ufeffUnits Sold ")
    'units_sold'
    """
    return name.strip("\ufeff \t\r\n").lower().replace(" ", "_").replace("-", "_").replace(".", "_")


def guessed_column(role: str, free: list[str]) -> str:
    """The column that a role is likely to be called, without regard to capitals and blanks; empty where there is none."""
    plain = {plain_name(column): column for column in reversed(free)}
    return next((plain[name] for name in (role, *_ALSO_CALLED.get(role, ())) if name in plain), "")


def is_row_number(name: str) -> bool:
    """Whether a column is the index that pandas wrote into a file, which says nothing of its rows.

    >>> is_row_number("Unnamed: 0"), is_row_number("__index_level_0__"), is_row_number("units")
    (True, True, False)
    """
    return _ROW_NUMBER.fullmatch(name) is not None


def with_index_as_columns(frame: Any) -> Any:  # noqa: ANN401
    """A pandas table with the named levels of its index as columns, as a table that was grouped has its keys there."""
    levels = [name for name in getattr(getattr(frame, "index", None), "names", ()) if name is not None]
    if not hasattr(frame, "reset_index") or not levels:
        return frame
    there = set(getattr(frame, "columns", ()))
    return frame.reset_index() if not there.intersection(levels) else frame


def with_text_names(frame: Any) -> Any:  # noqa: ANN401
    """A pandas table with its columns' names as text; those of several levels are joined, numbers are spelt out."""
    if not hasattr(frame, "set_axis") or not hasattr(frame, "columns") or all(type(name) is str for name in frame.columns):
        return frame
    names = [" ".join(str(part) for part in name if str(part)) if isinstance(name, tuple) else str(name) for name in frame.columns]
    return frame.set_axis(names, axis=1)


def eager_names(frame: Any) -> list[str]:  # noqa: ANN401
    """Names of an Arrow or pandas table, which let names recur; nothing for others."""
    named: Any = getattr(frame, "column_names", None) or (getattr(frame, "columns", ()) if hasattr(frame, "iloc") else ())
    return [str(name) for name in named]


def likely_column(role: str, name: str, free: list[str]) -> str:
    """The column that may be meant: spelt nearly so, or called as others call it; empty where there is none."""
    plain = {column.strip().lower(): column for column in reversed(free)}
    wanted = (name.strip().lower(), role, *_ALSO_CALLED.get(role, ()))
    exact = next((plain[word] for word in wanted if word in plain), "")
    near = [column for word in wanted[:2] for column in difflib.get_close_matches(word, plain, n=1, cutoff=0.7)]
    return exact or (plain[near[0]] if near else "")
