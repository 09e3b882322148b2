"""Levers of campaigns, known in advance, as standardised columns of the uplift model."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.regression.column import varies
from ltoplan_widgets.plan.units import Scalar

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_MOST_WORDS = 20
_BEYOND = 0.5
"""New values count up to so many standard deviations beyond the past ones."""
_DEEPEST = 0.05
_PRICE = re.compile(r"price|cost|msrp", re.IGNORECASE)
_CUT = re.compile(r"discount|depth|markdown|reduction|saving|price_?cut|pct_?off|percent_?off", re.IGNORECASE)
_RELATIVE = re.compile(r"ratio|rel|index|compet|rival", re.IGNORECASE)
_MOST_RATIO = 3.0
_HALF = 0.5
_PERCENT = 100.0
_WIDE = 20.0


@dataclass(frozen=True, kw_only=True)
class Lever:
    """How one covariate becomes a number.

    Attributes:
        name: The covariate.
        kind: ``price`` (log, or log of what a cut leaves), ``own_price`` (log, relative to the item's usual one), ``flag``,
            ``word``, ``wide`` (log of 1 + it) or ``plain``.
        word: The word that counts as 1.
        percent: True where a cut is in percent.
        low: Least number of the past.
        high: Largest number of the past.
        mean: Mean of the past.
        spread: Standard deviation of the past.
    """

    name: str
    kind: str
    word: str = ""
    percent: bool = False
    low: float = 0.0
    high: float = 0.0
    mean: float = 0.0
    spread: float = 1.0

    def numbers(self, values: Sequence[Scalar], usual: Array) -> Array:
        """Values as numbers, NaN where not known.

        Args:
            values: As given.
            usual: Log of the usual price in each row, for absolute prices.
        """
        if self.kind == "word":
            return np.array([np.nan if value is None else float(str(value) == self.word) for value in values])
        found = np.array([np.nan if value is None or isinstance(value, str) else float(value) for value in values])
        with np.errstate(invalid="ignore", divide="ignore"):
            if self.kind == "cut":
                return np.asarray(np.log(np.maximum(_DEEPEST, 1 - found / (_PERCENT if self.percent else 1.0))))
            if self.kind in {"price", "own_price"}:
                logs = np.where(found > 0, np.log(found), np.nan)
                return np.asarray(logs - usual if self.kind == "own_price" else logs)
            return np.asarray(np.log1p(np.maximum(found, 0.0))) if self.kind == "wide" else found

    def standardised(self, numbers: Array) -> Array:
        """Mean 0 and deviation 1 over the past; what is not known is the mean, what was never seen is held near what was."""
        reach = _BEYOND * self.spread
        held = np.clip(numbers, self.low - reach, self.high + reach)
        return np.where(np.isnan(held), 0.0, (held - self.mean) / self.spread)

    def is_strange(self, numbers: Array) -> bool:
        """Whether numbers lie beyond what is allowed for."""
        known = numbers[~np.isnan(numbers)]
        return bool(len(known)) and bool(known.min() < self.low - 3 * self.spread or known.max() > self.high + 3 * self.spread)


@dataclass(frozen=True, kw_only=True)
class Levers:
    """Levers of a library as columns: each by itself, prices squared, and prices times flags.

    Attributes:
        of: The levers.
        products: Pairs of positions among `of` whose product is a column.
        scales: Mean and standard deviation of each product, shape (products, 2).
        names: Names of all columns.
    """

    of: tuple[Lever, ...]
    products: tuple[tuple[int, int], ...]
    scales: Array
    names: tuple[str, ...]

    def columns(self, values: Mapping[str, Sequence[Scalar]], usual: Array) -> Array:
        """Columns of rows, shape (rows, columns)."""
        alone = [lever.standardised(lever.numbers(values[lever.name], usual)) for lever in self.of]
        twice = [(alone[a] * alone[b] - mean) / spread for (a, b), (mean, spread) in zip(self.products, self.scales, strict=True)]
        return np.stack([*alone, *twice], axis=1) if alone else np.zeros((len(usual), 0))

    @property
    def main(self) -> list[int]:
        """Positions of the columns that items may answer to differently: prices and flags, at most three."""
        ranked = sorted(range(len(self.of)), key=lambda index: self.of[index].kind not in PRICES)
        return [index for index in ranked if self.of[index].kind in {*PRICES, "flag"}][:3]


PRICES = ("price", "own_price", "cut")
"""Kinds of levers whose number is the log of a price."""


def learned_levers(values: Mapping[str, Sequence[Scalar]], usual: Array) -> Levers:
    """How the covariates of past campaigns become columns.

    Args:
        values: Values of each past row by covariate.
        usual: Log of the usual price in each row.
    """
    found = [fitted for name, column in values.items() for lever in _levers(name, column) if (fitted := _fitted(lever, column, usual))]
    alone = [lever.standardised(lever.numbers(values[lever.name], usual)) for lever in found]
    prices = [index for index, lever in enumerate(found) if lever.kind in PRICES]
    flags = [index for index, lever in enumerate(found) if lever.kind in {"flag", "word"}][:3]
    pairs = [
        pair
        for pair in [*[(p, p) for p in prices], *[(p, f) for p in prices[:1] for f in flags]]
        if varies(alone[pair[0]] * alone[pair[1]])
    ]
    scales = np.array([[(alone[a] * alone[b]).mean(), (alone[a] * alone[b]).std()] for a, b in pairs]).reshape(-1, 2)
    names = [lever.name + (f"={lever.word}" if lever.word else "") for lever in found]
    return Levers(of=tuple(found), products=tuple(pairs), scales=scales, names=(*names, *(f"{names[a]} x {names[b]}" for a, b in pairs)))


def _levers(name: str, values: Sequence[Scalar]) -> list[Lever]:
    given = [value for value in values if value is not None]
    if any(isinstance(value, str) for value in given):
        words = sorted({str(value) for value in given})
        return [Lever(name=name, kind="word", word=word) for word in words] if len(words) <= _MOST_WORDS else []
    numbers = np.array([float(value) for value in given])
    numbers = numbers[~np.isnan(numbers)]
    if len(numbers) < 2:  # noqa: PLR2004 - nothing varies
        return []
    if set(np.unique(numbers)) <= {0.0, 1.0}:
        return [Lever(name=name, kind="flag")]
    if _CUT.search(name) and numbers.min() >= 0 and numbers.max() <= _PERCENT:
        return [Lever(name=name, kind="cut", percent=bool(numbers.max() > 1))]
    if _PRICE.search(name) and numbers.min() > 0:
        return [Lever(name=name, kind="price" if numbers.max() <= _MOST_RATIO and _is_relative(name, numbers) else "own_price")]
    is_wide = numbers.min() >= 0 and numbers.max() > _WIDE * max(float(np.median(numbers)), 1e-9)
    return [Lever(name=name, kind="wide" if is_wide else "plain")]


def _is_relative(name: str, numbers: Array) -> bool:
    """Whether prices are shares of a usual price: by their name, or because they lie between a half and 1."""
    usually = float(np.median(numbers))
    return bool(_RELATIVE.search(name)) or (_HALF < usually <= 1 >= float(np.quantile(numbers, 0.9)))


def _fitted(lever: Lever, values: Sequence[Scalar], usual: Array) -> Lever | None:
    numbers = lever.numbers(values, usual)
    known = numbers[~np.isnan(numbers)]
    if not len(known) or not varies(known):
        return None
    return Lever(
        name=lever.name,
        kind=lever.kind,
        word=lever.word,
        percent=lever.percent,
        low=float(known.min()),
        high=float(known.max()),
        mean=float(known.mean()),
        spread=float(known.std()),
    )
