"""Small tables to build on: two items at two places for 20 days, one past campaign."""

import pandas as pd

COLUMNS = {"item": "item", "location": "location", "date": "date", "units": "units"}


def sales(**changed: object) -> pd.DataFrame:
    """Sales of 20 days; keywords replace or add columns."""
    days = pd.date_range("2026-01-05", periods=20)
    frames = [
        pd.DataFrame({"item": item, "location": place, "date": days, "units": 20.0})
        for item in ("latte", "mocha")
        for place in ("east", "west")
    ]
    return pd.concat(frames, ignore_index=True).assign(**changed)


def campaigns(**changed: object) -> pd.DataFrame:
    """One launch of the latte at both places; keywords replace or add columns."""
    return pd.DataFrame(
        {
            "campaign": ["spring-east", "spring-west"],
            "item": "latte",
            "location": ["east", "west"],
            "event": "spring",
            "start": "2026-01-12",
            "end": "2026-01-16",
        }
    ).assign(**changed)


def with_cell(table: pd.DataFrame, row: int, column: str, value: object) -> pd.DataFrame:
    """The table with one cell changed, whatever its type."""
    changed = table.astype({column: object})
    changed.loc[row, column] = value
    return changed
