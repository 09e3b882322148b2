"""Which place gets how much of a supply."""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ltoplan_widgets.demand.forecast.forecast import Forecast
from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.plan.listing import Listed, Listing
from ltoplan_widgets.supply.amount import amount, refusal, remarks
from ltoplan_widgets.supply.order_check import place_findings

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

_ROUNDING = 1e-9
_MOST_ROWS = 15
"""So many places are shown at one look."""
_LEAST = 0.5
_DIGITS = 12
"""Sales that differ by rounding are the same."""
_HALVINGS = 60
"""So often the common service level is bracketed; the bracket is then narrower than a path."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Allocation(Listed):
    """A supply by place. Every array has shape (places,).

    Attributes:
        locations: Keys of the places.
        quantities: Units for each place, whole cases.
        case_pack: Units in one case.
        supply: Units there are.
        reserve: Units kept back, less than a case.
        service_levels: Probability that a place's quantity suffices, 0 to 1.
        expected_sales: Units.
        expected_leftover: Units.
        expected_lost_sales: Units.
        findings: What is odd about it.
    """

    locations: tuple[str, ...]
    quantities: Array
    case_pack: float
    supply: float
    reserve: float
    service_levels: Array
    expected_sales: Array
    expected_leftover: Array
    expected_lost_sales: Array
    findings: tuple[Finding, ...] = ()

    @property
    def stock_out_risks(self) -> Array:
        """Probability that a place runs out, 0 to 1; as even as whole cases allow."""
        return np.asarray(1.0 - self.service_levels)

    @property
    def first_to_run_out(self) -> str:
        """Key of the place that is likeliest to run out."""
        return self.locations[int(np.argmin(self.service_levels))]

    def to_pandas(self) -> "pd.DataFrame":
        """One row a place: location, quantity, cases, risk of running out, expected sales, leftover and lost sales (units)."""
        import pandas as pd  # noqa: PLC0415 - half a second that a quantity alone does not need

        columns = {
            "location": self.locations,
            "quantity": self.quantities,
            "cases": self.quantities / self.case_pack,
            "stock_out_risk": self.stock_out_risks,
            "expected_sales": self.expected_sales,
            "expected_leftover": self.expected_leftover,
            "expected_lost_sales": self.expected_lost_sales,
        }
        return pd.DataFrame(columns)

    def listing(self) -> Listing:
        """The places that are likeliest to run out first, then all together."""
        columns = ["place", "units", "cases", "risk of running out", "expected sales", "leftover", "lost sales"]
        first = np.argsort(-self.stock_out_risks, kind="stable")[:_MOST_ROWS]
        parts = (self.quantities, self.expected_sales, self.expected_leftover, self.expected_lost_sales)
        rows = [
            (
                self.locations[place],
                f"{self.quantities[place]:,.0f}",
                f"{self.quantities[place] / self.case_pack:,.0f}",
                f"{100 * self.stock_out_risks[place]:.0f} %",
                *(f"{part[place]:,.0f}" for part in parts[1:]),
            )
            for place in map(int, first)
        ]
        sums = [f"{float(part.sum()):,.0f}" for part in parts]
        cases = f"{float(self.quantities.sum()) / self.case_pack:,.0f}"
        every = (f"all {len(self.locations)} places", sums[0], cases, "", *sums[1:])
        left = len(self.locations) - len(rows)
        more = f"{left} more places run out less likely; to_pandas() has all of them." if left else ""
        kept = f"{self.reserve:,.0f} units, less than a case, stay in reserve." if self.reserve >= _LEAST else ""
        title = f"{float(self.quantities.sum()):,.0f} of {self.supply:,.0f} units to {len(self.locations)} places"
        return Listing(columns, [*rows, every], title=title, note=remarks(self.findings, *filter(None, (more, kept))))

    def __repr__(self) -> str:
        """Supply, places and the range of the risk in one line."""
        risks = self.stock_out_risks
        span = f"{risks.min():.0%} to {risks.max():.0%}"
        return f"<Allocation {self.quantities.sum():,.0f} of {self.supply:,.0f} units to {len(self.locations)} places, risk of running out {span}>"


def allocate(
    supply: float,
    demand: Forecast | ArrayLike,
    *,
    locations: Sequence[str] | None = None,
    case_pack: float = 1.0,
    minimums: ArrayLike = 0.0,
) -> Allocation:
    """Share a supply out so that every place is as likely as any other to run out.

    The quantities are ``q_s = F_s^-1(lambda)`` with ``sum q_s = supply`` (the fractile allocation: it maximises expected
    sales where a unit earns the same everywhere), in cases; the cases left go one by one to the place where the next case
    sells most, ``E[min(D_s, q_s + pack)] - E[min(D_s, q_s)]``: unit by unit that is the largest ``P(D_s > q_s)``. No other
    allocation of whole cases sells more, as what a further case sells never grows. Eppen & Schrage, *Centralized ordering
    policies in a multi-warehouse system* (1981); Fox, *Discrete optimization via marginal analysis* (1966).

    Args:
        supply: Units to share out, at least 0.
        demand: A forecast (its sums by place count), or equally likely outcomes of shape (outcomes, places).
        locations: Keys of the places where `demand` is an array; by default their positions.
        case_pack: Units in one case, above 0.
        minimums: Units that each place gets at least (a filled shelf), one number or shape (places,); rounded up to cases.

    Raises:
        InputError: A number out of its range, arrays that do not fit, or minimums that add up to more than the supply.

    Three places that sell 10, 20 and 30 on average, with the same uncertainty, share 48 units:

    >>> paths = np.outer(np.linspace(0.5, 1.5, 101), [10.0, 20.0, 30.0])
    >>> allocate(48, paths, case_pack=4).quantities.tolist()
    [8.0, 16.0, 24.0]
    """
    outcomes, names = _outcomes(demand, locations)
    held = amount("supply", supply)
    pack = amount("case_pack", case_pack, above=0.0)
    cases = math.floor(held / pack + _ROUNDING)
    least = _least_cases(minimums, len(names), pack, cases, held)
    given = _filled(np.sort(outcomes, axis=0), cases, pack, least)
    return _allocation(names, np.asarray(given * pack, dtype=np.float64), outcomes, supply=held, pack=pack)


def _outcomes(demand: Forecast | ArrayLike, locations: Sequence[str] | None) -> tuple[Array, tuple[str, ...]]:
    if isinstance(demand, Forecast):
        by_place = demand.by_location()
        return np.asarray(by_place.paths(), dtype=np.float64), by_place.locations
    outcomes = _numbers("demand", demand)
    if outcomes.ndim != 2 or not outcomes.size or not np.isfinite(outcomes).all() or outcomes.min() < 0:  # noqa: PLR2004 - two axes
        text = "outcomes are finite numbers of at least 0 of shape (outcomes, places)"
        raise InputError(refusal("demand", f"shape {outcomes.shape}", text, mend="give a forecast, or its paths by place"))
    names = tuple(map(str, range(outcomes.shape[1]))) if locations is None else tuple(locations)
    if len(set(names)) != outcomes.shape[1]:
        text = f"there are {outcomes.shape[1]} columns of outcomes"
        raise InputError(refusal("locations", len(set(names)), text, mend="name each place once"))
    return outcomes, names


def _numbers(name: str, given: ArrayLike) -> Array:
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(refusal(name, given, f"{name} are numbers ({error})", mend="give units")) from None


def _least_cases(minimums: ArrayLike, places: int, pack: float, cases: int, supply: float) -> NDArray[np.int64]:
    given = _numbers("minimums", minimums)
    if given.shape not in ((), (places,)):
        text = f"there are {places} places"
        raise InputError(refusal("minimums", f"shape {given.shape}", text, mend="give one number, or one a place"))
    given = np.broadcast_to(given, (places,))
    if not np.isfinite(given).all() or given.min() < 0:
        raise InputError(refusal("minimums", float(given.min()), "a minimum is a finite number of at least 0", mend="give units"))
    least = np.ceil(given / pack - _ROUNDING).astype(np.int64)
    if least.sum() > cases:
        text = f"in whole cases the minimums need {least.sum() * pack:,.0f} units and there are {supply:,.0f}"
        raise InputError(refusal("minimums", float(given.sum()), text, mend="lower the minimums, or allocate a larger supply"))
    return least


def _filled(ordered: Array, cases: int, pack: float, least: NDArray[np.int64]) -> NDArray[np.int64]:
    given = np.maximum(_common_level(ordered, cases, pack, least), least)
    queue = [_next_case(ordered, place, int(given[place]), pack) for place in range(len(given))]
    heapq.heapify(queue)
    for _ in range(cases - int(given.sum())):
        place = heapq.heappop(queue)[2]
        given[place] += 1
        heapq.heappush(queue, _next_case(ordered, place, int(given[place]), pack))
    return given


def _next_case(ordered: Array, place: int, cases: int, pack: float) -> tuple[float, float, int]:
    """What the next case of a place sells, negative so that the best comes first; then how well it is covered already."""
    column, held = ordered[:, place], cases * pack
    first = int(np.searchsorted(column, held, side="right"))
    sold = float(np.minimum(column[first:] - held, pack).sum()) / len(column)
    return -round(sold, _DIGITS), held / max(float(column.mean()), 1e-12), place


def _common_level(ordered: Array, cases: int, pack: float, least: NDArray[np.int64]) -> NDArray[np.int64]:
    """Whole cases below the largest common service level that the supply allows; above every outcome, in proportion to the means.

    Each of these cases is sold with at least the probability of that level, and no case above it is, so that they are part
    of the best allocation and only few cases are left to be given one by one.
    """
    low, high = 0.0, 1.0
    if np.maximum(_up(_at_level(ordered, 0.0, pack)), least).sum() > cases:
        return least
    if (full := np.maximum(_up(_at_level(ordered, 1.0, pack)), least)).sum() <= cases:
        means = ordered.mean(axis=0)
        share = means / means.sum() if means.sum() > 0 else np.full(len(means), 1 / len(means))
        return np.asarray(full + np.floor((cases - full.sum()) * share).astype(np.int64))
    for _ in range(_HALVINGS):
        level = (low + high) / 2
        is_enough = np.maximum(_up(_at_level(ordered, level, pack)), least).sum() <= cases
        low, high = (level, high) if is_enough else (low, level)
    return np.maximum(np.floor(_at_level(ordered, low, pack) + _ROUNDING).astype(np.int64), least)


def _at_level(ordered: Array, level: float, pack: float) -> Array:
    """Cases that a service level needs, also parts of them."""
    position = min(max(math.ceil(level * len(ordered) - _ROUNDING) - 1, 0), len(ordered) - 1)
    return np.asarray(ordered[position] / pack)


def _up(cases: Array) -> NDArray[np.int64]:
    return np.asarray(np.ceil(cases - _ROUNDING), dtype=np.int64)


def _allocation(names: tuple[str, ...], quantities: Array, outcomes: Array, *, supply: float, pack: float) -> Allocation:
    sales = np.minimum(outcomes, quantities).mean(axis=0)
    return Allocation(
        locations=names,
        quantities=quantities,
        case_pack=pack,
        supply=supply,
        reserve=max(0.0, supply - float(quantities.sum())),
        service_levels=np.asarray((outcomes <= quantities).mean(axis=0)),
        expected_sales=sales,
        expected_leftover=quantities - sales,
        expected_lost_sales=outcomes.mean(axis=0) - sales,
        findings=place_findings(outcomes.mean(axis=0), pack),
    )
