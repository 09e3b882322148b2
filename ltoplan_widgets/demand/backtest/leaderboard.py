"""How methods did on the same launches: losses at places and for the chain, with intervals by event."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.backtest.losses import absolute_error, excess, is_within, quantile_loss
from ltoplan_widgets.demand.backtest.prediction import Prediction
from ltoplan_widgets.demand.backtest.window_total import LEVELS
from ltoplan_widgets.plan.listing import Listing

if TYPE_CHECKING:
    import pandas as pd

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
_ENDS = {"": "value", " low": "low", " high": "high"}
_GAP = "  "
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
        """The score of a method.

        Raises:
            KeyError: No such method was scored.
        """
        return {one.method: one for one in self.scores}[method]

    def __str__(self) -> str:
        """`text` for 80 columns."""
        return self.text()

    def text(self, *, width: int = 80) -> str:
        """One line a method, one column a figure; columns that do not fit into the width stand below, again by method.

        Args:
            width: Columns of text that fit.
        """
        if not self.scores:
            return "no campaign could be scored"
        methods = ["", *(one.method for one in self.scores)]
        columns = [[name, *(str(one.figures[name]) for one in self.scores)] for name in self.scores[0].figures]
        return "\n\n".join(_lines([methods, *block]) for block in _blocks(_wide(methods), columns, width))

    def to_pandas(self) -> "pd.DataFrame":
        """The figures as a data frame: one row a method; for each figure its value, and the interval's lower and upper end."""
        import pandas as pd  # noqa: PLC0415 - half a second that only those pay who ask for a frame

        rows = [
            {f"{name}{end}": getattr(figure, of) for name, figure in one.figures.items() for end, of in _ENDS.items()}
            for one in self.scores
        ]
        return pd.DataFrame(rows, index=pd.Index([one.method for one in self.scores], name="method"))

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


def _wide(cells: Sequence[str]) -> int:
    return max(len(cell) for cell in cells)


def _blocks(taken: int, columns: Sequence[list[str]], width: int) -> Iterator[list[list[str]]]:
    """Columns that fit beside the names of the methods, as many at a time as the width allows, at least one."""
    block: list[list[str]] = []
    left = width - taken
    for column in columns:
        if block and _wide(column) + len(_GAP) > left:
            yield block
            block, left = [], width - taken
        block.append(column)
        left -= _wide(column) + len(_GAP)
    yield block


def _lines(columns: Sequence[Sequence[str]]) -> str:
    widths = [_wide(column) for column in columns]
    return "\n".join(
        _GAP.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in zip(*columns, strict=True)
    )


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
    common = scored_by_all(kinds.values(), sold)
    if not sum(sold[row] for row in common) > 0:
        return Leaderboard(scores=())
    scores = [_score(kind, of, common, sold) for kind, of in kinds.items()]
    return Leaderboard(scores=tuple(sorted(scores, key=lambda one: (one.periods_seen, one["WAPE place"]))))


def scored_by_all(kinds: Iterable[Sequence[Prediction]], sold: Array) -> set[int]:
    """Rows of the campaigns that every kind of prediction forecasts and whose units are known."""
    rows = [{one.row for one in of if one.row >= 0 and not np.isnan(sold[one.row])} for of in kinds]
    return set.intersection(*rows) if rows else set()


def partly_forecast(predictions: Sequence[Prediction], sold: Array) -> list[Prediction]:
    """Of campaigns that only some methods forecast: the predictions of the largest part that the same ones forecast.

    Args:
        predictions: Of campaigns and of whole launches, by all methods, before launch.
        sold: Units of each campaign of the library; NaN where unknown.
    """
    by_row: dict[int, set[str]] = {}
    for one in predictions:
        if one.row >= 0:
            by_row.setdefault(one.row, set()).add(one.method)
    everybody = {one.method for one in predictions}
    parts: dict[frozenset[str], set[int]] = {}
    for row, by in by_row.items():
        if by != everybody and not np.isnan(sold[row]):
            parts.setdefault(frozenset(by), set()).add(row)
    if not parts:
        return []
    methods, rows = max(parts.items(), key=lambda part: (len(part[1]), sorted(part[0])))
    elsewhere = {(one.event, one.item) for one in predictions if one.row >= 0 and one.row not in rows}
    theirs = (one for one in predictions if one.method in methods)
    return [one for one in theirs if one.row in rows or (one.row < 0 and (one.event, one.item) not in elsewhere)]


def _score(kind: tuple[str, int], predictions: Sequence[Prediction], common: set[int], sold: Array) -> Score:
    places = [one for one in predictions if one.row in common]
    terms = terms_by_launch(predictions, common, sold)
    figures = {name: figure(*terms[name]) for name in _SHOWN}
    return Score(method=kind[0], periods_seen=kind[1], campaigns=len(places), events=len(_launches(places)), figures=figures)


def _launches(predictions: Iterable[Prediction]) -> dict[tuple[str, str], int]:
    """Position of every launch, in the order they come in."""
    found = dict.fromkeys((one.event, one.item) for one in predictions)
    return {launch: index for index, launch in enumerate(found)}


def terms_by_launch(predictions: Sequence[Prediction], common: set[int], sold: Array) -> dict[str, tuple[Array, Array]]:
    """Numerator and denominator of every figure of one method, each of shape (launches,).

    Args:
        predictions: Of campaigns and of whole launches, by one method.
        common: Rows of the campaigns to score.
        sold: Units of each campaign of the library.
    """
    places = [one for one in predictions if one.row in common]
    partly = {(one.event, one.item) for one in predictions if one.row >= 0 and one.row not in common}
    position = _launches(places)
    at = np.array([position[one.event, one.item] for one in places])
    units = np.array([sold[one.row] for one in places])
    wholes = [one for one in predictions if one.row < 0 and (one.event, one.item) in position and (one.event, one.item) not in partly]
    of_whole = np.array([position[one.event, one.item] for one in wholes], dtype=np.int64)
    sums = _summed(at, units, len(position))
    return {
        name: (_summed(launch, parts[0], len(position)), _summed(launch, parts[1], len(position)))
        for launch, found in ((at, _terms(places, units, "place")), (of_whole, _terms(wholes, sums[of_whole], "chain")))
        for name, parts in found.items()
    }


def _summed(launch: NDArray[np.int64], part: Array, launches: int) -> Array:
    return np.bincount(launch, part, minlength=launches).astype(np.float64)


def _terms(predictions: Sequence[Prediction], units: Array, where: str) -> dict[str, tuple[Array, Array]]:
    """Numerator and denominator of every figure, one a prediction."""
    mean = np.array([one.mean for one in predictions])
    quantiles = np.array([one.quantiles for one in predictions]).reshape(-1, len(LEVELS)).T
    loss = quantile_loss(units, quantiles, level=_COLUMN)
    one_each = np.ones_like(units)
    return {
        f"WAPE {where}": (absolute_error(units, mean), units),
        f"bias {where}": (excess(units, mean), units),
        f"wQL {where}": (2 * loss[_DECILES].mean(axis=0), units),
        f"newsvendor {where}": (loss[_ORDER], units),
        **{
            f"{name} band {where}": (is_within(units, (quantiles[low], quantiles[high])).astype(float), one_each)
            for name, (low, high) in _BANDS.items()
        },
    }


def figure(numerator: Array, denominator: Array) -> Figure:
    """A ratio of sums over events, and its percentile bootstrap over events; the same draws for every method.

    Args:
        numerator: By event.
        denominator: By event, same shape.
    """
    weight = _drawn(len(numerator))
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = (weight @ numerator) / (weight @ denominator)
        value = float(np.divide(numerator.sum(), denominator.sum()))
    known = drawn[np.isfinite(drawn)]
    low, high = np.quantile(known, _INTERVAL) if len(known) else (np.nan, np.nan)
    return Figure(value=value, low=float(low), high=float(high))


@lru_cache(maxsize=2)
def _drawn(events: int) -> Array:
    """How often each event is in each of the bootstrap's draws, shape (draws, events)."""
    return np.random.default_rng(0).multinomial(events, np.full(events, 1 / events), size=_DRAWS).astype(np.float64)
