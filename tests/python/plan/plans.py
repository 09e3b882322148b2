"""Plans that hypothesis draws: every field, every collection, within the bounds of the Structs."""

from datetime import date, timedelta

import msgspec
from hypothesis import strategies as st

from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.override import Override
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.scenario import Scenario
from ltoplan_widgets.plan.visualization import Visualization

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
keys = texts.filter(lambda key: not key.startswith("__proto__"))
units = st.floats(0, 1e12)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31)).map(date.isoformat)
scalars = st.one_of(texts, st.floats(-1e12, 1e12), st.booleans(), st.none())
ranks = st.floats(-1e9, 1e9)

offers = st.builds(
    Offer,
    name=texts,
    unit=texts,
    price=units,
    unit_cost=units,
    goodwill=units,
    salvage=units,
    disposal=units,
    case_pack=st.floats(1, 1e12),
    minimum_order=units,
    capacity=st.none() | units,
    lead_days=st.floats(0, 3650),
    shelf_life_days=st.none() | st.floats(0, 3650),
    rank=ranks,
    deleted=st.booleans(),
)
overrides = st.builds(Override, units=units, reason=texts, author=texts, at=texts)
campaigns = st.builds(
    Campaign,
    item=keys,
    start=days,
    end=days,
    name=texts,
    offer=keys,
    event=keys,
    locations=st.dictionaries(keys, st.booleans(), max_size=3),
    covariates=st.dictionaries(keys, scalars, max_size=3),
    demand_mean=st.none() | units,
    demand_std_dev=st.none() | units,
    order_quantity=st.none() | units,
    overrides=st.dictionaries(days, overrides, max_size=2),
    rank=ranks,
    deleted=st.booleans(),
)
scenarios = st.builds(Scenario, name=texts, changes=st.dictionaries(keys, scalars, max_size=3), rank=ranks, deleted=st.booleans())
visualizations = st.builds(
    Visualization,
    name=texts,
    type=keys,
    campaign=keys,
    field=keys,
    parameters=st.dictionaries(keys, scalars, max_size=2),
    color=st.sampled_from(["", "#00aaff"]),
)
plans = st.builds(
    Plan,
    name=texts,
    currency=st.sampled_from(["USD", "EUR", "JPY"]),
    period=st.sampled_from(["day", "week"]),
    notes=texts,
    current_scenario=keys,
    offers=st.dictionaries(keys, offers, max_size=2),
    campaigns=st.dictionaries(keys, campaigns, max_size=2),
    scenarios=st.dictionaries(keys, scenarios, max_size=2),
    visualizations=st.dictionaries(keys, visualizations, max_size=2),
)


def latte_plan(**campaign):
    """A small plan that is right in every respect."""
    offer = Offer(name="Maple-oat latte", unit="cups", price=5.0, unit_cost=2.0, salvage=0.5, case_pack=12.0, lead_days=21.0)
    launch = {"item": "latte", "start": "2027-01-07", "end": "2027-03-03", "offer": "latte", **campaign}
    warm = Scenario(name="Warm spring", changes={"offers/latte/price": 5.5})
    return Plan(name="Spring", offers={"latte": offer}, campaigns={"launch": msgspec.convert(launch, Campaign)}, scenarios={"warm": warm})


def weeks_from(start: str, count: int):
    return [(date.fromisoformat(start) + timedelta(weeks=week)).isoformat() for week in range(count)]
