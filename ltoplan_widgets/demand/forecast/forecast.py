"""Demand of a campaign as a distribution: equally likely sample paths by place and period."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from numbers import Integral
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ltoplan_widgets.demand.day import GivenDay, day_number, day_text
from ltoplan_widgets.demand.forecast.analogues import Analogue, Analogues
from ltoplan_widgets.demand.forecast.hindsight import Hindsight
from ltoplan_widgets.demand.forecast.judged_path import checked_units, judged_paths, period_factors
from ltoplan_widgets.demand.forecast.path_quantile import BAND, checked_levels, path_quantiles
from ltoplan_widgets.demand.period import periods_in
from ltoplan_widgets.demand.refusal import refusal
from ltoplan_widgets.plan.errors import Finding
from ltoplan_widgets.plan.listing import Listing

PATHS = 1000
"""Number of sample paths where nobody asks for another."""

Array = NDArray[np.float64]
Draw = Callable[[int], Iterable[NDArray[np.floating]]]
"""Number of paths -> the paths, in blocks of places: arrays of shape (paths, places of the block, periods)."""

_PLACES_AND_PERIODS = 2
_MOST_ROWS = 14
"""From so many days on weeks are listed."""
_KEPT_VALUES = 20_000_000
"""Paths of up to so many values are kept; larger ones are drawn block by block whenever they are summed."""


class Forecast:
    """What may sell, as equally likely sample paths.

    Arrays have the axes that are left of (locations, periods): both at first, ``(periods,)`` after `by_period`,
    ``(locations,)`` after `by_location`, none after `total`. Quantiles never add; sums are formed path by path.

    Attributes:
        starts: First day of each period, ISO dates.
        ends: Last day of each period, ISO dates.
        locations: Keys of the places, in the order of the first axis, also after they were summed.
        method: Name of the method.
        why: Why this method, one sentence; empty where somebody named it.
        unit_days: Length of the periods in days; the last one may be shorter.
        analogues: Past launches behind it, the weightiest first.
        baseline: Units expected without the campaign, with the axes of `mean`; zero for an item that is not sold otherwise.
        findings: What is worth knowing before relying on it.
        hindsights: Past launches against forecasts that did not know them, where the method tells of such.
    """

    def __init__(  # noqa: PLR0913 - a distribution and its labels
        self,
        draw: Draw,
        *,
        mean: ArrayLike,
        baseline: ArrayLike,
        starts: tuple[str, ...],
        ends: tuple[str, ...],
        locations: tuple[str, ...],
        unit_days: int,
        method: str = "",
        why: str = "",
        analogues: tuple[Analogue, ...] = (),
        findings: tuple[Finding, ...] = (),
        hindsights: tuple[Hindsight, ...] = (),
    ) -> None:
        """Keep the labels; paths are drawn when something asks for them."""
        self._draw = draw
        self._drawn: dict[int, NDArray[np.floating]] = {}
        self._mean = np.asarray(mean, dtype=np.float64)
        self.baseline: Array = np.asarray(baseline, dtype=np.float64)
        self.starts, self.ends, self.locations = starts, ends, locations
        self.unit_days, self.method, self.why = unit_days, method, why
        self.analogues, self.findings, self.hindsights = Analogues(analogues), findings, hindsights

    def __repr__(self) -> str:
        """Window, places and total."""
        return f"<Forecast {self.starts[0]}..{self.ends[-1]}, {len(self.locations)} places, {float(self._mean.sum()):,.0f} units expected>"

    def listing(self) -> Listing:
        """One row a period over all places (weeks where there are many days), then the total."""
        chain = self.by_period("week" if self.unit_days == 1 and len(self.starts) > _MOST_ROWS else None) if self._has_periods else self
        parts = [*zip(chain.starts, *chain._rows(), strict=True)] if chain._mean.ndim == 1 and len(chain.starts) > 1 else []  # noqa: SLF001 - one class
        (total,) = zip(*self.total()._rows(), strict=True)  # noqa: SLF001
        title = f"{self.starts[0]} to {self.ends[-1]}, {len(self.locations)} places, by {self.method or 'a judged forecast'}"
        columns = ["first day", "expected units", "80 % from", "80 % to", "without campaign"]
        return Listing(columns, [*parts, ("total", *total)], title=title, note=self.why and f"{self.why[0].upper()}{self.why[1:]}.")

    def _rows(self) -> list[list[str]]:
        """Mean, 80 % band and baseline of each period, as text."""
        columns = (self._mean, *self.quantile(BAND), self.baseline)
        return [[f"{units:,.0f}" for units in np.atleast_1d(column)] for column in columns]

    def _repr_html_(self) -> str:
        return self.listing().html()

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes."""
        return self._mean.shape

    @property
    def _has_periods(self) -> bool:
        return self._mean.shape[-1:] == (len(self.starts),)

    def mean(self) -> Array:
        """Expected units."""
        return self._mean.copy()

    def std_dev(self) -> Array:
        """Standard deviation of the units."""
        return np.asarray(self.paths().std(axis=0, dtype=np.float64))

    def quantile(self, q: ArrayLike) -> Array:
        """Units that demand stays below with probability q, 0 to 1; several q give a leading axis.

        A quantile of whole numbers lies up to a quarter of a unit beside the one that it stands for, see `path_quantiles`.

        Raises:
            InputError: A level that is no number from 0 to 1.
        """
        return path_quantiles(self.paths(), checked_levels(q))

    def paths(self, n: int | None = None) -> NDArray[np.floating]:
        """Sample paths of shape (n, *axes), by default 1000; the same n gives the same paths.

        Raises:
            InputError: A number of paths that is not a whole number of at least 1.
        """
        count = PATHS if n is None else n
        if not isinstance(count, Integral) or count < 1:
            raise refusal("path-count", n, "a whole number of at least one path is needed", "ask for 1000 paths")
        if count not in self._drawn:
            blocks = tuple(self._draw(count))
            self._drawn[count] = blocks[0] if len(blocks) == 1 else np.concatenate(blocks, axis=1)
        return self._drawn[count]

    def total(self) -> "Forecast":
        """The sum over places and periods."""
        return self._as_one_period(tuple(range(self._mean.ndim)))

    def by_location(self) -> "Forecast":
        """The sum over periods, by place."""
        if self._mean.ndim != _PLACES_AND_PERIODS:
            raise refusal("axes-summed", self.shape, "places or periods are summed already", "call by_location on the forecast itself")
        return self._as_one_period((1,))

    def by_period(self, period: Literal["day", "week"] | None = None) -> "Forecast":
        """The sum over places, by period: days, weeks since launch, or (None) the periods as they are.

        Raises:
            InputError: The periods are summed already.
        """
        if not self._has_periods:
            raise refusal("axes-summed", self.shape, "periods are summed already", "give the forecast by period, as forecast makes it")
        binned = self if period is None else self.in_periods(period)
        return binned if binned._mean.ndim < _PLACES_AND_PERIODS else binned._reduced((0,))  # noqa: SLF001 - one class

    def in_periods(self, period: Literal["day", "week"]) -> "Forecast":
        """The same places with longer periods: weeks since launch from days. Days cannot be had from weeks."""
        step = periods_in(period, self.unit_days)
        if step == 1:
            return self
        edges = np.arange(0, len(self.starts), step)
        return self.derived(
            lambda n: (np.add.reduceat(block, edges, axis=-1) for block in self._blocks(n)),
            mean=np.add.reduceat(self._mean, edges, axis=-1),
            baseline=np.add.reduceat(self.baseline, edges, axis=-1),
            starts=self.starts[::step],
            ends=(*self.ends[step - 1 : -1 : step], self.ends[-1])[: len(edges)],
            unit_days=step * self.unit_days,
        )

    def overridden(self, units: Mapping[str, float] | Mapping[date, float]) -> "Forecast":
        """The forecast with judged means: paths of a period are scaled so that its mean over all places is as given.

        Args:
            units: Judged mean of the period by its first day, ISO date or `date`; at least 0.

        Raises:
            InputError: No period starts on such a day, or units are negative or not finite.
        """
        if not units:
            return self
        said = {self._period_starting(start): checked_units(day_text(start), value) for start, value in units.items()}
        factor, spread = period_factors(self._mean, said)
        return self.derived(lambda n: (block * factor + spread for block in self._blocks(n)), mean=self._mean * factor + spread)

    def judged(self, mean: float | None = None, std_dev: float | None = None) -> "Forecast":
        """The forecast with a judged total: totals of the paths are moved to the mean and stretched to the deviation.

        A path's periods and places keep their shares of its total. A total that would fall below 0 becomes 0, and the
        others then shrink so that the mean is the judged one; the deviation comes out smaller.

        Args:
            mean: Judged mean of the whole campaign, units; None keeps the forecast's.
            std_dev: Judged standard deviation of the total, units; None keeps the forecast's.

        Raises:
            InputError: A number that is negative or not finite.
        """
        if mean is None and std_dev is None:
            return self
        return self.derived(lambda n: (judged_paths(self.paths(n), mean, std_dev, expected=self._mean),), mean=None)

    def shifted(self, units: ArrayLike) -> "Forecast":
        """The forecast with known units added, or (below 0) taken out; no path falls below 0.

        Args:
            units: Of each period (and place), with the axes of the mean.

        Raises:
            InputError: The places are not summed.
        """
        known = np.asarray(units, dtype=np.float64)
        if not known.any():
            return self
        if self._mean.ndim == _PLACES_AND_PERIODS:
            raise refusal("axes-left", self.shape, "units are added to all places together", "call by_period first", column="units")
        mean = np.maximum(self._mean + known, 0.0)
        return self.derived(lambda n: (np.maximum(block + known, 0.0) for block in self._blocks(n)), mean=mean)

    def lifted(self, factors: Callable[[int], Array]) -> "Forecast":
        """The forecast with every path times a factor of its own, the same in all places and periods.

        Args:
            factors: Gives n factors of at least 0, shape (n,), for n paths.
        """

        def draw(n: int) -> Iterable[NDArray[np.floating]]:
            factor = factors(n)[(slice(None), *(np.newaxis,) * self._mean.ndim)]
            return (block * factor for block in self._blocks(n))

        return self.derived(draw, mean=self._mean * float(factors(PATHS).mean()))

    def _blocks(self, n: int) -> Iterable[NDArray[np.floating]]:
        kept = n in self._drawn or n * self._mean.size <= _KEPT_VALUES
        return (self.paths(n),) if kept else self._draw(n)

    def _reduced(
        self,
        axes: tuple[int, ...],
        *,
        starts: tuple[str, ...] | None = None,
        ends: tuple[str, ...] | None = None,
        unit_days: int | None = None,
    ) -> "Forecast":
        in_block = tuple(axis + 1 for axis in axes)

        def draw(n: int) -> Iterable[NDArray[np.floating]]:
            sums = (block.sum(axis=in_block, dtype=np.float64) for block in self._blocks(n))
            return (sum(sums, np.zeros(n)[(..., *(np.newaxis,) * (self._mean.ndim - len(axes)))]),) if 0 in axes else sums

        return self.derived(
            draw, mean=self._mean.sum(axis=axes), baseline=self.baseline.sum(axis=axes), starts=starts, ends=ends, unit_days=unit_days
        )

    def derived(  # noqa: PLR0913 - what a derived forecast may change
        self,
        draw: Draw,
        *,
        mean: ArrayLike | None,
        baseline: ArrayLike | None = None,
        starts: tuple[str, ...] | None = None,
        ends: tuple[str, ...] | None = None,
        unit_days: int | None = None,
        hindsights: tuple[Hindsight, ...] | None = None,
    ) -> "Forecast":
        """Another forecast of the same campaign: other paths, and the same labels where no others are given.

        Args:
            draw: Gives the paths.
            mean: Expected units; None for the mean of the paths, which are drawn at once then.
            baseline: Units without the campaign, with the axes of `mean`.
            starts: First day of each period, ISO dates.
            ends: Last day of each period, ISO dates.
            unit_days: Length of the periods in days.
            hindsights: Past launches by these periods; those of the forecast are kept only where its periods are as long.
        """
        days = unit_days or self.unit_days
        derived = Forecast(
            draw,
            mean=0.0 if mean is None else mean,
            baseline=self.baseline if baseline is None else baseline,
            starts=starts or self.starts,
            ends=ends or self.ends,
            locations=self.locations,
            unit_days=days,
            method=self.method,
            why=self.why,
            analogues=tuple(analogue.in_periods(days) for analogue in self.analogues) if days > self.unit_days else self.analogues,
            findings=self.findings,
            hindsights=hindsights if hindsights is not None else self.hindsights if days == self.unit_days else (),
        )
        if mean is None:
            derived._mean = derived.paths().mean(axis=0, dtype=np.float64)
        return derived

    def _as_one_period(self, axes: tuple[int, ...]) -> "Forecast":
        days = day_number(self.ends[-1]) - day_number(self.starts[0]) + 1
        return self._reduced(axes, starts=self.starts[:1], ends=self.ends[-1:], unit_days=days)

    def _period_starting(self, start: GivenDay) -> int:
        if day_text(start) not in self.starts:
            message = f"no period starts that day; periods start on {self.starts[0]}, then every {self.unit_days} days to {self.starts[-1]}"
            raise refusal("no-such-period", start, message, "override a period by its first day")
        return self.starts.index(day_text(start))
