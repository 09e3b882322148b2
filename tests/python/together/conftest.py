import pytest

from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.evaluator import Evaluator
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.together.editor import Editor
from tests.python import chain
from tests.python.plan.plans import latte_plan


class Desk:
    """One person at a plan, in step with the others at the same table."""

    def __init__(self, name, text):
        self.document = LiveDocument(user={"username": name.lower(), "name": name})
        self.document.take_in(text)
        self.editor = Editor(self.document)

    @property
    def plan(self):
        return self.document.plan

    def read(self, path):
        return self.editor.tree([path])


@pytest.fixture
def text():
    return encode(latte_plan())


@pytest.fixture
def ada(text):
    return Desk("Ada", text)


@pytest.fixture
def table(text):
    """Makes desks that hear of each other at once."""

    def sit(*names):
        desks = [Desk(name, text) for name in names]
        for desk in desks:
            others = [other for other in desks if other is not desk]

            def tell(frame, origin, others=others):
                if origin != "wire":
                    for other in others:
                        other.document.receive(frame, "wire")

            desk.document.connect(tell)
        for desk in desks:
            desk.document.publish("view", {"chart": "forecast"})
        return desks

    return sit


@pytest.fixture(scope="session")
def evaluator():
    return Evaluator(chain.history(), chain.library())


@pytest.fixture
def season():
    """A person at a plan that the chain's sales belong to."""
    return Desk("Ada", encode(chain.plan()))
