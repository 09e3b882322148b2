"""Gradient boosting on the rows of the uplift model, to be averaged with it (extra ``ml``).

Trees find what the log-linear model has no term for. They learn log ratios from levers, calendar and base, and from how the
item, the place and the item at the place answered to launches before (means of earlier launches only). The forecast lies
between the two on the log scale: as near to the trees as they were right where they differed, on launches they had not seen.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.regression.boosting import boosting
from ltoplan_widgets.demand.methods.uplift.uplift import Uplift
from ltoplan_widgets.demand.methods.uplift.uplift_design import Setting
from ltoplan_widgets.demand.methods.uplift.uplift_outcome import UpliftOutcomes

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_FOLDS = 3
_TREES = 80
_LEARNING_RATE = 0.06
_LEAVES = 12
_LEAST_ROWS = 20
_FEW_ROWS = 200
"""Fewer rows than this are left to the log-linear model."""


@dataclass(frozen=True, kw_only=True)
class BoostedUplift:
    """Trees that were fitted.

    Attributes:
        model: The ensemble; None where there were too few rows.
        worth: How far to go from the log-linear model to the trees, 0 to 1.
        uplift: The log-linear model of the same rows.
        answers: Mean log ratio of past rows by group (item, place, pair), and 1 / (1 + their number).
    """

    model: Any
    worth: float
    uplift: Uplift
    answers: tuple[Array, Array, Array]

    @classmethod
    def of(cls, outcomes: UpliftOutcomes, uplift: Uplift, setting: Setting) -> "BoostedUplift":
        """Fit trees to the rows of a model.

        Raises:
            InputError: scikit-learn is not installed.
        """
        log = uplift.response
        groups = (outcomes.item, outcomes.place, outcomes.item * uplift.places + outcomes.place)
        sizes = (uplift.items, uplift.places, uplift.items * uplift.places)
        answers = tuple(_means(group, log, size) for group, size in zip(groups, sizes, strict=True))
        before = np.column_stack([_earlier(group, outcomes.launch, log) for group in groups])
        features = np.column_stack([_features(uplift, setting), before])
        model, worth = None, 0.0
        if len(log) >= _FEW_ROWS and len(np.unique(outcomes.launch)) >= 2 * _FOLDS:
            worth = _worth(features, log, uplift, outcomes.launch)
            model = _fitted(features, log, uplift.weight)
        return cls(model=model, worth=worth, uplift=uplift, answers=(answers[0], answers[1], answers[2]))

    def added(self, setting: Setting, *, item: int, place: Codes) -> Array:
        """What is to be added to the log-linear model's log ratio of rows of a new launch; 0 where there were too few rows."""
        if self.model is None:
            return np.zeros(len(place))
        of_item, of_place, of_pair = self.answers
        known = item >= 0
        nobody = np.array([np.nan, 1.0])
        rows = [
            np.broadcast_to(of_item[item] if known else nobody, (len(place), 2)),
            of_place[place],
            of_pair[item * self.uplift.places + place] if known else np.broadcast_to(nobody, (len(place), 2)),
        ]
        trees = self.model.predict(np.column_stack([_features(self.uplift, setting), *rows]))
        return np.asarray(self.worth * (trees - self.uplift.answer(setting, item=item, place=place).log_ratio))


def _worth(features: Array, log: Array, uplift: Uplift, launch: Codes) -> float:
    """How far to go from the log-linear model to trees: the slope of truth on their difference, launches left out in turns."""
    trees, held, weight = np.zeros(len(log)), launch % _FOLDS, uplift.weight
    for fold in range(_FOLDS):
        seen = held != fold
        trees[~seen] = _fitted(features[seen], log[seen], weight[seen]).predict(features[~seen])
    scale = np.sqrt(np.maximum(np.bincount(launch, weight), 1e-9))
    truth, apart = (np.bincount(launch, weight * (values - uplift.median)) / scale for values in (log, trees))
    return float(np.clip(float(apart @ truth) / max(float(apart @ apart), 1e-9), 0.0, 1.0))


def _fitted(features: Array, log: Array, weight: Array) -> Any:  # noqa: ANN401 - of an optional package
    """Trees on rows; a column of which nothing is known is one of zeros."""
    unknown = np.isnan(features).all(axis=0)
    return _regressor().fit(np.where(unknown, 0.0, features), log, sample_weight=weight)


def _features(uplift: Uplift, setting: Setting) -> Array:
    return np.column_stack([uplift.levers.columns(setting.values, setting.usual), setting.calendar])


def _regressor() -> Any:  # noqa: ANN401 - of an optional package
    return boosting(otherwise="choose eb_uplift").HistGradientBoostingRegressor(
        max_iter=_TREES,
        learning_rate=_LEARNING_RATE,
        max_leaf_nodes=_LEAVES,
        min_samples_leaf=_LEAST_ROWS,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=0,
    )


def _means(group: Codes, log: Array, size: int) -> Array:
    """Mean log ratio of each group, NaN where it has none, and 1 / (1 + number of rows)."""
    count = np.bincount(group, minlength=size)
    total = np.bincount(group, log, minlength=size)
    return np.column_stack([np.where(count > 0, total / np.maximum(count, 1), np.nan), 1 / (1.0 + count)])


def _earlier(group: Codes, launch: Codes, log: Array) -> Array:
    """The same for each row, of launches before its own only; launches are numbered in the order of time."""
    key = group * (int(launch.max()) + 1) + launch
    cells, cell = np.unique(key, return_inverse=True)
    total, count = np.bincount(cell, log), np.bincount(cell).astype(np.float64)
    of_group = cells // (int(launch.max()) + 1)
    start = np.searchsorted(of_group, of_group, side="left")
    before = [np.concatenate([[0.0], np.cumsum(values)]) for values in (total, count)]
    summed, number = (values[np.arange(len(cells))] - values[start] for values in before)
    mean = np.where(number > 0, summed / np.maximum(number, 1), np.nan)
    return np.asarray(np.column_stack([mean, 1 / (1.0 + number)])[cell])
