"""Numbers as people write them: decimal commas, thousands, currency signs."""

import re

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.table.cell import number_of

_SIGN = re.compile(r"^\s*([€$£¥₹]|[A-Z]{3}(?=[\s\d.-]))\s*|\s*([€$£¥₹]|(?<=[\s\d])[A-Z]{3})\s*$")
_COMMA = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d+),\d+$")
_PROVES_COMMA = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}|\d+,(\d{1,2}|\d{4,}))$")
_PROVES_GROUPS = re.compile(r"[-+]?\d{1,3}(,\d{3}){2,}(\.\d+)?$")
_WHOLE_GROUPED = re.compile(r"[-+]?\d{1,3}(\.\d{3})+$")
_ONE_GROUP = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}$")
_SPACED = re.compile(r"(?<=\d)[\s'\u2019](?=\d{3}(?:\D|$))")
_GROUP = 3
_POINT = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?$")


def sign_of(word: str) -> str:
    """Currency sign or code of a price, empty where it has none.

    >>> sign_of("4.50 €"), sign_of("USD 4"), sign_of("4.50")
    ('€', 'USD', '')
    """
    found = _SIGN.search(word)
    return (found[1] or found[2]) if found else ""


def numbers_of_words(words: list[str], *, signs: bool) -> tuple[NDArray[np.float64], NDArray[np.bool_], bool]:
    """Numbers of texts, NaN where there is none; which are no numbers; and whether a decimal comma was read.

    A comma counts as the decimal one only where a number proves it (``4,5`` does, ``1,234`` does not).

    >>> numbers_of_words(["1.234,50", "3"], signs=False)[0].tolist()
    [1234.5, 3.0]

    Args:
        words: The texts; empty ones hold nothing.
        signs: Whether a currency sign may stand before or after the number.
    """
    bare = [_SPACED.sub("", _SIGN.sub("", word) if signs else word) for word in words]
    unread = [word for word in bare if word and number_of(word) is None]
    commas = sum(_COMMA.match(word) is not None or _WHOLE_GROUPED.match(word) is not None for word in unread)
    is_comma = any(map(_PROVES_COMMA.match, unread)) and 2 * commas > len(unread)
    is_grouped = any(map(_PROVES_GROUPS.match, unread))
    values = [_with_comma(word) if is_comma else _grouped(word, is_proven=is_grouped) for word in bare]
    wrong = np.array([bool(word) and value is None for word, value in zip(bare, values, strict=True)], dtype=bool)
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64), wrong, is_comma


def _with_comma(word: str) -> float | None:
    if _COMMA.match(word) or _WHOLE_GROUPED.match(word):
        return float(word.replace(".", "").replace(",", "."))
    return number_of(word)


def _grouped(word: str, *, is_proven: bool) -> float | None:
    return float(word.replace(",", "")) if _POINT.match(word) and ("." in word or is_proven) else number_of(word)


def unclear_numbers(words: list[str]) -> NDArray[np.bool_]:
    """Which texts may be thousands or decimals, where nothing in the column tells: ``12.000`` among whole numbers below 1000.

    >>> unclear_numbers(["12.000", "7"]).tolist(), unclear_numbers(["12.000", "0.5"]).any(), unclear_numbers(["12,000", "1500"]).any()
    ([True, False], np.False_, np.False_)
    """
    found = np.array([_ONE_GROUP.match(word) is not None for word in words], dtype=bool)
    others = [word for word, is_one in zip(words, found, strict=True) if not is_one]
    tells = any("." in word or "," in word or len(word.strip("+-")) > _GROUP for word in others)
    return found & (not tells)
