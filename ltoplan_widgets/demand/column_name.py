"""Names of columns: as text, and what others call them."""

import difflib
from typing import Any

_ALSO_CALLED = {
    "item": ("sku", "product", "article", "item_id", "product_id"),
    "location": ("store", "shop", "place", "site", "store_id", "location_id"),
    "date": ("day", "week", "time", "week_start"),
    "units": ("qty", "quantity", "sales", "sold", "volume", "demand"),
    "campaign": ("id", "promotion", "promo", "offer"),
    "event": ("launch", "promotion", "promo"),
    "start": ("first_day", "from", "start_date", "begin"),
    "end": ("last_day", "to", "end_date", "until"),
}
"""What others call a column."""


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
