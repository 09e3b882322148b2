"""Launches forecast one after the other, each from its own origin, and updated with its first periods."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.backtest.choice import Choice
from ltoplan_widgets.demand.backtest.exclusion import Exclusion
from ltoplan_widgets.demand.backtest.prediction import Prediction
from ltoplan_widgets.demand.backtest.trial import Trial, demanded
from ltoplan_widgets.demand.backtest.window_total import LaunchPaths, WindowTotals, expected_units, launch_paths
from ltoplan_widgets.demand.forecast.hindsight import Hindsight, reads
from ltoplan_widgets.demand.forecast.learned_persistence import ENOUGH, learned
from ltoplan_widgets.demand.forecast.persistence import surprised
from ltoplan_widgets.demand.forecast.seen_sales import SeenSales
from ltoplan_widgets.demand.forecast.updated_total import drawn_reads, implied_by, read_factors, run_rate, updated_totals
from ltoplan_widgets.demand.launch.new_item import sold_by
from ltoplan_widgets.demand.library.library import CampaignLibrary
from ltoplan_widgets.demand.library.schedule import Schedule
from ltoplan_widgets.demand.methods.new_item import FOR_NEW_ITEMS
from ltoplan_widgets.demand.methods.registry import method_named
from ltoplan_widgets.demand.progress import followed
from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.plan.errors import InputError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

NO_UPDATE = "no update"
RUN_RATE = "run_rate"
LOOKED_BACK = 16
"""So many launches before the tested ones are forecast too, for early reads to learn from."""
_MOST_READS = 80
_NO_PLACE = "the sales history does not know the place"
_NO_BASE = "nothing that the place sold by the origin could carry a forecast"
_NOTHING_LEFT = "its window is over by then, so nothing is left to forecast"


@dataclass(kw_only=True)
class _Said:
    """What a method said of a launch; how it went is looked up once it is over, as it was known then."""

    trial: Trial
    expected: Array
    is_new: bool
    made: Hindsight | None = None

    @property
    def rows(self) -> NDArray[np.int64]:
        return self.trial.rows

    def hindsight(self, known: SalesHistory, schedule: Schedule) -> Hindsight:
        if self.made is None:
            sold = demanded(known, schedule, self.trial)
            self.made = Hindsight(expected=self.expected, sold=sold[:, : self.expected.shape[1]])
        return self.made


class RollingLaunches:
    """Forecasts of launches as they would have been then.

    Attributes:
        predictions: What methods said, one a campaign and one a whole launch.
        baselines: What is said of the rest without an update, and by the run-rate.
        exclusions: What was left out.
        choices: Which method was chosen for a launch, where choosing was the method.
    """

    def __init__(self, history: SalesHistory, schedule: Schedule, methods: Sequence[str], periods: Sequence[int]) -> None:
        """Forecast with these methods, and again after so many periods each."""
        self.history, self.schedule, self.methods, self.periods = history, schedule, methods, tuple(periods)
        self.predictions: list[Prediction] = []
        self.baselines: list[Prediction] = []
        self.exclusions: list[Exclusion] = []
        self.choices: list[Choice] = []
        self._past: dict[str, list[_Said]] = {method: [] for method in methods}
        self._tells: set[str] = set()

    @property
    def library(self) -> CampaignLibrary:
        """All campaigns."""
        return self.schedule.library

    def look_back(self, earlier: Sequence[Trial]) -> None:
        """Forecast launches that are not tested, so that early reads of later ones can learn from them."""
        for trial, known in self._known(earlier[-LOOKED_BACK:]):
            for method in self.methods:
                if method not in self._tells and not isinstance(known, InputError):
                    self._look_back(trial, known, method)

    def _look_back(self, trial: Trial, known: SalesHistory, method: str) -> None:
        at_known = trial.only(self._is_known(trial, known))
        if not len(at_known.rows):
            return
        try:
            rows, expected, tells = expected_units(at_known, method_named(method), known, self.schedule)
        except InputError:
            return
        if tells and method in FOR_NEW_ITEMS:
            self._tells.add(method)
        self._remember(method, trial, rows, expected)

    def forecast(self, tested: Sequence[Trial]) -> None:
        """Forecast launches; those of one origin share the history as it was then, and with it the bases of its items."""
        for trial, known in followed(self._known(tested), "Forecasting launches", total=len(tested), unit=" launches"):
            self._try(trial, known)

    def _known(self, chosen: Sequence[Trial]) -> Iterator[tuple[Trial, SalesHistory | InputError]]:
        for origin, members in groupby(chosen, key=lambda trial: trial.origin):
            known = _known_by(self.history, origin)
            for trial in members:
                yield trial, known

    def _is_known(self, trial: Trial, known: SalesHistory) -> Mask:
        return np.isin([self.library.rows.location[row] for row in trial.rows], known.locations)

    def _try(self, trial: Trial, known: SalesHistory | InputError) -> None:
        if isinstance(known, InputError):
            self.exclusions.append(_refused(trial, self.library, known, ""))
            return
        is_known = self._is_known(trial, known)
        if not is_known.all():
            self.exclusions.append(excluded(trial.only(~is_known), self.library, "unknown-location", _NO_PLACE))
        at_known = trial.only(is_known)
        if not len(at_known.rows):
            return
        sold = {periods: self._sold_by_then(at_known, periods) for periods in self.periods}
        for method in self.methods:
            self._try_method(at_known, known, method, sold)
        self._run_rates(at_known, sold)

    def _sold_by_then(self, trial: Trial, periods: int) -> Array:
        """Sales of the first periods as they were known when these were over; nothing later can be read."""
        last = int(np.minimum(self.schedule.start[trial.rows] + periods - 1, self.schedule.end[trial.rows]).max())
        known = _known_by(self.history, self.history.first + (last + 1) * self.history.step_days - 1)
        return np.full((len(trial.rows), 1), np.nan) if isinstance(known, InputError) else demanded(known, self.schedule, trial)

    def _try_method(self, trial: Trial, known: SalesHistory, method: str, sold: dict[int, Array]) -> None:
        try:
            found = launch_paths(trial, method_named(method), known, self.schedule, periods=self.periods)
        except InputError as error:
            self.exclusions.append(_refused(trial, self.library, error, method))
            return
        if found.method:
            self.choices.append(Choice(method=method, chosen=found.method, why=found.why, events=(f"{trial.event} of {trial.item}",)))
        totals = found.totals()
        has_base = totals.mean > 0
        if not has_base.all():
            self.exclusions.append(excluded(trial.only(~has_base), self.library, "no-base-at-place", _NO_BASE, method))
        self.predictions += _predictions(trial, totals, self.library, method)
        for periods, seen in sold.items():
            self._update(trial, known, found, method, periods, seen)
        if self.periods:
            self._remember(method, trial, found.rows, found.expected)

    def _update(  # noqa: PLR0913, PLR0917 - a launch, what was said of it by what, and what was seen
        self, trial: Trial, known: SalesHistory, found: LaunchPaths, method: str, periods: int, sold: Array
    ) -> None:
        lengths = (self.schedule.end - self.schedule.start)[found.rows] + 1
        goes_on, expected = lengths > periods, found.expected[:, periods:].sum(axis=1)
        if not goes_on.all():
            self.exclusions.append(excluded(trial.only(~goes_on), self.library, "nothing-left", _NOTHING_LEFT, method))
        chosen = goes_on & (expected > 0)
        if not chosen.any():
            return
        rest, rows = found.rest[periods][:, chosen], found.rows[chosen]
        before = found.rest[0][:, chosen] - rest
        seen = SeenSales.of(sold[chosen][:, : found.expected.shape[1]], found.expected[chosen], periods)
        past = self._past_of(method, trial, known, found)
        persistence = learned(reads(past, periods), implied_by(before, rest), drawn=() if past else drawn_reads(before, rest))
        factor = read_factors(seen, persistence)
        mean, paths = updated_totals(rest, expected[chosen], factor, surprised(persistence, seen))
        self.predictions += _predictions(trial, WindowTotals.of(rows, mean, paths), self.library, method, periods)
        plain = WindowTotals.of(rows, expected[chosen], rest)
        self.baselines += _predictions(trial, plain, self.library, f"{method}, {NO_UPDATE}", periods)

    def _past_of(self, method: str, trial: Trial, known: SalesHistory, found: LaunchPaths) -> Sequence[Hindsight]:
        """What to learn from: for a new item what the method says of left-out items, else forecasts made anew as of then.

        A pooled model says of its own past launches what it learned from them too, so that they surprise it too little.
        """
        if found.hindsights and not sold_by(known, trial.item, trial.origin):
            return found.hindsights
        return self.ended(method, trial.item, trial.origin, known)

    def ended(self, method: str, item: str, origin: int, known: SalesHistory) -> list[Hindsight]:
        """Launches that had ended by an origin, of items as new or as known as this one where there are enough of those."""
        over = [one for one in self._past[method] if int(self.schedule.end[one.rows].max()) < known.units.shape[1]]
        is_new = not sold_by(known, item, origin)
        alike = [one for one in over if one.is_new == is_new]
        return [one.hindsight(known, self.schedule) for one in (alike if len(alike) >= ENOUGH else over)[-_MOST_READS:]]

    def _remember(self, method: str, trial: Trial, rows: NDArray[np.int64], expected: Array) -> None:
        is_new = not sold_by(self.history, trial.item, trial.origin)
        of = Trial(event=trial.event, item=trial.item, rows=rows, origin=trial.origin)
        self._past[method].append(_Said(trial=of, expected=expected, is_new=is_new))

    def _run_rates(self, trial: Trial, by_then: dict[int, Array]) -> None:
        lengths = (self.schedule.end - self.schedule.start)[trial.rows] + 1
        for periods, sold in by_then.items():
            chosen = (lengths > periods) & ~np.isnan(sold[:, :periods]).all(axis=1)
            if chosen.any():
                said = run_rate(sold[chosen], lengths[chosen], periods)
                flat = WindowTotals.of(trial.rows[chosen], said, np.repeat(said[None], 2, axis=0))
                self.baselines += _predictions(trial, flat, self.library, RUN_RATE, periods, least=-1.0)


def _known_by(history: SalesHistory, origin: int) -> SalesHistory | InputError:
    try:
        return history.known_by(origin)
    except InputError as error:
        return error


def _predictions(  # noqa: PLR0913, PLR0917 - of what, by what, as of when
    trial: Trial, totals: WindowTotals, library: CampaignLibrary, method: str, periods: int = 0, least: float = 0.0
) -> list[Prediction]:
    """One a campaign that has a forecast, and the whole launch; a campaign without one adds nothing to the whole."""
    of = library.rows
    named = of.table_event.get(trial.event, "")
    made = partial(Prediction, item=trial.item, event=trial.event, table_event=named, method=method, periods_seen=periods)
    places = [
        made(
            campaign=of.campaign[row],
            location=of.location[row],
            row=int(row),
            mean=float(mean),
            quantiles=totals.quantiles[:, index],
        )
        for index, (row, mean) in enumerate(zip(totals.rows, totals.mean, strict=True))
        if mean > least
    ]
    whole = made(campaign=trial.event, location="", row=-1, mean=float(totals.mean.sum()), quantiles=totals.whole)
    return [*places, whole] if places else []


def _refused(trial: Trial, library: CampaignLibrary, error: InputError, method: str) -> Exclusion:
    return excluded(trial, library, error.findings[0].code, error.findings[0].message, method)


def excluded(trial: Trial, library: CampaignLibrary, reason: str, message: str, method: str = "") -> Exclusion:
    """Campaigns of a launch that are left out, by one method or (empty) by all."""
    keys = tuple(library.rows.campaign[row] for row in trial.rows)
    return Exclusion(reason=reason, message=message, campaigns=keys, events=(f"{trial.event} of {trial.item}",), method=method)
