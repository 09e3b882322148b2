"""Frames of the y-protocol as Jupyter's rooms speak it: 0 sync, 1 awareness, 2 a raw message of the server."""

import json
from typing import Any

from pycrdt import Decoder, create_awareness_message, create_update_message, write_message, write_var_uint

SYNC = 0
AWARENESS = 1
RAW = 2

STEP1 = 0
STEP2 = 1
UPDATE = 2

MAX_RELAYED_BYTES = 1024 * 1024
"""Largest frame that is taken from a browser."""


class FrameError(Exception):
    """Bytes that are no frame."""


def kind_of(frame: bytes) -> tuple[int, int]:
    """Type of a frame and, of a sync frame, its step (-1 for others); raises `FrameError`."""
    if len(frame) < 2 or frame[0] > RAW:  # noqa: PLR2004 - type and payload
        raise FrameError(f"a frame starts with 0, 1 or 2 and holds a payload, found {bytes(frame[:4])!r}")
    if frame[0] != SYNC:
        return frame[0], -1
    if frame[1] > UPDATE:
        raise FrameError(f"a sync frame is of step 0, 1 or 2, found {frame[1]}")
    return SYNC, frame[1]


def payload_of(frame: bytes) -> bytes:
    """What a sync or awareness frame carries; raises `FrameError` where it is cut short."""
    start = 2 if frame[0] == SYNC else 1
    try:
        decoder = Decoder(frame[start:])
        length = decoder.read_var_uint()
    except (IndexError, RuntimeError):
        raise FrameError("the frame ends before its length") from None
    payload = frame[start + decoder.i0 : start + decoder.i0 + length]
    if len(payload) != length:
        raise FrameError(f"the frame announces {length} bytes and holds {len(payload)}")
    return payload


def people_of(payload: bytes) -> list[int]:
    """Clients whose states an awareness frame carries; none where it cannot be read."""
    decoder = Decoder(payload)
    people = []
    try:
        for _ in range(decoder.read_var_uint()):
            people.append(decoder.read_var_uint())
            decoder.read_var_uint()
            decoder.read_message()
    except (IndexError, RuntimeError):
        return []
    return people


def update_frame(update: bytes) -> bytes:
    """Frame of an update."""
    return create_update_message(update)


def awareness_frame(payload: bytes) -> bytes:
    """Frame of awareness states."""
    return create_awareness_message(payload)


def save_frame(request: int) -> bytes:
    """Frame that asks the server to write the file; the reply names the request.

    Built by hand, because pycrdt's `Encoder.write_var_string` counts characters instead of bytes.
    """
    return bytes([RAW]) + write_message(b"save") + write_var_uint(request)


def raw_of(frame: bytes) -> dict[str, Any]:
    """The server's raw message; empty where it cannot be read."""
    try:
        message = json.loads(payload_of(frame))
    except (FrameError, ValueError):
        return {}
    return message if isinstance(message, dict) else {}
