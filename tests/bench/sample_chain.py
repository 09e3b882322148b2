"""Chains of many places to forecast: sales, their deals, and what is planned."""

from functools import cache

import numpy as np
import pandas as pd

from ltoplan_widgets.demand.forecast.persistence import Persistence
from ltoplan_widgets.demand.forecast.seen_sales import SeenSales
from ltoplan_widgets.demand.launch.noise import Noise
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.methods.uplift.uplift_design import Setting
from ltoplan_widgets.demand.methods.uplift.uplift_outcome import UpliftOutcomes
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.evaluator import Evaluator
from ltoplan_widgets.plan.campaign import Campaign
from tests.python import chain

PLACES, EVENTS, WEEKS = 300, 50, 156
DAYS, DAILY_EVENTS = 546, 24
MANY_PLACES, MANY_EVENTS, MANY_WEEKS = 834, 300, 4
NEXT = Campaign(item="a", start="2026-12-28", end="2027-01-03", event="next", covariates={"discount": 0.2})


def tables(*, step_days, periods, events):
    """Sales of one item at many places, a week of every third on a deal, and the deals."""
    rng, per_week = np.random.default_rng(1), 7 // step_days
    days = pd.date_range("2024-01-01", periods=periods, freq=f"{step_days}D")
    deals = list(range(4 * per_week, periods - per_week, 3 * per_week))[:events]
    lift, depth = np.ones(periods), rng.uniform(0.1, 0.4, len(deals))
    for deal, cut in zip(deals, depth, strict=True):
        lift[deal : deal + per_week] = np.exp(2.2 * cut + rng.normal(0, 0.2))
    level = rng.lognormal(4, 0.5, (PLACES, 1)) / per_week
    weekday = np.exp(0.2 * np.sin(np.arange(periods) * 2 * np.pi / max(per_week, 2)))
    units = rng.poisson(level * lift * weekday).ravel().astype(float)
    places, dates = [f"p{number:04d}" for number in range(PLACES)], days.strftime("%Y-%m-%d")
    sales = pd.DataFrame({"item": "a", "location": np.repeat(places, periods), "date": list(dates) * PLACES, "units": units})
    ends = (days + pd.Timedelta(days=6)).strftime("%Y-%m-%d")
    rows = [(f"e{k}-{place}", "a", place, f"e{k}", dates[at], ends[at], depth[k]) for k, at in enumerate(deals) for place in places]
    return sales, pd.DataFrame(rows, columns=["campaign", "item", "location", "event", "start", "end", "discount"])


@cache
def weekly_tables():
    """Three years of weeks."""
    return tables(step_days=7, periods=WEEKS, events=EVENTS)


@cache
def daily_tables():
    """A year and a half of days."""
    return tables(step_days=1, periods=DAYS, events=DAILY_EVENTS)


def checked(sales, campaigns):
    """The tables checked anew, so that nothing of them is remembered."""
    history = SalesHistory.from_frame(sales, item="item", location="location", date="date", units="units")
    return history, CampaignLibrary.from_frame(campaigns)


@cache
def weekly():
    """History and library of the weeks."""
    return checked(*weekly_tables())


@cache
def daily():
    """History and library of the days."""
    return checked(*daily_tables())


@cache
def early_read():
    """Sales and forecasts of 100,000 campaigns of 1,000 launches after their first periods, and what lasts of surprises."""
    rng = np.random.default_rng(2)
    expected = rng.lognormal(5, 1, 100_000)
    noise = Noise(ratio=0.02, count=1.0)
    persistence = Persistence(slope=0.5, spread=0.02, place=0.01, seen_noise=noise, rest_noise=noise, launches=40)
    seen = SeenSales.steady(expected * rng.lognormal(0, 0.3, 100_000), expected)
    return seen, np.repeat(np.arange(1000), 100), persistence


@cache
def evaluator(places):
    """An evaluator over so many places, its launch of 56 days forecast already."""
    rng = np.random.default_rng(3)
    days = pd.date_range("2026-07-01", "2026-12-31").strftime("%Y-%m-%d")
    names = [f"p{number:04d}" for number in range(places)]
    units = rng.poisson(40, len(days) * places).astype(float)
    sales = pd.DataFrame({"item": "latte", "location": np.repeat(names, len(days)), "date": list(days) * places, "units": units})
    campaigns = pd.DataFrame(
        {"campaign": f"{event}-{place}", "item": "latte", "location": place, "event": event, "start": start, "end": end, "feature": on}
        for event, start, end, on in (("e1", "2026-08-17", "2026-09-13", 0.0), ("e2", "2026-10-05", "2026-11-01", 1.0))
        for place in names
    )
    found = Evaluator(*checked(sales, campaigns))
    found.evaluate(chain.plan())
    return found


@cache
def many(places=MANY_PLACES, events=MANY_EVENTS):
    """Campaign weeks of ten items as the pooled model takes them, launches of four weeks: a million at 834 places."""
    rng, count = np.random.default_rng(4), places * events * MANY_WEEKS
    campaign = np.arange(count) // MANY_WEEKS
    launch, place, week = campaign // places, campaign % places, np.arange(count) % MANY_WEEKS
    depth, day = rng.uniform(0.1, 0.4, events)[launch], 7 * (launch // 3 + week)
    expected = rng.lognormal(4, 0.5, count)
    surprise = rng.normal(0, 0.2, events)[launch] + rng.normal(0, 0.1, (events, MANY_WEEKS))[launch, week]
    log = 2.2 * depth + surprise + rng.normal(0, 0.1, places)[place] + rng.normal(0, 0.2, count)
    outcomes = UpliftOutcomes(
        sold=rng.poisson(expected * np.exp(log)).astype(float),
        expected=expected,
        launch=launch,
        campaign=campaign,
        row=campaign,
        item=launch % 10,
        place=place,
        day=day,
        week=week,
    )
    since = rng.integers(1, 20, count // MANY_WEEKS)[campaign]
    calendar = np.column_stack([np.log1p(week), np.log1p(since), np.log(expected), np.sin(day / 58), np.cos(day / 58)])
    return outcomes, Setting(values={"discount": depth.tolist()}, usual=np.zeros(count), calendar=calendar, day=day)
