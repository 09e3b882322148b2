"""From a plan to its outlook: the one place where demand, judgement and supply meet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import msgspec

from ltoplan_widgets.demand.day import GivenDay
from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.demand.judgement.judged_forecast import below_sold, judged, sold_by_period
from ltoplan_widgets.demand.judgement.judgement_check import judgement_findings, total_findings
from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.side_by_side import side_by_side
from ltoplan_widgets.demand.prospect.added_part import with_price
from ltoplan_widgets.demand.prospect.explanation import Explanation, explain
from ltoplan_widgets.demand.prospect.launch_memory import LaunchMemory
from ltoplan_widgets.demand.prospect.price_effect import PriceEffect
from ltoplan_widgets.demand.prospect.running_launch import RunningLaunch
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.outlook import Outlook
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.check import findings_of
from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.field import join, replaced
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan.planned_campaign import PlannedCampaign
from ltoplan_widgets.plan.record_choice import campaign_of, scenario_of
from ltoplan_widgets.supply.costs import Costs
from ltoplan_widgets.supply.order_check import place_findings
from ltoplan_widgets.supply.order_plan import OrderPlan, order_plan
from ltoplan_widgets.supply.supply_terms import SupplyTerms


class Evaluator:
    """Evaluates plans against one history and one library, and keeps the launch forecasts that they need.

    A change of price, cost, term or judgement takes a few milliseconds; a change of item, window, places or
    covariates is forecast anew. It can be used from several threads.
    """

    def __init__(self, history: SalesHistory, library: CampaignLibrary, attributes: ItemTable | None = None) -> None:
        """Evaluate against checked sales, past campaigns and, for new items, what is known of items; none may change meanwhile."""
        self.history, self.library = side_by_side(history, library)
        self.attributes = attributes
        self._launches = LaunchMemory(self.history, self.library, attributes)

    def evaluate(
        self, plan: Plan, scenario: str | None = None, *, campaign: str | None = None, seed: int = 0, as_of: GivenDay | None = None
    ) -> Outlook:
        """What a campaign of the plan leads to.

        Args:
            plan: The plan.
            scenario: Id or name of a scenario; empty for the plan as it stands; None for the plan's current one.
            campaign: Id or name of the campaign; None for the plan's only one.
            seed: Seed of the forecast's sample paths.
            as_of: Last day whose sales are known, ISO date or `date`. Where the campaign runs by then, what remains of it is
                updated with its first periods; by default nothing from its start on is read. ``latest`` is the last day of
                the sales, as long as the campaign runs.

        Raises:
            InputError: Which campaign or scenario is not clear or not known, `as_of` is no day, the campaign or its offer has an error,
                or the history knows too little for a forecast.
            PlanError: A change of the scenario does not fit the plan.
        """
        if not isinstance(plan, Plan):
            raise refusal(
                "wrong-kind", type(plan).__name__, "this is no plan", "give plan.plan of open_plan(…), or a Plan(…)", column="plan"
            )
        scenario_id = scenario_of(plan, scenario)
        applied = replaced(plan, plan.scenarios[scenario_id].changes) if scenario_id else plan
        chosen = campaign_of(applied, campaign)
        odd = findings_of(applied, chosen)
        if any(finding.severity == "error" for finding in odd):
            raise InputError(odd)
        try:
            effect, launch, chain = self._launches.launch(
                applied.campaigns[chosen], PlannedCampaign(plan=applied, campaign_id=chosen).price, seed=seed, as_of=as_of
            )
        except InputError as error:
            raise InputError([_at_field(finding, applied, chosen) for finding in error.findings]) from None
        found = _Launched(plan=applied, campaign_id=chosen, launch=launch, chain=chain, effect=effect)
        return found.outlook(scenario_id, odd=odd, explain=partial(self._explained, found))

    def _explained(self, found: "_Launched") -> Explanation:
        library, launch = self._launches.library_of(found.campaign), found.launch
        parts = explain(found.campaign, self.history, library, forecast=launch.before, origin=launch.origin, unit=found.unit)
        return with_price(parts, launch.price_units, found.effect, found.price)


def evaluate(  # noqa: PLR0913 - what is evaluated, which part of it, and when
    plan: Plan,
    history: SalesHistory,
    library: CampaignLibrary,
    scenario: str | None = None,
    *,
    campaign: str | None = None,
    seed: int = 0,
    as_of: GivenDay | None = None,
    attributes: ItemTable | None = None,
) -> Outlook:
    """What a campaign of the plan leads to; an `Evaluator` is quicker when asked again.

    Args:
        plan: The plan.
        history: Checked sales.
        library: Past campaigns.
        scenario: Id or name of a scenario; empty for the plan as it stands; None for the plan's current one.
        campaign: Id or name of the campaign; None for the plan's only one.
        seed: Seed of the forecast's sample paths.
        as_of: Last day whose sales are known, or ``latest``; by default nothing from the campaign's start on is read.
        attributes: What is known of items; a new one is compared with others by it.

    Raises:
        InputError: As `Evaluator.evaluate` raises it.
        PlanError: A change of the scenario does not fit the plan.
    """
    return Evaluator(history, library, attributes).evaluate(plan, scenario, campaign=campaign, seed=seed, as_of=as_of)


@dataclass(frozen=True, kw_only=True)
class _Launched(PlannedCampaign):
    """A campaign of a plan, under its scenario, with its forecast; judgement and order are still to come."""

    launch: RunningLaunch
    chain: Forecast
    effect: PriceEffect

    def outlook(self, scenario: str, *, odd: list[Finding], explain: Callable[[], Explanation]) -> Outlook:
        """The campaign with everybody's judgement, and the order that follows."""
        statistical, is_over = self.chain.by_period(self.plan.period), self.launch.is_over
        sold = sold_by_period(self.launch.sold.sum(axis=0), statistical, unit_days=self.launch.forecast.unit_days)
        overridden, with_total = (statistical, statistical) if is_over else judged(self.campaign, statistical, sold)
        unjudged = overridden.total()
        total = unjudged if with_total is overridden else with_total.total()
        recommended, missing = self._recommended(total)
        order = self._decided(total, recommended)
        of_demand = () if is_over else (*self._of_price(), *self._of_judgement(statistical, unjudged, float(sold.sum())))
        found = (*of_demand, *statistical.findings, *self._of_order(order))
        return Outlook(
            plan=self.plan,
            campaign_id=self.campaign_id,
            scenario=scenario,
            forecast=with_total,
            statistical=statistical,
            launch=self.launch.forecast,
            total=total,
            unjudged_total=unjudged,
            order=order,
            recommended=recommended,
            findings=(*odd, *missing, *(_at_field(one, self.plan, self.campaign_id) for one in found)),
            price_effect=self.effect,
            sold=self.launch.sold.sum(axis=1),
            early_read=self.launch.read and replace(self.launch.read, unit=self.unit),
            explain=explain,
        )

    def _recommended(self, total: Forecast) -> tuple[OrderPlan | None, list[Finding]]:
        """The order that the demand recommends, or what is missing for it."""
        missing, offer = self._missing(), self.offer
        if missing or offer is None:
            return None, missing
        return order_plan(total, Costs.of(offer), SupplyTerms.of(offer)), []

    def _missing(self) -> list[Finding]:
        """What an order needs and the plan lacks."""
        offer, of_offer = self.offer, partial(join, "offers", self.campaign.offer)
        if offer is None:
            path, message = (
                join("campaigns", self.campaign_id, "offer"),
                "the campaign names no offer, so nothing is known of price and costs",
            )
            return [_no_order(path, "", message, "choose an offer")]
        if not offer.price:
            return [_no_order(of_offer("price"), "0", "the offer has no price, so no order follows from demand", "give the price")]
        if not offer.unit_cost + offer.disposal:
            return [_no_order(of_offer("unit_cost"), "0", "the offer has no unit cost, so no order is too large", "give the unit cost")]
        return []

    def _decided(self, total: Forecast, recommended: OrderPlan | None) -> OrderPlan | None:
        """The order at the quantity that somebody decided on, else the recommended one."""
        offer, quantity = self.offer, self.campaign.order_quantity
        if recommended is None or offer is None or quantity is None:
            return recommended
        return order_plan(total, Costs.of(offer), SupplyTerms.of(offer), quantity=quantity)

    def _of_price(self) -> Iterator[Finding]:
        yield from self.effect.findings(self.price, is_judged=self.campaign.demand_mean is not None)

    def _of_judgement(self, statistical: Forecast, unjudged: Forecast, sold: float) -> Iterator[Finding]:
        """What the evidence says of overrides and of the judged total."""
        yield from judgement_findings(statistical, self.campaign.overrides)
        yield from below_sold(self.campaign, sold) or total_findings(unjudged, self.campaign.demand_mean)

    def _of_order(self, order: OrderPlan | None) -> Iterator[Finding]:
        if order:
            yield from order.findings
        if order and self.offer and order.quantity:
            yield from place_findings(self.launch.forecast.mean().sum(axis=1), self.offer.case_pack)


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
