"""What a plan leads to: demand, judgement and supply of one campaign."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.forecast.path_quantile import BAND
from ltoplan_widgets.demand.prospect.added_part import with_judgement, with_read
from ltoplan_widgets.demand.prospect.early_read import EarlyRead
from ltoplan_widgets.demand.prospect.explanation import Explanation
from ltoplan_widgets.demand.prospect.price_effect import PriceEffect
from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.listing import Listing
from ltoplan_widgets.plan.money import money_words
from ltoplan_widgets.plan.planned_campaign import PlannedCampaign
from ltoplan_widgets.plan.record_choice import unclear
from ltoplan_widgets.supply.order_plan import OrderPlan
from ltoplan_widgets.supply_outlook import SupplyOutlook

Array = NDArray[np.float64]

LEVELS = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""Quantile levels of `Outlook.to_json`: every 5 %, from 5 % to 95 %."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Outlook(PlannedCampaign):
    """What one campaign of a plan leads to under a scenario.

    Attributes:
        plan: The plan with the scenario applied.
        campaign_id: Id of the campaign.
        scenario: Id of the scenario; empty for the plan as it stands.
        forecast: Demand by the plan's period over all places, with everybody's judgement in it.
        statistical: The same before anybody judged it.
        launch: The same by place, by the periods of the history.
        total: Demand of the whole campaign, judged.
        unjudged_total: The same before anybody judged the total; overrides of single periods are in it.
        order: The order at the judged quantity, or the recommended one; None where the offer has no price or costs.
        recommended: The order that the judged demand recommends; None where the offer has no price or costs.
        findings: What is odd about plan, forecast and order.
        price_effect: How demand follows the offer's price, and what is missing where it does not.
        sold: Units known to be sold at each place, shape (places,); 0 before launch.
        early_read: What the campaign's first periods changed, and why; None before launch. Then `statistical` and `launch`
            hold what was sold where it is known, and the updated rest.
        explain: Takes the forecast that was made before launch apart; see `explanation`.
    """

    scenario: str
    forecast: Forecast
    statistical: Forecast
    launch: Forecast
    total: Forecast
    unjudged_total: Forecast
    order: OrderPlan | None
    recommended: OrderPlan | None
    findings: tuple[Finding, ...]
    price_effect: PriceEffect
    sold: Array
    early_read: EarlyRead | None = None
    explain: Callable[[], Explanation] | None = field(default=None, compare=False)

    @cached_property
    def explanation(self) -> Explanation:
        """Why so much is expected: base, event, place, price, feature, season, early read and judgement, which add up to `total`.

        Raises:
            InputError: The outlook was not made by `evaluate`.
        """
        if self.explain is None:
            message = "this outlook was not made from sales and past campaigns"
            raise InputError(unclear("explanation", self.campaign_id, message, "evaluate the plan, or call explain"))
        read = with_read(self.explain(), float(self.statistical.mean().sum()), self.early_read)
        return with_judgement(read, float(self.total.mean()), self.campaign)

    def __repr__(self) -> str:
        """Campaign, scenario, expected demand and order in one line."""
        under = f" under {self.scenario!r}" if self.scenario else ""
        ordered = f", order {self.order.quantity:,.0f}" if self.order else ""
        window = f"{self.campaign.start}..{self.campaign.end}"
        return f"<Outlook {self.title} {window}{under}: {float(self.total.mean()):,.0f} {self.unit} expected{ordered}>"

    def listing(self) -> Listing:
        """Demand, order and what to expect of it; then what is odd."""
        low, high = self.total.quantile(BAND)
        rows: list[tuple[str, str]] = [
            (f"expected demand, {self.unit}", f"{float(self.total.mean()):,.0f}"),
            ("80 % band", f"{float(low):,.0f} to {float(high):,.0f}"),
        ]
        if self.order:
            rows += [
                (f"order, {self.unit}", f"{self.order.quantity:,.0f} in {self.order.cases:,.6g} cases"),
                ("expected profit", money_words(self.order.expected_profit, self.plan.currency)),
                (f"expected leftover, {self.unit}", f"{self.order.expected_leftover:,.0f}"),
                (f"expected lost sales, {self.unit}", f"{self.order.expected_lost_sales:,.0f}"),
                ("risk of running out", f"{100 * self.order.stock_out_risk:.0f} %"),
            ]
        under = f", scenario {self.plan.scenarios[self.scenario].name or self.scenario}" if self.scenario else ""
        said = [self.early_read.why] if self.early_read else []
        odd = [f"{one.message[0].upper()}{one.message[1:]}." for one in self.findings]
        title = f"{self.title}, {self.campaign.start} to {self.campaign.end}{under}"
        return Listing(["", ""], rows, title=title, note=" ".join([*said, *odd]))

    def _repr_html_(self) -> str:
        return self.listing().html()

    @property
    def supply(self) -> SupplyOutlook:
        """What follows for supply: allocation to places, deliveries, a second order, exit plan, prices, sensitivity."""
        return SupplyOutlook(
            forecast=self.forecast,
            statistical=self.statistical,
            launch=self.launch,
            offer=self.offer,
            order=self.order,
            price_effect=self.price_effect,
            sold=self.sold,
        )

    def to_json(self) -> dict[str, Any]:
        """The outlook as plain data: forecast in total and by period with mean and quantiles, and the order."""
        means, quantiles = self.forecast.mean(), self.forecast.quantile(LEVELS)
        labels = zip(self.forecast.starts, self.forecast.ends, strict=True)
        periods = [{"start": start, "end": end, **_summary(means[k], quantiles[:, k])} for k, (start, end) in enumerate(labels)]
        return {
            "campaign": self.campaign_id,
            "scenario": self.scenario,
            "currency": self.plan.currency,
            "forecast": {"total": _summary(self.total.mean(), self.total.quantile(LEVELS)), "by_period": periods},
            "order": _plain(self.order),
            "recommended": _plain(self.recommended),
            "findings": [{**msgspec.to_builtins(one), "rows": list(one.rows)} for one in self.findings],
        }


def _summary(mean: Any, quantiles: Any) -> dict[str, Any]:  # noqa: ANN401 - NumPy scalars and vectors
    levels = zip(LEVELS, np.asarray(quantiles, dtype=np.float64).tolist(), strict=True)
    return {"mean": float(mean), "quantiles": {repr(level): units for level, units in levels}}


def _plain(order: OrderPlan | None) -> dict[str, Any] | None:
    """The order without its findings, which the outlook has with their place in the plan."""
    return {name: value for name, value in msgspec.to_builtins(order).items() if name != "findings"} if order else None
