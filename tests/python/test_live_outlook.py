import threading

import pytest

from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.live_outlook import LiveOutlook
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.errors import PlanError
from tests.python.plan.plans import latte_plan


class Evaluation:
    """Stands for the sums: says which plan it saw, waits where it is told to, fails where the plan is bad."""

    def __init__(self):
        self.seen, self.go = [], threading.Event()
        self.go.set()

    def __call__(self, plan):
        assert self.go.wait(10)
        self.seen.append(plan.name)
        if plan.name == "bad":
            raise PlanError("name: bad is not good")
        if plan.name == "broken":
            raise ZeroDivisionError("ours")
        return f"outlook of {plan.name}"


@pytest.fixture
def live():
    document = LiveDocument()
    document.take_in(encode(latte_plan()))
    return document


@pytest.fixture
def outlook(live):
    evaluation = Evaluation()
    one = LiveOutlook(live, evaluation)
    one.evaluation = evaluation
    yield one
    evaluation.go.set()
    one.close()


def rename(live, name):
    live.apply(Edit(changes={"name": name}))


def test_it_is_computed_when_asked_for_and_once_a_plan(live, outlook):
    assert outlook.evaluation.seen == []
    assert outlook.current() == outlook.current() == "outlook of Spring"
    assert outlook.evaluation.seen == ["Spring"]
    rename(live, "Autumn")
    assert outlook.current() == "outlook of Autumn"


def test_many_changes_are_one_computation_of_the_latest(live, outlook):
    heard, last = [], threading.Event()
    outlook.observe(lambda one: (heard.append(one), last.set() if one == "outlook of 99" else None))
    outlook.evaluation.go.clear()
    for step in range(100):
        rename(live, str(step))
    outlook.evaluation.go.set()
    assert last.wait(10)
    assert len(heard) <= 3


@pytest.mark.parametrize("name", ["bad", "broken"])
def test_the_last_good_one_stays_with_a_complaint(live, outlook, name):
    told = threading.Event()
    assert outlook.current() == "outlook of Spring"
    outlook.observe(lambda one: told.set() if one == "outlook of Spring" else None)
    rename(live, name)
    assert told.wait(10)
    assert outlook.current() == "outlook of Spring"
    assert "no outlook of the plan as it is" in outlook.complaint
    rename(live, "good")
    assert outlook.current() == "outlook of good"
    assert outlook.complaint == ""


def test_without_a_good_one_the_reason_is_raised(live, outlook):
    rename(live, "bad")
    for _ in range(2):
        with pytest.raises(PlanError, match="bad is not good"):
            outlook.current()


def test_a_listener_may_ask_for_the_outlook(live, outlook):
    asked = threading.Event()
    outlook.observe(lambda one: asked.set() if outlook.current() == one else None)
    rename(live, "Autumn")
    assert asked.wait(10)


def test_who_stops_listening_and_what_is_closed_hears_no_more(live, outlook):
    heard, other = [], threading.Event()
    stop = outlook.observe(heard.append)
    outlook.observe(lambda _: other.set())
    stop()
    rename(live, "Autumn")
    assert other.wait(10)
    outlook.close()
    rename(live, "Winter")
    assert heard == []
