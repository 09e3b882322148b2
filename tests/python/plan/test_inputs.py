import msgspec
import pytest

from ltoplan_widgets.plan.field import replaced
from ltoplan_widgets.plan.inputs import inputs_of, inputs_text
from ltoplan_widgets.plan.plan import Plan
from tests.python.plan.cases import cases
from tests.python.plan.plans import latte_plan


@cases("inputs", "digests")
def test_the_digest_is_that_of_the_canonical_text(case):
    plan = msgspec.convert(case["tree"], Plan)
    assert inputs_text(plan, case["campaign"]) == case["text"]
    assert inputs_of(plan, case["campaign"]) == case["inputs"]


@cases("inputs", "assumed")
def test_the_digest_is_that_of_the_plan_with_what_is_assumed(case):
    plan = replaced(msgspec.convert(case["tree"], Plan), case["changes"])
    assert inputs_text(plan, case["campaign"]) == case["text"]
    assert inputs_of(plan, case["campaign"]) == case["inputs"]


@pytest.mark.parametrize(
    ("path", "value", "matters"),
    [
        ("offers/latte/price", 6, True),
        ("campaigns/launch/overrides/2027-01-07", {"units": 5}, True),
        ("period", "day", True),
        ("campaigns/launch/rank", 3, False),
        ("notes", "x", False),
        ("scenarios/warm/name", "x", False),
    ],
)
def test_what_an_outlook_depends_on_changes_it(path, value, matters):
    before, after = latte_plan(), replaced(latte_plan(), {path: value})
    assert (inputs_of(before, "launch") != inputs_of(after, "launch")) is matters
