"""What is known of launches in advance, as standardised numbers."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.regression.column import varies
from ltoplan_widgets.plan.units import Scalar

Array = NDArray[np.float64]

_MOST_WORDS = 20
_FARTHEST = 3.0
"""A new launch is looked at as if within so many standard deviations of the past ones."""


def standardised(past: Mapping[str, Sequence[Scalar]], new: Mapping[str, Scalar]) -> tuple[Array, Array, tuple[str, ...]]:
    """Covariates of past launches and of a new one with mean 0 and variance 1.

    Text becomes one number a word; what is not known becomes the mean; what is the same everywhere is dropped.

    Args:
        past: Values of each past launch by covariate.
        new: Values of the new launch by covariate.

    Returns:
        Past values (launches, columns), new values (columns,), and the names of covariates that lie outside of what
        past launches had: farther than 3 standard deviations (they count as 3), a word that none had, or text in place
        of a number (it counts as not known).
    """
    launches = len(next(iter(past.values()))) if past else 0
    columns = [column for name, values in past.items() for column in _columns(name, values, new.get(name))]
    kept = [_standardised(name, np.array(values), value) for name, values, value in columns if varies(_known(values))]
    far = [name for name, _, value in kept if abs(value) > _FARTHEST]
    unheard = [name for name, values in past.items() if _is_unheard(values, new.get(name))]
    strange = tuple(dict.fromkeys([*far, *unheard]))
    matrix = np.stack([values for _, values, _ in kept], axis=1) if kept else np.zeros((launches, 0))
    return matrix, np.clip(np.array([value for _, _, value in kept]), -_FARTHEST, _FARTHEST), strange


def _columns(name: str, values: Sequence[Scalar], new: Scalar) -> list[tuple[str, list[float], float]]:
    if not any(isinstance(value, str) for value in values):
        return [(name, [_number(value) for value in values], _number(new))]
    words = sorted({str(value) for value in values if value is not None})
    if len(words) > _MOST_WORDS:
        return []
    return [(name, [float(str(value) == word) for value in values], np.nan if new is None else float(str(new) == word)) for word in words]


def _is_unheard(values: Sequence[Scalar], new: Scalar) -> bool:
    """Whether a new value is a word that no past launch had."""
    known = {str(value) for value in values if value is not None}
    is_of_words = isinstance(new, str) or any(isinstance(value, str) for value in values)
    return new is not None and bool(known) and is_of_words and str(new) not in known


def _number(value: Scalar) -> float:
    return np.nan if value is None or isinstance(value, str) else float(value)


def _known(values: Sequence[float]) -> Array:
    return np.array(values)[~np.isnan(values)]


def _standardised(name: str, values: Array, new: float) -> tuple[str, Array, float]:
    mean, spread = float(np.nanmean(values)), float(np.nanstd(values))
    scaled = (values - mean) / spread
    return name, np.where(np.isnan(scaled), 0.0, scaled), 0.0 if np.isnan(new) else (new - mean) / spread
