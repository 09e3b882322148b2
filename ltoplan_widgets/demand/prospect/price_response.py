"""How demand follows the price, as all past campaigns together tell it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.launch.comparison import comparison
from ltoplan_widgets.demand.launch.launch import Launch, launch_of
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.side_by_side import side_by_side
from ltoplan_widgets.demand.methods.uplift.uplift import Uplift
from ltoplan_widgets.demand.methods.uplift.uplift_design import Setting
from ltoplan_widgets.demand.methods.uplift.uplift_lever import PRICES, Lever
from ltoplan_widgets.demand.methods.uplift.uplift_pool import REALISED_PRICE, UpliftPool, position_of, uplift_pool
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.units import Scalar

Array = NDArray[np.float64]

_LEAST_STEP = 0.05
_EVIDENT = 1.96
_OF_OTHERS = re.compile(r"compet|rival", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class PriceResponse:
    """Price elasticity near a planned price.

    Attributes:
        elasticity: Percent of demand lost for each percent of price; below 0 where dearer campaigns sold more.
        std_dev: Standard deviation of it: how little is known.
        lever: Name of the covariate that it was learned from; ``price of the sales`` where the campaigns name none.
        launches: From how many past launches.
        reference: Price at which the campaign is forecast, money: the one that its covariates plan, or else that of past
            campaigns on average. NaN where the item's usual price is not known.
        lowest: Lowest price of past campaigns, at the item's usual price, money; NaN as the reference.
        highest: Highest price of past campaigns.
        is_planned: Whether the campaign's own covariates, or its rows among the campaigns, say the price.
        planned_cut: Planned discount as a share of the price, as given; NaN where none is.
    """

    elasticity: float
    std_dev: float
    lever: str
    launches: int
    reference: float = np.nan
    lowest: float = np.nan
    highest: float = np.nan
    is_planned: bool = False
    planned_cut: float = np.nan

    @property
    def is_evident(self) -> bool:
        """Whether past campaigns clearly sold more at lower prices: the 95 % interval of the elasticity lies above 0."""
        return self.elasticity > _EVIDENT * self.std_dev


def price_response(campaign: Campaign, history: SalesHistory, library: CampaignLibrary, *, origin: str | None = None) -> PriceResponse:
    """Pooled elasticity of a campaign's item: the slope of the uplift model in the log of the price.

    The slope is taken over one standard deviation of the past prices on either side of the planned one (of the past mean
    where none is planned), with the item's and the places' own slopes shrunk to the common one. Where the campaigns name
    neither price nor discount, the prices in the sales during past campaigns are taken, against those outside of them.

    Args:
        campaign: What is planned.
        history: Checked sales; nothing after `origin` is read.
        library: Past campaigns.
        origin: Last day whose sales are known, ISO date; by default the day before the start.

    Raises:
        InputError: Neither campaigns nor sales say the price, all past ones are the same, or no launch can be compared.
    """
    history, library = side_by_side(history, library)
    launch = launch_of(campaign, history, origin=origin)
    known = history.known_by(launch.origin)
    ground = comparison(launch, known, library)
    pool = uplift_pool(launch, known, library, is_own=ground.is_own)
    uplift, levers = _with_prices(pool)
    setting, place = _setting(pool, campaign, launch, levers)
    item = position_of(launch.item, known)
    here = [lever.numbers(setting.values[lever.name], setting.usual) for lever in levers]
    middle = [np.where(np.isnan(logs), lever.mean, logs) for logs, lever in zip(here, levers, strict=True)]
    step = max(levers[0].spread, _LEAST_STEP)
    low, high = (
        uplift.answer(_moved(setting, levers, [logs + sign * step for logs in middle]), item=item, place=place) for sign in (-1, 1)
    )
    slope = float((high.log_ratio - low.log_ratio).mean()) / (2 * step)
    bearing = np.asarray((high.bearing - low.bearing).mean(axis=0)).ravel() / (2 * step)
    unknown = float(bearing @ high.effects_unknown.times(bearing))
    usual = _usual(pool, levers[0], item)
    reference, lowest, highest = np.exp(usual + np.array([middle[0].mean(), levers[0].low, levers[0].high])).tolist()
    return PriceResponse(
        elasticity=-slope,
        std_dev=float(np.sqrt(max(0.0, unknown))),
        lever="price of the sales" if levers[0].name == REALISED_PRICE else levers[0].name,
        launches=len(pool.past),
        reference=reference,
        lowest=lowest,
        highest=highest,
        is_planned=not all(np.isnan(logs).all() for logs in here),
        planned_cut=_planned_cut(campaign, levers[0]),
    )


def _with_prices(pool: UpliftPool) -> tuple[Uplift, list[Lever]]:
    """The model, and its levers of the own price, by what the campaigns say or else by what the sales say."""
    if levers := _own_prices(pool.uplift):
        return pool.uplift, levers
    if pool.realised.varies and (levers := _own_prices(pool.at_realised_prices)):
        return pool.at_realised_prices, levers
    message = "nothing tells price or discount of past campaigns beside a usual price, or all of them are the same"
    raise refusal("no-price", "", message, "add a column price or discount to the campaigns, or price to the sales", column="covariates")


def _planned_cut(campaign: Campaign, lever: Lever) -> float:
    value = campaign.covariates.get(lever.name)
    is_given = lever.kind == "cut" and isinstance(value, int | float)
    return float(value) / (100.0 if lever.percent else 1.0) if is_given and value is not None else np.nan


def _own_prices(uplift: Uplift) -> list[Lever]:
    return [lever for lever in uplift.levers.of if lever.kind in PRICES and not _OF_OTHERS.search(lever.name)]


def _usual(pool: UpliftPool, lever: Lever, item: int) -> float:
    """Log of the price that a lever's numbers are relative to; NaN where it is not known."""
    if lever.kind == "own_price":
        return float(pool.usual[item, -1]) if item >= 0 else 0.0
    return float(np.log(pool.realised.usual[item])) if item >= 0 else np.nan


def _setting(pool: UpliftPool, campaign: Campaign, launch: Launch, levers: Sequence[Lever]) -> tuple[Setting, NDArray[np.int64]]:
    """The planned setting of the first week at every place."""
    position = {key: index for index, key in enumerate(pool.known.locations)}
    place = np.array([position[key] for key in launch.locations], dtype=np.int64)
    setting = pool.planned(campaign, launch, place, np.ones((len(place), 1)))
    unknown: dict[str, list[Scalar]] = {lever.name: [None] * len(place) for lever in levers}
    return replace(setting, values=unknown | dict(setting.values)), place


def _moved(setting: Setting, levers: Sequence[Lever], logs: Sequence[Array]) -> Setting:
    given = {lever.name: _given(lever, numbers, setting.usual) for lever, numbers in zip(levers, logs, strict=True)}
    return replace(setting, values={**setting.values, **given})


def _given(lever: Lever, logs: Array, usual: Array) -> list[Scalar]:
    """Values of the covariate whose numbers are these logs."""
    if lever.kind == "cut":
        return [float(cut) for cut in (1 - np.exp(np.minimum(logs, 0.0))) * (100.0 if lever.percent else 1.0)]
    return [float(price) for price in np.exp(logs + (usual if lever.kind == "own_price" else 0.0))]
