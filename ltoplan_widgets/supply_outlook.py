"""What follows from an outlook for supply: allocation, deliveries, a second order, exit plan, prices, sensitivity."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ltoplan_widgets.demand.day import GivenDay
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.prospect.price_effect import PriceEffect
from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.supply.allocation import Allocation, allocate
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.delivery_plan import DeliveryPlan, delivery_plan
from ltoplan_widgets.supply.elasticity import Elasticity
from ltoplan_widgets.supply.exit_plan import ExitPlan, exit_plan
from ltoplan_widgets.supply.order_plan import OrderPlan
from ltoplan_widgets.supply.price_option import PriceOptions, price_options
from ltoplan_widgets.supply.sample_demand import SampleDemand
from ltoplan_widgets.supply.second_order import SecondOrder, second_order
from ltoplan_widgets.supply.sensitivity import Sensitivities, sensitivity
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from ltoplan_widgets.supply.two_stage_order import TwoStageOrder, two_stage_order


@dataclass(frozen=True, kw_only=True)
class SupplyOutlook:
    """The supply side of one outlook; everything is computed when it is asked for.

    Attributes:
        forecast: Judged demand by period over all places.
        statistical: The same before anybody judged it.
        launch: Statistical demand by place and period.
        offer: What is sold; None where the campaign names no offer.
        order: The order in force; None where the offer has no price or costs.
        price_effect: How demand follows the price, as past campaigns tell it.
        sold: Units known to be sold at each place, shape (places,).
    """

    forecast: Forecast
    statistical: Forecast
    launch: Forecast
    offer: Offer | None
    order: OrderPlan | None
    price_effect: PriceEffect
    sold: NDArray[np.float64]

    @property
    def elasticity(self) -> Elasticity | None:
        """How demand follows the price, from past campaigns; None where they do not tell, see ``price_effect.missing``."""
        found = self.price_effect.response
        return Elasticity.of(found) if found and found.is_evident else None

    def allocation(self, supply: float | None = None, *, case_pack: float | None = None, minimums: ArrayLike = 0.0) -> Allocation:
        """Share a supply out to the places; see `supply.allocation.allocate`.

        Args:
            supply: Units to share out; None for the order in force.
            case_pack: Units in one case; None for the offer's.
            minimums: Units that each place gets at least.

        Raises:
            InputError: No supply is given and there is no order, or a number is out of its range.
        """
        if supply is None:
            supply = self._ordered().quantity
        pack = (self.offer.case_pack if self.offer else 1.0) if case_pack is None else case_pack
        return allocate(supply, self._by_place(), locations=self.launch.locations, case_pack=pack, minimums=minimums)

    def deliveries(self, every_days: int | None = None) -> DeliveryPlan:
        """The order as deliveries that sell before they spoil; see `supply.delivery_plan.delivery_plan`."""
        return delivery_plan(self.forecast, self._costs(), self._terms(), every_days=every_days)

    def two_stage(self, decide_on: GivenDay) -> TwoStageOrder:
        """The first order when a second one can follow; see `supply.two_stage_order.two_stage_order`."""
        return two_stage_order(self.forecast, self._costs(), self._terms(), decide_on=decide_on)

    def second_order(self, rest: Forecast, *, on_hand: float, on_order: float = 0.0, today: GivenDay = "") -> SecondOrder:
        """What to order now for the rest of the campaign; see `supply.second_order.second_order`."""
        return second_order(rest, self._costs(), self._terms(), on_hand=on_hand, on_order=on_order, today=today)

    def exit_plan(
        self, rest: Forecast, *, on_hand: float, on_order: float = 0.0, sold: float = 0.0, elasticity: Elasticity | None = None
    ) -> ExitPlan:
        """What will be left and which discount makes the best of it; see `supply.exit_plan.exit_plan`.

        Where no elasticity is given, that of past campaigns counts; without one there are no markdowns.
        """
        follows = elasticity or self.elasticity
        return exit_plan(rest, self._costs(), on_hand=on_hand, on_order=on_order, sold=sold, elasticity=follows)

    def prices(self, elasticity: Elasticity | None = None, *, prices: Iterable[float] | None = None) -> PriceOptions:
        """What each price would sell and earn; see `supply.price_option.price_options`.

        Args:
            elasticity: How demand follows the price; None for what past campaigns tell.
            prices: The grid, money.

        Raises:
            InputError: No elasticity is given and past campaigns tell none, or a number is out of its range.
        """
        follows = elasticity or self.elasticity
        if follows is None:
            raise InputError(_no_elasticity(self.price_effect))
        return price_options(self._demand(), self._costs(), self._terms(), elasticity=follows, prices=prices, tried=self.price_effect.tried)

    def sensitivity(self, *, share: float = 0.1) -> Sensitivities:
        """How much the expected profit depends on each assumption; see `supply.sensitivity.sensitivity`.

        Demand follows the price where it does so in the outlook.
        """
        ordered, follows = self._ordered().quantity, None if self.price_effect.missing else self.elasticity
        return sensitivity(self._demand(), self._costs(), self._terms(), quantity=ordered, share=share, elasticity=follows)

    def _demand(self) -> SampleDemand:
        return SampleDemand(self.forecast.total().paths())

    def _by_place(self) -> NDArray[np.float64]:
        """Paths by place; what is left to sell there is scaled in each path as its total was judged."""
        places = np.maximum(np.asarray(self.launch.by_location().paths(), dtype=np.float64) - self.sold, 0.0)
        before = places.sum(axis=1)
        after = np.maximum(np.asarray(self.forecast.total().paths(), dtype=np.float64) - self.sold.sum(), 0.0)
        share = places.mean(axis=0) / places.mean(axis=0).sum() if places.sum() > 0 else np.full(places.shape[1], 1 / places.shape[1])
        factor = np.divide(after, before, out=np.zeros_like(before), where=before > 0)
        scaled = np.where((before > 0)[:, np.newaxis], places * factor[:, np.newaxis], np.multiply.outer(after, share))
        return np.asarray(self.sold + scaled, dtype=np.float64)

    def _ordered(self) -> OrderPlan:
        if self.order is None:
            raise _nothing_known()
        return self.order

    def _costs(self) -> Costs:
        if self.offer is None or self.order is None:
            raise _nothing_known()
        return Costs.of(self.offer)

    def _terms(self) -> SupplyTerms:
        if self.offer is None:
            raise _nothing_known()
        return SupplyTerms.of(self.offer)


def _no_elasticity(effect: PriceEffect) -> Finding:
    why = effect.missing or "past campaigns do not tell how demand follows the price"
    mend = f"{effect.mend}, or give Elasticity(mean, std_dev)" if effect.mend else "give Elasticity(mean, std_dev)"
    return Finding(code="no-elasticity", severity="error", column="elasticity", message=why, mend=mend)


def _nothing_known() -> InputError:
    message = "there is no order, because the campaign's offer lacks price or costs"
    return InputError(
        Finding(code="no-order", severity="error", column="offers", message=message, mend="give the offer a price and a unit cost")
    )
