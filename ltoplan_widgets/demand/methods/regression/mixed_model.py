"""A linear mixed model with many crossed effects, fitted by restricted likelihood.

``z = X beta + F u + S s + P p + G g + e``: covariates X, crossed factors F (items, events, …), effects S of places (their level
and slopes), pairs P (item x place), which lie within places, and campaigns G, which lie within pairs; every effect is normal
around 0, and Var e is known but for Huber weights. Henderson's equations are solved with campaigns, pairs and places
eliminated one after the other (each time their part of the matrix is of blocks of one or a few: Schur complement), so that only
covariates and crossed factors are solved for densely. Variances follow from the fixed point of the restricted likelihood
(Henderson 1975; Robinson 1991; Schall 1991).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ltoplan_widgets.demand.methods.regression.effect_unknown import Unknown
from ltoplan_widgets.demand.methods.regression.mixed_design import Design
from ltoplan_widgets.demand.methods.regression.mixed_equation import Equations, Pairs, equations

Array = NDArray[np.float64]

_LEAST_LEFT = 0.05
"""Least share of the campaigns' freedom that other effects are taken to leave them."""


@dataclass(frozen=True, kw_only=True)
class Solution:
    """Effects and what is not known about them, at given variances.

    Attributes:
        effects: Covariates, crossed effects and places' effects.
        unknown: Their covariance given the data.
        pair: Effects of the pairs.
        pairs: How pairs lean on the other effects, and what is not known of them alone.
        campaign: Effects of the campaigns.
        fitted: Sum of all effects in each row.
        freedom: Effective number of parameters of each group.
        square: Sum of squares of each group.
    """

    effects: Array
    unknown: Unknown
    pair: Array
    pairs: Pairs
    campaign: Array
    fitted: Array
    freedom: Mapping[str, float]
    square: Mapping[str, float]


def solve(design: Design, response: Array, weight: Array, variances: Mapping[str, float]) -> Solution:
    """Best linear unbiased prediction of all effects.

    Args:
        design: The effects of the rows.
        response: z, shape (rows,).
        weight: 1 / Var e of each row.
        variances: Of each group by name.
    """
    found = equations(design, response, weight, variances)
    unknown = Unknown.of(found.left)
    effects = unknown.times(found.right)
    pair = found.pairs.alone - found.pairs.lean.times(effects)
    fitted = design.rows.times(effects) + pair[design.pair]
    campaign = np.zeros(design.campaigns.size)
    if design.campaigns.size:
        campaign = found.share * (design.by_campaign @ (weight * (response - fitted)))
        fitted = fitted + campaign[design.campaign]
    return Solution(
        effects=effects,
        unknown=unknown,
        pair=pair,
        pairs=found.pairs,
        campaign=campaign,
        fitted=fitted,
        freedom=_freedom(design, found, unknown, weight, variances),
        square={
            **{name: float((effects[of] ** 2).sum()) for name, of in design.slices.items()},
            design.pairs.name: float((pair**2).sum()),
            design.campaigns.name: float((campaign**2).sum()),
        },
    )


def _freedom(design: Design, found: Equations, unknown: Unknown, weight: Array, variances: Mapping[str, float]) -> dict[str, float]:
    """Effective number of parameters of each group: effects less what is not known of them, over their variance."""
    parts, lean = unknown.parts(), found.pairs.lean
    diagonal = np.concatenate([np.diag(parts.dense), np.einsum("pii->ip", parts.block).ravel()])
    freedom = {name: len(diagonal[of]) - float(diagonal[of].sum()) / variances[name] for name, of in design.slices.items()}
    hidden = float(found.pairs.unknown.sum()) + lean.product(lean).trace_with(parts)
    freedom[design.pairs.name] = design.pairs.size - hidden / variances[design.pairs.name]
    if design.campaigns.size:
        told = float(found.share @ (design.by_campaign @ weight))
        freedom[design.campaigns.name] = told * max(_LEAST_LEFT, 1 - sum(freedom.values()) / design.campaigns.size)
    return freedom


def updated(design: Design, solution: Solution) -> dict[str, float]:
    """Variances that the effects tell: one round of the restricted likelihood's fixed point."""
    groups = [*design.groups, *design.places, design.pairs, *([design.campaigns] if design.campaigns.size else [])]
    found = {group.name: group.updated(solution.square[group.name], solution.freedom[group.name]) for group in groups}
    return {design.campaigns.name: design.campaigns.belief, **found}
