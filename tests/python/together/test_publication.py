import msgspec
import pytest

from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.errors import PlanError
from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.plan.published_outlook import PublishedOutlook
from ltoplan_widgets.together.publication import HISTORY_END, MAX_OUTLOOK_BYTES, MOST_OUTLOOKS, cases, publications
from tests.python import chain

PRICE = "offers/latte/price"
AT = "2026-12-01T10:00:00.000Z"


@pytest.fixture
def plan():
    return replaced(
        chain.plan(),
        {
            "scenarios/dear": {"name": "Dear", "changes": {"offers/latte/unit_cost": 4.0}},
            "change_requests/cheap": {"title": "Cheap", "changes": {PRICE: {"base": 5.0, "value": 4.0}}},
        },
    )


@pytest.fixture
def publish(evaluator):
    def work(plan, **more):
        calls = []

        def evaluate(case):
            calls.append(case.key)
            return evaluator.evaluate(case.plan, "", campaign=case.campaign)

        found = publications(plan, **{"evaluate": evaluate, "history": evaluator.history, "author": "Ada", "at": AT, **more})
        return found, calls

    return work


def told(plan, found):
    return replaced(plan, {f"outlooks/{key.replace('~', '~0')}": one and msgspec.to_builtins(one) for key, one in found.items()})


def test_every_what_if_gets_its_figures_and_the_one_in_force_its_charts(plan, publish):
    found, _ = publish(plan)
    assert next(iter(found)) == "launch"
    assert set(found) == {"launch", "launch|scenario|warm", "launch|scenario|dear", "launch|change_request|cheap"}
    assert sorted(found["launch"].views) == ["forecast_chart", "normal_distribution", "order_chart", "reasons"]
    assert all(not one.views for key, one in found.items() if key != "launch")
    assert found["launch|scenario|dear"].figures["profit"] < found["launch"].figures["profit"]
    assert found["launch|change_request|cheap"].figures["profit"] < found["launch"].figures["profit"]
    assert {(one.author, one.at) for one in found.values()} == {("Ada", AT)}
    assert msgspec.convert(msgspec.to_builtins(told(plan, found)), type(plan)).outlooks == found  # a plan can hold it


def test_what_is_up_to_date_is_not_written_again(plan, publish):
    found, _ = publish(plan)
    plan = told(plan, found)
    assert publish(plan) == ({}, [])
    for path, value in (("notes", "x"), ("comments/c", {"text": "why?"}), ("campaigns/launch/rank", 4)):
        assert publish(replaced(plan, {path: value})) == ({}, [])
    changed, calls = publish(replaced(plan, {"scenarios/dear/changes/offers~1latte~1unit_cost": 3.0}))
    assert list(changed) == calls == ["launch|scenario|dear"]


def test_the_scenario_in_force_gets_the_charts(plan, publish):
    plan = told(plan, publish(plan)[0])
    found, _ = publish(replaced(plan, {"current_scenario": "dear"}))
    assert found["launch|scenario|dear"].views
    assert set(found) <= {"launch|scenario|dear", "launch|change_request|cheap"}


def test_what_is_no_more_is_taken_out(plan, publish):
    plan = told(plan, publish(plan)[0])
    found, _ = publish(replaced(plan, {"scenarios/dear/deleted": True, "change_requests/cheap/status": "rejected"}))
    assert found == {"launch|scenario|dear": None, "launch|change_request|cheap": None}


def test_equal_what_ifs_are_computed_once(plan, publish):
    found, calls = publish(replaced(plan, {"scenarios/same": {"name": "Same"}}))
    assert "launch|scenario|same" not in calls
    assert found["launch|scenario|same"].figures == found["launch"].figures


def test_two_kernels_with_other_sales_do_not_write_over_each_other(plan, publish):
    """Who knows later sales has the last word, and then it is quiet."""
    early, _ = publish(plan)
    plan = told(plan, early)
    late = {key: msgspec.structs.replace(one, figures={**one.figures, HISTORY_END: 30_000.0}) for key, one in early.items()}
    assert publish(told(plan, late)) == ({}, [])


def test_what_allows_no_outlook_keeps_the_last_one(plan, publish):
    plan = told(plan, publish(plan)[0])
    found, _ = publish(replaced(plan, {"campaigns/launch/end": "2020-01-01"}))
    assert found == {}

    def fail(_):
        raise PlanError("no sales")

    assert publish(replaced(plan, {PRICE: 9}), evaluate=fail)[0] == {}


def test_a_what_if_that_does_not_fit_the_plan_leads_to_nothing(plan):
    broken = replaced(plan, {"scenarios/odd": {"name": "Odd", "changes": {"offers/late/price": 1.0}}})
    assert "launch|scenario|odd" not in {case.key for case in cases(broken)}


def test_a_large_plan_writes_down_what_is_in_force_first():
    campaigns = {f"campaigns/c{number:03}": {"item": "latte", "start": "2027-01-07", "end": "2027-03-03"} for number in range(80)}
    found = cases(replaced(chain.plan(), campaigns))
    assert len(found) == MOST_OUTLOOKS
    assert sum(case.is_in_force for case in found) == 81


def test_an_outlook_is_small_and_the_file_with_it(plan, publish):
    found, _ = publish(plan)
    assert all(len(msgspec.json.encode(one)) < MAX_OUTLOOK_BYTES for one in found.values())
    assert len(encode(told(plan, found))) < 60_000
    assert isinstance(found["launch"], PublishedOutlook)
