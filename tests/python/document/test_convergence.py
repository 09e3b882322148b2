"""Many replicas, edited at random, hearing of each other late, twice or in another order, end up the same."""

import hypothesis.strategies as st
from hypothesis import given, settings

from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.frame import update_frame
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.plan.codec import decode, encode
from ltoplan_widgets.plan.errors import PlanError
from tests.python.plan.plans import latte_plan

PATHS = {
    "name": st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"]), max_size=5),
    "offers/latte/price": st.floats(0, 10),
    "offers/latte/capacity": st.none() | st.floats(0, 10),
    "offers/mocha": st.none() | st.just({"name": "Mocha"}),
    "offers/mocha/price": st.floats(0, 10),
    "campaigns/launch/overrides/2027-01-07": st.none() | st.floats(0, 10),
    "campaigns/launch/overrides/2027-01-14": st.none() | st.floats(0, 10),
    "campaigns/launch/locations": st.dictionaries(st.sampled_from("abc"), st.booleans(), max_size=2),
    "campaigns/launch/locations/a~1b": st.none() | st.booleans(),
    "scenarios/warm/changes/offers~1latte~1price": st.none() | st.floats(0, 10),
    "visualizations/fan": st.none() | st.just({"name": "Fan", "type": "forecast_chart"}),
}
edits = st.sampled_from(sorted(PATHS)).flatmap(lambda path: st.tuples(st.just(path), PATHS[path]))
REPLICAS = 3
steps = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.integers(0, REPLICAS - 1), edits),
        st.tuples(st.just("hear"), st.integers(0, REPLICAS - 1), st.tuples(st.integers(0, 200), st.integers(1, 2))),
        st.tuples(st.just("outside"), st.integers(0, REPLICAS - 1), edits),
    ),
    max_size=30,
)


class Replica:
    def __init__(self, text):
        self.live = LiveDocument(user="Ada")
        self.live.take_in(text)
        self.sent = []
        self.live.connect(lambda frame, origin: self.sent.append(frame) if origin != "wire" else None)

    def edit(self, path, value):
        try:
            self.live.apply(Edit(changes={path: value}))
        except PlanError:
            assert path.startswith("offers/mocha/")  # the record is not there: a person would be told

    def edit_outside(self, path, value):
        """Somebody edits the file with another program, from what was last in it."""
        other = LiveDocument()
        other.take_in(self.live.hand_out())
        try:
            other.apply(Edit(changes={path: value}))
        except PlanError:
            return
        self.live.take_in(other.text())


def synced(replicas):
    for _ in range(2):
        for one in replicas:
            for other in replicas:
                reply, _ = one.live.receive(other.live.hello(), "wire")
                other.live.receive(reply, "wire")


@given(steps)
@settings(max_examples=60, deadline=None)
def test_replicas_agree_whatever_the_order_loss_and_repetition(steps):
    replicas = [Replica(encode(latte_plan())) for _ in range(REPLICAS)]
    for what, who, detail in steps:
        if what == "edit":
            replicas[who].edit(*detail)
        elif what == "outside":
            replicas[who].edit_outside(*detail)
        else:
            pick, times = detail
            heard = [frame for other in replicas if other is not replicas[who] for frame in other.sent]
            for _ in range(times if heard else 0):
                replicas[who].live.receive(heard[pick % len(heard)], "wire")
    synced(replicas)
    first, *others = (replica.live.text() for replica in replicas)
    assert all(other == first for other in others)
    assert all(decode(first) == replica.live.plan for replica in replicas)
    assert not any(replica.live.complaints for replica in replicas)


def test_what_only_a_newer_replica_can_say_passes_through():
    one, other = Replica(encode(latte_plan())), Replica(encode(latte_plan()))
    newer = one.live._document
    newer.roots["offers"]["latte"]["allergens"] = ["milk"]
    other.live.receive(update_frame(newer.ydoc.get_update()), "wire")
    other.edit("offers/latte/price", 6.0)
    synced([one, other])
    assert one.live.text() == other.live.text()
    assert '"allergens": ["milk"]' in one.live.text()
    assert one.live.plan.offers["latte"].price == 6.0
    assert one.live.complaints == ()
