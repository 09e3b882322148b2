"""Strong deals of a grocery chain: what surprises a week hardly lasts into the next one."""

import numpy as np
import pandas as pd


def juice(*, brands=8, places=30, weeks=110, lasting=0.19, week=0.47, seed=0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Weekly sales and campaigns of two to three weeks.

    Args:
        brands: Number of items.
        places: Number of places.
        weeks: Length of the history.
        lasting: Standard deviation of a deal's log surprise that lasts.
        week: Of a deal's week, at all places.
        seed: Of the chance.
    """
    rng = np.random.default_rng(seed)
    size, first = np.exp(rng.normal(0, 0.4, places)), pd.Timestamp("2020-01-02")
    sales, campaigns = [], []
    for brand in range(brands):
        level = size * np.exp(rng.normal(4.5, 0.6) + rng.normal(0, 0.3, places))
        log = np.log(level)[:, None] + rng.normal(0, 0.25, (places, weeks))
        at = int(rng.integers(8, 14))
        while at + 3 < weeks:
            length = int(rng.integers(2, 4))
            depth, feature = float(rng.uniform(0.15, 0.4)), float(rng.uniform() < 0.5)
            effect = 2.2 * depth + 0.5 * feature + rng.normal(0, lasting) + rng.normal(0, week, length)
            log[:, at : at + length] += effect + rng.normal(0, 0.15, (places, 1))
            event = f"b{brand}w{at}"
            start = first + pd.Timedelta(weeks=at)
            campaigns += [
                {
                    "campaign": f"{event}-s{place}",
                    "item": f"brand{brand}",
                    "location": f"s{place}",
                    "event": event,
                    "start": start,
                    "end": start + pd.Timedelta(days=7 * length - 1),
                    "depth": round(depth, 2),
                    "feature": feature,
                }
                for place in range(places)
            ]
            at += length + int(rng.integers(5, 10))
        units = rng.poisson(np.exp(log))
        dates = first + pd.to_timedelta(7 * np.arange(weeks), unit="D")
        sales += [
            pd.DataFrame({"item": f"brand{brand}", "location": f"s{place}", "date": dates, "units": units[place]})
            for place in range(places)
        ]
    return pd.concat(sales, ignore_index=True), pd.DataFrame(campaigns)
