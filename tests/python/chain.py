"""A small chain that sells latte: daily sales in three places, five past launches, one to plan."""

from datetime import date, timedelta

import msgspec
import numpy as np
import pandas as pd

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.scenario import Scenario

FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
PLACES = ("east", "north", "west")
LAUNCHES = {
    "ginger": (date(2025, 3, 3), 1.3),
    "honey": (date(2025, 6, 2), 1.4),
    "mango": (date(2025, 9, 1), 1.6),
    "plum": (date(2026, 1, 5), 1.5),
    "rose": (date(2026, 5, 4), 1.8),
}
RUN_DAYS = 56


def sales(seed: int = 7) -> pd.DataFrame:
    """Daily sales as a table: Poisson round 30 to 50 cups, lifted during each launch."""
    rng = np.random.default_rng(seed)
    days = [FIRST + timedelta(days=k) for k in range((LAST - FIRST).days + 1)]
    lift = np.ones(len(days))
    for start, factor in LAUNCHES.values():
        lift[(start - FIRST).days :][:RUN_DAYS] = factor
    frames = [
        pd.DataFrame({"item": "latte", "location": place, "date": pd.to_datetime(days), "units": rng.poisson(base * lift).astype(float)})
        for place, base in zip(PLACES, (30, 40, 50), strict=True)
    ]
    return pd.concat(frames, ignore_index=True)


def campaigns() -> pd.DataFrame:
    """Past launches as a table, one row a place."""
    rows = [
        {
            "campaign": f"{event}-{place}",
            "item": "latte",
            "location": place,
            "event": event,
            "start": start.isoformat(),
            "end": (start + timedelta(days=RUN_DAYS - 1)).isoformat(),
        }
        for event, (start, _) in LAUNCHES.items()
        for place in PLACES
    ]
    return pd.DataFrame(rows)


def history() -> SalesHistory:
    return SalesHistory.from_frame(sales(), item="item", location="location", date="date", units="units")


def weekly_history(until: str) -> SalesHistory:
    """The same by weeks from Monday to Sunday, up to a Sunday."""
    table = sales()[lambda row: (row.date >= "2025-01-06") & (row.date <= until)]
    weeks = table.assign(date=table.date - pd.to_timedelta(table.date.dt.day_of_week, "D"))
    summed = weeks.groupby(["item", "location", "date"], as_index=False)["units"].sum()
    return SalesHistory.from_frame(summed, item="item", location="location", date="date", units="units")


def library() -> CampaignLibrary:
    return CampaignLibrary.from_frame(campaigns())


def encoded_plan() -> str:
    return encode(plan())


def plan(**campaign: object) -> Plan:
    """The plan of the next launch; keywords change its campaign."""
    offer = Offer(name="Maple-oat latte", unit="cups", price=5.0, unit_cost=2.0, salvage=0.5, case_pack=24.0, lead_days=21.0)
    launch = {"item": "latte", "start": "2027-01-07", "end": "2027-03-03", "offer": "latte", "name": "Spring launch", **campaign}
    warm = Scenario(name="Warm spring", changes={"offers/latte/price": 6.0, "campaigns/launch/demand_mean": 20_000.0})
    return Plan(
        name="Spring",
        currency="EUR",
        sales="sales.csv",
        past_campaigns="campaigns.csv",
        offers={"latte": offer},
        campaigns={"launch": msgspec.convert(launch, Campaign)},
        scenarios={"warm": warm},
    )
