"""A department store: weekly sales of departments that swell before Christmas, each in its own measure, year after year."""

import numpy as np
import pandas as pd

FIRST = pd.Timestamp("2010-02-01")


def department_store(*, departments=8, places=10, weeks=143, surprise=0.06, seed=0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Weekly sales, and the seasons of two years as campaigns of all departments.

    Args:
        departments: Number of items.
        places: Number of places.
        weeks: Length of the history.
        surprise: Standard deviation of a department's log surprise of a season.
        seed: Of the chance.
    """
    rng = np.random.default_rng(seed)
    dates = FIRST + pd.to_timedelta(7 * np.arange(weeks), unit="D")
    to_christmas = np.array([(pd.Timestamp(date.year, 12, 25) - date).days for date in dates])
    is_season = (to_christmas >= -3) & (to_christmas <= 46)
    swell = np.where(is_season, np.exp(-np.maximum(to_christmas, 0) / 18.0), 0.0)
    size = rng.normal(5.5, 0.8, (departments, 1, 1)) + rng.normal(0, 0.4, (1, places, 1)) + rng.normal(0, 0.3, (departments, places, 1))
    trend = rng.normal(0, 0.05, (departments, places, 1)) * np.arange(weeks) / 52
    lift = rng.gamma(1.5, 0.4, (departments, 1)) + rng.normal(0, 0.1, (departments, places))
    year = np.array([date.year for date in dates]) - FIRST.year
    felt = rng.normal(0, surprise, (departments, 4))[:, year][:, None, :] * is_season
    log = size + trend + lift[:, :, None] * swell + felt + rng.normal(0, 0.1, (departments, places, weeks))
    item, place, week = (codes.ravel() for codes in np.indices(log.shape))
    sales = pd.DataFrame(
        {"item": np.char.add("d", item.astype(str)), "location": np.char.add("s", place.astype(str)), "date": dates[week]},
    ).assign(units=rng.poisson(np.exp(log)).ravel().astype(float))
    return sales, pd.concat([_season(dates[is_season], one, departments, places) for one in (2010, 2011)], ignore_index=True)


def _season(dates, year, departments, places) -> pd.DataFrame:
    own = [date for date in dates if date.year == year]
    rows = [
        {"campaign": f"x{year}-d{item}-s{place}", "item": f"d{item}", "location": f"s{place}", "event": f"x{year}"}
        for item in range(departments)
        for place in range(places)
    ]
    return pd.DataFrame(rows).assign(start=own[0], end=own[-1] + pd.Timedelta(days=6))
