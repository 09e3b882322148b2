"""P9: a plan of 10,000 records opened, and one edit applied and observed, against the same bytes in pycrdt alone.

Processor time of one process, so that what else the machine does counts little.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from pycrdt import Doc, Map

from ltoplan_widgets.document.edit import Edit
from ltoplan_widgets.document.frame import payload_of, update_frame
from ltoplan_widgets.document.live_document import LiveDocument
from ltoplan_widgets.document.origin import ROOM
from ltoplan_widgets.plan.codec import encode
from ltoplan_widgets.plan.offer import Offer
from ltoplan_widgets.plan.plan import Plan
from tests.bench.aim import AIM_HEADINGS, Aim
from tests.bench.table import table

SECTION = "Large plan"
PACKAGES = ("pycrdt", "msgspec")
RECORDS = 10_000
EDITS = 200
FIELD = "offers/o7/price"


def measure(_stage: object, *, rounds: int, moves: int) -> str:
    """Tables of both, and what the aims say."""
    update = _large_plan()
    openings = _interleaved(_openings(update), rounds)
    edits = _interleaved(_edits(update, max(moves, EDITS)), rounds)
    seeding = f"Laying the file's text into an empty document, which a server does once: {_seeding():.1f} s."
    aims = [
        Aim(
            what="P9 a plan of 10,000 records opened, to a raw apply", limit=1.3, measured=openings["ours: opened"] / openings["raw apply"]
        ),
        Aim(
            what="P9 another's edit applied and observed, to raw",
            limit=3,
            measured=edits["ours: another's edit"] / edits["raw: another's edit"],
        ),
        Aim(
            what="P9 an own edit, checked and with its history, to raw",
            limit=3,
            measured=edits["ours: an own edit"] / edits["raw: the same writes"],
        ),
    ]
    rows = [(name, f"{value * 1000:.0f} ms", f"{value / openings['raw apply']:.2f}x") for name, value in openings.items()]
    controls = {"ours: another's edit": "raw: another's edit", "ours: an own edit": "raw: the same writes"}
    single = [(name, f"{value * 1e6:.0f} us", f"{value / edits[controls.get(name, name)]:.2f}x") for name, value in edits.items()]
    return "\n\n".join(
        (
            table((f"{RECORDS:,} records, {len(update) / 1e6:.1f} MB", "CPU time", "to a raw apply"), rows),
            table(("one field of that plan", "CPU time", "to its control"), single),
            seeding,
            table(AIM_HEADINGS, [aim.row() for aim in aims]),
        )
    )


def _plan() -> Plan:
    offers = {f"o{number}": Offer(name=f"Offer {number}", price=5.0 + number % 7, unit_cost=2.0) for number in range(RECORDS)}
    return Plan(name="Large", offers=offers)


def _large_plan() -> bytes:
    document = LiveDocument(user="bench")
    document.take_in(encode(_plan()))
    return payload_of(document.receive(b"\x00\x00\x01\x00", "wire")[0] or b"")


def _seeding() -> float:
    text, document = encode(_plan()), LiveDocument(user="bench")
    began = time.process_time()
    document.take_in(text)
    return time.process_time() - began


def _openings(update: bytes) -> dict[str, Callable[[], float]]:
    frame = update_frame(update)

    def raw() -> float:
        doc: Doc[Any] = Doc()
        began = time.process_time()
        doc.apply_update(update)
        return time.process_time() - began

    def raw_read() -> float:
        doc: Doc[Any] = Doc()
        began = time.process_time()
        doc.apply_update(update)
        doc.get("offers", type=Map).to_py()
        return time.process_time() - began

    def opened() -> float:
        document = LiveDocument(user="bench")
        began = time.process_time()
        document.receive(frame, ROOM)
        return time.process_time() - began

    def read() -> float:
        document = LiveDocument(user="bench")
        began = time.process_time()
        document.receive(frame, ROOM)
        if len(document.plan.offers) != RECORDS:
            raise RuntimeError("the plan did not come whole")
        return time.process_time() - began

    return {"raw apply": raw, "raw apply, read with to_py": raw_read, "ours: opened": opened, "ours: opened and read as a plan": read}


def _edits(update: bytes, edits: int) -> dict[str, Callable[[], float]]:
    incoming = [[update_frame(one) for one in _made(update, edits)] for _ in range(2)]
    return {
        "raw: another's edit": lambda: _raw_apply(update, [payload_of(frame) for frame in incoming[0]]),
        "ours: another's edit": lambda: _our_apply(update, incoming[1]),
        "raw: one field": lambda: _raw_edits(update, edits, entry=None),
        "raw: the same writes": lambda: _raw_edits(update, edits, entry=_entry()),
        "ours: an own edit": lambda: _our_edits(update, edits),
    }


def _made(update: bytes, edits: int) -> Iterator[bytes]:
    doc: Doc[Any] = Doc()
    doc.apply_update(update)
    offer = doc.get("offers", type=Map)["o7"]
    for number in range(edits):
        before = doc.get_state()
        offer["price"] = float(number)
        yield doc.get_update(before)


def _observed(update: bytes) -> tuple[Any, Any, list[object]]:
    doc: Doc[Any] = Doc()
    heard: list[object] = []
    offers = doc.get("offers", type=Map)  # an observer lives as long as what it was registered with
    offers.observe_deep(lambda events: heard.extend(dict(event.keys) for event in events))
    doc.apply_update(update)
    heard.clear()
    return doc, offers, heard


def _raw_apply(update: bytes, incoming: list[bytes]) -> float:
    doc, _offers, heard = _observed(update)
    began = time.process_time()
    for one in incoming:
        doc.apply_update(one)
    return _each(began, incoming, heard)


def _raw_edits(update: bytes, edits: int, *, entry: dict[str, Any] | None) -> float:
    doc, offers, heard = _observed(update)
    offer, history = offers["o7"], doc.get("history", type=Map)
    began = time.process_time()
    for number in range(edits):
        with doc.new_transaction(origin="bench"):
            offer["price"] = float(number)
            if entry is not None:
                history[f"{number:026}"] = entry
    return _each(began, range(edits), heard)


def _opened(update: bytes) -> tuple[LiveDocument, list[object]]:
    document, heard = LiveDocument(user="bench"), []
    document.receive(update_frame(update), ROOM)
    if document.plan.offers["o7"].price < 0:
        raise RuntimeError("the plan is not the one that was made")
    document.observe(heard.extend)
    return document, heard


def _our_apply(update: bytes, incoming: list[bytes]) -> float:
    document, heard = _opened(update)
    began = time.process_time()
    for frame in incoming:
        document.receive(frame, ROOM)
    return _each(began, incoming, heard)


def _our_edits(update: bytes, edits: int) -> float:
    document, heard = _opened(update)
    began = time.process_time()
    for number in range(edits):
        document.apply(Edit(changes={FIELD: float(number)}))
    return _each(began, range(edits), heard)


def _entry() -> dict[str, Any]:
    """What an own edit writes into the history."""
    document = LiveDocument(user="bench")
    document.take_in(encode(Plan(name="Small", offers={"o7": Offer(name="Offer 7", price=5.0)})))
    written = document.apply(Edit(changes={FIELD: 6.0}))
    if written is None:
        raise RuntimeError("the edit changed nothing")
    return dict(msgspec.to_builtins(written.entry))


def _each(began: float, edits: Any, heard: list[object]) -> float:
    spent = time.process_time() - began
    if len(heard) < len(edits) - 1:  # the first may write what was there
        raise RuntimeError(f"only {len(heard)} of {len(edits)} edits were heard of")
    return spent / len(edits)


def _interleaved(contestants: dict[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    found: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            found[name].append(run())
    return {name: statistics.median(values) for name, values in found.items()}
