"""Meals that are launched one after the other, each once: what is known of them in advance is what they are like."""

import numpy as np
import pandas as pd

CATEGORIES = (
    "bowl",
    "sandwich",
    "salad",
    "beverage",
    "beverage",
    "pasta",
    "pizza",
    "biryani",
    "soup",
    "seafood",
    "fish",
    "dessert",
    "starter",
    "extra",
)
CUISINES = ("thai", "indian", "italian", "continental")


def meals(
    *, items=49, places=12, weeks=8, noise=0.3, week_noise=0.15, seed=0, only_campaigns=True, step=2, sales_after=0
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Sales, campaigns and items.

    Args:
        items: How many are launched.
        places: At how many places.
        weeks: Length of a launch.
        noise: Standard deviation of an item's log level that nothing explains.
        week_noise: Of a week of a launch at all places; it does not last.
        seed: Of the chance.
        only_campaigns: Whether nothing else is ever sold; otherwise two everyday items are.
        step: Weeks between launches.
        sales_after: Weeks for which an item goes on being sold after its campaign.
    """
    rng = np.random.default_rng(seed)
    category_level = dict(zip(dict.fromkeys(CATEGORIES), rng.normal(0, 0.6, 13), strict=True))
    cuisine_level = dict(zip(CUISINES, rng.normal(0, 0.25, 4), strict=True))
    pair_level = {(a, b): rng.normal(0, 0.3) for a in sorted(set(CATEGORIES)) for b in CUISINES}
    category_price = {key: rng.uniform(150, 550) for key in sorted(set(CATEGORIES))}
    size = np.exp(rng.normal(0, 0.45, places))
    keys = [f"p{1 + index}" for index in range(places)]
    first = pd.Timestamp("2024-01-03")
    sales, campaigns, described = [], [], []
    for index in rng.permutation(items):
        category, cuisine = CATEGORIES[index % len(CATEGORIES)], CUISINES[(index // len(CATEGORIES) + index) % 4]
        price = round(category_price[category] * np.exp(rng.normal(0, 0.25)), 1)
        emailer, homepage = (float(rng.uniform() < share) for share in (0.15, 0.2))
        cut = round(max(0.0, rng.normal(0.05, 0.08)), 2)
        log = 5 + category_level[category] + cuisine_level[cuisine] + pair_level[category, cuisine] - 0.8 * np.log(price / 300)
        log += 0.5 * emailer + 0.4 * homepage + 2.5 * cut + rng.normal(0, noise)
        start = first + pd.Timedelta(weeks=step * len(described))
        at_place = log + np.log(size) + rng.normal(0, 0.25, places)
        curve = np.log(np.linspace(1.15, 0.9, weeks + sales_after)) + rng.normal(0, week_noise, weeks + sales_after)
        wanted = np.exp(at_place[:, None] + curve + rng.normal(0, 0.2, (places, weeks + sales_after)))
        key = f"meal{index}"
        described.append({"item": key, "category": category, "cuisine": cuisine, "price": price})
        for row, place in enumerate(keys):
            units = rng.poisson(wanted[row])
            sales += [
                {"item": key, "location": place, "date": start + pd.Timedelta(weeks=k), "units": int(one)} for k, one in enumerate(units)
            ]
            end = start + pd.Timedelta(days=7 * weeks - 1)
            campaigns.append(
                {
                    "campaign": f"{key}-{place}",
                    "item": key,
                    "location": place,
                    "event": key,
                    "start": start,
                    "end": end,
                    "emailer": emailer,
                    "homepage": homepage,
                    "discount": cut,
                }
            )
    if not only_campaigns:
        span = step * items + weeks
        for item, level in (("tea", 300.0), ("bread", 200.0)):
            for row, place in enumerate(keys):
                units = rng.poisson(level * size[row] * np.exp(rng.normal(0, 0.1, span)))
                sales += [
                    {"item": item, "location": place, "date": first + pd.Timedelta(weeks=k - 10), "units": int(one)}
                    for k, one in enumerate(units)
                ]
    return pd.DataFrame(sales), pd.DataFrame(campaigns), pd.DataFrame(described)
