"""Names of fields and levers as a planner reads them."""

import re

ACRONYMS = (
    "bogo",
    "crm",
    "ctv",
    "dc",
    "dooh",
    "eur",
    "id",
    "kpi",
    "lto",
    "moq",
    "ooh",
    "pos",
    "ppc",
    "pr",
    "seo",
    "sku",
    "sms",
    "tv",
    "upc",
    "url",
    "usd",
    "vat",
)
"""Words that are written in capitals where a name is all lower case; the browser's side is generated from them."""

_BREAK = re.compile(r"[_\s]+")


def words(name: str) -> str:
    """A name inside of a sentence: its words with spaces, acronyms in capitals, all else as it was written.

    >>> words("cold_weeks"), words("tv"), words("TV_spots"), words("Black Friday")
    ('cold weeks', 'TV', 'TV spots', 'Black Friday')
    """
    return " ".join(part.upper() if part in ACRONYMS else part for part in _BREAK.split(name.strip()))


def label(name: str) -> str:
    """A name that stands alone, or at the start of a sentence.

    >>> label("cold_weeks"), label("tv_spots"), label("eBay")
    ('Cold weeks', 'TV spots', 'EBay')
    """
    said = words(name)
    return said[:1].upper() + said[1:]
