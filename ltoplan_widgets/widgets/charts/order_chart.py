"""Expected profit against the quantity ordered; the quantity can be dragged."""

from typing import Any, ClassVar

from ltoplan_widgets.views.order_chart_view import OrderChartView, build
from ltoplan_widgets.widgets.binding import Binding
from ltoplan_widgets.widgets.charts.demand_chart import DemandChart


class OrderChart(DemandChart):
    """Profit, shortage and leftover cost against quantity, with the quantity ordered.

    Alone: ``OrderChart(mean=1200, std_dev=240, price=5.45, unit_cost=1.2)``. On a plan: ``OrderChart(plan, "order")``.
    Traits are those of `DemandChart` and `Widget`.
    """

    KIND: ClassVar[str] = "order_chart"

    def own_view(self) -> OrderChartView:
        """Demand and terms; the browser lays mean, deviation and order over it."""
        mean, std_dev = self._moments
        return OrderChartView(
            unit=self.unit,
            currency=self.currency,
            mean=mean,
            std_dev=std_dev,
            sample=self.sample,
            terms=self.terms(),
            order_quantity=self.decided_quantity,
            color=self.color,
        )

    def plan_view(self, binding: Binding) -> Any:  # noqa: ANN401 - an `OrderChartView`
        """Judged demand and terms of the campaign."""
        return binding.named(build(binding.known_outlook))
