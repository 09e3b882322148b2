"""How demand follows the price, as all past campaigns together tell it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.comparison import comparison
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.launch import Launch, launch_of
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.uplift import Setting
from ltoplan_widgets.demand.uplift_lever import PRICES, Lever
from ltoplan_widgets.demand.uplift_pool import UpliftPool, position_of, uplift_pool
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.units import Scalar

Array = NDArray[np.float64]

_LEAST_STEP = 0.05


@dataclass(frozen=True, kw_only=True)
class PriceResponse:
    """Price elasticity near a planned price.

    Attributes:
        elasticity: Percent of demand lost for each percent of price; below 0 where dearer campaigns sold more.
        std_dev: Standard deviation of it: how little is known.
        lever: Name of the covariate that it was learned from.
        launches: From how many past launches.
    """

    elasticity: float
    std_dev: float
    lever: str
    launches: int


def price_response(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None = None) -> PriceResponse:
    """Pooled elasticity of a campaign's item: the slope of the uplift model in the log of the price.

    The slope is taken over one standard deviation of the past prices on either side of the planned one (of the past mean
    where none is planned), with the item's and the places' own slopes shrunk to the common one.

    Args:
        campaign: What is planned.
        history: Checked sales; nothing after `origin` is read.
        library: Past campaigns with a price or a discount among their covariates.
        origin: Last day whose sales are known, ISO date; by default the day before the start.

    Raises:
        InputError: No covariate says the price or the discount, all past ones are the same, or no launch can be compared.
    """
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    ground = comparison(launch, known, library)
    pool = uplift_pool(launch, known, library, is_own=ground.is_own)
    lever = _price_lever(pool)
    setting, place = _setting(pool, campaign, launch)
    here = lever.numbers(setting.values[lever.name], setting.usual)
    middle = np.where(np.isnan(here), lever.mean, here)
    step = max(lever.spread, _LEAST_STEP)
    item = position_of(launch.item, known)
    low, high = (pool.uplift.answer(_moved(setting, lever, middle + sign * step), item=item, place=place) for sign in (-1, 1))
    slope = float((high.log_ratio - low.log_ratio).mean()) / (2 * step)
    bearing = np.asarray((high.bearing - low.bearing).mean(axis=0)).ravel() / (2 * step)
    unknown = float(bearing @ high.dense_unknown @ bearing)
    return PriceResponse(elasticity=-slope, std_dev=float(np.sqrt(max(0.0, unknown))), lever=lever.name, launches=len(pool.past))


def _price_lever(pool: UpliftPool) -> Lever:
    levers = [lever for lever in pool.uplift.levers.of if lever.kind in PRICES]
    if not levers:
        message = "no covariate of the past campaigns tells their price or discount, or all are the same"
        raise refusal("no-price", "", message, "add a column price or discount to the campaigns", column="covariates")
    return levers[0]


def _setting(pool: UpliftPool, campaign: Campaign, launch: Launch) -> tuple[Setting, NDArray[np.int64]]:
    """The planned setting of the first week at every place."""
    position = {key: index for index, key in enumerate(pool.known.locations)}
    place = np.array([position[key] for key in launch.locations], dtype=np.int64)
    return pool.planned(campaign, launch, place, np.ones((len(place), 1))), place


def _moved(setting: Setting, lever: Lever, logs: Array) -> Setting:
    return replace(setting, values={**setting.values, lever.name: _given(lever, logs, setting.usual)})


def _given(lever: Lever, logs: Array, usual: Array) -> list[Scalar]:
    """Values of the covariate whose numbers are these logs."""
    if lever.kind == "cut":
        return [float(cut) for cut in (1 - np.exp(np.minimum(logs, 0.0))) * (100.0 if lever.percent else 1.0)]
    return [float(price) for price in np.exp(logs + (usual if lever.kind == "own_price" else 0.0))]
