"""What launches are like, as numbers and words: attributes of their items, and what was known of them in advance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.plan.units import Scalar

Array = NDArray[np.float64]
Codes = NDArray[np.int64]

_WIDE = 3.0
"""Numbers above 0 of which the largest is so many times the smallest are compared by their logs."""
_FARTHEST = 2.5
"""A number counts as if within so many standard deviations of the others'."""
_FEW = 2


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One column over launches.

    Attributes:
        name: Its name.
        values: As given; None where unknown.
        numbers: Standardised numbers, 0 where unknown; None for words.
        codes: Positions of words, -1 where unknown; None for numbers.
        is_lever: True for what is decided launch by launch, False for what the item is.
    """

    name: str
    values: tuple[Scalar, ...]
    numbers: Array | None
    codes: Codes | None
    is_lever: bool

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which launches it is known of."""
        return np.array([value is not None for value in self.values])


def features(columns: Mapping[str, Sequence[Scalar]], *, is_lever: bool) -> list[Feature]:
    """Columns over launches as features; those that are the same everywhere are left out."""
    found = [_feature(name, tuple(values), is_lever) for name, values in columns.items()]
    return [one for one in found if one is not None]


def _feature(name: str, values: tuple[Scalar, ...], is_lever: bool) -> Feature | None:  # noqa: FBT001 - passed on
    known = [value for value in values if value is not None]
    if len(set(known)) < _FEW:
        return None
    if any(isinstance(value, str) for value in known):
        words = sorted({str(value) for value in known})
        codes = np.array([-1 if value is None else words.index(str(value)) for value in values])
        return Feature(name=name, values=values, numbers=None, codes=codes, is_lever=is_lever)
    numbers = _standardised(np.array([np.nan if value is None else float(value) for value in values]))
    return Feature(name=name, values=values, numbers=numbers, codes=None, is_lever=is_lever)


def _standardised(numbers: Array) -> Array:
    low, high = float(np.nanmin(numbers)), float(np.nanmax(numbers))
    logs = np.log(numbers) if low > 0 and high > _WIDE * low else numbers
    scaled = (logs - np.nanmean(logs)) / max(float(np.nanstd(logs)), 1e-12)
    return np.nan_to_num(np.clip(scaled, -_FARTHEST, _FARTHEST))
