import sys
import types

import pytest

from ltoplan_widgets.engine.plan_evaluation import evaluate_plans
from ltoplan_widgets.evaluator import Evaluator, evaluate
from ltoplan_widgets.plan.errors import ClusterError, InputError
from ltoplan_widgets.plan.field import replaced
from tests.python import chain


@pytest.fixture(scope="module")
def plans():
    dear = replaced(chain.plan(), {"offers/latte/price": 6.0})
    wrong = replaced(chain.plan(), {"campaigns/launch/end": "2027-01-01"})
    return {"plain": chain.plan(), "dear": dear, "wrong": wrong}


def test_every_campaign_of_every_plan_has_its_outlook_or_its_error(plans):
    found = evaluate_plans(plans, chain.history(), chain.library())
    assert [(one.plan, one.campaign) for one in found] == [("plain", "launch"), ("dear", "launch"), ("wrong", "launch")]
    assert found[1].outlook == evaluate(plans["dear"], chain.history(), chain.library()).to_json()
    assert found[2].outlook is None
    assert "end" in found[2].error


def test_sales_and_campaigns_can_be_files(plans, tmp_path):
    chain.sales().to_parquet(tmp_path / "sales.parquet")
    chain.campaigns().to_csv(tmp_path / "campaigns.csv", index=False)
    found = evaluate_plans({"plain": plans["plain"]}, tmp_path / "sales.parquet", str(tmp_path / "campaigns.csv"))
    assert found[0].outlook == evaluate(plans["plain"], chain.history(), chain.library()).to_json()


def test_files_that_changed_are_read_again(plans, tmp_path):
    chain.sales().to_parquet(tmp_path / "sales.parquet")
    chain.campaigns().to_csv(tmp_path / "campaigns.csv", index=False)
    files = tmp_path / "sales.parquet", tmp_path / "campaigns.csv"
    (before,) = evaluate_plans({"plain": plans["plain"]}, *files)
    table = chain.sales()
    table.assign(units=2 * table.units).to_parquet(tmp_path / "sales.parquet")
    (after,) = evaluate_plans({"plain": plans["plain"]}, *files)
    assert after.outlook["forecast"]["total"]["mean"] > 1.5 * before.outlook["forecast"]["total"]["mean"]


def test_all_are_evaluated_as_of_one_day(plans):
    spring = {"campaigns/launch/start": "2026-05-04", "campaigns/launch/end": "2026-06-28", "campaigns/launch/event": "rose"}
    runs = replaced(plans["plain"], spring)
    (found,) = evaluate_plans({"runs": runs}, chain.history(), chain.library(), as_of="2026-05-17")
    assert found.outlook == evaluate(runs, chain.history(), chain.library(), as_of="2026-05-17").to_json()


def test_a_scenario_counts_for_all(plans):
    found = evaluate_plans({"plain": plans["plain"]}, chain.history(), chain.library(), scenario="warm")
    assert found[0].outlook["scenario"] == "warm"


def test_no_plans_no_results():
    assert evaluate_plans({}, chain.history(), chain.library()) == ()


def test_an_engine_that_is_none_is_named(plans):
    with pytest.raises(InputError, match="local, dask, ray, spark"):
        evaluate_plans(plans, chain.history(), chain.library(), engine="abacus")


def test_an_engine_that_is_not_installed_says_what_to_install(plans, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "fugue", None)
    monkeypatch.setitem(__import__("sys").modules, "fugue.api", None)
    with pytest.raises(InputError, match=r"ltoplan_widgets\[dask\]"):
        evaluate_plans(plans, chain.history(), chain.library(), engine="dask")


def test_what_nobody_foresaw_stops_one_campaign_only(plans, monkeypatch):
    real = Evaluator.evaluate

    def evaluated(self, plan, *rest, **named):
        if plan == plans["dear"]:
            raise ZeroDivisionError("a slip")
        return real(self, plan, *rest, **named)

    monkeypatch.setattr(Evaluator, "evaluate", evaluated)
    found = evaluate_plans(plans, chain.history(), chain.library())
    assert [bool(one.outlook) for one in found] == [True, False, False]
    assert "please report it: ZeroDivisionError: a slip" in found[1].error


def test_a_cluster_that_gives_up_says_so(plans, monkeypatch):
    class Engine:
        def get_current_parallelism(self):
            raise RuntimeError("KilledWorker\nattempted to run on 4 workers")

    names = {"fugue": types.SimpleNamespace(make_execution_engine=lambda _: Engine()), "fugue.api": types.SimpleNamespace()}
    for name, module in names.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(names["fugue"], "api", names["fugue.api"], raising=False)
    with pytest.raises(ClusterError, match=r"dask gave up.*attempted to run on 4 workers"):
        evaluate_plans(plans, chain.history(), chain.library(), engine="dask")
