import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import msgspec
import numpy as np
import pytest

from ltoplan_widgets.demand.prospect import launch_memory
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.evaluator import Evaluator, evaluate
from ltoplan_widgets.outlook import LEVELS
from ltoplan_widgets.plan.errors import InputError, PlanError
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.plan.override import Override
from tests.python import chain


@pytest.fixture(scope="module")
def evaluator():
    return Evaluator(chain.history(), chain.library())


def test_the_outlook_is_by_week_over_all_places(evaluator):
    outlook = evaluator.evaluate(chain.plan())
    assert outlook.forecast.starts[:2] == ("2027-01-07", "2027-01-14")
    assert outlook.forecast.ends[-1] == "2027-03-03"
    assert outlook.forecast.mean().shape == (8,)
    assert float(outlook.total.mean()) == pytest.approx(outlook.forecast.mean().sum(), rel=1e-6)
    assert 120 * 56 * 1.2 < float(outlook.total.mean()) < 120 * 56 * 2
    assert (outlook.title, outlook.unit, outlook.campaign_id, outlook.scenario) == ("Spring launch", "cups", "launch", "")


def test_the_plan_s_period_decides_the_periods(evaluator):
    by_day = evaluator.evaluate(replaced(chain.plan(), {"period": "day"}))
    assert len(by_day.forecast.starts) == 56
    assert float(by_day.total.mean()) == pytest.approx(float(evaluator.evaluate(chain.plan()).total.mean()))


def test_the_same_plan_has_the_same_outlook(evaluator):
    again = evaluate(chain.plan(), chain.history(), chain.library())
    assert again.to_json() == evaluator.evaluate(chain.plan()).to_json()


def test_a_scenario_is_found_by_id_or_name_and_applied(evaluator):
    by_id = evaluator.evaluate(chain.plan(), "warm")
    assert by_id.plan.offers["latte"].price == 6.0
    assert float(by_id.total.mean()) == pytest.approx(20_000)
    assert by_id.scenario == "warm"
    assert evaluator.evaluate(chain.plan(), "Warm spring").to_json() == by_id.to_json()


def test_the_current_scenario_is_meant_where_none_is_named(evaluator):
    plan = replaced(chain.plan(), {"current_scenario": "warm"})
    assert evaluator.evaluate(plan).scenario == "warm"
    assert evaluator.evaluate(plan, "").to_json() == evaluator.evaluate(chain.plan()).to_json()


def test_overrides_come_first_then_the_judged_total_then_the_judged_quantity(evaluator):
    said = {"campaigns/launch/overrides/2027-01-07": {"units": 3000, "reason": "launch party"}}
    overridden = evaluator.evaluate(replaced(chain.plan(), said))
    assert overridden.forecast.mean()[0] == pytest.approx(3000)
    assert overridden.forecast.mean()[1:] == pytest.approx(overridden.statistical.mean()[1:])
    judged = evaluator.evaluate(
        replaced(chain.plan(), {**said, "campaigns/launch/demand_mean": 15_000, "campaigns/launch/demand_std_dev": 900})
    )
    assert float(judged.total.mean()) == pytest.approx(15_000, rel=1e-6)
    assert float(judged.total.std_dev()) == pytest.approx(900, rel=1e-6)
    assert float(judged.unjudged_total.mean()) == pytest.approx(float(overridden.total.mean()))
    assert judged.forecast.mean().sum() == pytest.approx(15_000, rel=1e-6)
    decided = evaluator.evaluate(replaced(chain.plan(), {**said, "campaigns/launch/order_quantity": 9600}))
    assert decided.order.quantity == 9600
    assert decided.recommended == overridden.order
    assert decided.order.expected_profit <= decided.recommended.expected_profit


def test_without_judgement_everything_is_statistical(evaluator):
    outlook = evaluator.evaluate(chain.plan())
    assert outlook.forecast.mean() == pytest.approx(outlook.statistical.mean())
    assert outlook.order == outlook.recommended
    assert outlook.unjudged_total is outlook.total


def test_an_override_where_no_week_starts_is_a_finding_and_has_no_effect(evaluator):
    plan = replaced(chain.plan(), {"campaigns/launch/overrides/2027-01-08": {"units": 99_999}})
    outlook = evaluator.evaluate(plan)
    assert outlook.forecast.mean() == pytest.approx(outlook.statistical.mean())
    assert "override-outside" in {one.code for one in outlook.findings}


def test_the_order_is_the_newsvendor_s_at_the_judged_demand(evaluator):
    outlook = evaluator.evaluate(chain.plan(demand_mean=12_000))
    totals = outlook.total.paths()
    assert outlook.order.critical_ratio == pytest.approx(3 / 4.5)
    assert outlook.order.quantity % 24 == 0
    assert outlook.order.quantity == pytest.approx(np.quantile(totals, 3 / 4.5), abs=40)
    assert outlook.order.order_by == "2026-12-17"


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"campaigns/launch/offer": ""}, "campaigns/launch/offer"),
        ({"offers/latte/price": 0}, "offers/latte/price"),
        ({"offers/latte/unit_cost": 0, "offers/latte/salvage": 0}, "offers/latte/unit_cost"),
    ],
)
def test_without_price_or_costs_there_is_a_forecast_and_no_order(evaluator, changes, column):
    outlook = evaluator.evaluate(replaced(chain.plan(), changes))
    assert outlook.order is None
    assert outlook.recommended is None
    assert [(one.severity, one.column) for one in outlook.findings if one.code == "no-order"] == [("warning", column)]
    assert outlook.to_json()["order"] is None
    assert outlook.to_json()["forecast"]["total"]["mean"] > 0


def test_findings_of_the_order_point_into_the_plan(evaluator):
    outlook = evaluator.evaluate(replaced(chain.plan(), {"offers/latte/shelf_life_days": 21, "campaigns/launch/order_quantity": 1001}))
    columns = {one.code: one.column for one in outlook.findings}
    assert columns["shelf-life-below-window"] == "offers/latte/shelf_life_days"
    assert columns["broken-case"] == "campaigns/launch/order_quantity"


SECOND = {"campaigns/second": {"item": "latte", "start": "2027-04-01", "end": "2027-04-28", "name": "Second run"}}


@pytest.mark.parametrize(
    ("changes", "arguments", "said"),
    [
        ({"campaigns/launch/end": "2027-01-01"}, {}, "ends before it starts"),
        ({"campaigns/launch/start": "2027-02-30"}, {}, "no such day"),
        ({"offers/latte/salvage": 2}, {}, "no order is too large"),
        ({"campaigns/launch/locations/south": True}, {}, "field campaigns/launch/locations · 'south' is not in the sales history"),
        ({"campaigns/launch/deleted": True}, {}, "the plan has no campaign"),
        (SECOND, {}, r"2 campaigns: launch \(Spring launch\), second \(Second run\)"),
        (SECOND, {"campaign": "third"}, "no campaign 'third'; it has: launch"),
        ({}, {"scenario": "cold"}, r"no scenario 'cold'; it has: warm \(Warm spring\)"),
        ({"scenarios/warm/deleted": True}, {"scenario": "warm"}, "it has: none"),
        ({"scenarios/other": {"name": "Warm spring"}}, {"scenario": "Warm spring"}, "2 scenarios are called"),
    ],
)
def test_what_cannot_be_evaluated_is_said_with_a_mend(evaluator, changes, arguments, said):
    with pytest.raises(InputError, match=said) as caught:
        evaluator.evaluate(replaced(chain.plan(), changes), **arguments)
    assert caught.value.findings[0].severity == "error"
    assert caught.value.findings[0].mend


def test_a_scenario_that_does_not_fit_the_plan_is_refused(evaluator):
    plan = replaced(chain.plan(), {"scenarios/warm/changes/offers~1mocha~1price": 3.0})
    with pytest.raises(PlanError, match="offers/mocha/price"):
        evaluator.evaluate(plan, "warm")


def test_a_fault_of_another_campaign_does_not_stop_this_one(evaluator):
    plan = replaced(chain.plan(), {"campaigns/second": {"item": "latte", "start": "2027-04-01", "end": "2027-03-01", "name": "Broken"}})
    assert evaluator.evaluate(plan, campaign="Spring launch").campaign_id == "launch"


def test_the_json_is_plain_and_complete(evaluator):
    tree = json.loads(json.dumps(evaluator.evaluate(chain.plan()).to_json(), allow_nan=False))
    assert list(tree["forecast"]["total"]["quantiles"]) == [repr(level) for level in LEVELS]
    assert LEVELS[0] == 0.05
    assert LEVELS[-1] == 0.95
    assert len(tree["forecast"]["by_period"]) == 8
    for part in (tree["forecast"]["total"], *tree["forecast"]["by_period"]):
        assert list(part["quantiles"].values()) == sorted(part["quantiles"].values())
        assert part["quantiles"]["0.05"] < part["mean"] < part["quantiles"]["0.95"]
    assert {"quantity", "critical_ratio", "expected_profit", "expected_leftover", "expected_lost_sales"} <= set(tree["order"])


def test_only_what_demand_depends_on_is_forecast_anew(monkeypatch):
    calls = []
    real = launch_memory.running_launch
    monkeypatch.setattr(
        launch_memory, "running_launch", lambda campaign, *rest, **named: calls.append(campaign) or real(campaign, *rest, **named)
    )
    evaluator = Evaluator(chain.history(), chain.library())
    plan = chain.plan()
    for changes in (
        {},
        {"offers/latte/price": 7},
        {"campaigns/launch/demand_mean": 9000},
        {"campaigns/launch/name": "x"},
        {"period": "day"},
        {"campaigns/launch/order_quantity": 5},
    ):
        evaluator.evaluate(replaced(plan, changes))
    assert len(calls) == 1
    for changes in ({"campaigns/launch/end": "2027-02-24"}, {"campaigns/launch/locations/north": True}):
        evaluator.evaluate(replaced(plan, changes))
    evaluator.evaluate(plan, seed=1)
    assert len(calls) == 4


def test_several_threads_share_one_evaluator():
    evaluator = Evaluator(chain.history(), chain.library())
    plans = [replaced(chain.plan(), {"offers/latte/price": 5 + step}) for step in range(8)]
    with ThreadPoolExecutor(4) as pool:
        together = [one.to_json() for one in pool.map(evaluator.evaluate, plans)]
    assert together == [evaluator.evaluate(one).to_json() for one in plans]
    assert len(evaluator._launches) == 1


def test_an_outlook_says_itself_in_one_line(evaluator):
    assert repr(evaluator.evaluate(chain.plan(), "warm")).startswith(
        "<Outlook Spring launch 2027-01-07..2027-03-03 under 'warm': 20,000 cups expected, order "
    )


def test_old_launches_are_forgotten():
    evaluator = Evaluator(chain.history(), chain.library())
    for seed in range(launch_memory.LAUNCHES_KEPT + 3):
        evaluator.evaluate(chain.plan(), seed=seed)
    assert len(evaluator._launches) == launch_memory.LAUNCHES_KEPT


def test_a_change_of_price_is_quick_enough_to_follow_a_drag(evaluator):
    evaluator.evaluate(chain.plan())
    took = []
    for step in range(15):
        plan = replaced(chain.plan(), {"offers/latte/price": 5 + step / 10, "campaigns/launch/demand_mean": 9000 + step})
        started = time.process_time()
        evaluator.evaluate(plan)
        took.append(time.process_time() - started)
    assert statistics.median(took) < 0.1


class TestWhileItRuns:
    """The campaign of last spring, whose sales are known, planned as of a day within it."""

    def plan(self, **changes):
        spring = {"campaigns/launch/start": "2026-05-04", "campaigns/launch/end": "2026-06-28", "campaigns/launch/event": "rose"}
        return replaced(chain.plan(), {**spring, **{f"campaigns/launch/{name}": value for name, value in changes.items()}})

    def evaluated(self, as_of, **changes):
        return evaluate(self.plan(**changes), chain.history(), chain.library(), as_of=as_of)

    def sold(self, until):
        table = chain.sales()
        return table[table.date.between("2026-05-04", until)].units.sum()

    def test_what_was_sold_is_known_and_the_rest_is_updated(self):
        before, running = self.evaluated(None), self.evaluated("2026-05-17")
        assert before.early_read is None
        assert running.early_read.periods_seen == 14
        assert running.forecast.mean()[:2].sum() == pytest.approx(self.sold("2026-05-17"))
        assert running.forecast.std_dev()[:2] == pytest.approx([0, 0], abs=1e-6)
        truth = self.sold("2026-06-28")
        assert abs(float(running.total.mean()) - truth) < 0.5 * abs(float(before.total.mean()) - truth)
        assert float(running.total.std_dev()) < float(before.total.std_dev())
        assert running.order.quantity > before.order.quantity

    def test_as_of_a_day_before_the_start_it_is_forecast_from_that_day(self):
        early = self.evaluated("2026-03-31")
        assert early.early_read is None
        assert float(early.total.mean()) != float(self.evaluated(None).total.mean())

    def test_later_sales_are_not_read(self):
        table = chain.sales()
        table["units"] = table.units.where(table.date <= "2026-05-17", 7 * table.units + 100)
        changed = SalesHistory.from_frame(table, item="item", location="location", date="date", units="units")
        other = evaluate(self.plan(), changed, chain.library(), as_of="2026-05-17")
        assert other.forecast.mean() == pytest.approx(self.evaluated("2026-05-17").forecast.mean())

    def test_once_it_is_over_its_sales_are_the_outlook(self):
        over = self.evaluated("2026-07-31")
        assert float(over.total.mean()) == pytest.approx(self.sold("2026-06-28"))
        assert float(over.total.std_dev()) == pytest.approx(0, abs=1e-6)

    def test_an_override_of_a_period_that_is_known_has_no_effect(self):
        said = {"2026-05-04": {"units": 9000.0, "reason": "tv"}, "2026-06-01": {"units": 2000.0, "reason": "tv"}}
        found = self.evaluated("2026-05-17", overrides={day: msgspec.convert(one, Override) for day, one in said.items()})
        assert found.forecast.mean()[0] == pytest.approx(self.evaluated("2026-05-17").forecast.mean()[0])
        assert found.forecast.mean()[4] == pytest.approx(2000)

    @pytest.mark.parametrize("period", ["week", "day"])
    def test_a_judged_total_leaves_what_is_sold_and_moves_the_rest(self, period):
        plan = replaced(self.plan(demand_mean=20_000.0, demand_std_dev=500.0), {"period": period})
        found = evaluate(plan, chain.history(), chain.library(), as_of="2026-05-20")
        known = found.forecast.mean()[: 2 if period == "week" else 17]
        assert known.sum() == pytest.approx(self.sold("2026-05-17" if period == "week" else "2026-05-20"))
        assert float(found.total.mean()) == pytest.approx(20_000)
        assert float(found.total.std_dev()) == pytest.approx(500, rel=0.05)
        assert found.forecast.paths().min() >= 0
        running_week = found.forecast.by_period("week").mean()[2]
        assert running_week > self.sold("2026-05-20") - self.sold("2026-05-17")

    def test_a_judged_total_below_what_is_sold_expects_nothing_more_and_says_so(self):
        found = self.evaluated("2026-05-17", demand_mean=100.0)
        assert float(found.total.mean()) == pytest.approx(self.sold("2026-05-17"))
        (said,) = [one for one in found.findings if one.code == "judged-below-sold"]
        assert said.column == "campaigns/launch/demand_mean"

    def test_places_keep_what_they_have_sold_under_a_judged_total(self):
        allocation = self.evaluated("2026-05-17", demand_mean=100.0).supply.allocation(50_000, case_pack=1)
        table = chain.sales()
        sold = table[table.date.between("2026-05-04", "2026-05-17")].groupby("location").units.sum()
        assert allocation.expected_sales + allocation.expected_lost_sales == pytest.approx(sold[list(allocation.locations)].to_numpy())

    def test_an_override_of_the_week_that_runs_moves_the_rest_of_it(self):
        found = self.evaluated("2026-05-20", overrides={"2026-05-18": Override(units=3000, reason="tv")})
        week = found.forecast.paths()[:, 2]
        assert found.forecast.mean()[2] == pytest.approx(3000)
        assert week.min() >= self.sold("2026-05-20") - self.sold("2026-05-17") - 1e-6

    def test_the_parts_of_an_outlook_add_up_with_what_was_read_and_judged(self):
        before, found = self.evaluated(None).explanation, self.evaluated("2026-05-17", demand_mean=20_000.0)
        parts = found.explanation
        assert [one.name for one in before.contributions] == ["base", "event", "place", "price", "feature", "season"]
        assert [one.name for one in parts.contributions[6:]] == ["early read", "judgement"]
        assert parts.contributions[:6] == before.contributions
        assert sum(one.units for one in parts.contributions) == pytest.approx(20_000)
        assert parts.total == pytest.approx(20_000)
        assert parts["early read"].why == "what its 14 periods so far changed"
        assert parts.unit == "cups"

    def test_judgement_of_what_is_over_has_no_effect(self):
        over = self.evaluated("2026-07-31", demand_mean=9.0, overrides={"2026-05-18": Override(units=3000, reason="tv")})
        assert float(over.total.mean()) == pytest.approx(self.sold("2026-06-28"))

    def test_the_latest_day_counts_while_the_campaign_runs(self):
        until = SalesHistory.from_frame(
            chain.sales().query("date <= '2026-05-20'"), item="item", location="location", date="date", units="units"
        )
        running = evaluate(self.plan(), until, chain.library(), as_of="latest")
        assert running.early_read.periods_seen == 17
        assert self.evaluated("latest").early_read is None

    def test_the_latest_of_weekly_sales_is_the_last_day_of_their_last_week(self):
        weekly = chain.weekly_history("2026-05-17")
        running = evaluate(self.plan(), weekly, chain.library(), as_of="latest")
        assert weekly.known_until == "2026-05-17"
        assert running.early_read.periods_seen == 2
        assert running.early_read.sold == pytest.approx(self.sold("2026-05-17"))

    def test_a_day_that_is_none_is_refused(self):
        with pytest.raises(InputError, match="no such day"):
            self.evaluated("2026-02-30")
