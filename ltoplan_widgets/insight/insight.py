"""One thing that deserves a look, and many of them."""

from typing import Literal

import msgspec

from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.plan.money import money_words

Code = Literal[
    "out-of-band",
    "stock-out-risk",
    "leftover-risk",
    "bias",
    "early-bias",
    "stale-sales",
    "late-order",
    "override-against-evidence",
    "anomaly",
]


class Insight(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that deserves a look.

    Attributes:
        code: Kind of insight.
        sentence: What was found, with number and unit.
        action: What to do about it, one sentence.
        money: Money at risk, in the plan's currency; 0 where price or costs are not known.
        units: Units at risk.
        campaign: Id of the campaign; empty for the history.
        path: Path of the plan's field that it is about; empty where there is none.
        currency: ISO 4217 code of the money; empty where it is not known.
        unit: What people call the units, in the plural.
    """

    code: Code
    sentence: str
    action: str
    money: float
    units: float
    campaign: str = ""
    path: str = ""
    currency: str = ""
    unit: str = "units"

    def __str__(self) -> str:
        """Sentence and action."""
        return f"{self.sentence} {self.action}"


class Insights(Listed, tuple[Insight, ...]):
    """What deserves a look, the most money at risk first; a notebook shows it as a table."""

    __slots__ = ()

    def listing(self) -> Listing:
        """One row an insight."""
        rows = [(_at_risk(one), one.sentence, one.action) for one in self]
        return Listing(["at risk", "what", "what to do"], rows, note="" if rows else "Nothing deserves a second look.")


def _at_risk(one: Insight) -> str:
    return money_words(one.money, one.currency) if one.money else f"{one.units:,.0f} {one.unit}"
