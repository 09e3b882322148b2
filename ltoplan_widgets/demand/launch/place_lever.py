"""Levers that differ between the places of a launch, such as a poster in some of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.launch.past_launch import PastLaunch
from ltoplan_widgets.demand.launch.place_effect import Outcomes, PlaceEffects
from ltoplan_widgets.demand.library.library import CampaignLibrary

Array = NDArray[np.float64]
Rows = NDArray[np.int64]

_FEW_ROWS = 30


@dataclass(frozen=True, kw_only=True)
class PlaceLevers:
    """Levers as deviations from their launch's mean, standardised over all places of past launches.

    Attributes:
        names: Of the levers that differ within launches.
        apart: Of every past launch and place, shape (outcomes, levers).
        new: Of the new launch, shape (places, levers).
    """

    names: tuple[str, ...]
    apart: Array
    new: Array


def place_levers(library: CampaignLibrary, past: list[PastLaunch], own: Rows) -> PlaceLevers:
    """Numeric levers that differ between the places of past launches.

    Args:
        library: All campaigns.
        past: Past launches.
        own: Rows of the new launch, one a place.
    """
    names, columns, new = [], [], []
    for name, values in library.rows.covariates.items():
        if any(isinstance(value, str) for value in values):
            continue
        numbers = np.array([np.nan if value is None else float(value) for value in values])
        apart = np.concatenate([_apart(numbers[one.rows]) for one in past])
        spread = float(apart.std())
        if spread > 1e-6 * max(1.0, float(np.nanmax(np.abs(numbers), initial=0.0))):
            names.append(name)
            columns.append(apart / spread)
            new.append(_apart(numbers[own]) / spread)
    outcomes = sum(len(one.rows) for one in past)
    return PlaceLevers(
        names=tuple(names),
        apart=np.stack(columns, axis=1) if columns else np.zeros((outcomes, 0)),
        new=np.clip(np.stack(new, axis=1), -3, 3) if new else np.zeros((len(own), 0)),
    )


def _apart(numbers: Array) -> Array:
    known = ~np.isnan(numbers)
    return np.where(known, numbers - (numbers[known].mean() if known.any() else 0.0), 0.0)


def lever_effects(levers: PlaceLevers, outcomes: Outcomes, effects: PlaceEffects) -> Array:
    """Effect of each lever on the log of units at a place: ridge regression of what launches, places and items there leave.

    A standard deviation of a lever has an effect ``N(0, 1)``, so that little is made of few places.
    """
    if not levers.names or len(outcomes.sold) < _FEW_ROWS:
        return np.zeros(len(levers.names))
    at = effects.level[outcomes.launch] + effects.place[outcomes.place]
    mean = np.maximum(outcomes.expected * np.exp(at), 0.05)
    left = np.log((outcomes.sold + 0.5) / (mean + 0.5))
    weight = 1 / (effects.noise.variance(mean) + 0.02)
    weighted = levers.apart * weight[:, None]
    return np.asarray(np.linalg.solve(levers.apart.T @ weighted + np.eye(len(levers.names)), weighted.T @ left))
