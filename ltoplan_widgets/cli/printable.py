"""Text that a terminal can be given: what people typed into a plan must not steer it."""

import re

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line break, and those that turn the direction of text."""


def printable(text: str) -> str:
    r"""The text with what would steer a terminal written as escapes.

    >>> printable("latte\x1b[2J")
    'latte\\x1b[2J'
    """
    return _STEERING.sub(lambda found: ascii(found[0])[1:-1], text)
