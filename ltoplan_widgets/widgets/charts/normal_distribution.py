"""Demand of a whole campaign as a distribution that can be dragged, with the order that follows."""

from typing import Any, ClassVar

from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.views.normal_distribution_view import NormalDistributionView, build
from ltoplan_widgets.widgets.binding import Binding
from ltoplan_widgets.widgets.charts.demand_chart import DemandChart
from ltoplan_widgets.widgets.number import OptionalNumber

SURE = 0.9999
"""Largest service level; a higher one would make a lost sale cost more than any real one."""


class NormalDistribution(DemandChart):
    """Density of demand with the order line; the mean, the deviation and the order can be dragged.

    Alone: ``NormalDistribution(mean=1200, std_dev=240, price=5.45, unit_cost=1.2)``. On a plan:
    ``NormalDistribution(plan, "launch-week")``. Traits are those of `DemandChart` and `Widget`, and:

    Attributes:
        service_level: Wanted probability of not running out, at most 0.9999, in place of `goodwill`: it says what a lost
            sale must cost for that to be the best choice, ``Cu = Co share / (1 - share)``. It cannot lie below what
            price and cost make the best choice anyway. None uses `goodwill`.
    """

    KIND: ClassVar[str] = "normal_distribution"
    SETTINGS: ClassVar[tuple[str, ...]] = (*DemandChart.SETTINGS, "service_level")

    service_level = OptionalNumber(minimum=0, maximum=SURE)

    def lost_sale_cost(self) -> float:
        """Goodwill as given, or as the wanted service level implies it: Snyder & Shen (2019), equation 4.27, solved for it."""
        if self.service_level is None:
            return self.goodwill
        costs = Costs(self.price, self.unit_cost, salvage=self.salvage, disposal=self.disposal)
        implied = costs.overage * self.service_level / (1.0 - self.service_level) - costs.margin
        if not self.price or implied < 0:
            raise InputError(_no_such_level(self.service_level, costs))
        return implied

    def own_view(self) -> NormalDistributionView:
        """Demand before anybody dragged it; the browser lays mean, deviation and order over it."""
        mean, std_dev = self._moments
        return NormalDistributionView(
            unit=self.unit,
            currency=self.currency,
            mean=mean,
            std_dev=std_dev,
            forecast_mean=mean,
            forecast_std_dev=std_dev,
            sample=self.sample,
            terms=self.terms(),
            order_quantity=self.decided_quantity,
            color=self.color,
        )

    def plan_view(self, binding: Binding) -> Any:  # noqa: ANN401 - a `NormalDistributionView`
        """Demand and terms of the campaign."""
        return binding.named(build(binding.known_outlook))


def _no_such_level(level: float, costs: Costs) -> Finding:
    least = costs.critical_ratio
    message = (
        f"{level:g} is below {least:g}, what price and cost make the best choice"
        if costs.price
        else f"{level:g} means nothing without a price"
    )
    mend = f"give a level from {least:g} to {SURE:g}" if costs.price else "give price and unit_cost"
    return Finding(code="service-level", severity="error", column="service_level", value=f"{level:g}", message=message, mend=mend)
