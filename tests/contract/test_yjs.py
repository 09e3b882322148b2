"""pycrdt and yjs on the same updates: what a kernel writes a browser reads, and the other way round."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Map, get_state

from ltoplan_widgets.document.clocks import clocks_of, spans_of
from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.frame import payload_of, update_frame
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.plain import plain
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.shape import ROOTS
from tests.python.plan.plans import latte_plan, plans

PEER = Path(__file__).with_name("yjs_peer.mjs")


class YjsPeer:
    """A Node process with a yjs document in it."""

    def __init__(self):
        node = shutil.which("node")
        assert node, "Node 20 or newer is needed for this test. Mend: install it, then run `npm ci`."
        self._process = subprocess.Popen([node, str(PEER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def __getattr__(self, command):
        def run(**given):
            self._process.stdin.write(json.dumps({"command": command} | given) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
            assert line, "the peer ended"
            return json.loads(line)

        return run

    def content(self):
        return self.json(roots=list(ROOTS))

    def close(self):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)


@pytest.fixture
def peer():
    one = YjsPeer()
    yield one
    one.close()


def b64(data):
    return base64.b64encode(data).decode()


def opened(plan):
    live = LiveDocument(user="Ada")
    live.take_in(encode(plan))
    return live


def tell(live, peer):
    peer.apply(update=b64(live._document.ydoc.get_update(base64.b64decode(peer.state()))))


def hear(live, peer):
    live.receive(update_frame(base64.b64decode(peer.update(state=b64(live._document.ydoc.get_state())))), "wire")


def content_of(live):
    doc = live._document.ydoc
    return {root: plain(doc.get(root, type=Map)) for root in ROOTS}


def same_content(live, peer):
    return content_of(live) == peer.content()


@given(plans)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_yjs_reads_every_plan(plan):
    peer, live = YjsPeer(), opened(plan)
    try:
        tell(live, peer)
        assert same_content(live, peer)
    finally:
        peer.close()


def test_edits_of_both_meet(peer):
    live = opened(latte_plan())
    tell(live, peer)
    live.apply(Edit(changes={"offers/latte/price": 6, "campaigns/launch/overrides/2027-01-07": 1200}))
    peer.set(path=["campaigns", "launch", "overrides", "2027-01-14"], value={"units": 900, "reason": "café ☕", "author": "Bob", "at": ""})
    peer.set(path=["offers", "latte", "unit_cost"], value=1.5)
    peer.set(path=["offers", "mocha", "name"], value="Mocha")
    peer.remove(path=["scenarios", "warm"])
    hear(live, peer)
    tell(live, peer)
    assert same_content(live, peer)
    plan = live.plan
    assert (plan.offers["latte"].price, plan.offers["latte"].unit_cost, plan.offers["mocha"].name) == (6.0, 1.5, "Mocha")
    assert {key: one.units for key, one in plan.campaigns["launch"].overrides.items()} == {"2027-01-07": 1200.0, "2027-01-14": 900.0}
    assert plan.scenarios == {}
    assert live.complaints == ()


def test_the_same_field_on_both_sides_is_the_same_afterwards(peer):
    live = opened(latte_plan())
    tell(live, peer)
    live.apply(Edit(changes={"offers/latte/price": 6}))
    peer.set(path=["offers", "latte", "price"], value=7)
    hear(live, peer)
    tell(live, peer)
    assert same_content(live, peer)
    assert live.plan.offers["latte"].price in (6.0, 7.0)


def test_a_whole_number_of_a_browser_is_a_float_here(peer):
    live = opened(latte_plan())
    tell(live, peer)
    peer.set(path=["offers", "latte", "price"], value=7)
    hear(live, peer)
    assert isinstance(live.plan.offers["latte"].price, float)


def test_what_only_a_browser_can_write_never_breaks_reading(peer):
    live = opened(latte_plan())
    tell(live, peer)
    for value in (None, "five", -3, [1, {"a": None}], {"a": 1}, True):
        peer.set(path=["offers", "latte", "price"], value=value)
        hear(live, peer)
        assert live.plan.offers["latte"].price == 5.0
        assert live.complaints[0].startswith("offers/latte/price")
    peer.set(path=["offers", "latte"], value=5)
    hear(live, peer)
    assert live.plan.offers["latte"].price == 5.0
    assert any("offers/latte" in complaint for complaint in live.complaints)


keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
values = st.none() | st.booleans() | st.floats(-1e12, 1e12) | keys
writes = st.lists(st.tuples(st.booleans(), st.sampled_from([("covariates",), ("locations",), ()]), keys, values), min_size=1, max_size=12)


@given(writes)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_writes_of_both_give_the_same_json(writes):
    peer, live = YjsPeer(), opened(latte_plan())
    try:
        tell(live, peer)
        for here, place, key, value in writes:
            path = ["campaigns", "launch", *place, key]
            if here:
                with live._changing("local"):
                    parent = live._document.roots["campaigns"]["launch"]
                    (parent[place[0]] if place else parent)[key] = value
            else:
                peer.set(path=path, value=value)
        hear(live, peer)
        tell(live, peer)
        assert same_content(live, peer)
        assert live._content._mirror.content == content_of(live)
        assert live.plan.campaigns.keys() <= {"launch"}
    finally:
        peer.close()


def test_updates_that_yjs_merged_are_read(peer):
    """A browser sends what it did within a window as one update, other authors' steps with it."""
    live, sent = opened(latte_plan()), []
    live.connect(lambda frame, _: sent.append(payload_of(frame)))
    other = opened(latte_plan())
    for step in range(3):
        live.apply(Edit(changes={f"campaigns/launch/covariates/{step}": float(step)}))
    merged = base64.b64decode(peer.merge(updates=[b64(update) for update in sent]))
    assert list(spans_of(merged)) == [live._document.ydoc.client_id]
    other.receive(update_frame(merged), "wire")
    assert other.plan.campaigns["launch"].covariates == {"0": 0.0, "1": 1.0, "2": 2.0}
    assert other.text() == live.text()


def test_state_vectors_mean_the_same(peer):
    live = opened(latte_plan())
    tell(live, peer)
    live.apply(Edit(changes={"name": "Autumn"}))
    tell(live, peer)
    update = base64.b64decode(peer.update(state=""))
    assert live._document.ydoc.get_update(get_state(update))[:1] == b"\x00"
    assert clocks_of(live._document.ydoc)[live._document.ydoc.client_id] == 2  # the field, and the entry of the history that tells of it
