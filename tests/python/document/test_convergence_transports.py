"""Five replicas over each transport, with everything that may go wrong on the way, hold the same plan at the end.

Each case is a seed. Pinned ones are kept for what they once found; `LTOPLAN_EXPLORE=1` draws new ones, and what fails prints its own.
"""

import itertools
import os
import random

import pytest

from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.plan.codec import decode, encode
from tests.python.document.random_wires import FakeTimers, FrameMesh, KernelRelay, StockRoom
from tests.python.document.replica import Replica
from tests.python.plan.plans import latte_plan

NAMES = ("Ada", "Ben", "Cleo", "Dan", "Eve")
STEPS = 200
PINNED = (1, 2, 20270107)
SEEDS = (*PINNED, *(random.SystemRandom().sample(range(2**32), 20) if os.environ.get("LTOPLAN_EXPLORE") else ()))


def _wires(transport, replicas, rng, monkeypatch):
    if transport == "relay":
        return KernelRelay(replicas, rng, FakeTimers(monkeypatch))
    return {"frames": FrameMesh, "room": StockRoom}[transport](replicas, rng)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("transport", ["frames", "room", "relay"])
def test_five_replicas_agree_at_the_end(transport, seed, monkeypatch):
    print(f"transport {transport}, seed {seed}, {STEPS} steps")
    rng, counter, text = random.Random(seed), itertools.count(1), encode(latte_plan())
    replicas = [Replica(name, counter) for name in NAMES]
    for replica in replicas:
        replica.live.take_in(text)
    wires = _wires(transport, replicas, rng, monkeypatch)
    for _ in range(STEPS):
        rng.choice(replicas).act(rng)
        for _ in range(rng.randrange(12)):
            wires.step()
    wires.settle()
    texts = {replica.live.text() for replica in replicas}
    assert len(texts) == 1
    assert {encode(replica.live.plan) for replica in replicas} == {encode(decode(texts.pop()))}
    assert [replica.live.complaints for replica in replicas] == [()] * len(replicas)
    _assert_own_text_changes_nothing(replicas[0].live)


def _assert_own_text_changes_nothing(live: LiveDocument) -> None:
    """`set(get())` is the identity, for the document that wrote the text and for one that reads it first."""
    text, sent = live.hand_out(), []
    live.connect(lambda frame, _: sent.append(frame))
    live.take_in(text)
    assert (live.text(), sent) == (text, [])
    fresh = LiveDocument()
    fresh.take_in(text)
    assert fresh.text() == text
