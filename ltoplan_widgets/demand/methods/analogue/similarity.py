"""How alike launches are in what is known of them before they begin."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.analogue.launch_feature import Feature
from ltoplan_widgets.plan.label import words

Array = NDArray[np.float64]

_ALIKE = 0.9
_SHOWN = 4


def similarities(features: Sequence[Feature], weights: Array | None = None) -> Array:
    """Similarity of every pair of launches, 0 to 1, shape (launches, launches).

    Numbers are as alike as they are near, in parts of the range; words are alike or not; what is unknown of either is
    left out (Gower 1971). With nothing to compare every pair is 1/2.

    Args:
        features: What launches are like.
        weights: Weight of each feature, by default 1.
    """
    if not features:
        return np.full((1, 1), 0.5)
    size = len(features[0].values)
    total, weight = np.zeros((size, size)), np.zeros((size, size))
    for feature, one in zip(features, np.ones(len(features)) if weights is None else weights, strict=True):
        both = one * np.outer(feature.known, feature.known)
        total += both * alike(feature)
        weight += both
    return np.where(weight > 0, total / np.maximum(weight, 1e-12), 0.5)


def alike(feature: Feature) -> Array:
    """Similarity of every pair of launches in one feature, 0 to 1."""
    if feature.codes is not None:
        return np.asarray((feature.codes[:, None] == feature.codes[None, :]).astype(np.float64))
    numbers = feature.numbers
    assert numbers is not None
    return np.asarray(1 - np.abs(numbers[:, None] - numbers[None, :]) / max(float(np.ptp(numbers)), 1e-12))


def in_common(features: Sequence[Feature], one: int, other: int) -> str:
    """In what two launches are alike, in words: ``same category (rice bowl), similar price (4.5 against 4.9)``."""
    said = []
    for feature in features:
        if feature.known[one] and feature.known[other] and alike(feature)[one, other] >= _ALIKE:
            mine, theirs = feature.values[one], feature.values[other]
            said.append(
                f"same {words(feature.name)} ({_said(mine)})"
                if mine == theirs
                else f"similar {words(feature.name)} ({_said(theirs)}, here {_said(mine)})"
            )
    return ", ".join(said[:_SHOWN]) + (f" and {len(said) - _SHOWN} more" if len(said) > _SHOWN else "")


def _said(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
