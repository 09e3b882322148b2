"""How far each client's history goes: what tells an update that comes in its turn from one that comes too early.

An update starts with the number of clients whose operations follow, the number of the first one's operations, its id
and the clock of its first operation (Yjs, update format 1).
"""

from collections.abc import Callable
from typing import Any

from pycrdt import Doc, get_state, get_update, write_var_uint

from ltoplan_widgets.document.frame import FrameError

Clocks = dict[int, int]
"""A number of operations by client."""

Spans = dict[int, tuple[int, int]]
"""First clock and the one after the last, by client."""

_NEVER = 2**32 - 1

_HEAD_BYTES = 40
"""So many hold the four numbers at the start of an update, ten bytes each at most."""

_LARGEST_CLOCK = 2**31


def clocks_of(doc: Doc[Any]) -> Clocks:
    """How many operations a document knows of each client without a gap."""
    found = _numbers(doc.get_state())
    return dict(zip(found[1::2], found[2::2], strict=True))


def spans_of(update: bytes) -> Spans:
    """First clock of each client's operations in an update, and the clock that they reach at least."""
    spans: Spans = {}
    while head := _head(update):
        clients, count, client, clock = head
        spans[client] = (clock, clock + count)
        if clients == 1:
            break
        update = get_update(update, _encoded(dict.fromkeys(spans, _NEVER)))  # the same without the clients seen so far
    return spans


def author_of(spans: Spans) -> int | None:
    """Client that made an update; None where there are several, or none because it only deletes."""
    return next(iter(spans)) if len(spans) == 1 else None


def gaps_after(spans: Spans, after: Clocks) -> Clocks:
    """Where an update lies beyond operations that are not known yet: the clock to be reached, by client.

    yrs (0.14.13) takes in what lies beyond a gap. What it reports when the gap is filled, or when something beyond it
    changes, is incomplete: deletions and the fields of records that came beyond the gap are missing from its events.
    """
    return {client: end for client, (_, end) in spans.items() if after.get(client, 0) < end}


def is_in_turn(spans: Spans, before: Clocks, after: Clocks) -> bool:
    """Whether an update was one client's next step, or the first that a document heard, so that its events tell all."""
    if len(spans) > 1:
        return not before
    return all(before.get(client, 0) == start and after.get(client, 0) == end for client, (start, end) in spans.items())


def demand_sound(update: bytes) -> None:
    """Raise `FrameError` for an update that cannot be decoded, or that a document on its own would not take in."""
    if _needs_a_past(update):
        _guarded(get_state, update)  # decodes all of it, a sixth of what a document costs
    else:
        apply_update(Doc(), update)


def _needs_a_past(update: bytes) -> bool:
    """Whether an empty document would only lay the update aside: it goes on from a client's past, or only deletes."""
    head = _numbers(update[:_HEAD_BYTES], most=4)
    if head[:1] == [1]:
        return len(head) == 4 and 0 < head[3] < _LARGEST_CLOCK  # noqa: PLR2004 - the numbers of a head
    return head[:1] == [0]


def apply_update(doc: Doc[Any], update: bytes) -> None:
    """Apply an update; raises `FrameError` where it cannot be decoded, and then a part of it may be in the document.

    The Rust core panics on some inputs, and its `PanicException` derives from BaseException; nothing else is swallowed
    with it.
    """
    _guarded(doc.apply_update, update)


def _guarded(take: Callable[[bytes], object], update: bytes) -> None:
    try:
        take(update)
    except Exception as error:  # noqa: BLE001 - pycrdt raises several kinds here
        raise FrameError(f"the update cannot be decoded: {error}") from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise FrameError("the update cannot be decoded") from None
        raise


def _encoded(clocks: Clocks) -> bytes:
    return write_var_uint(len(clocks)) + b"".join(write_var_uint(client) + write_var_uint(clock) for client, clock in clocks.items())


def _head(update: bytes) -> tuple[int, int, int, int] | None:
    """Number of clients, and of the first one the number of operations, the id and the first clock; None for no client."""
    head = _numbers(update[:_HEAD_BYTES], most=4)
    return (head[0], head[1], head[2], head[3]) if len(head) == 4 and head[0] else None  # noqa: PLR2004 - as many as its numbers


def _numbers(encoded: bytes, *, most: int | None = None) -> list[int]:
    """The variable-length numbers that bytes begin with, whole ones only, and no more than so many."""
    numbers: list[int] = []
    number = shift = 0
    for byte in encoded:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:  # noqa: PLR2004 - the highest bit says that more follows
            numbers.append(number)
            if len(numbers) == most:
                break
            number = shift = 0
    return numbers
