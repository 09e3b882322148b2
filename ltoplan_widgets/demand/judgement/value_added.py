"""What judgement was worth: forecast value added by person, reason, direction and size."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from ltoplan_widgets.plan.listing import Listed, Listing

SIZES = ((0.1, "below 10 %"), (0.3, "10 to 30 %"), (float("inf"), "above 30 %"))
"""Classes of the size of a change: upper end as a share of the statistical forecast, and name."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """One forecast that a person changed, and what came of it.

    Attributes:
        author: Who changed it.
        reason: Why, in the author's words.
        statistical: Units forecast before the change.
        final: Units forecast after it.
        actual: Units sold.
        campaign: Key of the campaign.
        start: First day of the period, ISO date.
    """

    author: str
    reason: str
    statistical: float
    final: float
    actual: float
    campaign: str = ""
    start: str = ""

    @property
    def change(self) -> float:
        """Change as a share of the statistical forecast; infinite where that was 0."""
        if self.statistical > 0:
            return self.final / self.statistical - 1
        return float("inf") if self.final > 0 else 0.0

    @property
    def direction(self) -> str:
        """``up``, ``down`` or ``same``."""
        return "up" if self.final > self.statistical else "down" if self.final < self.statistical else "same"

    @property
    def size(self) -> str:
        """Class of the size of the change."""
        return next(name for end, name in SIZES if abs(self.change) < end or end == float("inf"))


class ValueAdded(msgspec.Struct, frozen=True, kw_only=True):
    """What the judgements of one group were worth.

    Attributes:
        by: ``all``, ``author``, ``reason``, ``direction`` or ``size``.
        group: Name of the group; empty for all.
        judgements: How many there are.
        statistical_wape: Error before the changes, a share of what was sold.
        final_wape: Error after them.
        value_added: ``statistical_wape - final_wape``: above 0 where judgement helped.
        bias: ``sum(final - actual) / sum(actual)``: above 0 where judgement was too high.
        helped: Share of the judgements that came closer, 0 to 1.
    """

    by: str
    group: str
    judgements: int
    statistical_wape: float
    final_wape: float
    value_added: float
    bias: float
    helped: float


class Worths(Listed, tuple[ValueAdded, ...]):
    """What judgements were worth in every grouping; a notebook shows them as a table."""

    __slots__ = ()

    def listing(self) -> Listing:
        """One row a group."""
        rows = [
            (
                one.by,
                one.group,
                one.judgements,
                *map(_share, (one.statistical_wape, one.final_wape)),
                _gain(one.value_added),
                _gain(one.bias),
                _share(one.helped),
            )
            for one in self
        ]
        columns = ["by", "group", "judgements", "error before", "error after", "value added", "bias", "helped"]
        note = "Errors and bias as shares of what was sold (WAPE); value added above 0 means that judgement helped, bias above 0 that it was too high."
        return Listing(columns, rows, note=note if rows else "Nobody's judgement can be set beside sales yet.")


def _share(share: float) -> str:
    return f"{100 * share:.1f} %"


def _gain(share: float) -> str:
    return f"{100 * share:+.1f} %"


GROUPINGS: dict[str, Callable[[Judgement], str]] = {
    "all": lambda _: "",
    "author": lambda one: one.author or "unknown",
    "reason": lambda one: one.reason or "no reason given",
    "direction": lambda one: one.direction,
    "size": lambda one: one.size,
}
"""How judgements are grouped."""


def value_added(judgements: Iterable[Judgement]) -> Worths:
    """Forecast value added, ``WAPE(statistical) - WAPE(final)`` over the same rows, in every grouping.

    Gilliland, *The Business Forecasting Deal* (2010); Fildes et al. (2009). Rows without sales in a whole group are left
    out of it, as an error has no share of nothing.

    Args:
        judgements: What people changed, and what came of it, in units.

    >>> rows = [Judgement(author="Ada", reason="flight", statistical=100, final=140, actual=130)]
    >>> round(value_added(rows)[0].value_added, 3)
    0.154
    """
    given = tuple(judgements)
    return Worths(row for by, group_of in GROUPINGS.items() for row in _grouped(by, group_of, given))


def _grouped(by: str, group_of: Callable[[Judgement], str], judgements: tuple[Judgement, ...]) -> Iterator[ValueAdded]:
    groups: dict[str, list[Judgement]] = {}
    for one in judgements:
        groups.setdefault(group_of(one), []).append(one)
    rows = [_worth(by, group, members) for group, members in groups.items() if sum(one.actual for one in members) > 0]
    yield from sorted(rows, key=lambda row: (-row.judgements, row.group))


def _worth(by: str, group: str, members: list[Judgement]) -> ValueAdded:
    sold = sum(one.actual for one in members)
    before = sum(abs(one.statistical - one.actual) for one in members) / sold
    after = sum(abs(one.final - one.actual) for one in members) / sold
    return ValueAdded(
        by=by,
        group=group,
        judgements=len(members),
        statistical_wape=before,
        final_wape=after,
        value_added=before - after,
        bias=sum(one.final - one.actual for one in members) / sold,
        helped=sum(abs(one.final - one.actual) < abs(one.statistical - one.actual) for one in members) / len(members),
    )
