from ltoplan_widgets.plan.change_request import ChangeRequest, Decision, ProposedChange
from ltoplan_widgets.plan.proposal import fields_of, status_of
from tests.python.plan.cases import cases


@cases("change_requests", "statuses")
def test_the_status_follows_from_the_decisions(case):
    decisions = {path: Decision(accepted=accepted) for path, accepted in case["accepted"].items()}
    assert status_of(case["status"], case["proposed"], decisions) == case["becomes"]


@cases("change_requests", "fields")
def test_a_field_says_what_it_is_now_and_whether_it_moved_on(case):
    request = ChangeRequest(title="t", changes={case["path"]: ProposedChange(base=case["base"], value=case["value"])})
    [field] = fields_of(request, case["tree"])
    assert (field.present, field.is_moved_on, field.decision) == (case["present"], case["is_moved_on"], None)
