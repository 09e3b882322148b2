"""Demand of a campaign as a distribution: equally likely sample paths by place and period."""

from collections.abc import Callable, Collection, Iterable, Mapping
from numbers import Integral
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ltoplan_widgets.demand.analogue_choice import AnalogueChoice
from ltoplan_widgets.demand.analogues import Analogue, Analogues
from ltoplan_widgets.demand.day import day_number
from ltoplan_widgets.demand.described_library import choice_of, described
from ltoplan_widgets.demand.hindsight import Hindsight
from ltoplan_widgets.demand.history import SalesHistory
from ltoplan_widgets.demand.item_table import ItemTable
from ltoplan_widgets.demand.library import CampaignLibrary
from ltoplan_widgets.demand.methods.new_item import FOR_NEW_ITEMS
from ltoplan_widgets.demand.methods.registry import method_named
from ltoplan_widgets.demand.path_quantile import path_quantiles
from ltoplan_widgets.demand.refusal import refusal, warning
from ltoplan_widgets.plan.campaign import Campaign
from ltoplan_widgets.plan.errors import Finding
from ltoplan_widgets.plan.listing import Listing

PATHS = 1000
"""Number of sample paths where nobody asks for another."""

Array = NDArray[np.float64]
Draw = Callable[[int], Iterable[NDArray[np.floating]]]
"""Number of paths -> the paths, in blocks of places: arrays of shape (paths, places of the block, periods)."""

_PERIOD_DAYS = {"day": 1, "week": 7}
_PLACES_AND_PERIODS = 2
_BAND = (0.1, 0.9)
_MOST_ROWS = 14
"""From so many days on weeks are listed."""
_KEPT_VALUES = 20_000_000
"""Paths of up to so many values are kept; larger ones are drawn block by block whenever they are summed."""


def forecast(  # noqa: PLR0913 - the public call
    campaign: Campaign,
    history: SalesHistory,
    library: CampaignLibrary,
    *,
    method: str = "auto",
    seed: int = 0,
    origin: str | None = None,
    attributes: ItemTable | None = None,
    pinned: Collection[str] = (),
    dropped: Collection[str] = (),
    weights: Mapping[str, float] | None = None,
) -> "Forecast":
    """Forecast what a campaign may sell.

    Args:
        campaign: What is sold, when and where. Empty `locations` mean every place of the history.
        history: Checked sales. Nothing after `origin` is read.
        library: Past campaigns. Only those that had ended by `origin` are used.
        method: Name of the method, see `demand/methods/registry.py`; ``auto`` is the one that the data allow.
        seed: Seed of the sample paths; the same seed gives the same numbers.
        origin: Last day whose sales are known, ISO date; by default the day before the start.
        attributes: What is known of the items, for new ones.
        pinned: Events or items that are the analogues of a new item, instead of the nearest.
        dropped: Events or items that nothing is learned from.
        weights: Factors of the weights of analogues of a new item, by event or item.

    Raises:
        InputError: An argument of the wrong kind, a campaign's field that does not hold what it should, a seed below 0,
            an unknown method or place, a window that ends before it starts, an origin that is not before
            the start, no base, or no usable analogue.
    """
    if not isinstance(library, CampaignLibrary):
        mend = "make one with CampaignLibrary.from_frame(…)"
        raise refusal("wrong-kind", type(library).__name__, "the library is a CampaignLibrary", mend, column="library")
    if not isinstance(seed, Integral) or seed < 0:
        raise refusal("bad-seed", seed, "a seed is a whole number of at least 0", "give 0", column="seed")
    evidence = described(library, attributes, AnalogueChoice.of(pinned, dropped, weights))
    found = method_named(method)(campaign, history, evidence, origin=origin, seed=seed)
    chosen = found.method or method
    return Forecast(
        found.draw,
        mean=found.mean,
        baseline=found.baseline,
        starts=found.launch.starts,
        ends=found.launch.ends,
        locations=found.launch.locations,
        unit_days=found.launch.unit_days,
        method=chosen,
        why=found.why,
        analogues=found.analogues,
        findings=(*found.findings, *_unheard(choice_of(evidence), chosen)),
        hindsights=found.hindsights,
    )


def _unheard(choice: AnalogueChoice, method: str) -> tuple[Finding, ...]:
    """What people say of analogues and the method does not hear."""
    weighed = sorted({*choice.pinned, *(key for key, factor in choice.weights.items() if factor != 1)})
    if method in FOR_NEW_ITEMS or not weighed:
        return ()
    message = f"{method} weighs past launches by what they tell of the levers, so to pin or weigh {', '.join(weighed[:5])} changes nothing"
    return (
        warning("weight-without-effect", weighed[0], message, "leave out what should not count, or judge the total", column="analogues"),
    )


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
        chain = self.by_period("week" if self.unit_days == 1 and len(self.starts) > _MOST_ROWS else None) if self._mean.ndim else self
        parts = [*zip(chain.starts, *chain._rows(), strict=True)] if chain._mean.ndim == 1 and len(chain.starts) > 1 else []  # noqa: SLF001 - one class
        (total,) = zip(*self.total()._rows(), strict=True)  # noqa: SLF001
        title = f"{self.starts[0]} to {self.ends[-1]}, {len(self.locations)} places, by {self.method or 'a judged forecast'}"
        columns = ["first day", "expected units", "80 % from", "80 % to", "without campaign"]
        return Listing(columns, [*parts, ("total", *total)], title=title, note=self.why and f"{self.why[0].upper()}{self.why[1:]}.")

    def _rows(self) -> list[list[str]]:
        """Mean, 80 % band and baseline of each period, as text."""
        columns = (self._mean, *self.quantile(_BAND), self.baseline)
        return [[f"{units:,.0f}" for units in np.atleast_1d(column)] for column in columns]

    def _repr_html_(self) -> str:
        return self.listing().html()

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes."""
        return self._mean.shape

    def mean(self) -> Array:
        """Expected units."""
        return self._mean.copy()

    def std_dev(self) -> Array:
        """Standard deviation of the units."""
        return np.asarray(self.paths().std(axis=0, dtype=np.float64))

    def quantile(self, q: ArrayLike) -> Array:
        """Units that demand stays below with probability q, 0 to 1; several q give a leading axis.

        Raises:
            InputError: A level that is no number from 0 to 1.
        """
        try:
            levels = np.asarray(q, dtype=np.float64)
        except (TypeError, ValueError):
            levels = np.full(1, np.nan)
        if np.any(~((levels >= 0) & (levels <= 1))):
            raise refusal("quantile-level", q, "a level lies between 0 and 1", "give 0.9 for the 90 % quantile")
        return path_quantiles(self.paths(), levels)

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
        return self._reduced(self._all_axes(), starts=self.starts[:1], ends=self.ends[-1:], unit_days=self._window_days())

    def by_location(self) -> "Forecast":
        """The sum over periods, by place."""
        if self._mean.ndim != _PLACES_AND_PERIODS:
            raise refusal("axes-summed", self.shape, "places or periods are summed already", "call by_location on the forecast itself")
        return self._reduced((1,), starts=self.starts[:1], ends=self.ends[-1:], unit_days=self._window_days())

    def by_period(self, period: Literal["day", "week"] | None = None) -> "Forecast":
        """The sum over places, by period: days, weeks since launch, or (None) the periods as they are."""
        binned = self if period is None else self.in_periods(period)
        return binned if binned._mean.ndim < _PLACES_AND_PERIODS else binned._reduced((0,))  # noqa: SLF001 - one class

    def in_periods(self, period: Literal["day", "week"]) -> "Forecast":
        """The same places with longer periods: weeks since launch from days. Days cannot be had from weeks."""
        step = self._periods_in(period)
        if step == 1:
            return self
        edges = np.arange(0, len(self.starts), step)
        return self._derived(
            lambda n: (np.add.reduceat(block, edges, axis=-1) for block in self._blocks(n)),
            mean=np.add.reduceat(self._mean, edges, axis=-1),
            baseline=np.add.reduceat(self.baseline, edges, axis=-1),
            starts=self.starts[::step],
            ends=(*self.ends[step - 1 : -1 : step], self.ends[-1])[: len(edges)],
            unit_days=step * self.unit_days,
        )

    def overridden(self, units: Mapping[str, float]) -> "Forecast":
        """The forecast with judged means: paths of a period are scaled so that its mean over all places is as given.

        Args:
            units: Judged mean of the period by its first day, ISO date; at least 0.

        Raises:
            InputError: No period starts on such a day, or units are negative or not finite.
        """
        if not units:
            return self
        chain = self._mean.reshape(-1, self._mean.shape[-1]).sum(axis=0) if self._mean.ndim else self._mean.reshape(1)
        wanted = chain.copy()
        for start, value in units.items():
            wanted[self._period_starting(start)] = _checked_units(start, value)
        factor = np.divide(wanted, chain, out=np.ones_like(chain), where=chain > 0)
        spread = np.where((chain <= 0) & (wanted > 0), wanted / max(1, self._mean.size // max(1, chain.size)), 0.0)
        factor, spread = (factor, spread) if self._mean.ndim else (factor[0], spread[0])
        return self._derived(lambda n: (block * factor + spread for block in self._blocks(n)), mean=self._mean * factor + spread)

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
        return self._derived(lambda n: self._judged_paths(n, mean, std_dev), mean=None)

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
        return self._derived(
            lambda n: (np.maximum(block + known, 0.0) for block in self._blocks(n)), mean=np.maximum(self._mean + known, 0.0)
        )

    def lifted(self, factors: Callable[[int], Array]) -> "Forecast":
        """The forecast with every path times a factor of its own, the same in all places and periods.

        Args:
            factors: Gives n factors of at least 0, shape (n,), for n paths.
        """

        def draw(n: int) -> Iterable[NDArray[np.floating]]:
            factor = factors(n)[(slice(None), *(np.newaxis,) * self._mean.ndim)]
            return (block * factor for block in self._blocks(n))

        return self._derived(draw, mean=self._mean * float(factors(PATHS).mean()))

    def _judged_paths(self, n: int, mean: float | None, std_dev: float | None) -> Iterable[NDArray[np.floating]]:
        paths = self.paths(n)
        totals = paths.reshape(n, -1).sum(axis=1, dtype=np.float64)
        moved = _moved(totals, mean, std_dev)
        share = self._mean / self._mean.sum() if self._mean.sum() > 0 else np.full(self.shape, 1 / max(1, self._mean.size))
        column = (slice(None), *(np.newaxis,) * self._mean.ndim)
        scale = np.divide(moved, totals, out=np.zeros_like(moved), where=totals > 0)
        yield np.where((totals > 0)[column], paths * scale[column], moved[column] * share)

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

        return self._derived(
            draw, mean=self._mean.sum(axis=axes), baseline=self.baseline.sum(axis=axes), starts=starts, ends=ends, unit_days=unit_days
        )

    def _derived(  # noqa: PLR0913 - what a derived forecast may change
        self,
        draw: Draw,
        *,
        mean: ArrayLike | None,
        baseline: ArrayLike | None = None,
        starts: tuple[str, ...] | None = None,
        ends: tuple[str, ...] | None = None,
        unit_days: int | None = None,
    ) -> "Forecast":
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
            hindsights=self.hindsights if days == self.unit_days else (),
        )
        if mean is None:
            derived._mean = derived.paths().mean(axis=0, dtype=np.float64)
        return derived

    def _all_axes(self) -> tuple[int, ...]:
        return tuple(range(self._mean.ndim))

    def _window_days(self) -> int:
        return day_number(self.ends[-1]) - day_number(self.starts[0]) + 1

    def _periods_in(self, period: str) -> int:
        days = _PERIOD_DAYS.get(period)
        if days is None:
            raise refusal("period", period, 'a period is "day" or "week"', 'give "week"')
        if days % self.unit_days:
            raise refusal("period-too-short", period, f"the forecast is by {self.unit_days} days", 'give "week", or a daily history')
        return days // self.unit_days

    def _period_starting(self, start: str) -> int:
        if start not in self.starts:
            allowed = f"{self.starts[0]}, then every {self.unit_days} days to {self.starts[-1]}"
            raise refusal(
                "no-such-period", start, f"no period starts that day; periods start on {allowed}", "override a period by its first day"
            )
        return self.starts.index(start)


def _moved(totals: Array, mean: float | None, std_dev: float | None) -> Array:
    centre, spread = float(totals.mean()), float(totals.std())
    target = centre if mean is None else _checked_units("mean", mean)
    stretch = 1.0 if std_dev is None or spread == 0 else _checked_units("std_dev", std_dev) / spread
    moved = target + (totals - centre) * stretch
    if moved.min() >= 0:
        return moved
    floored = np.maximum(0.0, moved)
    return np.asarray(floored * (target / max(float(floored.mean()), target, 1e-300)))


def _checked_units(name: str, value: float) -> float:
    if not (np.isfinite(value) and value >= 0):
        raise refusal("bad-units", value, "units are a finite number of at least 0", "give the expected units", column=name)
    return float(value)
