from functools import partial

from pycrdt import Doc, Map

from ltoplan_widgets.document.clocks import clocks_of, spans_of
from ltoplan_widgets.document.plan_content import PlanContent
from ltoplan_widgets.document.plan_document import PlanDocument
from tests.python.document.test_merge import content
from tests.python.document.test_mirror import lay
from tests.python.plan.plans import latte_plan


def followed():
    document, held, seen = PlanDocument(), PlanContent(), []

    def follow(name, events):
        seen.extend(held.follow(name, events))

    for name, root in document.roots.items():
        root.observe_deep(partial(follow, name))
    lay(document, latte_plan())
    held.settle(document.ydoc)
    seen.clear()
    return document, held, seen


def heard(document, held, update):
    before = clocks_of(document.ydoc)
    document.ydoc.apply_update(update)
    held.hear(spans_of(update), before, clocks_of(document.ydoc))
    return held.settle(document.ydoc)


def test_the_plan_follows_and_differences_are_addressed():
    document, held, seen = followed()
    assert held.plan == latte_plan()
    document.roots["offers"]["latte"]["price"] = 6.0
    document.roots["plan"]["name"] = "Autumn"
    document.roots["plan"]["name"] = "Autumn"
    assert held.settle(document.ydoc) == []
    assert seen == [("offers/latte/price", 5.0, 6.0), ("name", "Spring", "Autumn")]
    assert (held.plan.name, held.plan.offers["latte"].price) == ("Autumn", 6.0)
    assert held.has(("offers", "latte"))


def test_steps_that_come_out_of_turn_end_in_the_right_plan():
    document, held, _ = followed()
    other, updates = Doc(), []
    other.apply_update(document.ydoc.get_update())
    other.observe(lambda event: updates.append(event.update))
    offers = other.get("offers", type=Map)
    offers["latte"]["price"] = 6.0
    offers["mocha"] = Map({"name": "Mocha"})
    offers["mocha"]["price"] = 3.0
    del offers["latte"]
    for place in (3, 1, 2, 0, 0):
        heard(document, held, updates[place])
    assert held.plan.offers.keys() == {"mocha"}
    assert held.plan.offers["mocha"].price == 3.0
    assert held._gaps == {}


def test_what_a_whole_update_brings_is_not_told_twice():
    document, held = PlanDocument(), PlanContent()
    for name, root in document.roots.items():
        root.observe_deep(partial(held.follow, name))
    source = PlanDocument()
    lay(source, latte_plan())
    assert heard(document, held, source.ydoc.get_update()) == []
    assert held.plan == latte_plan()
    assert content(held.plan) == content(latte_plan())
