"""The bakery: real promotion weeks, and one of them as a plan."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.visualization import Visualization
from ltoplan_widgets.samples.sample import Sample

if TYPE_CHECKING:
    from ltoplan_widgets.samples.sample import Tables

FOLDER = Path(__file__).parent / "bakery"
"""Where the shipped files are."""
EVENT = "110-20190404"
"""The promotion that the plan is about."""


def bakery_sample() -> Sample:
    """Real daily sales of 3 products in 35 stores of a German bakery chain with 49 promotion weeks."""
    return Sample(
        name="bakery",
        description="Real daily sales of 3 products in 35 stores of a German bakery chain, 2016-01-02 to 2019-04-30, with 49 chain-wide promotion weeks.",
        source='Data set "bakery" of the package ddop 0.7.6, BSD 3-Clause, Copyright (c) 2007-2020 The ddop developers.',
        notice=f"Real sales, published under BSD 3-Clause by the ddop developers.\n\n{(FOLDER / 'README.md').read_text(encoding='utf-8')}\n{(FOLDER / 'LICENSE').read_text(encoding='utf-8')}",
        tables=_tables,
    )


def bakery_plan() -> Plan:
    """One real promotion week of April 2019 over the stores that ran it. Price and costs are assumed: the data have none."""
    week = CampaignLibrary.read(FOLDER / "campaigns.parquet").campaign(EVENT)
    return Plan(
        name="Bakery promotion week",
        currency="EUR",
        period="day",
        notes="Sales are real; price, costs and supply terms are assumed.",
        offers={
            "loaf": Offer(
                name="Loaf of the week",
                unit="loaves",
                price=2.40,
                unit_cost=0.90,
                disposal=0.05,
                case_pack=20.0,
                lead_days=7.0,
                shelf_life_days=3.0,
            )
        },
        campaigns={"week": msgspec.structs.replace(week, name="Promotion week", offer="loaf")},
        visualizations={
            "demand": Visualization(name="Demand of the week", type="normal_distribution", campaign="week", rank=1.0),
            "forecast": Visualization(name="Forecast by day", type="forecast_chart", campaign="week", rank=2.0),
            "order": Visualization(name="Order", type="order_chart", campaign="week", rank=3.0),
            "price": Visualization(name="Price", type="parameter_slider", field="offers/loaf/price", rank=4.0),
        },
    )


def _tables() -> "Tables":
    import pandas as pd  # noqa: PLC0415 - half a second that only those pay who look at the tables

    return pd.read_parquet(FOLDER / "sales.parquet"), pd.read_parquet(FOLDER / "campaigns.parquet")
