from hypothesis import given, settings

from ltoplan_widgets.document.layout import write
from ltoplan_widgets.document.mirror import Mirror
from ltoplan_widgets.document.plain import plain
from ltoplan_widgets.document.plan_document import PlanDocument
from ltoplan_widgets.plan.difference import differences
from ltoplan_widgets.plan.shape import REMOVED, ROOTS
from tests.python.document.test_merge import content
from tests.python.plan.plans import latte_plan, plans


def followed():
    document, mirror, steps = PlanDocument(), Mirror(), []
    document.observe(lambda root, events: steps.extend((root, *step) for step in mirror.follow(root, events)))
    return document, mirror, steps


def lay(document, plan):
    for key, value in content(plan).items():
        write(document.ydoc, (key,), value)


@given(plans, plans)
@settings(max_examples=40, deadline=None)
def test_it_follows_every_change(first, second):
    document, mirror, _ = followed()
    lay(document, first)
    for segments, value in differences(content(first), content(second)):
        write(document.ydoc, segments, value)
    assert mirror.content == {root: plain(document.roots[root]) for root in ROOTS}


def test_steps_tell_old_and_new():
    document, mirror, steps = followed()
    lay(document, latte_plan())
    steps.clear()
    write(document.ydoc, ("offers", "latte", "price"), 6.0)
    write(document.ydoc, ("scenarios", "warm"), REMOVED)
    assert steps[0] == ("offers", ("latte", "price"), 5.0, 6.0)
    assert steps[1][:2] == ("scenarios", ("warm",))
    assert (steps[1][2]["name"], steps[1][3]) == ("Warm spring", None)
    assert mirror.has(("offers", "latte"))
    assert not mirror.has(("scenarios", "warm"))


def test_renewing_tells_what_was_missed():
    document, mirror = PlanDocument(), Mirror()
    lay(document, latte_plan())
    missed = {segments: new for segments, _, new in mirror.renew(document.ydoc)}
    assert missed[("offers", "latte")]["price"] == 5.0
    assert missed[("name",)] == "Spring"
    assert mirror.renew(document.ydoc) == []
