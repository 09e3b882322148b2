"""A chain that never was, with the truth kept: what was wanted, not only what was sold.

Real sales never tell what would have sold from an empty shelf. Here it is known, so that calibration and the treatment
of stock-outs can be tested exactly. Same arguments, same seed: same chain.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ltoplan_widgets.demand.synthetic.synthetic_offer import EverydayItem, LimitedOffer, Surprise
from ltoplan_widgets.demand.synthetic.synthetic_world import World


@dataclass(frozen=True, kw_only=True)
class SyntheticChain:
    """Tables as a company would have them, and the truth behind them.

    Attributes:
        sales: Columns item, location, distribution_center, date, units, price, stock_out, closed.
        campaigns: Columns as `CampaignLibrary` takes them.
        truth: Row by row with `sales`: expected (units, the mean of demand) and demand (units wanted).
        event_effect: Log surprise of each launch as a whole.
        place_effect: Log answer of each place to launches.
    """

    sales: pd.DataFrame
    campaigns: pd.DataFrame
    truth: pd.DataFrame
    event_effect: dict[str, float]
    place_effect: dict[str, float]


def synthetic_chain(  # noqa: PLR0913 - a chain has these parts
    everyday: Sequence[EverydayItem],
    offers: Sequence[LimitedOffer],
    *,
    first_day: str,
    last_day: str,
    places: int = 35,
    distribution_centers: int = 1,
    surprise: Surprise | None = None,
    closed_days: Sequence[str] = (),
    seed: int = 0,
) -> SyntheticChain:
    """Generate a chain.

    Demand is Poisson around ``size x item x weekday x season x offer``, each with its lognormal surprises; the mean of
    an offer is what its `ratio` says.

    Args:
        everyday: What is always sold.
        offers: What is sold for a limited time.
        first_day: First day of the sales, ISO date.
        last_day: Last day of the sales, ISO date.
        places: How many places there are.
        distribution_centers: How many centers serve them.
        surprise: What nobody knows in advance.
        closed_days: Days on which all places are closed, ISO dates.
        seed: Seed of the generator.

    Raises:
        InputError: An offer that does not lie within the sales.
    """
    for offer in offers:
        offer.check_within(first_day, last_day)
    world = World.of(first_day, last_day, places, surprise or Surprise(), closed_days, seed)
    parts = [world.everyday(item, world.stream(item.key)) for item in everyday]
    own = {item.key: part.expected for item, part in zip(everyday, parts, strict=True)}
    launches = [
        world.launch(
            offer, own.get(offer.item, sum(own.values(), np.zeros(world.shape))), world.stream(offer.event), is_new=offer.item not in own
        )
        for offer in offers
    ]
    for offer, launch in zip(offers, launches, strict=True):
        if offer.item in own:
            parts[list(own).index(offer.item)].put(launch)
        else:
            parts.append(launch)
    table = pd.concat([world.table(part, distribution_centers) for part in parts], ignore_index=True)
    return SyntheticChain(
        sales=table.drop(columns=["expected", "demand"]),
        campaigns=world.campaigns(offers),
        truth=table[["expected", "demand"]].copy(),
        event_effect={offer.event: launch.effect for offer, launch in zip(offers, launches, strict=True)},
        place_effect=dict(zip(world.keys, world.answer.tolist(), strict=True)),
    )
