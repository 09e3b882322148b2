"""The level of a new launch by gradient boosting, on attributes, levers and what the attribute model says (extra ``ml``)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.analogue.kin_model import LevelGuess
from ltoplan_widgets.demand.methods.analogue.newcomer import Newcomer
from ltoplan_widgets.demand.methods.regression.boosting import boosting
from ltoplan_widgets.demand.methods.regression.variance_component import KinFit, left_out

Array = NDArray[np.float64]

_FOLDS = 5
_FEW = 8
_NOISE = 0.05


def by_boosting(new: Newcomer, fit: KinFit) -> LevelGuess:
    """Boosted trees, which see what attributes do together; with few launches they are left to the attribute model.

    What is left out is left out by folds of items, and what the attribute model says of a launch did not know its item.

    Raises:
        InputError: scikit-learn is not installed.
    """
    level, past = new.effects.level, len(new.past)
    kin = left_out(level, fit, new.item)
    if len(np.unique(new.item)) < _FEW:
        return LevelGuess(level=fit.prediction, left_out=kin, weights=fit.weights, variance=fit.variance)
    columns = np.column_stack([_columns(new), np.append(kin, fit.prediction)])
    weight = 1 / (new.effects.level_variance + _NOISE)
    said = np.empty(past)
    fold = _folds(new.item)
    for one in np.unique(fold):
        out = fold == one
        said[out] = _boosted(columns[:past][~out], level[~out] - kin[~out], weight[~out], columns[:past][out]) + kin[out]
    whole = _boosted(columns[:past], level - kin, weight, columns[past:])[0] + fit.prediction
    return LevelGuess(level=float(whole), left_out=said, weights=fit.weights, variance=float("nan"))


def _columns(new: Newcomer) -> Array:
    """Numbers as they are, words one column each."""
    found: list[Array] = []
    for one in new.features:
        if one.numbers is not None:
            found.append(one.numbers[:, None])
        elif one.codes is not None:
            found.append((one.codes[:, None] == np.arange(one.codes.max() + 1)).astype(np.float64))
    return np.concatenate(found, axis=1) if found else np.zeros((len(new.past) + 1, 0))


def _folds(item: NDArray[np.int64]) -> NDArray[np.int64]:
    position = np.unique(item, return_inverse=True)[1]
    return np.asarray(position % min(_FOLDS, int(position.max()) + 1))


def _boosted(columns: Array, level: Array, weight: Array, asked: Array) -> Array:
    trees: Any = _trees()
    return np.asarray(trees.fit(columns, level, sample_weight=weight).predict(asked))


def _trees() -> Any:  # noqa: ANN401 - scikit-learn ships no types
    return boosting(otherwise="choose the method new_item").GradientBoostingRegressor(
        n_estimators=80, learning_rate=0.08, max_depth=3, min_samples_leaf=3, subsample=0.7, max_features=0.5, random_state=0
    )
