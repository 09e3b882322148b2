"""A plan that says which past launches count, and what is known of its items."""

import functools

import pytest

from ltoplan_widgets.demand.library.item_table import ItemTable
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.engine.plan_evaluation import evaluate_plans
from ltoplan_widgets.evaluator import Evaluator
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import InputError, PlanError
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.plan.plan import Plan
from ltoplan_widgets.plan_sources import PlanSources
from ltoplan_widgets.samples.maple_oat_latte import maple_oat_latte_plan, maple_oat_latte_sample
from ltoplan_widgets.views import reasons_view
from tests.python import chain
from tests.python.meals import meals

SALES, CAMPAIGNS, ITEMS = meals(items=14, places=4)
NEW = CAMPAIGNS.event.iloc[-1]
OF_NEW = CAMPAIGNS[CAMPAIGNS.event == NEW].iloc[0]


@functools.cache
def evaluator() -> Evaluator:
    known = SALES[SALES.date < OF_NEW.start]
    return Evaluator(SalesHistory.from_frame(known), CampaignLibrary.from_frame(CAMPAIGNS), ItemTable.from_frame(ITEMS))


def plan(**analogues: float) -> Plan:
    campaign = Campaign(
        item=str(OF_NEW["item"]), start=str(OF_NEW.start)[:10], end=str(OF_NEW.end)[:10], event=str(NEW), analogues=analogues
    )
    return Plan(name="Meals", campaigns={"launch": campaign})


def weights(outlook) -> dict[str, float]:
    return {one.event: one.weight for one in outlook.launch.analogues}


def test_what_is_known_of_items_finds_what_is_alike():
    found = evaluator().evaluate(plan())
    assert found.launch.method == "new_item"
    assert "alike" in found.launch.analogues[0].why


def test_a_factor_moves_the_weight_and_0_leaves_the_launch_out():
    before = evaluator().evaluate(plan())
    first, second = (one.event for one in before.launch.analogues[:2])
    doubled, dropped = evaluator().evaluate(plan(**{second: 4.0})), evaluator().evaluate(plan(**{first: 0.0}))
    assert weights(doubled)[second] > weights(before)[second]
    assert first not in weights(dropped)
    assert float(dropped.total.mean()) != float(before.total.mean())


def pinning(*events: str, **analogues: float) -> Plan:
    return replaced(plan(**analogues), {f"campaigns/launch/pinned/{event}": True for event in events})


def test_a_pinned_launch_is_among_the_analogues_however_little_it_is_alike_and_the_view_tells_it():
    before = reasons_view.build(evaluator().evaluate(plan()))
    far = evaluator().evaluate(plan()).launch.analogues[-1].event
    assert far not in {one.event for one in before.analogues[:3]}
    pinned = evaluator().evaluate(pinning(far))
    assert weights(pinned)[far] > weights(evaluator().evaluate(plan()))[far]
    assert float(pinned.total.mean()) != before.expected
    told = reasons_view.build(pinned)
    assert far in {one.event for one in told.analogues}
    assert told.is_choosable
    assert far not in told.others


def test_nobody_is_offered_everyday_sales_to_pin():
    sample = maple_oat_latte_sample()
    pinned = replaced(maple_oat_latte_plan(), {"campaigns/launch/pinned/honey-2026": True})
    told = reasons_view.build(Evaluator(sample.history, sample.library).evaluate(pinned))
    everyday = {one.event for one in told.analogues if one.is_everyday}
    assert {one.event for one in told.analogues} - everyday <= {*sample.library.events}
    assert {*told.others} <= {*sample.library.events}
    assert everyday


def test_a_launch_that_is_pinned_and_left_out_is_left_out():
    first = evaluator().evaluate(plan()).launch.analogues[0].event
    both = evaluator().evaluate(pinning(first, **{first: 0.0}))
    assert first not in weights(both)
    assert first not in reasons_view.build(both).others


def test_a_scenario_can_change_it():
    base = plan()
    key = evaluator().evaluate(base).launch.analogues[0].event
    other = replaced(base, {"scenarios/without": {"name": "Without", "changes": {f"campaigns/launch/analogues/{key}": 0.0}}})
    assert key not in weights(evaluator().evaluate(other, "without"))
    assert key in weights(evaluator().evaluate(other, ""))


def test_a_launch_that_is_not_there_is_named_at_its_field_and_a_factor_below_0_refused():
    with pytest.raises(InputError, match="no launch of this event or item") as wrong:
        evaluator().evaluate(plan(nobody=2.0))
    assert wrong.value.findings[0].column == "campaigns/launch/analogues"
    with pytest.raises(PlanError, match="analogues"):
        replaced(plan(), {"campaigns/launch/analogues/x": -1.0})


def test_a_plan_names_the_file_of_its_items(tmp_path):
    for name, table in (("sales", SALES[SALES.date < OF_NEW.start]), ("campaigns", CAMPAIGNS), ("items", ITEMS)):
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    named = replaced(plan(), {"sales": "sales.csv", "past_campaigns": "campaigns.csv", "items": "items.csv"})
    sources = PlanSources(tmp_path, None, None)
    assert weights(sources.evaluate(named)) == pytest.approx(weights(evaluator().evaluate(plan())))
    with pytest.raises(InputError, match="there is no file"):
        sources.evaluate(replaced(named, {"items": "none.csv"}))


def test_reasons_tell_parts_that_add_up_analogues_with_weights_and_what_deserves_a_look():
    outlook = evaluator().evaluate(plan())
    told = reasons_view.build(outlook)
    assert sum(one.units for one in told.parts) == pytest.approx(told.expected)
    assert [one.weight for one in told.analogues] == sorted((one.weight for one in told.analogues), reverse=True)
    assert told.why == outlook.launch.why
    assert told.early_read == ""
    assert told.insights == []


def test_a_weight_that_the_method_does_not_hear_is_said_and_0_is_heard():
    known = Evaluator(chain.history(), chain.library())
    weighed, without = (known.evaluate(chain.plan(analogues={"rose": factor})) for factor in (2.0, 0.0))
    (said,) = [one for one in weighed.findings if one.code == "weight-without-effect"]
    assert said.column == "campaigns/launch/analogues"
    assert not [one for one in without.findings if one.code == "weight-without-effect"]
    assert "rose" not in weights(without)
    assert not reasons_view.build(weighed).is_choosable
    assert [one.path for one in reasons_view.build(weighed).findings if "rose" in one.message] == ["campaigns/launch/analogues"]


def test_many_plans_are_evaluated_with_what_is_known_of_their_items(tmp_path):
    ITEMS.to_csv(tmp_path / "items.csv", index=False)
    known = evaluator()
    single = known.evaluate(plan()).to_json()["forecast"]["total"]["mean"]
    for items in (known.attributes, tmp_path / "items.csv"):
        (found,) = evaluate_plans({"meals": plan()}, known.history, CampaignLibrary.from_frame(CAMPAIGNS), items=items)
        assert found.outlook["forecast"]["total"]["mean"] == pytest.approx(single)
    (without,) = evaluate_plans({"meals": plan()}, known.history, CampaignLibrary.from_frame(CAMPAIGNS))
    assert without.outlook["forecast"]["total"]["mean"] != pytest.approx(single)
