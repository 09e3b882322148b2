"""Launch forecasts of a plan that is edited: what an edit does not touch is kept."""

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TypeVar

import msgspec

from ltoplan_widgets.demand.day import GivenDay
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.library.analogue_choice import AnalogueChoice
from ltoplan_widgets.demand.library.described_library import described
from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.prospect.price_effect import PriceEffect, price_effect
from ltoplan_widgets.demand.prospect.running_launch import RunningLaunch, last_known, running_launch
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.campaign import Campaign

LAUNCHES_KEPT = 4
"""So many launch forecasts are kept; one of 120 places and 56 days takes some 30 MB."""

EFFECTS_KEPT = 256
"""So many campaigns' answers to the price are kept: a few numbers each."""

_Kept = TypeVar("_Kept")


class LaunchMemory:
    """Forecasts campaigns against one history and one library; can be used from several threads."""

    def __init__(self, history: SalesHistory, library: CampaignLibrary, attributes: ItemTable | None = None) -> None:
        """Forecast against checked sales, past campaigns and what is known of items, which must not change meanwhile."""
        self._history, self._library, self._attributes = history, library, attributes
        self._launches: OrderedDict[bytes, tuple[RunningLaunch, Forecast]] = OrderedDict()
        self._effects: OrderedDict[bytes, PriceEffect] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many launch forecasts are kept."""
        return len(self._launches)

    def launch(self, campaign: Campaign, price: float, *, seed: int, as_of: GivenDay | None) -> tuple[PriceEffect, RunningLaunch, Forecast]:
        """How demand follows the price, and the campaign by place, and of the chain, by the history's periods, at the price.

        Before launch the price only scales a forecast that is kept; once a campaign runs, its sales are compared with what
        was expected at its price, so the price is part of what the forecast depends on.

        Args:
            campaign: What is sold, when and where.
            price: Price of a unit, money; 0 where it is not known.
            seed: Seed of the sample paths.
            as_of: As in `running_launch`.

        Raises:
            InputError: As `running_launch` raises it.
        """
        of_window = (campaign.item, campaign.start, campaign.end, campaign.event_key)
        depends = (*of_window, campaign.locations, campaign.covariates, campaign.analogues, campaign.pinned)
        day = last_known(campaign, self._history, as_of)
        runs = day is not None and day >= campaign.start
        with self._lock:
            effect = self._effect(campaign, depends, None if runs else day)
            kept = msgspec.msgpack.encode((*depends, seed, day, effect.lift(price) if runs else 1.0), order="sorted")
            if kept not in self._launches:
                self._launches[kept] = self._forecast(campaign, effect, price if runs else 0.0, seed=seed, day=day)
            launch, chain = _latest(self._launches, kept, LAUNCHES_KEPT)
        if runs:
            return effect, launch, chain
        priced = _priced(launch.forecast, effect, price)
        units = float(priced.mean().sum() - launch.before.mean().sum())
        return effect, replace(launch, forecast=priced, price_units=units), _priced(chain, effect, price)

    def library_of(self, campaign: Campaign) -> CampaignLibrary:
        """The past campaigns with what is known of their items, and what people say of them as the campaign's analogues.

        Raises:
            InputError: People name a past launch that is not there.
        """
        return described(self._library, self._attributes, AnalogueChoice.of_plan(campaign.analogues, campaign.pinned))

    def _forecast(
        self, campaign: Campaign, effect: PriceEffect, price: float, *, seed: int, day: str | None
    ) -> tuple[RunningLaunch, Forecast]:
        launch = running_launch(
            campaign, self._history, self.library_of(campaign), seed=seed, as_of=day, priced=lambda one: _priced(one, effect, price)
        )
        chain = launch.forecast.by_period(None)
        chain.paths()  # drawn once here, so that an evaluation only sums and scales them
        return launch, chain

    def _effect(self, campaign: Campaign, depends: tuple[object, ...], origin: str | None) -> PriceEffect:
        kept = msgspec.msgpack.encode((*depends, origin), order="sorted")
        if kept not in self._effects:
            self._effects[kept] = price_effect(campaign, self._history, self.library_of(campaign), origin=origin)
        return _latest(self._effects, kept, EFFECTS_KEPT)


def _priced(one: Forecast, effect: PriceEffect, price: float) -> Forecast:
    return one if effect.lift(price) == 1 else one.lifted(lambda n: effect.factors(price, n))


def _latest(kept: "OrderedDict[bytes, _Kept]", key: bytes, most: int) -> _Kept:
    """What is kept under a key, now the latest; the oldest above so many go."""
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
    return kept[key]
