"""Ids that ascend with time (ULID): 48 bits of milliseconds, then 80 random bits, in Crockford's base 32."""

import base64
import re
import secrets
import threading
import time

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
TRUSTED_MS = 24 * 3600 * 1000
"""An id from further ahead than this comes from a broken clock, and nobody follows it."""

_RANDOM_BITS = 80
_BYTES = 20
"""A number of so many bytes is 32 signs without padding; the last ones are the id."""
_RFC_4648 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_CROCKFORD = bytes.maketrans(_RFC_4648, SIGNS.encode())
_FROM_CROCKFORD = bytes.maketrans(SIGNS.encode(), _RFC_4648)
_FORM = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_lock = threading.Lock()
_latest = ""


def ulid(after: str = "") -> str:
    """A new id, above every other of this process and above `after`.

    Clocks of different computers differ, so who adds to a sequence gives its newest id: what follows then sorts after it.
    An id that no clock could have made by now is not followed.

    >>> first = ulid(); first < ulid(after=first)
    True
    """
    global _latest  # noqa: PLW0603 - one sequence a process is the point
    now = time.time_ns() // 1_000_000
    fresh = _written(now << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS))
    with _lock:
        floor = after if after > _latest and _is_trusted(after, now) else _latest
        _latest = fresh if fresh > floor else _written(_number(floor) + 1)
        return _latest


def time_of(identifier: str) -> int | None:
    """Milliseconds since 1970 of an id; None of what is none.

    >>> time_of("01ARZ3NDEKTSV4RRFFQ69G5FAV"), time_of("launch")
    (1469922850259, None)
    """
    return _number(identifier) >> _RANDOM_BITS if _FORM.fullmatch(identifier) else None


def _is_trusted(identifier: str, now: int) -> bool:
    made = time_of(identifier)
    return made is not None and made <= now + TRUSTED_MS


def _written(number: int) -> str:
    return base64.b32encode(number.to_bytes(_BYTES))[-LENGTH:].translate(_TO_CROCKFORD).decode()


def _number(identifier: str) -> int:
    return int.from_bytes(base64.b32decode(identifier.encode().translate(_FROM_CROCKFORD).rjust(8 * _BYTES // 5, b"A")))
