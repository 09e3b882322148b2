"""What a plan leads to: the one place where demand, judgement and supply meet."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.added_part import with_judgement, with_price, with_read
from ltoplan_widgets.demand.early_read import EarlyRead
from ltoplan_widgets.demand.explanation import Explanation, explain
from ltoplan_widgets.demand.forecast import Forecast
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.item_table import ItemTable
from ltoplan_widgets.demand.judged_forecast import below_sold, judged, sold_by_period
from ltoplan_widgets.demand.judgement_check import judgement_findings, total_findings
from ltoplan_widgets.demand.launch_memory import LaunchMemory
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.price_effect import PriceEffect
from ltoplan_widgets.demand.running_launch import RunningLaunch
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.check import findings_of
from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.field import join, replaced
from ltoplan_widgets.plan.listing import Listing
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.record_choice import campaign_of, scenario_of, unclear
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.order_check import place_findings
from ltoplan_widgets.supply.order_plan import OrderPlan, order_plan
from ltoplan_widgets.supply.supply_terms import SupplyTerms
from ltoplan_widgets.supply_outlook import SupplyOutlook

Array = NDArray[np.float64]

LEVELS = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""Quantile levels of `Outlook.to_json`: every 5 %, from 5 % to 95 %."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Outlook:
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

    plan: Plan
    campaign_id: str
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
        low, high = self.total.quantile((0.1, 0.9))
        rows: list[tuple[str, str]] = [
            (f"expected demand, {self.unit}", f"{float(self.total.mean()):,.0f}"),
            ("80 % band", f"{float(low):,.0f} to {float(high):,.0f}"),
        ]
        if self.order:
            rows += [
                (f"order, {self.unit}", f"{self.order.quantity:,.0f} in {self.order.cases:,.6g} cases"),
                ("expected profit", f"{self.plan.currency} {self.order.expected_profit:,.0f}"),
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
    def campaign(self) -> Campaign:
        """The campaign, under the scenario."""
        return self.plan.campaigns[self.campaign_id]

    @property
    def offer(self) -> Offer | None:
        """The offer that the campaign sells, under the scenario; None where it names none."""
        return self.plan.offers.get(self.campaign.offer)

    @property
    def title(self) -> str:
        """What people call the campaign: its name, or else that of its offer or item."""
        return self.campaign.name or (self.offer.name if self.offer else "") or self.campaign.item

    @property
    def unit(self) -> str:
        """What is counted, in the plural."""
        return self.offer.unit if self.offer else "units"

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


class Evaluator:
    """Evaluates plans against one history and one library, and keeps the launch forecasts that they need.

    A change of price, cost, term or judgement takes a few milliseconds; a change of item, window, places or
    covariates is forecast anew. It can be used from several threads.
    """

    def __init__(self, history: SalesHistory, library: CampaignLibrary, attributes: ItemTable | None = None) -> None:
        """Evaluate against checked sales, past campaigns and, for new items, what is known of items; none may change meanwhile."""
        self.history = history
        self.library = library
        self.attributes = attributes
        self._launches = LaunchMemory(history, library, attributes)

    def evaluate(
        self, plan: Plan, scenario: str | None = None, *, campaign: str | None = None, seed: int = 0, as_of: str | None = None
    ) -> Outlook:
        """What a campaign of the plan leads to.

        Args:
            plan: The plan.
            scenario: Id or name of a scenario; empty for the plan as it stands; None for the plan's current one.
            campaign: Id or name of the campaign; None for the plan's only one.
            seed: Seed of the forecast's sample paths.
            as_of: Last day whose sales are known, ISO date. Where the campaign runs by then, what remains of it is
                updated with its first periods; by default nothing from its start on is read. ``latest`` is the last day of
                the sales, as long as the campaign runs.

        Raises:
            InputError: Which campaign or scenario is not clear or not known, `as_of` is no day, the campaign or its offer has an error,
                or the history knows too little for a forecast.
            PlanError: A change of the scenario does not fit the plan.
        """
        scenario_id = scenario_of(plan, scenario)
        applied = replaced(plan, plan.scenarios[scenario_id].changes) if scenario_id else plan
        chosen = campaign_of(applied, campaign)
        odd = findings_of(applied, chosen)
        if any(finding.severity == "error" for finding in odd):
            raise InputError(odd)
        try:
            effect, launch, chain = self._launches.launch(applied.campaigns[chosen], _price(applied, chosen), seed=seed, as_of=as_of)
        except InputError as error:
            raise InputError([_at_field(finding, applied, chosen) for finding in error.findings]) from None
        taken_apart = partial(self._explained, applied, chosen, launch, effect)
        found = _outlook(applied, chosen, scenario=scenario_id, launch=launch, chain=chain, odd=odd, effect=effect)
        return replace(found, explain=taken_apart)

    def _explained(self, plan: Plan, campaign_id: str, launch: RunningLaunch, effect: PriceEffect) -> Explanation:
        campaign = plan.campaigns[campaign_id]
        offer = plan.offers.get(campaign.offer)
        unit = offer.unit if offer else "units"
        found = explain(
            campaign, self.history, self._launches.library_of(campaign), forecast=launch.before, origin=launch.origin, unit=unit
        )
        return with_price(found, launch.price_units, effect, _price(plan, campaign_id))


def evaluate(  # noqa: PLR0913 - what is evaluated, which part of it, and when
    plan: Plan,
    history: SalesHistory,
    library: CampaignLibrary,
    scenario: str | None = None,
    *,
    campaign: str | None = None,
    seed: int = 0,
    as_of: str | None = None,
    attributes: ItemTable | None = None,
) -> Outlook:
    """What a campaign of the plan leads to; see `Evaluator.evaluate`, which is quicker when asked again.

    `attributes` tells what is known of items; a new one is compared with others by it.
    """
    return Evaluator(history, library, attributes).evaluate(plan, scenario, campaign=campaign, seed=seed, as_of=as_of)


def _price(plan: Plan, campaign_id: str) -> float:
    """Price of the offer that a campaign sells, money; 0 where it is not known."""
    offer = plan.offers.get(plan.campaigns[campaign_id].offer)
    return offer.price if offer else 0.0


def _outlook(  # noqa: PLR0913 - the parts of an outlook
    plan: Plan, campaign_id: str, *, scenario: str, launch: RunningLaunch, chain: Forecast, odd: list[Finding], effect: PriceEffect
) -> Outlook:
    campaign, statistical = plan.campaigns[campaign_id], chain.by_period(plan.period)
    sold = sold_by_period(launch.sold.sum(axis=0), statistical, unit_days=launch.forecast.unit_days)
    overridden, with_total = (statistical, statistical) if launch.is_over else judged(campaign, statistical, sold)
    unjudged = overridden.total()
    total = unjudged if with_total is overridden else with_total.total()
    offer = plan.offers.get(campaign.offer)
    recommended, missing = _order(total, offer, join("campaigns", campaign_id, "offer"), campaign.offer)
    order = recommended
    if recommended and offer and campaign.order_quantity is not None:
        order = order_plan(total, Costs.of(offer), SupplyTerms.of(offer), quantity=campaign.order_quantity)
    judgements = (
        []
        if launch.is_over
        else [
            *judgement_findings(statistical, campaign.overrides),
            *(below_sold(campaign, float(sold.sum())) or total_findings(unjudged, campaign.demand_mean)),
        ]
    )
    of_result = [
        _at_field(finding, plan, campaign_id)
        for finding in (
            *(() if launch.is_over else effect.findings(_price(plan, campaign_id), is_judged=campaign.demand_mean is not None)),
            *statistical.findings,
            *judgements,
            *(order.findings if order else ()),
            *(place_findings(launch.forecast.mean().sum(axis=1), offer.case_pack) if order and offer and order.quantity else ()),
        )
    ]
    return Outlook(
        plan=plan,
        campaign_id=campaign_id,
        scenario=scenario,
        forecast=with_total,
        statistical=statistical,
        launch=launch.forecast,
        total=total,
        unjudged_total=unjudged,
        order=order,
        recommended=recommended,
        findings=(*odd, *missing, *of_result),
        price_effect=effect,
        sold=launch.sold.sum(axis=1),
        early_read=launch.read and replace(launch.read, unit=offer.unit if offer else "units"),
    )


def _order(total: Forecast, offer: Offer | None, path: str, offer_id: str) -> tuple[OrderPlan | None, list[Finding]]:
    if offer is None:
        return None, [_no_order(path, "", "the campaign names no offer, so nothing is known of price and costs", "choose an offer")]
    if not offer.price:
        return None, [
            _no_order(join("offers", offer_id, "price"), "0", "the offer has no price, so no order follows from demand", "give the price")
        ]
    if not offer.unit_cost + offer.disposal:
        return None, [
            _no_order(
                join("offers", offer_id, "unit_cost"), "0", "the offer has no unit cost, so no order is too large", "give the unit cost"
            )
        ]
    return order_plan(total, Costs.of(offer), SupplyTerms.of(offer)), []


def _no_order(column: str, value: str, message: str, mend: str) -> Finding:
    return Finding(code="no-order", severity="warning", column=column, value=value, message=message, mend=mend)


def _at_field(finding: Finding, plan: Plan, campaign_id: str) -> Finding:
    """The finding with the path of its field where it names one of the campaign or of its offer."""
    field, _, entry = finding.column.partition("/")
    if field in Campaign.__struct_fields__:
        return msgspec.structs.replace(finding, column=join("campaigns", campaign_id, field, *([entry] if entry else [])))
    if finding.column in Offer.__struct_fields__:
        return msgspec.structs.replace(finding, column=join("offers", plan.campaigns[campaign_id].offer, finding.column))
    return finding


def _summary(mean: Any, quantiles: Any) -> dict[str, Any]:  # noqa: ANN401 - NumPy scalars and vectors
    levels = zip(LEVELS, np.asarray(quantiles, dtype=np.float64).tolist(), strict=True)
    return {"mean": float(mean), "quantiles": {repr(level): units for level, units in levels}}


def _plain(order: OrderPlan | None) -> dict[str, Any] | None:
    """The order without its findings, which the outlook has with their place in the plan."""
    return {name: value for name, value in msgspec.to_builtins(order).items() if name != "findings"} if order else None
