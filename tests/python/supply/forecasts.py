"""Forecasts with known paths for the supply tests."""

from datetime import date, timedelta

import numpy as np

from ltoplan_widgets.demand.forecast.forecast import Forecast


def forecast_of(paths, start="2027-01-07", days=7, locations=None):
    """A forecast of paths with shape (n, places, periods)."""
    first = date.fromisoformat(start)
    starts = tuple((first + timedelta(days=days * k)).isoformat() for k in range(paths.shape[2]))
    ends = tuple((first + timedelta(days=days * (k + 1) - 1)).isoformat() for k in range(paths.shape[2]))
    names = locations or tuple(f"p{k}" for k in range(paths.shape[1]))
    return Forecast(
        lambda n: (paths[np.arange(n) % len(paths)],),
        mean=paths.mean(axis=0),
        baseline=np.zeros(paths.shape[1:]),
        starts=starts,
        ends=ends,
        locations=names,
        unit_days=days,
    )


def uncertain(periods=8, places=1, *, level=100.0, spread=0.4, noise=0.1, seed=1, n=1000, days=7):
    """Level of the launch unknown, periods of one path going together."""
    rng = np.random.default_rng(seed)
    launch = rng.lognormal(-(spread**2) / 2, spread, (n, 1, 1))
    weeks = rng.lognormal(-(noise**2) / 2, noise, (n, places, periods))
    return forecast_of(level * launch * weeks, days=days)
