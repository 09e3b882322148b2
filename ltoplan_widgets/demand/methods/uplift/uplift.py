"""How campaigns lift sales: a pooled log-linear model with shrunken effects, and what it says of a new campaign.

``log(y / b) = x' beta + u_item + u_place + u_item,place + v_launch + w_launch,week + g_campaign + e`` with
``Var e = sigma^2 + phi / m``: b the base with the launch curve, m expected units, every effect normal around 0, variances by
restricted likelihood, outliers weighted down (Huber, 2 standard deviations). Where few units are expected, the error is
``y / m - 1`` instead of a logarithm (penalised quasi-likelihood, Breslow and Clayton 1993).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.variance_doubt import widening
from ltoplan_widgets.demand.launch.noise import Noise, fitted_noise
from ltoplan_widgets.demand.launch.outlier import huber_weight
from ltoplan_widgets.demand.methods.regression.blas_thread import one_blas_thread
from ltoplan_widgets.demand.methods.regression.mixed_design import Design
from ltoplan_widgets.demand.methods.regression.mixed_model import Solution, solve, updated
from ltoplan_widgets.demand.methods.uplift.launch_surprise import launch_surprises, stretch_and_peak
from ltoplan_widgets.demand.methods.uplift.uplift_answer import Answer
from ltoplan_widgets.demand.methods.uplift.uplift_design import (
    Setting,
    calendar_scales,
    dense_columns,
    drift_days,
    item_entries,
    place_entries,
    scaled_calendar,
    sparse_rows,
    uplift_design,
)
from ltoplan_widgets.demand.methods.uplift.uplift_lever import Levers, learned_levers
from ltoplan_widgets.demand.methods.uplift.uplift_outcome import UpliftOutcomes

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_ROUNDS = 14
_SETTLED = 0.08
_STILL = 1e-3
"""Fitting ends when no variance changes by more than 8 %; those below .001 hardly count."""
_STEP = 1.5
_FEW = 4.0
_TWO = 2.0
"""At so many expected units an error counts half as a logarithm, half as a share."""
_HALF_LIFE_DAYS = 182.0
_BELIEF = 0.01
"""Variance that is believed in of the log of the smearing."""
_MOST_SMEARING = 0.3


@dataclass(frozen=True, kw_only=True)
class Uplift:
    """A fitted model.

    Attributes:
        levers: How covariates become columns.
        calendar: Mean and spread of the calendar's columns, shape (2, columns).
        drift: Days on which the level of all lifts may have moved.
        first_day: Day of the first row.
        items: Number of items.
        places: Number of places.
        design: The rows that were fitted.
        weight: Their weights.
        solution: Effects.
        variance: Of each group of effects.
        noise: Of a row around all effects, on the log scale.
        smearing: Units sold over the fitted units, at the fitted mean (Duan 1983).
        response: Log ratio of each fitted row as the model sees it: where few units are expected, linear around what is fitted.
        median: Log ratio of each fitted row without its launch's own surprises.
        foretold: Mean ratio of each fitted row without its launch's own surprises.
        stretch: What the launches' standard deviation is multiplied by, so that bands hold as many past launches as they say.
        peak: How much further in the launches' 80 % lie than their 95 %, against the normal distribution; 1 for the normal.
        grain: Smallest difference of units that counts.
    """

    levers: Levers
    calendar: Array
    drift: Codes
    first_day: int
    items: int
    places: int
    design: Design
    weight: Array
    solution: Solution
    variance: Mapping[str, float]
    noise: Noise
    smearing: float
    response: Array
    median: Array
    foretold: Array
    stretch: float
    peak: float
    grain: float

    def answer(self, setting: Setting, *, item: int, place: Codes) -> Answer:
        """Predict rows of a new launch of an item (-1 for a new one) at places."""
        rows = self._rows(setting, np.full(len(place), item), place)
        pair = np.where(item >= 0, item * self.places + place, -1)
        known = pair >= 0
        at = np.maximum(pair, 0)
        lean = self.solution.pairs.lean.whole[at].multiply(known[:, None]).tocsr()
        bearing = (rows - lean).tocsr()
        median = rows @ self.solution.effects + np.where(known, self.solution.pair[at], 0.0)
        own = np.where(known, self.solution.pairs.unknown[at], self.variance["pair"])
        new_item = self.variance["item"] if item < 0 else 0.0
        return Answer(
            log_ratio=np.asarray(median),
            rows=rows,
            bearing=bearing,
            own=own,
            common=new_item + self._moved(setting.day),
            effects_unknown=self.solution.unknown,
            widening=self._widening(item),
        )

    def influence(self, answer: Answer, share: Array, *, item: int, place: Codes) -> Array:
        """How much each fitted row counts in the mean of new ones that were answered, weighted by `share`."""
        rows = answer.rows
        pair = item * self.places + place if item >= 0 else np.full(len(place), -1)
        wanted = np.bincount(pair[pair >= 0], share[pair >= 0], minlength=self.design.pairs.size).astype(np.float64)
        pairs = self.solution.pairs
        direction = self.solution.unknown.times(rows.T @ share - pairs.lean.back(wanted))
        told = self.design.rows.times(direction) - pairs.lean.times(direction)[self.design.pair]
        told = self.weight * (told + (pairs.unknown * wanted)[self.design.pair])
        if not self.design.campaigns.size:
            return np.asarray(told)
        total = np.bincount(self.design.campaign, self.weight)
        back = np.bincount(self.design.campaign, told) / (1 / self.variance["campaign"] + total)
        return np.asarray(told - self.weight * back[self.design.campaign])

    def _widening(self, item: int) -> float:
        """How much wider bands are because the variances of launches, and of items for one that was never launched, come from few."""
        names = ["launch"] if (self.design.pair // self.places == item).any() else ["launch", "item"]
        return widening(*(np.array([of[name] for name in names]) for of in (self.variance, self.solution.freedom)))

    def _moved(self, day: Codes) -> float:
        """Variance of what the level of lifts may have moved since the last known day."""
        if not len(self.drift):
            return 0.0
        return self.variance["drift"] * max(
            0.0, float(day.mean() - self.drift[-1]) / float(self.drift[-1] - self.first_day) * len(self.drift)
        )

    def _rows(self, setting: Setting, item: Codes, place: Codes) -> Any:  # noqa: ANN401 - a sparse matrix
        columns = self.levers.columns(setting.values, setting.usual)
        dense = dense_columns(columns, self.levers, scaled_calendar(setting.calendar, self.calendar), setting.day, self.drift)
        alone = np.arange(dense.shape[1])
        entries = [
            *zip(dense.T, alone, strict=True),
            *item_entries(item, columns, self.levers, self.items, after=len(alone)),
            *place_entries(place, columns, self.levers, self.places, after=self.design.dense),
        ]
        return sparse_rows(entries, self.design.effects)


def fitted_uplift(outcomes: UpliftOutcomes, setting: Setting, *, items: int, places: int, grain: float) -> Uplift:
    """Fit the model to past campaigns.

    Args:
        outcomes: What they sold against their base.
        setting: Their levers and calendar, one row an outcome.
        items: Number of items of the history.
        places: Number of its places.
        grain: Smallest difference of units that counts: 1 for whole numbers.
    """
    levers = learned_levers(setting.values, setting.usual)
    calendar, drift = calendar_scales(setting.calendar), drift_days(setting.day)
    design = uplift_design(outcomes, setting, levers, calendar, drift, items, places)
    with one_blas_thread():
        fit = _iterated(design, outcomes, grain)
    median = _median(fit, design)
    foretold = np.exp(median + _spread(fit, design, in_logs(outcomes.expected * np.exp(median), grain)) / 2)
    smearing = _smearing(fit, outcomes, foretold, grain)
    surprise = launch_surprises(design, fit.solution, fit.variance, outcomes.expected * np.exp(fit.solution.fitted))
    stretch, peak = stretch_and_peak(surprise)
    return Uplift(
        levers=levers,
        calendar=calendar,
        drift=drift,
        first_day=int(setting.day.min()),
        items=items,
        places=places,
        design=design,
        weight=fit.weight,
        solution=fit.solution,
        variance=fit.variance,
        noise=fit.noise,
        smearing=smearing,
        response=fit.solution.fitted + _error(outcomes, fit.solution.fitted, grain),
        median=median,
        foretold=foretold * smearing,
        stretch=stretch,
        peak=peak,
        grain=grain,
    )


@dataclass(frozen=True, kw_only=True)
class _Fit:
    solution: Solution
    weight: Array
    variance: dict[str, float]
    noise: Noise


def _iterated(design: Design, outcomes: UpliftOutcomes, grain: float) -> _Fit:
    """Working response, weights, effects and variances in turns."""
    variance, noise = design.variances, Noise(ratio=0.05, count=grain)
    fitted = np.zeros(len(outcomes))
    error = _error(outcomes, fitted, grain)
    centre = float(np.median(error))
    fitted += centre
    for _ in range(_ROUNDS):
        mean = np.maximum(outcomes.expected * np.exp(fitted), 1e-3 * grain)
        error = _error(outcomes, fitted, grain)
        spread = noise.variance(mean) + 1e-6
        weight = huber_weight(error, np.sqrt(spread)) / spread
        solution = solve(design, fitted + error, weight, variance)
        before = np.array([*variance.values(), noise.ratio])
        variance = updated(design, solution)
        fitted = fitted + np.clip(solution.fitted - fitted, -_STEP, _STEP)
        noise = _noise(outcomes, fitted, solution, grain)
        if np.abs(np.log((np.array([*variance.values(), noise.ratio]) + _STILL) / (before + _STILL))).max() < _SETTLED:
            break
    return _Fit(solution=solution, weight=weight, variance=variance, noise=noise)


def _noise(outcomes: UpliftOutcomes, fitted: Array, solution: Solution, grain: float) -> Noise:
    mean = np.maximum(outcomes.expected * np.exp(fitted), 1e-3 * grain)
    freedom = max(0.1 * len(fitted), len(fitted) - sum(solution.freedom.values()))
    found = fitted_noise(_error(outcomes, fitted, grain), mean / grain, freedom=freedom)
    return Noise(ratio=found.ratio, count=found.count * grain)


def in_logs(mean: Array, grain: float) -> Array:
    """How far rows of so many expected units are told in logarithms: 1 for many units, 0 where errors are relative ones of few."""
    return np.asarray(1 / (1 + (grain * _TWO / np.maximum(mean, 1e-3 * grain)) ** 2))


def _error(outcomes: UpliftOutcomes, fitted: Array, grain: float) -> Array:
    """Log error of each row; where few units are expected, the relative one."""
    mean = np.maximum(outcomes.expected * np.exp(fitted), 1e-3 * grain)
    many = in_logs(mean, grain)
    return many * np.log((outcomes.sold + grain / 2) / mean) + (1 - many) * np.clip(outcomes.sold / mean - 1, -1, _FEW)


def _median(fit: _Fit, design: Design) -> Array:
    """Log ratio of each row as it would have been forecast without knowing the launch's own surprises."""
    first = min(of.start for name, of in design.slices.items() if name in {"launch", "launch week"})
    crossed = design.crossed[:, first - design.covariates.shape[1] :]
    apart = crossed @ fit.solution.effects[first : design.dense] + (
        fit.solution.campaign[design.campaign] if design.campaigns.size else 0.0
    )
    return np.asarray(fit.solution.fitted - apart)


def _spread(fit: _Fit, design: Design, many: Array) -> Array:
    """Variance of each row of a new launch around its median, on the log scale.

    An error that is a share of the mean, as where few units are expected, leaves the mean where it is.
    """
    at_campaign = fit.variance["campaign"] if design.campaigns.size else 0.0
    return fit.variance["launch"] + fit.variance.get("launch week", 0.0) + at_campaign + fit.noise.ratio * many


def _smearing(fit: _Fit, outcomes: UpliftOutcomes, foretold: Array, grain: float) -> float:
    """Units sold over what would have been forecast without knowing the launches, the later ones counting more.

    It is pulled to 1 by what chance alone would make of it.
    """
    recency = 0.5 ** ((outcomes.day.max() - outcomes.day) / _HALF_LIFE_DAYS)
    mean, sold = (np.bincount(outcomes.launch, recency * units) for units in (outcomes.expected * foretold, outcomes.sold))
    log = float(np.log((sold.sum() + grain / 2) / (mean.sum() + grain / 2)))
    shared = fit.variance["launch"] + fit.variance.get("launch week", 0.0)
    chance = shared * float((mean**2).sum() / mean.sum() ** 2)
    return float(np.exp(np.clip(log * _BELIEF / (_BELIEF + chance), -_MOST_SMEARING, _MOST_SMEARING)))
