"""How far past launches were from what the others expect of them, and what that says of bands."""

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.forecast.sample_path import LEVELS_HELD
from ltoplan_widgets.demand.methods.regression.mixed_design import Design
from ltoplan_widgets.demand.methods.regression.mixed_model import Solution

Array = NDArray[np.float64]

_FEW_LAUNCHES = 15.0


def stretch_and_peak(surprise: Array) -> tuple[float, float]:
    """What the spread of launches is multiplied by, and how peaked it is: its 80 % over its 95 %, against the normal's.

    From where 80 % and 95 % of the surprises lie to where so many of the normal's would, pulled to 1 where launches are few
    (conformal).
    """
    count = len(surprise)
    if not count:
        return 1.0, 1.0
    inner, outer = np.log(np.maximum(np.quantile(np.abs(surprise), LEVELS_HELD), 0.1) / [_held(level, count) for level in LEVELS_HELD])
    trust = count / (count + _FEW_LAUNCHES)
    return float(np.exp(np.clip((inner + outer) / 2, -0.5, 0.7) * trust)), float(np.exp((inner - outer) * trust))


def _held(level: float, count: int) -> float:
    """Where the quantile of so many absolute normal values lies in the median, in standard deviations (Hyndman and Fan 1996).

    Of few values a high quantile lies further in than the normal's own: of 17 values the 95 % one at 1.72, not at 1.96.

    >>> round(_held(0.95, 17), 2), round(_held(0.95, 100_000), 2)
    (1.72, 1.96)
    """
    place = (level * (count - 1) + 2 / 3) / (count + 1 / 3)
    return NormalDist().inv_cdf((1 + place) / 2)


def launch_surprises(design: Design, solution: Solution, variance: Mapping[str, float], units: Array) -> Array:
    """Surprise of each launch over what the others expect of it, its weeks weighed by units, in its own standard deviations.

    ``c'v / sqrt(c'(G - Var(v | data))c)`` is that of a launch left out (Cook and Weisberg 1982, for random effects): G are
    the variances of the launch and its weeks, c their weights in its total.
    """
    from scipy import sparse  # noqa: PLC0415 - 0.1 s that only those pay who fit

    first, launches = design.slices["launch"].start, design.slices["launch"].stop - design.slices["launch"].start
    effects = design.crossed[:, first - design.covariates.shape[1] :]
    launch = effects[:, :launches].indices.astype(np.int64)
    share = units / np.bincount(launch, units)[launch]
    weights = (sparse.csr_matrix((share, (launch, np.arange(len(launch)))), shape=(launches, len(launch))) @ effects).toarray()
    believed = np.full(effects.shape[1], variance.get("launch week", 0.0))
    believed[:launches] = variance["launch"]
    prior = weights**2 @ believed
    explained = prior - np.einsum("ij,ij->i", weights @ solution.unknown.dense[first:, first:], weights)
    told = explained > 0.1 * prior
    return np.asarray((weights @ solution.effects[first : design.dense])[told] / np.sqrt(explained[told]))
