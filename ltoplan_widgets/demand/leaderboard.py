"""How methods did on the same launches: losses at places and for the chain, with intervals by event."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.prediction import Prediction
from ltoplan_widgets.demand.window_total import LEVELS
from ltoplan_widgets.plan.listing import Listing

Array = NDArray[np.float64]

CRITICAL_RATIO = 0.9
"""Of the newsvendor cost: a unit too few costs nine times a unit too many."""
_DRAWS = 2000
_INTERVAL = (0.025, 0.975)
_DECILES = [LEVELS.index(level) for level in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)]
_ORDER = LEVELS.index(CRITICAL_RATIO)
_COLUMN = np.array(LEVELS)[:, None]
_SHOWN = (
    "WAPE place",
    "WAPE chain",
    "bias place",
    "wQL place",
    "wQL chain",
    "newsvendor place",
    "80 % band place",
    "95 % band place",
    "80 % band chain",
    "95 % band chain",
)
_LISTED = ("WAPE place", "WAPE chain", "bias place", "wQL chain", "newsvendor place", "80 % band chain", "95 % band chain")
_BANDS = {"80 %": (LEVELS.index(0.1), LEVELS.index(0.9)), "95 %": (LEVELS.index(0.025), LEVELS.index(0.975))}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure with its interval.

    Attributes:
        value: The figure.
        low: Lower end of the 95 % interval over events drawn anew (percentile bootstrap).
        high: Upper end.
    """

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """As in ``0.104 (0.088 to 0.121)``."""
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


@dataclass(frozen=True, kw_only=True)
class Score:
    """Figures of one method.

    Attributes:
        method: Name of the method.
        periods_seen: How many periods of the campaigns were known.
        campaigns: How many campaigns count.
        events: How many launches count.
        figures: By name, at places and for the chain as a whole: WAPE and bias of the mean, wQL (twice the pinball loss
            over units, mean of the levels .1 to .9), newsvendor (cost of ordering the 90 % quantile at critical ratio .9,
            over units), coverage of the 80 % and 95 % bands.
    """

    method: str
    periods_seen: int
    campaigns: int
    events: int
    figures: dict[str, Figure]

    def __getitem__(self, name: str) -> float:
        """A figure's value by its name."""
        return self.figures[name].value


@dataclass(frozen=True, kw_only=True)
class Leaderboard:
    """Scores of methods on the campaigns that all of them forecast, the lowest WAPE first."""

    scores: tuple[Score, ...]

    def __getitem__(self, method: str) -> Score:
        """The score of a method."""
        return next(one for one in self.scores if one.method == method)

    def __str__(self) -> str:
        """A Markdown table: one line a figure, one column a method."""
        if not self.scores:
            return "no campaign could be scored"
        head = ["", *(one.method for one in self.scores)]
        lines = [[name, *(str(one.figures[name]) for one in self.scores)] for name in self.scores[0].figures]
        widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]
        rule = ["-" * width for width in widths]
        return "\n".join(
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in (head, rule, *lines)
        )

    def listing(self) -> Listing:
        """One row a method, with its main figures and their 95 % intervals."""
        rows = [(one.method, *(str(one.figures[name]) for name in _LISTED)) for one in self.scores]
        on = (
            f"{self.scores[0].campaigns:,} campaigns of {self.scores[0].events:,} launches"
            if self.scores
            else "No campaign could be scored."
        )
        note = "Lower is better but for the bands, which should hold what their name says; in brackets 95 % intervals over launches."
        return Listing(["method", *_LISTED], rows, title=on, note=note if rows else "")

    def _repr_html_(self) -> str:
        return self.listing().html()


def leaderboard(predictions: Sequence[Prediction], sold: Array) -> Leaderboard:
    """Score predictions against what was sold.

    Every figure is a ratio of sums over events: losses weigh by units, coverage at places by campaigns, coverage of the
    chain counts each event once. Intervals draw whole events anew, because campaigns of one event are off together. The
    chain is scored where all forecast campaigns of an event are.

    Args:
        predictions: Of campaigns and of whole launches.
        sold: Units of each campaign of the library; NaN where unknown, and such campaigns do not count.
    """
    kinds: dict[tuple[str, int], list[Prediction]] = {}
    for one in predictions:
        kinds.setdefault((one.method, one.periods_seen), []).append(one)
    rows = [{one.row for one in of if one.row >= 0 and not np.isnan(sold[one.row])} for of in kinds.values()]
    common = set.intersection(*rows) if rows else set()
    if not sum(sold[row] for row in common) > 0:
        return Leaderboard(scores=())
    scores = [_score(kind, of, common, sold) for kind, of in kinds.items()]
    return Leaderboard(scores=tuple(sorted(scores, key=lambda one: (one.periods_seen, one["WAPE place"]))))


def _score(kind: tuple[str, int], predictions: Sequence[Prediction], common: set[int], sold: Array) -> Score:
    places = [one for one in predictions if one.row in common]
    partly = {(one.event, one.item) for one in predictions if one.row >= 0 and one.row not in common}
    launches = list(dict.fromkeys((one.event, one.item) for one in places))
    position = {launch: index for index, launch in enumerate(launches)}
    at = np.array([position[one.event, one.item] for one in places])
    units = np.array([sold[one.row] for one in places])
    wholes = [one for one in predictions if one.row < 0 and (one.event, one.item) in position and (one.event, one.item) not in partly]
    of_whole = np.array([position[one.event, one.item] for one in wholes], dtype=np.int64)
    sums = _summed(at, units, len(launches))
    terms = {
        name: (_summed(launch, parts[0], len(launches)), _summed(launch, parts[1], len(launches)))
        for launch, found in ((at, _terms(places, units, "place")), (of_whole, _terms(wholes, sums[of_whole], "chain")))
        for name, parts in found.items()
    }
    figures = {name: _figure(*terms[name]) for name in _SHOWN}
    return Score(method=kind[0], periods_seen=kind[1], campaigns=len(places), events=len(launches), figures=figures)


def _summed(launch: NDArray[np.int64], part: Array, launches: int) -> Array:
    return np.bincount(launch, part, minlength=launches).astype(np.float64)


def _terms(predictions: Sequence[Prediction], units: Array, where: str) -> dict[str, tuple[Array, Array]]:
    """Numerator and denominator of every figure, one a prediction."""
    mean = np.array([one.mean for one in predictions])
    quantiles = np.array([one.quantiles for one in predictions]).reshape(-1, len(LEVELS)).T
    apart = units - quantiles
    loss = np.maximum(_COLUMN * apart, (_COLUMN - 1) * apart)
    one_each = np.ones_like(units)
    return {
        f"WAPE {where}": (np.abs(units - mean), units),
        f"bias {where}": (mean - units, units),
        f"wQL {where}": (2 * loss[_DECILES].mean(axis=0), units),
        f"newsvendor {where}": (loss[_ORDER], units),
        **{
            f"{name} band {where}": (((quantiles[low] <= units) & (units <= quantiles[high])).astype(float), one_each)
            for name, (low, high) in _BANDS.items()
        },
    }


def _figure(numerator: Array, denominator: Array) -> Figure:
    """A ratio of sums over events, and its percentile bootstrap over events; the same draws for every method."""
    generator = np.random.default_rng(0)
    weight = generator.multinomial(len(numerator), np.full(len(numerator), 1 / len(numerator)), size=_DRAWS)
    with np.errstate(invalid="ignore"):
        drawn = (weight @ numerator) / (weight @ denominator)
        value = float(np.divide(numerator.sum(), denominator.sum()))
    low, high = np.quantile(drawn[~np.isnan(drawn)], _INTERVAL) if not np.isnan(drawn).all() else (np.nan, np.nan)
    return Figure(value=value, low=float(low), high=float(high))
